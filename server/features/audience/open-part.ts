import { guestAllowSpeech, guestItemsChanged, guestSetItems, guestSpeechChanged, meetingOpenToPress, pressChanged } from '#app/contracts/audience.ts'
import { type MeetingState, mustNotBeOver } from '#app/domain/meeting/machine.ts'
import { demand, Refusal } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor } from '#server/features/meeting/facts.ts'
import { allItems } from '#server/features/meeting/views.ts'

/** Mở, đóng một nội dung cho báo chí, người quan sát. Asked twice for the same, nothing happens twice. */
export const openToPress = handler(meetingOpenToPress, async (ctx, { meetingId, itemId, isOpen }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'open_to_press')
  demand(mustNotBeOver(meeting.status as MeetingState))
  const item = (await allItems(ctx.tx, meetingId)).find(i => i.id === itemId)
  if (!item) throw new Refusal('ITEM_NOT_IN_MEETING')
  // What the room itself does not see is opened to nobody.
  if (item.isHidden && isOpen) throw new Refusal('ITEM_HIDDEN_ALREADY')
  if (item.isOpenToPress === isOpen) return {}
  await ctx.tx.agendaItem.update({ where: { id: itemId }, data: { isOpenToPress: isOpen } })
  ctx.emit(`meeting:${meetingId}`, pressChanged, { itemId, isOpen })
  return {}
})

/** Khách mời dự những nội dung nào: the list as a whole replaces the one before. */
export const setGuestItems = handler(guestSetItems, async (ctx, { meetingId, participantId, itemIds }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'record')
  demand(mustNotBeOver(meeting.status as MeetingState))
  const participant = await ctx.tx.meetingParticipant.findFirst({ where: { id: participantId, meetingId } })
  if (!participant) throw new Refusal('NOT_FOUND')
  if (participant.role !== 'guest') throw new Refusal('GUEST_NOT_A_GUEST')
  const wanted = [...new Set(itemIds)]
  const known = await ctx.tx.agendaItem.count({ where: { id: { in: wanted }, meetingId, removedAt: null } })
  if (known !== wanted.length) throw new Refusal('ITEM_NOT_IN_MEETING', {}, { itemIds: 'ITEM_NOT_IN_MEETING' })
  await ctx.tx.guestItem.deleteMany({ where: { participantId, itemId: { notIn: wanted } } })
  await ctx.tx.guestItem.createMany({ data: wanted.map(itemId => ({ participantId, itemId })), skipDuplicates: true })
  ctx.emit(`desk:${meetingId}`, guestItemsChanged, { participantId, itemIds: wanted })
  return {}
})

/** Khách mời được, không được đăng ký phát biểu ở nội dung của mình. */
export const allowGuestSpeech = handler(guestAllowSpeech, async (ctx, { meetingId, isAllowed }) => {
  const { meeting } = await meetingFor(ctx, meetingId, 'control')
  demand(mustNotBeOver(meeting.status as MeetingState))
  if (meeting.isGuestSpeechAllowed === isAllowed) return {}
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { isGuestSpeechAllowed: isAllowed } })
  ctx.emit(`meeting:${meetingId}`, guestSpeechChanged, { isAllowed })
  return {}
})
