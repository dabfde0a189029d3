import { conclusionTypeBack } from '#app/contracts/typed.ts'
import { Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { markTyped } from '#server/features/typed/mark.ts'
import { insertLine } from './write-line.ts'

/** Ghi từ giấy – một dòng kết luận, at the end of its item. */
export const typeBackLine = handler(conclusionTypeBack, async (ctx, { reason, ...input }) => {
  const { meeting } = await meetingFor(ctx, input.meetingId, 'record', 'share')
  if (meeting.openedAt === null) throw new Refusal('TYPED_NOT_BEGUN')
  await insertLine(ctx, meeting, input)
  await markTyped(ctx, input.meetingId, reason, [{ kind: 'line', refId: input.lineId, who: null, whoId: null, itemId: input.itemId, quote: input.text }])
  return {}
})
