import type { LoaderFunctionArgs } from '@remix-run/node'

/** The person's own notes of a session: asked for when the panel opens, and when another device of theirs changed one. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  if (!/^[0-9a-f-]{36}$/.test(params.meetingId ?? '')) throw Response.json({ code: 'NOT_FOUND' }, { status: 404 })
  if (!context.actor) return Response.json({ code: 'NOT_SIGNED_IN' }, { status: 401 })
  return Response.json(await context.query('note.list', { meetingId: params.meetingId ?? '' }), { headers: { 'Cache-Control': 'no-store' } })
}
