import type { ActionFunctionArgs } from '@remix-run/node'

/**
 * Asks to come in. The way in holds a signed token: it comes in the answer to a POST only, and is kept nowhere. A refusal is an
 * answer like any other, as over the socket.
 */
export async function action({ params, request, context }: ActionFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  // Press and strangers find no such door.
  await context.query('video.door', { meetingId })
  const form = await request.formData()
  const answer = await context.enterVideo(meetingId, String(form.get('lenh') ?? ''))
  return Response.json(answer, { headers: { 'Cache-Control': 'no-store' } })
}
