import type { LoaderFunctionArgs } from '@remix-run/node'

/** What the list of who is ready to vote asks when it opens; from there on it follows the desk's stream. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  if (!/^[0-9a-f-]{36}$/.test(params.meetingId ?? '')) throw Response.json({ code: 'NOT_FOUND' }, { status: 404 })
  if (!context.actor) return Response.json({ code: 'NOT_SIGNED_IN' }, { status: 401 })
  return Response.json(await context.query('voting.readiness', { meetingId: params.meetingId ?? '' }), { headers: { 'Cache-Control': 'no-store' } })
}
