// How each command of the registry is tried: valid input for it, and somebody who may send it, so that a refusal is one of
// rights and never of input. The same input that was refused to an outsider is accepted from `by` afterwards.
import { v7 as uuid } from 'uuid'
import { substitutionDeclare } from '#app/contracts/alert.ts'
import { agendaHideItem } from '#app/contracts/audience.ts'
import { conclusionAddFile, conclusionAgree, conclusionComment } from '#app/contracts/conclusion.ts'
import { chatSend, chatSetup } from '#app/contracts/discussion.ts'
import type { ErrorCode } from '#app/contracts/errors.ts'
import { meetingMarkUndisputed } from '#app/contracts/flow.ts'
import { hallPair } from '#app/contracts/hall.ts'
import { agendaRemoveItem, attendanceCheckIn, conclusionAddLine, presentationShow, speakingCall, speakingRequest, speakingStart, speakingStop, voteCast } from '#app/contracts/meeting.ts'
import { noteRemove, noteSave } from '#app/contracts/note.ts'
import { absenceRequest, chairAssign, meetingTakeOver } from '#app/contracts/people.ts'
import { presentationDraw, presentationGrant } from '#app/contracts/presentation.ts'
import { rehearsalStart } from '#app/contracts/rehearsal.ts'
import { seatingSetRoom } from '#app/contracts/seating.ts'
import { ownPinSet, sitePlace, siteSetPin } from '#app/contracts/site.ts'
import { speakingPauseClock } from '#app/contracts/speaking.ts'
import { taskAccept, taskAssign, taskConfirm, taskPause, taskRefuse, taskRequestExtension, taskSubmit, taskUrge } from '#app/contracts/task.ts'
import { taskAcceptPart, taskBulk } from '#app/contracts/task-tree.ts'
import { videoSet } from '#app/contracts/video.ts'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import { defaultAlertRules } from '#app/domain/task/alerts.ts'
import { defaultWarningThresholds } from '#app/domain/task/early-warning.ts'
import { changeOf } from '#app/domain/meeting/rule-versions.ts'
import { uPlan } from '#app/domain/seating/plan.ts'
import { hashPassword } from '#server/auth/sign-in.ts'
import type { Actor } from '#server/command/context.ts'
import { doorCodeOf } from '#server/features/attendance/door.ts'
import { ruleSetRow } from '#server/features/rule-set/stored.ts'
import { dutySet, dutyStop } from '#app/contracts/duty.ts'
import { planStart } from '#app/contracts/plan.ts'
import { decidedRecord } from '#app/contracts/decided.ts'
import { cardOf, type CardStage, draftOf } from './cards.ts'
import type { Session, Stage, World } from './world.ts'

export type Try = {
  /** how far the session has come; default: running, on an item */
  stage?: Stage
  /** somebody who may; default: the chair */
  by?: (w: World) => Actor
  /** valid input for a command that `who` sends in this session */
  make: (w: World, s: Session, who: Actor) => object | Promise<object>
  /** refusals that say the door was passed and something else was wrong: a password nobody told the test */
  past?: readonly ErrorCode[]
  /** refused also when the sender tries it on the own behalf: the input is made for each role itself */
  own?: boolean
}

const secretary = (w: World): Actor => w.c.secretary
const second = (w: World): Actor => w.second
const third = (w: World): Actor => w.third
const admin = (w: World): Actor => w.admin
const clerk = (w: World): Actor => w.people['cán bộ điểm cầu']
const on = (s: Session) => ({ meetingId: s.meetingId })

// ── fixtures ──

const PIN = '480915'
/** made once: hashing is slow on purpose */
let oldPassword: Promise<string> | null = null

/** A sample that nothing is held by, not yet begun. */
async function someRules(w: World) {
  const [first] = defaultRuleSets
  if (!first) throw new Error('no rule sets')
  const set = { ...first, code: `thu-${uuid()}`, meetingKind: 'sample' as const, validFrom: '2099-01-01' }
  const { id } = await w.db.ruleSet.create({ data: ruleSetRow(uuid(), set) })
  return { id, set }
}

/** A vote prepared on the item in hand, waiting. */
async function plannedVote(w: World, s: Session): Promise<string> {
  const id = uuid()
  await w.db.plannedVote.create({ data: { id, ...on(s), itemId: s.items.now, rank: 1, question: 'Thông qua?', form: 'open', answers: 'standard', createdById: w.c.secretary.userId, createdAt: w.ground.clock.now } })
  return id
}

async function line(w: World, s: Session, text = 'Thống nhất thông qua'): Promise<string> {
  const lineId = uuid()
  await w.must(w.c.secretary, conclusionAddLine, { ...on(s), itemId: s.items.now, lineId, text })
  return lineId
}
async function agreeInput(w: World, s: Session) {
  const id = await line(w, s)
  const row = await w.db.conclusionLine.findUniqueOrThrow({ where: { id } })
  return { ...on(s), itemId: s.items.now, agreementId: uuid(), lines: [{ id, version: row.version }], accepted: [id] }
}
async function storedFile(w: World, who: Actor): Promise<string> {
  const id = uuid()
  await w.db.storedFile.create({ data: { id, sha256: uuid(), name: 'to-trinh.pdf', mime: 'application/pdf', size: 1000n, pages: 3, uploadedById: who.userId } })
  return id
}
async function conclusionFile(w: World, s: Session): Promise<string> {
  const id = uuid()
  await w.must(w.c.secretary, conclusionAddFile, { ...on(s), itemId: s.items.now, id, fileId: await storedFile(w, w.c.secretary), title: 'Phụ lục' })
  return id
}
async function comment(w: World, s: Session): Promise<string> {
  const commentId = uuid()
  await w.must(w.second, conclusionComment, { ...on(s), itemId: s.items.now, commentId, text: 'Bổ sung thời hạn' })
  return commentId
}
const chatOn = (w: World, s: Session) => w.must(w.c.chairman, chatSetup, { ...on(s), isRoomOn: true, isLineOn: true, isInRecord: false })
async function block(w: World, s: Session): Promise<string[]> {
  const itemIds = [s.items.next, s.items.last]
  await w.must(w.c.secretary, meetingMarkUndisputed, { ...on(s), itemIds, isUndisputed: true })
  return itemIds
}
async function pairedDisplay(w: World, s: Session): Promise<string> {
  const made = await w.newDisplay()
  await w.must(w.c.secretary, hallPair, { ...on(s), code: made.code })
  return made.displayId
}
/** A request to speak, as far as asked for. */
async function request(w: World, s: Session, upTo: 'waiting' | 'called' | 'speaking' | 'done', who: Actor = w.second): Promise<string> {
  const requestId = uuid()
  await w.must(who, speakingRequest, { ...on(s), requestId, subject: 'Ý kiến' })
  if (upTo === 'waiting') return requestId
  await w.must(w.c.chairman, speakingCall, { ...on(s), requestId })
  if (upTo === 'called') return requestId
  await w.must(w.c.chairman, speakingStart, { ...on(s), requestId })
  if (upTo === 'done') await w.must(w.c.chairman, speakingStop, { ...on(s), requestId })
  return requestId
}
const isHere = async (w: World, s: Session, who: Actor): Promise<boolean> =>
  (await w.db.attendanceInterval.count({ where: { meetingId: s.meetingId, leftAt: null, participant: { userId: who.userId } } })) > 0
