import type { LoaderFunctionArgs } from '@remix-run/node'

/** The door code of now, for the desk. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  if (!context.actor) return Response.json({ code: 'NOT_SIGNED_IN' }, { status: 401 })
  return Response.json(await context.query('attendance.doorCode', { meetingId: params.meetingId ?? '', origin: context.origin }), { headers: { 'Cache-Control': 'no-store' } })
}
