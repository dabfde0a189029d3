import { siteRequestSpeaking } from '#app/contracts/site.ts'
import { handler } from '#server/command/handler.ts'
import { enterQueue } from '#server/features/speaking/enter-queue.ts'
import { personFor } from './facts.ts'

/** Đăng ký phát biểu cho người dự có tên: the clerk's press, the person's place in the queue. Invited to the whole session, they speak as its members do. */
export const requestForPerson = handler(siteRequestSpeaking, async (ctx, input) => {
  const { meeting, person } = await personFor(ctx, input.meetingId, input.participantId, 'run')
  return enterQueue(ctx, meeting, person, input, person.role === 'guest' ? 'member' : person.role)
})
