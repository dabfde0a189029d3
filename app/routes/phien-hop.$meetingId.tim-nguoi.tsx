import type { LoaderFunctionArgs } from '@remix-run/node'

const MAX_TEXT = 100

/** What the search for people asks while somebody types. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const text = (new URL(request.url).searchParams.get('q') ?? '').slice(0, MAX_TEXT)
  if (!context.actor) return Response.json({ code: 'NOT_SIGNED_IN' }, { status: 401 })
  return Response.json(await context.query('people.find', { meetingId: params.meetingId ?? '', text }), { headers: { 'Cache-Control': 'no-store' } })
}
