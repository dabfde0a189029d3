import type { LoaderFunctionArgs } from '@remix-run/node'

/** Strokes on one paper, asked for once by a screen that begins to show it; later ones come over page:{id}. */
export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const paperId = new URL(request.url).searchParams.get('tai-lieu') ?? ''
  const isId = (id: string) => /^[0-9a-f-]{36}$/.test(id)
  if (!isId(params.meetingId ?? '') || !isId(paperId)) throw Response.json({ code: 'NOT_FOUND' }, { status: 404 })
  return Response.json(await context.ink(params.meetingId ?? '', paperId), { headers: { 'Cache-Control': 'no-store' } })
}