async function present(w: World, s: Session, who: Actor): Promise<void> {
  if (!(await isHere(w, s, who))) await w.must(who, attendanceCheckIn, on(s))
}
async function absence(w: World, s: Session, who: Actor): Promise<string> {
  const requestId = uuid()
  await w.must(who, absenceRequest, { ...on(s), requestId, reason: 'Đi công tác' })
  return requestId
}
async function note(w: World, s: Session, who: Actor): Promise<string> {
  const noteId = uuid()
  await w.must(who, noteSave, { ...on(s), noteId, itemId: null, paperId: null, page: null, text: 'Nhớ hỏi', baseVersion: 0 })
  return noteId
}
const assignment = (w: World, s: Session) => ({ ...on(s), assignmentId: uuid(), participantId: s.idOf(w.vice), documentNumber: '45/GUQ-UBND', documentOn: '2026-11-25' })
async function room(w: World): Promise<string> {
  const id = uuid()
  await w.db.roomLayout.create({ data: { id, name: `Phòng ${id}`, plan: uPlan(6, 6, 6) as object } })
  return id
}
async function seated(w: World, s: Session) {
  await w.must(w.c.secretary, seatingSetRoom, { ...on(s), layoutId: await room(w) })
  return w.db.seatAssignment.findFirstOrThrow({ where: { meetingId: s.meetingId, participantId: s.idOf(w.c.chairman) } })
}
async function villagerPin(w: World, s: Session): Promise<void> {
  await w.must(clerk(w), siteSetPin, { ...on(s), participantId: s.villagerId, pin: PIN })
}
const shown = (w: World, s: Session) => w.must(w.c.chairman, presentationShow, { ...on(s), paperId: s.papers.now, page: 1 })
const stroke = (s: Session) => ({ ...on(s), strokeId: uuid(), paperId: s.papers.now, page: 1, colour: 'ink', width: 4, points: [0.1, 0.1, 0.2, 0.2] })
async function rehearsal(w: World, s: Session): Promise<string> {
  const rehearsalId = uuid()
  await w.must(w.c.secretary, rehearsalStart, { ...on(s), rehearsalId })
  return rehearsalId
}
async function stranger(w: World, disabledAt: Date | null = null): Promise<string> {
  const id = uuid()
  await w.db.user.create({ data: { id, username: `nguoi-${id}`, displayName: 'Người khác', disabledAt } })
  return id
}
const newTask = (w: World) => ({ taskId: uuid(), title: 'Rà soát', content: 'Rà soát, báo cáo', leadUnitId: w.c.home, coordinatorIds: [], deadlineOn: '2026-12-31', sourceLabel: 'Kế hoạch' })
/** A task of Sở Nội vụ, as far as asked for. */
async function task(w: World, upTo: 'assigned' | 'accepted' | 'refused' | 'submitted'): Promise<{ taskId: string }> {
  const input = newTask(w)
  const at = { taskId: input.taskId }
  await w.must(w.c.monitor, taskAssign, input)
  if (upTo === 'accepted' || upTo === 'submitted') await w.must(w.c.homeClerk, taskAccept, at)
  if (upTo === 'refused') await w.must(w.c.homeClerk, taskRefuse, { ...at, reason: 'Không thuộc chức năng' })
  if (upTo === 'submitted') await w.must(w.c.homeClerk, taskSubmit, { ...at, reportId: uuid(), note: 'Đã xong', productRef: '412/BC-SNV' })
  return at
}
/** A task of another unit in which Sở Nội vụ only has a part. */
async function sharedPart(w: World): Promise<{ taskId: string; unitId: string }> {
  const input = { ...newTask(w), leadUnitId: w.c.health, coordinatorIds: [w.c.home] }
  await w.must(w.c.monitor, taskAssign, input)
  return { taskId: input.taskId, unitId: w.c.home }
}
/** Passed on to a person by the head alone: a task of Sở Y tế, whose head the committee has. */
async function healthTask(w: World): Promise<{ taskId: string }> {
  const input = { ...newTask(w), leadUnitId: w.c.health }
  await w.must(w.c.monitor, taskAssign, input)
  return { taskId: input.taskId }
}
let daysAhead = 0
/** One day nobody has asked for yet. */
const someDays = () => {
  const on = new Date(Date.UTC(2027, 0, 1 + daysAhead++)).toISOString().slice(0, 10)
  return { fromOn: on, toOn: on }
}
/** A plan of one row, as its upload leaves it. */
async function workbook(w: World): Promise<string> {
  const id = uuid()
  const cell = (t: string) => ({ t })
  const rows = [['Nội dung', 'Đơn vị chủ trì', 'Thời hạn'].map(cell), ['Rà soát', 'Sở Nội vụ', '31/12/2026'].map(cell)]
  await w.db.storedFile.create({ data: { id, sha256: uuid(), name: 'ke-hoach.xlsx', mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', size: 1000n, text: JSON.stringify([{ name: 'KH', rows, merges: [] }]), uploadedById: w.c.monitor.userId } })
  return id
}
async function plan(w: World): Promise<{ importId: string }> {
  const importId = uuid()
  await w.must(w.c.monitor, planStart, { importId, fileId: await workbook(w), planLabel: 'Kế hoạch 45/KH-UBND' })
  return { importId }
}
const dutyOf = (w: World) => ({ dutyId: uuid(), content: 'Báo cáo tháng', leadUnitId: w.c.home, every: 'month' as const, dueMonth: 1, dueDay: 31, startsOn: '2026-01-01', sourceLabel: 'Kế hoạch' })
const extensionInput = () => ({ extensionId: uuid(), reason: 'Chờ số liệu', deadlineOn: '2027-06-30' })
const decidedInput = () => ({ decidedId: uuid(), matter: 'Hỗ trợ khẩn cấp', basis: 'Mưa lũ', documentNumber: '1204/QĐ-UBND', documentOn: '2026-11-20', summary: '', decidedOn: '2026-11-20', isNotCollective: true })
async function decided(w: World): Promise<string> {
  const input = decidedInput()
  await w.must(w.c.secretary, decidedRecord, input)
  return input.decidedId
}
const at = async (w: World, upTo: CardStage) => ({ cardId: await cardOf(w, upTo) })
const home = (w: World): Actor => w.c.homeClerk
const healthHead = (w: World): Actor => w.c.healthHead
const monitor = (w: World): Actor => w.c.monitor

// ── every command ──

/** Commands by name; "name · words" is the same command tried another way. Commands of the program itself need no entry. */
export const tries: Record<string, Try> = {
  // own account
  'account.changePassword': {
    by: third,
    past: ['PASSWORD_WRONG'],
    make: async (w, _s, who) => {
      await w.db.user.update({ where: { id: who.userId }, data: { passwordHash: await (oldPassword ??= hashPassword('Mật khẩu cũ của tôi')) } })
      return { current: 'Không phải mật khẩu này', next: 'Mật khẩu mới 2026 dài' }
    },
  },
  'account.enableTotp': { by: third, past: ['SECOND_FACTOR_WRONG'], make: () => ({ secret: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', code: '000000' }) },
  'account.disableTotp': { by: third, past: ['PASSWORD_WRONG'], make: () => ({ password: 'Không phải mật khẩu này', code: '000000' }) },
  'account.endSession': {
    by: third,
    make: async (w, _s, who) => {
      const sessionId = uuid()
      await w.db.session.create({ data: { id: sessionId, tokenHash: uuid(), userId: who.userId, expiresAt: new Date(Date.now() + 86_400_000) } })
      return { sessionId }
    },
  },
  'account.setPin': { by: third, past: ['PASSWORD_WRONG'], make: () => ({ pin: PIN, password: 'Không phải mật khẩu này' }) },
  'taskView.save': { by: third, make: () => ({ viewId: uuid(), name: `Quá hạn ${uuid()}`, address: 'han=qua-han', isDefault: false }) },
  'taskView.remove': {
    by: third,
    make: async (w, _s, who) => {
      const viewId = uuid()
      await w.db.savedTaskView.create({ data: { id: viewId, userId: who.userId, name: viewId, address: 'xem=buoc', createdAt: new Date(), updatedAt: new Date() } })
      return { viewId }
    },
  },
  'notification.read': {
    by: third,
    make: async (w, _s, who) => {
      const id = uuid()
      await w.db.notification.create({ data: { id, userId: who.userId, dedupeKey: id, kind: 'meeting', title: 'Có việc', link: '/' } })
      return { ids: [id] }
    },
  },
  // administration
  'user.disable': { by: admin, make: async w => ({ userId: await stranger(w), reason: 'Chuyển công tác' }) },
  'user.enable': { by: admin, make: async w => ({ userId: await stranger(w, new Date()) }) },
  'role.setSecurity': { by: admin, make: () => ({ role: 'guest', isSecondFactorDemanded: false }) },
  'ruleSet.addVersion': {
    by: admin,
    make: async w => {
      const { id, set } = await someRules(w)
      return { id: uuid(), fromId: id, code: `thu-${uuid()}`, name: 'Quy chế', meetingKind: 'sample', validFrom: '2099-01-01', change: changeOf(set), reason: 'Quy chế mới' }
    },
  },
  'ruleSet.withdraw': { by: admin, make: async w => ({ id: (await someRules(w)).id, reason: 'Lập nhầm ngày' }) },
  'unit.rearrange': {
    by: admin,
    make: async w => {
      const id = uuid()
      await w.db.orgUnit.create({ data: { id, name: `Ban ${id}`, kind: 'board', validFrom: new Date('2021-01-01'), searchText: '' } })
      return { kind: 'rename', on: '2025-07-01', document: 'Quyết định thử', fromIds: [id], to: [{ id: uuid(), isNew: true, name: `Ban mới ${id}` }] }
    },
  },
  // alerts
  'alertRules.set': {
    by: admin,
    make: async w => ({ rules: defaultAlertRules, warning: defaultWarningThresholds, baseAt: (await w.db.setting.findUnique({ where: { key: 'alerts.rules' } }))?.updatedAt.getTime() ?? null, reason: 'Thử' }),
    past: ['ALERT_RULES_CHANGED'],
  },
  'alertPreference.set': { by: third, make: () => ({ channels: ['email'], quiet: null, isOnDaysOffToo: false, email: '', phone: '' }) },
  'push.subscribe': {
    by: third,
    make: async w => {
      const value = { email: false, sms: false, push: { publicKey: 'x', origins: ['https://day.example'] } }
      await w.db.setting.upsert({ where: { key: 'alerts.channels' }, create: { key: 'alerts.channels', value }, update: { value } })
      return { endpoint: `https://day.example/${uuid()}`, p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) }
    },
  },
  'push.unsubscribe': { by: third, make: () => ({ endpoint: `https://day.example/${uuid()}` }) },
  'substitution.declare': { by: third, make: w => ({ id: uuid(), substituteId: w.c.secretary.userId, ...someDays(), reason: 'Đi công tác' }) },
  'substitution.declare · vắng mặt của người khác': { by: admin, make: w => ({ id: uuid(), userId: w.third.userId, substituteId: w.c.secretary.userId, ...someDays(), reason: 'Ốm' }) },
  'substitution.end': {
    by: third,
    make: async w => {
      const id = uuid()
      await w.must(w.third, substitutionDeclare, { id, substituteId: w.c.secretary.userId, ...someDays(), reason: '' })
      return { id }
    },
  },
  'alertMessage.resend': {
    by: secretary,
    make: async w => {
      const id = uuid()
      const { fromOn } = someDays()
      await w.db.alertMessage.create({ data: { id, userId: w.third.userId, channel: 'email', dayOn: new Date(fromOn), dueAt: w.ground.clock.now, status: 'failed', createdAt: w.ground.clock.now } })
      return { messageIds: [id] }
    },
  },
  'room.save': { by: admin, make: () => ({ layoutId: uuid(), name: `Phòng ${uuid()}`, plan: uPlan(3, 3, 2) }) },
  'room.remove': { by: admin, make: async w => ({ layoutId: await room(w) }) },
  // the agenda
  'agenda.addItem': { stage: 'invited', by: secretary, make: (_w, s) => ({ ...on(s), itemId: uuid(), title: 'Việc mới' }) },
  'agenda.updateItem': { stage: 'invited', by: secretary, make: (_w, s) => ({ ...on(s), itemId: s.items.now, minutes: 30 }) },
  'agenda.moveItem': { stage: 'invited', by: secretary, make: (_w, s) => ({ ...on(s), itemId: s.items.now, beforeId: null }) },
  'agenda.removeItem': { stage: 'invited', by: secretary, make: (_w, s) => ({ ...on(s), itemId: s.items.now }) },
  'agenda.restoreItem': {
    stage: 'invited',
    by: secretary,
    make: async (w, s) => {
      await w.must(w.c.secretary, agendaRemoveItem, { ...on(s), itemId: s.items.last })
      return { ...on(s), itemId: s.items.last }
    },
  },
  'agenda.issue': {
    stage: 'invited',
    by: secretary,
    make: async (w, s) => {
      await w.must(w.c.secretary, agendaRemoveItem, { ...on(s), itemId: s.items.last })
      return { ...on(s), reason: 'Điều chỉnh' }
    },
  },
  'agenda.hideItem': { by: secretary, make: (_w, s) => ({ ...on(s), itemId: s.items.last, isHidden: true }) },
  'agenda.hideItem · hiện lại': {
    by: secretary,
    make: async (w, s) => {
      if (!(await w.db.agendaItem.findUniqueOrThrow({ where: { id: s.items.last } })).isHidden) await w.must(w.c.secretary, agendaHideItem, { ...on(s), itemId: s.items.last, isHidden: true })
      return { ...on(s), itemId: s.items.last, isHidden: false }
    },
  },
  'paper.add': { stage: 'invited', by: secretary, make: async (w, s, who) => ({ ...on(s), itemId: s.items.now, paperId: uuid(), fileId: await storedFile(w, who), title: 'Tờ trình', kind: 'main' }) },
  'paper.remove': { stage: 'invited', by: secretary, make: (_w, s) => ({ ...on(s), paperId: s.papers.now }) },
  'paper.markOpened': { by: second, make: (_w, s) => ({ paperId: s.papers.now }) },
  'paper.markOpened · nội dung ẩn': { by: secretary, make: (_w, s) => ({ paperId: s.papers.hidden }) },
  // opinion cards
  'card.save': { by: secretary, make: () => draftOf(uuid()) },
  'card.addPaper': { by: secretary, make: async (w, _s, who) => ({ ...(await at(w, 'draft')), paperId: uuid(), fileId: await storedFile(w, who), title: 'Phụ lục' }) },
  'card.removePaper': {
    by: secretary,
    make: async w => {
      const on = await at(w, 'draft')
      return { ...on, paperId: (await w.db.opinionCardPaper.findFirstOrThrow({ where: on })).id }
    },
  },
  'card.submit': { by: secretary, make: w => at(w, 'draft') },
  'card.return': { make: async w => ({ ...(await at(w, 'submitted')), reason: 'Bổ sung hồ sơ' }) },
  'card.approve': { make: w => at(w, 'submitted') },
  'card.send': { by: secretary, make: w => at(w, 'approved') },
  'card.keepDraft': { by: second, make: async w => ({ ...(await at(w, 'sent')), choice: null, text: 'Đang soạn' }) },
  'card.answer': { by: second, make: async w => ({ ...(await at(w, 'sent')), choice: 'for', text: '', fileId: null }) },
  'card.propose': {
    by: home,
    make: async w => {
      const on = await at(w, 'sent')
      await w.db.opinionCardMember.update({ where: { cardId_userId: { ...on, userId: w.second.userId } }, data: { unitId: w.c.home } })
      return { ...on, memberId: w.second.userId, choice: 'for', text: 'Đề xuất đồng ý' }
    },
  },
  'card.remind': { by: secretary, make: w => at(w, 'sent') },
  'card.extend': { by: secretary, make: async w => ({ ...(await at(w, 'sent')), days: 2, reason: 'Bổ sung tài liệu' }) },
  'card.recall': { make: async w => ({ ...(await at(w, 'sent')), reason: 'Hồ sơ chưa đủ' }) },
  'card.replace': { by: secretary, make: async w => ({ ...(await at(w, 'recalled')), newCardId: uuid(), reason: 'Sửa nội dung' }) },
  'card.close': {
    by: secretary,
    make: async w => {
      const on = await at(w, 'sent')
      await w.db.opinionCardMember.updateMany({ where: on, data: { choice: 'for', answeredAt: w.ground.clock.now } })
      return on
    },
  },
  'card.explain': {
    by: secretary,
    make: async w => {
      const on = await at(w, 'closed')
      await w.db.opinionCardMember.update({ where: { cardId_userId: { ...on, userId: w.second.userId } }, data: { choice: 'against' } })
      return { ...on, memberId: w.second.userId, kind: 'explained', text: 'Giữ nguyên' }
    },
  },
  'card.conclude': { make: async w => ({ ...(await at(w, 'closed')), conclusion: 'Thống nhất' }) },
  'card.assign': { by: secretary, make: async w => ({ ...(await at(w, 'concluded')), taskId: uuid(), content: 'Hoàn chỉnh, trình ký', leadUnitId: w.c.home, coordinatorIds: [], deadlineOn: null }) },
  // what the Chairman decided on the Committee's behalf
  'decided.record': { by: secretary, make: () => decidedInput() },
  'decided.withdraw': { by: secretary, make: async w => ({ decidedId: await decided(w), reason: 'Ghi nhầm' }), past: ['DECIDED_ON_AGENDA'] }, // the block made beside it takes every matter that waits
  'decided.report': {
    stage: 'invited',
    by: secretary,
    make: async (w, s) => {
      await decided(w)
      return { ...on(s), itemId: uuid() }
    },
  },
  // people
  'participant.add': { stage: 'invited', by: secretary, make: (w, s) => ({ ...on(s), participantId: uuid(), userId: w.c.healthHead.userId, role: 'guest' }) },
  'participant.add · tự thêm mình': { stage: 'invited', by: secretary, make: (_w, s, who) => ({ ...on(s), participantId: uuid(), userId: who.userId, role: 'secretary' }), past: ['PARTICIPANT_ALREADY_LISTED'], own: true },
  'participant.addMembers': { stage: 'invited', by: secretary, make: (_w, s) => on(s) },
  'participant.update': { stage: 'invited', by: secretary, make: (w, s) => ({ ...on(s), participantId: s.idOf(w.people['khách, đang nội dung']), role: 'observer' }) },
  'participant.remove': { stage: 'invited', by: secretary, make: (w, s) => ({ ...on(s), participantId: s.idOf(w.people['khách, xong nội dung']), reason: 'Mời nhầm' }) },
  'participant.setAbsence': { stage: 'invited', by: secretary, make: (w, s) => ({ ...on(s), participantId: s.idOf(w.third), reason: 'Đi công tác' }) },
  'participant.setSubstitute': {
    stage: 'invited',
    by: secretary,
    make: (w, s) => ({ ...on(s), participantId: uuid(), userId: w.c.healthClerk.userId, forId: s.idOf(w.third), mandateDocument: '15/GUQ-SYT', level: 'deputy', isConsented: true }),
  },
  'guest.setItems': { by: secretary, make: (w, s) => ({ ...on(s), participantId: s.idOf(w.people['khách, chưa đến nội dung']), itemIds: [s.items.now] }) },
  'guest.allowSpeech': { make: (_w, s) => ({ ...on(s), isAllowed: false }) },
  'meeting.openToPress': { make: (_w, s) => ({ ...on(s), itemId: s.items.now, isOpen: true }) },
  'absence.request': { stage: 'invited', by: third, make: (_w, s) => ({ ...on(s), requestId: uuid(), reason: 'Đi công tác' }) },
  'absence.withdraw': { stage: 'invited', by: third, make: async (w, s, who) => ({ ...on(s), requestId: await absence(w, s, who) }) },
  'absence.decide': { stage: 'invited', make: async (w, s) => ({ ...on(s), requestId: await absence(w, s, w.third), act: 'approve' }) },
  'meeting.assignChair': { by: secretary, make: (w, s) => assignment(w, s) },
  'meeting.unassignChair': {
    by: secretary,
    make: async (w, s) => {
      await w.must(w.c.secretary, chairAssign, assignment(w, s))
      return on(s)
    },
  },
  'meeting.takeOver': {
    make: async (w, s) => {
      await w.must(w.c.secretary, chairAssign, assignment(w, s))
      return on(s)
    },
  },
  'meeting.handBack': {
    make: async (w, s) => {
      await w.must(w.c.secretary, chairAssign, assignment(w, s))
      await w.must(w.c.chairman, meetingTakeOver, on(s))
      return on(s)
    },
  },
  // attendance
  'attendance.checkIn': { stage: 'invited', by: third, make: (_w, s) => on(s) },
  'attendance.leave': {
    by: second,
    make: async (w, s, who) => {
      await present(w, s, who)
      return on(s)
    },
  },
  'attendance.record': { by: secretary, make: (w, s) => ({ ...on(s), participantId: s.idOf(w.absent), act: 'arrive' }) },
  'attendance.checkInByDoor': {
    stage: 'invited',
    by: third,
    make: async (w, s) => ({ code: doorCodeOf(await w.db.meeting.findUniqueOrThrow({ where: { id: s.meetingId } }), new Date()).path.slice('/diem-danh/'.length) }),
  },
  'attendance.typeBack': { by: secretary, make: (w, s) => ({ ...on(s), reason: 'Mất điện', rows: [{ participantId: s.idOf(w.second), arrivedAt: null, leftAt: w.ground.clock.now.getTime() }] }) },
  'attendance.correct': {
    by: secretary,
    make: async (w, s) => {
      const stay = await w.db.attendanceInterval.findFirstOrThrow({ where: { participantId: s.idOf(w.second) } })
      return { ...on(s), participantId: s.idOf(w.second), intervalId: stay.id, after: null, reason: 'Ghi nhầm' }
    },
  },
  'attendance.renewDoor': { by: secretary, make: (_w, s) => on(s) },
  // the session's flow
  'meeting.create': { by: secretary, make: () => ({ meetingId: uuid(), title: 'Phiên mới', kind: 'other', startsAt: Date.now() + 86_400_000, endsAt: Date.now() + 90_000_000, place: 'Phòng họp số 2' }) },
  'meeting.open': { stage: 'invited', make: (_w, s) => on(s) },
  'meeting.pause': { make: (_w, s) => on(s) },
  'meeting.resume': { stage: 'paused', make: (_w, s) => on(s) },
  'meeting.end': { make: (_w, s) => on(s) },
  'meeting.goToItem': { make: (_w, s) => ({ ...on(s), itemId: s.items.next, fromItemId: s.items.now }) },
  'meeting.goToItem · nội dung ẩn': { make: (_w, s) => ({ ...on(s), itemId: s.items.hidden }) },
  'meeting.setItemAside': { make: (_w, s) => ({ ...on(s), itemId: s.items.last, act: 'hold_over', reason: 'Chờ ý kiến' }) },
  'meeting.addUrgentItem': { make: (_w, s) => ({ ...on(s), itemId: uuid(), title: 'Ứng phó bão', presenter: 'Sở Nội vụ', minutes: 10, leadUnitId: null, reason: 'Khẩn', beforeId: null }) },
  'meeting.markUndisputed': { by: secretary, make: (_w, s) => ({ ...on(s), itemIds: [s.items.next], isUndisputed: true }) },
  'meeting.objectToBlock': {
    by: second,
    make: async (w, s) => {
      await block(w, s)
      return { ...on(s), itemId: s.items.next, reason: 'Cần thảo luận' }
    },
  },
  'meeting.adoptBlock': { make: async (w, s) => ({ ...on(s), itemIds: await block(w, s) }) },
  'meeting.voteOnBlock': { make: async (w, s) => ({ ...on(s), voteId: uuid(), itemIds: await block(w, s), question: 'Thông qua cả khối?' }) },
  'meeting.undoStep': {
    make: async (w, s) => ({ ...on(s), stepId: (await w.db.flowStep.findFirstOrThrow({ where: { meetingId: s.meetingId }, orderBy: { n: 'desc' } })).id }),
  },
  'meeting.correctItem': { make: (_w, s) => ({ ...on(s), itemId: s.items.done, status: 'held_over', reason: 'Ghi nhầm' }), past: ['DECIDED_ON_AGENDA'] }, // the block made beside it takes every matter that waits
  'meeting.sealRecord': { stage: 'ended', make: (_w, s) => on(s) },
  // votes
  'vote.open': { make: (_w, s) => ({ ...on(s), voteId: uuid(), question: 'Thông qua?' }) },
  'vote.cast': { stage: 'voting', by: second, make: (_w, s) => ({ voteId: s.voteId, choice: 'for' }) },
  'vote.typeBack': {
    by: secretary,
    make: (w, s) => ({ ...on(s), voteId: uuid(), itemId: s.items.now, question: 'Thông qua?', form: 'open', at: w.ground.clock.now.getTime(), ballots: [{ userId: w.second.userId, choice: 'for' }], count: null, reason: 'Mất điện' }),
  },
  'vote.cancel': { stage: 'voting', make: (_w, s) => ({ voteId: s.voteId, reason: 'Mở nhầm' }) },
  'vote.extend': {
    stage: 'voting',
    make: async (w, s) => {
      await w.db.vote.update({ where: { id: s.voteId }, data: { closesAt: new Date(w.ground.clock.now.getTime() + 600_000) } })
      return { voteId: s.voteId, seconds: 60 }
    },
  },
  'vote.hold': { stage: 'voting', make: (_w, s) => ({ voteId: s.voteId }) },
  'vote.takeOn': {
    stage: 'voting',
    make: async (w, s) => {
      await w.db.vote.update({ where: { id: s.voteId }, data: { held: { at: 0, leftMs: null } } })
      return { voteId: s.voteId }
    },
  },
  'vote.keep': {
    stage: 'voting',
    make: async (w, s) => {
      await w.db.vote.update({ where: { id: s.voteId }, data: { cancelAsk: { side: 'secretary', byId: w.c.secretary.userId, byLabel: '', reason: '', at: 0 } } })
      return { voteId: s.voteId }
    },
  },
  'vote.reserve': { stage: 'voting', by: second, make: (_w, s) => ({ voteId: s.voteId, text: 'Chưa rõ nguồn kinh phí' }) },
  'votePlan.save': { by: secretary, make: (_w, s) => ({ ...on(s), plannedId: uuid(), itemId: s.items.now, question: 'Thông qua?', form: 'open' }) },
  'votePlan.remove': { by: secretary, make: async (w, s) => ({ ...on(s), plannedId: await plannedVote(w, s) }) },
  'votePlan.move': { by: secretary, make: async (w, s) => ({ ...on(s), plannedId: await plannedVote(w, s), to: 'up' }) },
  'votePlan.run': {
    make: async (w, s) => {
      await plannedVote(w, s)
      return { ...on(s), act: 'start' }
    },
  },
  'votePlan.open': { make: async (w, s) => ({ ...on(s), plannedId: await plannedVote(w, s), voteId: uuid() }) },
  'recusal.enter': { by: second, make: (w, s) => ({ ...on(s), itemId: s.items.now, participantId: s.idOf(w.second), reason: 'Có liên quan' }) },
  'recusal.remove': {
    by: second,
    make: async (w, s) => {
      await w.db.recusal.create({ data: { id: uuid(), ...on(s), itemId: s.items.now, participantId: s.idOf(w.second), userId: w.second.userId, label: '', reason: '', enteredById: w.second.userId, enteredByLabel: '', at: w.ground.clock.now } })
      return { ...on(s), itemId: s.items.now, participantId: s.idOf(w.second) }
    },
  },
  'vote.close': {
    stage: 'voting',
    make: async (w, s) => {
      for (const m of [w.c.chairman, w.second, w.third]) await w.must(m, voteCast, { voteId: s.voteId, choice: 'for' })
      return { voteId: s.voteId }
    },
  },
  // speaking
  'speaking.request': {
    by: third,
    make: (_w, s) => ({ ...on(s), requestId: uuid(), subject: 'Ý kiến', itemId: s.items.now }),
  },
  'speaking.withdraw': { by: second, make: async (w, s, who) => ({ ...on(s), requestId: await request(w, s, 'waiting', who) }) },
  'speaking.call': { make: async (w, s) => ({ ...on(s), requestId: await request(w, s, 'waiting') }) },
  'speaking.start': { make: async (w, s) => ({ ...on(s), requestId: await request(w, s, 'called') }) },
  'speaking.stop': { make: async (w, s) => ({ ...on(s), requestId: await request(w, s, 'speaking') }) },
  'speaking.decline': { make: async (w, s) => ({ ...on(s), requestId: await request(w, s, 'waiting'), reason: 'Hết giờ' }) },
  'speaking.takeBack': { make: async (w, s) => ({ ...on(s), requestId: await request(w, s, 'called') }) },
  'speaking.move': {
    make: async (w, s) => {
      const first = await request(w, s, 'waiting')
      return { ...on(s), requestId: await request(w, s, 'waiting', w.third), beforeId: first }
    },
  },
  'speaking.designate': { make: (w, s) => ({ ...on(s), itemId: s.items.now, requestId: uuid(), participantId: s.idOf(w.second), kind: 'speech' }) },
  'speaking.pauseClock': { make: async (w, s) => ({ ...on(s), requestId: await request(w, s, 'speaking') }) },
  'speaking.resumeClock': {
    make: async (w, s) => {
      const requestId = await request(w, s, 'speaking')
      await w.must(w.c.chairman, speakingPauseClock, { ...on(s), requestId })
      return { ...on(s), requestId }
    },
  },
  'speaking.extend': { make: async (w, s) => ({ ...on(s), requestId: await request(w, s, 'speaking'), minutes: 2 }) },
  'speaking.setDoor': { make: (_w, s) => ({ ...on(s), itemId: s.items.now, kind: 'question', act: 'open' }) },
  'speaking.setLimits': { make: (_w, s) => ({ ...on(s), minutes: { speech: 4, question: 2, answer: 3, order: 1, present: 10 } }) },
  'speaking.typeBack': {
    by: secretary,
    make: async (w, s) => {
      const participantId = s.idOf(w.second)
      const [meeting, stay] = await Promise.all([w.db.meeting.findUniqueOrThrow({ where: { id: s.meetingId } }), w.db.attendanceInterval.findFirstOrThrow({ where: { participantId } })])
      const startedAt = Math.max(meeting.openedAt?.getTime() ?? 0, stay.arrivedAt.getTime())
      return { ...on(s), requestId: uuid(), itemId: s.items.now, participantId, startedAt, endedAt: startedAt + 1, subject: 'Ý kiến', reason: 'Mất điện' }
    },
  },
  'speaking.correct': {
    by: secretary,
    make: async (w, s) => {
      const requestId = await request(w, s, 'done')
      const row = await w.db.speakingRequest.findUniqueOrThrow({ where: { id: requestId } })
      const [startedAt, endedAt] = [row.startedAt?.getTime() ?? 0, row.endedAt?.getTime() ?? 0]
      return { ...on(s), requestId, startedAt: startedAt - 1, endedAt, reason: 'Ghi nhầm' }
    },
  },
  'speaking.note': { by: secretary, make: async (w, s) => ({ ...on(s), requestId: await request(w, s, 'speaking'), text: 'Đề nghị bổ sung vốn', baseVersion: 0 }) },
  // presenting
  'presentation.show': { make: (_w, s) => ({ ...on(s), paperId: s.papers.now, page: 2 }) },
  'presentation.stop': {
    make: async (w, s) => {
      await shown(w, s)
      return on(s)
    },
  },
  'presentation.grant': { make: (w, s) => ({ ...on(s), participantId: s.idOf(w.second) }) },
  'presentation.revoke': {
    make: async (w, s) => {
      await w.must(w.c.chairman, presentationGrant, { ...on(s), participantId: s.idOf(w.second) })
      return { ...on(s), participantId: s.idOf(w.second) }
    },
  },
  'presentation.draw': {
    make: async (w, s) => {
      await shown(w, s)
      return stroke(s)
    },
  },
  'presentation.undo': {
    make: async (w, s) => {
      await shown(w, s)
      await w.must(w.c.chairman, presentationDraw, stroke(s))
      return { ...on(s), paperId: s.papers.now, page: 1 }
    },
  },
  'presentation.clear': {
    make: async (w, s) => {
      await shown(w, s)
      await w.must(w.c.chairman, presentationDraw, stroke(s))
      return { ...on(s), paperId: s.papers.now, page: 1 }
    },
  },
  // conclusions
  'conclusion.typeBack': { by: secretary, make: (_w, s) => ({ ...on(s), itemId: s.items.now, lineId: uuid(), text: 'Thống nhất', reason: 'Mất điện' }) },
  'conclusion.addLine': { by: secretary, make: (_w, s) => ({ ...on(s), itemId: s.items.now, lineId: uuid(), text: 'Thống nhất' }) },
  'conclusion.editLine': {
    by: secretary,
    make: async (w, s) => {
      const lineId = await line(w, s)
      return { ...on(s), lineId, text: 'Thống nhất, giao rà soát', baseVersion: (await w.db.conclusionLine.findUniqueOrThrow({ where: { id: lineId } })).version }
    },
  },
  'conclusion.removeLine': { by: secretary, make: async (w, s) => ({ ...on(s), lineId: await line(w, s) }) },
  'conclusion.markLine': { by: secretary, make: async (w, s) => ({ ...on(s), lineId: await line(w, s), lead: w.c.home }) },
  'conclusion.assign': {
    by: secretary,
    make: async (w, s) => ({ ...on(s), lineId: await line(w, s), taskId: uuid(), content: 'Rà soát', leadUnitId: w.c.home, coordinatorIds: [], deadlineOn: null }),
  },
  'conclusion.agree': { make: agreeInput },
  'conclusion.recall': {
    make: async (w, s) => {
      const input = await agreeInput(w, s)
      await w.must(w.c.chairman, conclusionAgree, input)
      return { ...on(s), itemId: s.items.now, agreementId: input.agreementId }
    },
  },
  'conclusion.comment': { by: second, make: (_w, s) => ({ ...on(s), itemId: s.items.now, commentId: uuid(), text: 'Bổ sung thời hạn' }) },
  'conclusion.settleComment': { by: secretary, make: async (w, s) => ({ ...on(s), commentId: await comment(w, s) }) },
  'conclusion.addFile': { by: secretary, make: async (w, s, who) => ({ ...on(s), itemId: s.items.now, id: uuid(), fileId: await storedFile(w, who), title: 'Phụ lục' }) },
  'conclusion.renameFile': { by: secretary, make: async (w, s) => ({ ...on(s), id: await conclusionFile(w, s), title: 'Phụ lục 2' }) },
  'conclusion.removeFile': { by: secretary, make: async (w, s) => ({ ...on(s), id: await conclusionFile(w, s) }) },
  // video beside the session
  'video.set': { make: (_w, s) => ({ ...on(s), kind: 'link', link: 'https://hop.example.vn/phong' }) },
  'video.enter': {
    by: second,
    make: async (w, s) => {
      await w.must(w.c.chairman, videoSet, { ...on(s), kind: 'link', link: 'https://hop.example.vn/phong' })
      return on(s)
    },
  },
  // talking
  'chat.setup': { make: (_w, s) => ({ ...on(s), isRoomOn: true, isLineOn: true, isInRecord: false }) },
  'chat.send': {
    by: second,
    make: async (w, s) => {
      await chatOn(w, s)
      return { ...on(s), messageId: uuid(), lineId: null, text: 'Xin chào' }
    },
  },
  'chat.send · đường riêng của mình': { by: second, make: (_w, s, who) => ({ ...on(s), messageId: uuid(), lineId: s.idOf(who), text: 'Xin hỏi thư ký' }) },
  'chat.send · đường riêng của người khác': { by: secretary, make: (w, s) => ({ ...on(s), messageId: uuid(), lineId: s.idOf(w.third), text: 'Trả lời' }) },
  'chat.send · đường riêng của báo chí': { by: secretary, make: (w, s) => ({ ...on(s), messageId: uuid(), lineId: s.idOf(w.people['báo chí']), text: 'Xin hỏi' }) },
  'chat.read': { by: second, make: (_w, s) => ({ ...on(s), lineId: null, upTo: Date.now() }) },
  'chat.withdraw': {
    by: second,
    make: async (w, s, who) => {
      await chatOn(w, s)
      const messageId = uuid()
      await w.must(who, chatSend, { ...on(s), messageId, lineId: null, text: 'Gửi nhầm' })
      return { ...on(s), messageId }
    },
  },
  'note.save': { by: second, make: (_w, s) => ({ ...on(s), noteId: uuid(), itemId: null, paperId: null, page: null, text: 'Nhớ hỏi', baseVersion: 0 }) },
  'note.remove': { by: second, make: async (w, s, who) => ({ noteId: await note(w, s, who) }) },
  'note.restore': {
    by: second,
    make: async (w, s, who) => {
      const noteId = await note(w, s, who)
      await w.must(who, noteRemove, { noteId })
      return { noteId }
    },
  },
  // halls, seats, prints, rehearsal
  'hall.pair': { by: secretary, make: async (w, s) => ({ ...on(s), code: (await w.newDisplay()).code }) },
  'hall.release': { by: secretary, make: async (w, s) => ({ ...on(s), displayId: await pairedDisplay(w, s) }) },
  'hall.setLook': { by: secretary, make: async (w, s) => ({ ...on(s), displayId: await pairedDisplay(w, s), name: 'Màn hình lớn' }) },
  'hall.setMode': { by: secretary, make: async (w, s) => ({ ...on(s), displayIds: [await pairedDisplay(w, s)], mode: 'waiting' }) },
  'hall.take': {
    by: secretary,
    make: async (w, s) => {
      const over = await w.session('ended')
      return { ...on(s), displayId: await pairedDisplay(w, over) }
    },
  },
  'savings.setPrice': { by: admin, make: () => ({ pricePerPage: 300, source: 'Báo giá in' }) },
  'seating.setRoom': { by: secretary, make: async (w, s) => ({ ...on(s), layoutId: await room(w) }) },
  'seating.arrange': {
    by: secretary,
    make: async (w, s) => {
      await seated(w, s)
      return on(s)
    },
  },
  'seating.move': {
    by: secretary,
    make: async (w, s) => {
      const at = await seated(w, s)
      return { ...on(s), moves: [{ participantId: at.participantId, from: at.seatId, to: null }] }
    },
  },
  'pack.request': { by: secretary, make: (_w, s) => on(s) },
  'rehearsal.start': { stage: 'invited', by: secretary, make: (_w, s) => ({ ...on(s), rehearsalId: uuid() }) },
  'rehearsal.play': { stage: 'invited', by: secretary, make: async (w, s) => ({ meetingId: await rehearsal(w, s), act: 'check_in', count: 2 }) },
  'rehearsal.remove': { stage: 'invited', by: secretary, make: async (w, s) => ({ meetingId: await rehearsal(w, s) }) },
  // rooms of communes
  'site.add': { by: secretary, make: (w, s) => ({ ...on(s), siteId: uuid(), unitId: w.unit.otherCommune }) },
  'site.addCommunes': { by: secretary, make: (_w, s) => on(s) },
  'site.remove': {
    by: secretary,
    make: async (w, s) => {
      const siteId = uuid()
      await w.db.site.create({ data: { id: siteId, meetingId: s.meetingId, unitId: w.c.health, name: 'Điểm cầu trống' } })
      return { ...on(s), siteId }
    },
  },
  'site.place': { by: secretary, make: (w, s) => ({ ...on(s), participantId: s.idOf(w.second), siteId: s.siteId }) },
  'site.addPerson': { by: secretary, make: (_w, s) => ({ ...on(s), siteId: s.siteId, participantId: uuid(), name: 'Nông Văn Bình', position: 'Công chức xã' }) },
  'site.removePerson': { by: secretary, make: (_w, s) => ({ ...on(s), participantId: s.villagerId }) },
  'site.setPin': { by: secretary, make: (_w, s) => ({ ...on(s), participantId: s.villagerId, pin: PIN }) },
  'site.resetPin': {
    by: secretary,
    make: async (w, s) => {
      await villagerPin(w, s)
      return { ...on(s), participantId: s.villagerId }
    },
  },
  'site.confirmPresence': {
    by: secretary,
    make: async (w, s) => {
      await villagerPin(w, s)
      return { ...on(s), participantId: s.villagerId, pin: PIN, act: 'arrive' }
    },
  },
  'site.requestSpeaking': {
    by: secretary,
    make: async (w, s) => {
      await w.db.attendanceInterval.create({ data: { id: uuid(), meetingId: s.meetingId, participantId: s.villagerId, arrivedAt: w.ground.clock.now, how: 'site_pin', recordedById: w.c.secretary.userId } })
      return { ...on(s), participantId: s.villagerId, requestId: uuid(), subject: 'Đường truyền vùng cao' }
    },
  },
  'site.confirmBallot': {
    stage: 'voting',
    by: clerk,
    make: async (w, s) => {
      const password = 'Mật khẩu cũ của tôi'
      await w.db.user.update({ where: { id: w.second.userId }, data: { passwordHash: await (oldPassword ??= hashPassword(password)) } })
      await w.must(w.second, ownPinSet, { pin: PIN, password })
      await w.must(w.c.secretary, sitePlace, { ...on(s), participantId: s.idOf(w.second), siteId: s.siteId })
      return { ...on(s), participantId: s.idOf(w.second), voteId: s.voteId, pin: PIN, grantId: uuid() }
    },
  },
  // plans by Excel, repeating duties
  'plan.start': { by: monitor, make: async w => ({ importId: uuid(), fileId: await workbook(w), planLabel: 'Kế hoạch 45/KH-UBND' }) },
  'plan.map': { by: monitor, make: async w => ({ ...(await plan(w)), mapping: { A: 'content', B: 'lead', C: 'deadline' } }) },
  'plan.fix': { by: monitor, make: async w => ({ ...(await plan(w)), fixes: [{ cell: 'C2', text: '31/12/2026' }] }) },
  'plan.keepTwins': { by: monitor, make: async w => ({ ...(await plan(w)), rows: [2], isKept: true }) },
  'plan.run': { by: monitor, make: plan },
  'plan.drop': { by: monitor, make: plan },
  'duty.set': { by: monitor, make: w => dutyOf(w) },
  'duty.amend': {
    by: monitor,
    make: async w => {
      const { startsOn: _start, ...terms } = dutyOf(w)
      await w.must(w.c.monitor, dutySet, { ...terms, startsOn: '2026-01-01' })
      return { ...terms, dueDay: 20 }
    },
  },
  'duty.stop': { by: monitor, make: async w => ({ dutyId: (await w.must(w.c.monitor, dutySet, dutyOf(w))).id }) },
  'duty.resume': {
    by: monitor,
    make: async w => {
      const { id: dutyId } = await w.must(w.c.monitor, dutySet, dutyOf(w))
      await w.must(w.c.monitor, dutyStop, { dutyId })
      return { dutyId }
    },
  },
  // sources of tasks
  'source.record': { by: monitor, make: () => ({ documentId: uuid(), kind: 'document', docType: 'Công văn', number: uuid(), issuedOn: '2026-01-20', signer: 'Nguyễn Văn A', extract: 'V/v rà soát' }) },
  // tasks
  'task.assign': { by: monitor, make: newTask },
  'task.accept': { by: home, make: w => task(w, 'assigned') },
  'task.refuse': { by: home, make: async w => ({ ...(await task(w, 'assigned')), reason: 'Không thuộc chức năng' }) },
  'task.reassign': { by: monitor, make: async w => ({ ...(await task(w, 'refused')), leadUnitId: w.c.health, reason: 'Đúng chức năng hơn' }) },
  'task.report': { by: home, make: async w => ({ ...(await task(w, 'accepted')), reportId: uuid(), percent: 40, note: 'Đang làm' }) },
  'task.submit': { by: home, make: async w => ({ ...(await task(w, 'accepted')), reportId: uuid(), note: 'Đã xong', productRef: '412/BC-SNV' }) },
  'task.confirm': { by: monitor, make: w => task(w, 'submitted') },
  'task.sendBack': { by: monitor, make: async w => ({ ...(await task(w, 'submitted')), reason: 'Thiếu số liệu' }) },
  'task.urge': { by: monitor, make: async w => ({ ...(await task(w, 'accepted')), note: 'Đề nghị khẩn trương' }) },
  'task.recall': { by: monitor, make: async w => ({ ...(await task(w, 'accepted')), reason: 'Không còn cần' }) },
  'task.requestExtension': { by: home, make: async w => ({ ...(await task(w, 'accepted')), ...extensionInput() }) },
  'task.decideExtension': {
    by: monitor,
    make: async w => {
      const on = await task(w, 'accepted')
      const { extensionId, ...asked } = extensionInput()
      await w.must(w.c.homeClerk, taskRequestExtension, { ...on, extensionId, ...asked })
      return { ...on, extensionId, isGranted: true }
    },
  },
  'task.pause': { by: monitor, make: async w => ({ ...(await task(w, 'accepted')), reason: 'Chờ hướng dẫn' }) },
  'task.resume': {
    by: monitor,
    make: async w => {
      const on = await task(w, 'accepted')
      await w.must(w.c.monitor, taskPause, { ...on, reason: 'Chờ hướng dẫn' })
      return on
    },
  },
  // its parts, what hangs below it, who has it in hand
  'task.acceptPart': { by: home, make: w => sharedPart(w) },
  'task.reportPart': { by: home, make: async w => ({ ...(await sharedPart(w)), reportId: uuid(), note: 'Đã gửi số liệu' }) },
  'task.finishPart': {
    by: home,
    make: async w => {
      const part = await sharedPart(w)
      await w.must(w.c.homeClerk, taskAcceptPart, part)
      return { ...part, reportId: uuid(), note: 'Đã xong phần việc' }
    },
  },
  'task.declinePart': { by: home, make: async w => ({ ...(await sharedPart(w)), reason: 'Không thuộc chức năng' }) },
  'task.setPart': { by: monitor, make: async w => ({ ...(await task(w, 'accepted')), unitId: w.c.health, part: 'Cung cấp số liệu', dueOn: null }) },
  'task.removePart': { by: monitor, make: async w => ({ ...(await sharedPart(w)), reason: 'Không còn cần' }) },
  'task.setFollowers': { by: monitor, make: async w => ({ ...(await task(w, 'accepted')), unitIds: [w.c.health] }) },
  'task.addChild': { by: home, make: async w => ({ ...(await task(w, 'accepted')), childId: uuid(), title: 'Tổng hợp số liệu', leadUnitId: w.c.home, deadlineOn: '2026-12-20' }) },
  'task.attach': { by: monitor, make: async w => ({ ...(await task(w, 'accepted')), parentId: (await task(w, 'accepted')).taskId }) },
  'task.delegate': { by: healthHead, make: async w => ({ ...(await healthTask(w)), personId: w.c.healthClerk.userId }) },
  'task.handOver': { by: healthHead, make: async w => ({ ...(await healthTask(w)), personId: w.c.healthClerk.userId, reason: 'Chuyển công tác' }) },
  'task.transfer': { by: monitor, make: async w => ({ ...(await task(w, 'accepted')), leadUnitId: w.c.health, reason: 'Đúng chức năng hơn' }) },
  'task.extend': { by: monitor, make: async w => ({ ...(await task(w, 'accepted')), ...extensionInput() }) },
  'task.setMonitor': { by: monitor, make: async w => ({ ...(await task(w, 'accepted')), personId: w.c.monitor.userId }) },
  'task.explain': { by: monitor, make: async w => ({ ...(await task(w, 'accepted')), demandId: uuid(), note: 'Vì sao chậm', dueAt: Date.parse('2027-06-30T09:00:00Z') }) },
  'task.answer': {
    by: home,
    make: async w => {
      const [on, demandId] = [await task(w, 'accepted'), uuid()]
      await w.must(w.c.monitor, taskUrge, { ...on, demandId, note: 'Đề nghị khẩn trương' })
      return { ...on, demandId, note: 'Đang hoàn thiện' }
    },
  },
  'task.comment': { by: home, make: async w => ({ ...(await task(w, 'accepted')), commentId: uuid(), text: 'Đã nhận số liệu' }) },
  'task.see': { by: home, make: w => task(w, 'assigned') },
  'task.bulk': { by: monitor, make: async w => ({ batchId: uuid(), act: 'recall', taskIds: [(await task(w, 'accepted')).taskId], note: 'Không còn cần' }) },
  'task.bulkUndo': {
    by: monitor,
    make: async w => {
      const batchId = uuid()
      await w.must(w.c.monitor, taskBulk, { batchId, act: 'recall', taskIds: [(await task(w, 'accepted')).taskId], note: 'Không còn cần' })
      return { batchId }
    },
  },
  'task.reopen': {
    by: w => w.c.chairman,
    make: async w => {
      const on = await task(w, 'submitted')
      await w.must(w.c.monitor, taskConfirm, on)
      return { ...on, reason: 'Thiếu một sản phẩm' }
    },
  },
}
