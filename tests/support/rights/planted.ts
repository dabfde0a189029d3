// One session full of words that say where they come from, and which of them each outsider may come to see.
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { v7 as uuid } from 'uuid'
import { cardAnswer } from '#app/contracts/card.ts'
import { conclusionAgree, conclusionComment } from '#app/contracts/conclusion.ts'
import { chatSend, chatSetup } from '#app/contracts/discussion.ts'
import { meetingOpenToPress } from '#app/contracts/audience.ts'
import { conclusionAddLine, meetingGoToItem, presentationShow, speakingCall, speakingRequest, speakingStart, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { noteSave } from '#app/contracts/note.ts'
import { absenceRequest } from '#app/contracts/people.ts'
import { presentationDraw } from '#app/contracts/presentation.ts'
import { speakingNote } from '#app/contracts/speaking.ts'
import { taskAssign } from '#app/contracts/task.ts'
import { cardOf } from './cards.ts'
import { mark, MARKED, type RoleName, type Session, type World } from './world.ts'

export type Planted = Session & { taskId: string; cardId: string; voteId: string; cardFileId: string; conclusionFileId: string; displayId: string; displayCookie: string }

const GUEST = 'khách, đang nội dung'

/** A running session in which everything that must not leak has been said, written, drawn and decided. */
export async function plant(w: World): Promise<Planted> {
  const s = await w.session('running')
  const on = { meetingId: s.meetingId }
  const { db, must, c } = w
  // Papers that can be opened: the file carries the word of its item.
  const { files } = w.ground.services
  for (const name of ['done', 'now', 'next', 'hidden', 'last'] as const) {
    const at = files.pathOf((await db.storedFile.findUniqueOrThrow({ where: { id: s.files[name] } })).sha256)
    await mkdir(path.dirname(at), { recursive: true })
    await writeFile(at, `%PDF-1.4 ${mark(name, 'paper')}`)
  }
  const line = async (itemId: string, text: string): Promise<{ id: string; version: number }> => {
    const id = uuid()
    await must(c.secretary, conclusionAddLine, { ...on, itemId, lineId: id, text })
    return { id, version: (await db.conclusionLine.findUniqueOrThrow({ where: { id } })).version }
  }
  // Conclusions: agreed on what is done, drafted on the rest, one line that names a guest's unit.
  const agreed = await line(s.items.done, mark('done', 'agreed'))
  await must(c.chairman, conclusionAgree, { ...on, itemId: s.items.done, agreementId: uuid(), lines: [agreed], accepted: [agreed.id] })
  for (const name of ['done', 'now', 'next', 'hidden', 'last'] as const) await line(s.items[name], mark(name, 'draft'))
  await line(s.items.done, `Giao @STC ${mark('finance', 'named')}`)
  await line(s.items.hidden, `Giao @STC ${mark('hidden', 'named')}`)
  await must(w.second, conclusionComment, { ...on, itemId: s.items.now, commentId: uuid(), text: mark('comment', 'desk') })
  const fileId = uuid()
  await db.storedFile.create({ data: { id: fileId, sha256: uuid(), name: mark('conclusion', 'file'), mime: 'application/pdf', size: 1n, uploadedById: c.secretary.userId } })
  await db.conclusionFile.create({ data: { id: uuid(), ...on, itemId: s.items.now, fileId, title: mark('conclusion', 'file'), addedById: c.secretary.userId, addedAt: new Date() } })
  // A vote that is over, with ballots whose receipts can be told apart.
  const voteId = uuid()
  await must(c.chairman, meetingGoToItem, { ...on, itemId: s.items.done })
  await must(c.chairman, voteOpen, { ...on, voteId, question: mark('done', 'question') })
  for (const voter of [c.chairman, w.second, w.third]) await must(voter, voteCast, { voteId, choice: 'against' })
  await db.ballot.updateMany({ where: { voteId }, data: { receipt: mark('ballot', 'receipt') } })
  await must(c.chairman, voteClose, { voteId })
  await must(c.chairman, meetingGoToItem, { ...on, itemId: s.items.now })
  // What people say and write.
  await must(c.chairman, chatSetup, { ...on, isRoomOn: true, isLineOn: true, isInRecord: true })
  await must(w.second, chatSend, { ...on, messageId: uuid(), lineId: null, text: mark('chat', 'room') })
  await must(w.third, chatSend, { ...on, messageId: uuid(), lineId: s.idOf(w.third), text: mark('chat', 'line') })
  await must(w.people[GUEST], chatSend, { ...on, messageId: uuid(), lineId: s.idOf(w.people[GUEST]), text: mark('guest', 'line') })
  await must(w.third, noteSave, { ...on, noteId: uuid(), itemId: s.items.now, paperId: null, page: null, text: mark('note', 'own'), baseVersion: 0 })
  const requestId = uuid()
  await must(w.second, speakingRequest, { ...on, requestId, subject: mark('queue', 'subject') })
  await must(w.third, speakingRequest, { ...on, requestId: uuid(), subject: mark('queue', 'subject') })
  await must(c.chairman, speakingCall, { ...on, requestId })
  await must(c.chairman, speakingStart, { ...on, requestId })
  await must(c.secretary, speakingNote, { ...on, requestId, text: mark('speech', 'note'), baseVersion: 0 })
  // People: a request for leave, a mandate, the reason somebody was taken off.
  await must(w.absent, absenceRequest, { ...on, requestId: uuid(), reason: mark('absence', 'request') })
  await db.meetingParticipant.update({ where: { id: s.idOf(c.substitute) }, data: { mandateDocument: mark('mandate', 'document') } })
  await db.attendanceCorrection.create({
    data: { id: uuid(), ...on, participantId: s.idOf(w.second), intervalId: uuid(), before: { arrivedAt: 0, leftAt: null }, reason: mark('attendance', 'correction'), correctedById: c.secretary.userId, correctedLabel: 'Thư ký', correctedAt: new Date() },
  })
  // The page that is shown, what is drawn on it, a screen on the wall, a task of another unit.
  await must(c.chairman, meetingOpenToPress, { ...on, itemId: s.items.now, isOpen: true })
  await must(c.chairman, presentationShow, { ...on, paperId: s.papers.now, page: 3 })
  await must(c.chairman, presentationDraw, { ...on, strokeId: uuid(), paperId: s.papers.now, page: 3, colour: 'ink', width: 4, points: [0.1, 0.1, 0.2, 0.2] })
  const display = await w.newDisplay()
  await db.hallDisplay.update({ where: { id: display.displayId }, data: { meetingId: s.meetingId, code: `x${display.displayId}`, mode: 'message', message: mark('hall', 'message') } })
  const taskId = uuid()
  await must(c.monitor, taskAssign, { taskId, title: mark('task', 'title'), content: mark('task', 'content'), leadUnitId: c.home, coordinatorIds: [], deadlineOn: null, sourceLabel: mark('task', 'source') })
  // An opinion card in the hands of the members, with a paper, an answer and its words.
  const cardId = await cardOf(w, 'sent', { words: mark('card', 'text') })
  const { fileId: cardFileId } = await db.opinionCardPaper.findFirstOrThrow({ where: { cardId } })
  await must(w.second, cardAnswer, { cardId, choice: 'against', text: mark('card', 'opinion'), fileId: null })
  return { ...s, taskId, cardId, voteId, cardFileId, conclusionFileId: fileId, displayId: display.displayId, displayCookie: `${w.ground.services.cookies.hall}=${display.token}` }
}

const ITEM = ['title', 'text', 'presenter', 'file', 'paper']
const all = (group: string, kinds: string[]): string[] => kinds.map(k => mark(group, k))
/** What the room sees: every item that is not hidden, what was asked in a vote, what the chair agreed to, who waits to speak. */
const ROOM = [
  ...['done', 'now', 'next', 'last'].flatMap(n => all(n, ITEM)),
  mark('done', 'question'),
  mark('done', 'agreed'),
  mark('queue', 'subject'),
  mark('absence', 'reason'),
  mark('site', 'person'),
]

/** The words of the planted session each of them may come across, wherever it is. Everything else must not reach them. */
export const MAY_SEE: Record<RoleName, ReadonlySet<string>> = {
  'chưa đăng nhập': new Set(),
  'khách, chưa đến nội dung': new Set(all('next', ITEM)),
  // Their own unit is named in a line: that line, as it is written (issue: "seen by chair and named units").
  'khách, đang nội dung': new Set([...all('now', ITEM), mark('guest', 'line'), mark('finance', 'named')]),
  'khách, xong nội dung': new Set(all('done', ITEM)),
  // The item in hand was opened to the press, and closed again when somebody was called to speak on it.
  'báo chí': new Set(all('done', ITEM)),
  'dự thay': new Set([...ROOM, mark('chat', 'room')]),
  'đã đưa ra': new Set(),
  'phiên khác': new Set(),
  'cán bộ điểm cầu': new Set(ROOM),
  'cán bộ xã khác': new Set(),
}

/** Words in this text that the role must not see. */
export const leaked = (role: RoleName, text: string): string[] => [...new Set(text.match(MARKED) ?? [])].filter(word => !MAY_SEE[role].has(word))
