import type { LoaderFunctionArgs } from '@remix-run/node'

/** What the form of a change asks once its units are chosen: how much would move. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  if (!context.actor) return Response.json({ code: 'NOT_SIGNED_IN' }, { status: 401 })
  const fromIds = new URL(request.url).searchParams.getAll('don-vi').filter(id => /^[0-9a-f-]{36}$/.test(id))
  return Response.json(await context.query('unit.preview', { fromIds }), { headers: { 'Cache-Control': 'no-store' } })
}
