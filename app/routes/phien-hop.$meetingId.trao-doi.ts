import type { LoaderFunctionArgs } from '@remix-run/node'
import { Id } from '#app/contracts/define.ts'

/** Messages of one channel when its panel is opened: `kenh` = "phong", "cac-duong" (the desk's list), or a participant of a line. */
export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  const channel = new URL(request.url).searchParams.get('kenh') ?? 'phong'
  if (channel === 'cac-duong') return Response.json({ messages: (await context.query('chat.lines', { meetingId })).last })
  if (channel !== 'phong' && !Id.safeParse(channel).success) throw Response.json({ code: 'BAD_INPUT', fields: { kenh: 'BAD_INPUT' } }, { status: 400 })
  return Response.json(await context.query('chat.messages', { meetingId, lineId: channel === 'phong' ? null : channel }))
}
