import { fold } from '#app/domain/search/fold.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import {
  cardAddPaper,
  cardAnswer,
  cardApprove,
  cardAssign,
  cardClose,
  cardConclude,
  cardExplain,
  cardExtend,
  cardKeepDraft,
  cardPropose,
  cardRecall,
  cardRemind,
  cardRemindDue,
  cardRemovePaper,
  cardReplace,
  cardReturn,
  cardSave,
  cardSend,
  cardSubmit,
} from '#app/contracts/card.ts'
import type { Answer, CommandDef } from '#app/contracts/define.ts'
import { type Actor, systemActor } from '#server/command/context.ts'
import { reactions } from '#server/features/index.ts'
import { startWorker } from '#server/jobs/worker.ts'
import { mayFollow } from '#server/policies/stream.ts'
import { addPerson, buildCommittee, type Committee, type House, openHouse, refusalOf, THURSDAY } from '#tests/support/build.ts'
import { cardOf, draftOf } from '#tests/support/rights/cards.ts'

let house: House
let c: Committee
let leader: Actor
/** head of Sở Y tế and member in office, whose staff prepare answers */
let head: Actor
const DAY = 86_400_000
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
  leader = await addPerson(house, 'Chánh Văn phòng', [{ role: 'office_leader', unitId: c.office }])
  head = c.members[4] as Actor
  await house.services.db.position.create({ data: { id: uuid(), userId: head.userId, unitId: c.health, role: 'unit_head', title: 'Giám đốc Sở Y tế', validFrom: new Date('2025-07-01') } })
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const send = async (actor: Actor | null, name: string, input: unknown, commandId = uuid()): Promise<Answer> => house.services.runCommand(name, input, commandId, { actor, ip: null })
const world = () => ({ c, db: house.services.db, must: house.must as never })
const card = (...args: Parameters<typeof cardOf> extends [unknown, ...infer R] ? R : never) => cardOf(world(), ...args)
const desk = async (cardId: string, who: Actor = c.secretary) => (await house.query(who, 'card.desk', { cardId })).view
const member = (i: number) => c.members[i] as Actor
const file = async (who: Actor): Promise<string> => {
  const id = uuid()
  await house.services.db.storedFile.create({ data: { id, sha256: uuid(), name: 'y-kien.pdf', mime: 'application/pdf', size: 10n, uploadedById: who.userId } })
  return id
}
/** The clock of the house stands at one morning for every test; who moves it puts it back. */
async function at<T>(later: number, run: () => Promise<T>): Promise<T> {
  house.clock.now = new Date(THURSDAY.getTime() + later)
  try {
    return await run()
  } finally {
    house.clock.now = new Date(THURSDAY)
  }
}

type Rung = { def: CommandDef; input: object; by: Actor; notBy?: Actor | undefined; forbidden?: string; bad?: object; again: string }
async function climb({ def, input, by, notBy = c.homeClerk, forbidden = 'NOT_FOUND', bad, again }: Rung): Promise<void> {
  const id = uuid()
  expect(codeOf(await send(null, def.name, input)), 'nobody signed in').toBe('NOT_SIGNED_IN')
  expect(codeOf(await send(by, def.name, { ...input, cardId: 'x' })), 'an id that is none').toBe('BAD_INPUT')
  if (bad) expect(codeOf(await send(by, def.name, { ...input, ...bad })), 'bad input').toBe('BAD_INPUT')
  expect(codeOf(await send(notBy, def.name, input)), 'not allowed').toBe(forbidden)
  const first = await send(by, def.name, input, id)
  expect(first, 'success').toMatchObject({ ok: true })
  expect(await send(by, def.name, input, id), 'the same command again').toMatchObject({ ok: true, replayed: true, data: first.ok ? first.data : null })
  expect(codeOf(await send(c.monitor, def.name, input, id)), 'the id of somebody else').toBe('CONFLICT')
  expect(codeOf(await send(by, def.name, input)), 'once more as a new command').toBe(again)
}

describe('phiếu lấy ý kiến: mọi lệnh, từng bậc', () => {
  test('soạn, đính và gỡ tài liệu, trình, trả lại, duyệt', async () => {
    const cardId = uuid()
    const on = { cardId }
    await climb({ def: cardSave, input: draftOf(cardId), by: c.secretary, notBy: member(1), forbidden: 'FORBIDDEN', bad: { title: '' }, again: 'CONFLICT' })
    expect(await send(c.secretary, cardSave.name, { ...draftOf(uuid()), days: 6 })).toMatchObject({ code: 'CARD_DAYS_WRONG', params: { min: 2, max: 5 }, fields: { days: 'CARD_DAYS_WRONG' } })
    expect(codeOf(await send(c.secretary, cardSave.name, { ...draftOf(uuid()), leadUnitId: uuid() }))).toBe('BAD_INPUT')
    // Two specialists at one draft: the second is told, nothing is overwritten.
    await house.must(c.monitor, cardSave, { ...draftOf(cardId, 'Bản của chuyên viên theo dõi'), baseVersion: 1 })
    expect(codeOf(await send(c.secretary, cardSave.name, { ...draftOf(cardId), baseVersion: 1 }))).toBe('CARD_CHANGED_MEANWHILE')
    const paper = { ...on, paperId: uuid(), fileId: await file(c.secretary), title: 'Tờ trình' }
    await climb({ def: cardAddPaper, input: paper, by: c.secretary, bad: { title: '' }, again: 'ok' })
    expect(codeOf(await send(c.monitor, cardAddPaper.name, { ...paper, paperId: uuid(), fileId: await file(c.secretary) })), 'a file somebody else brought').toBe('FILE_NOT_READY')
    await climb({ def: cardRemovePaper, input: { ...on, paperId: paper.paperId }, by: c.secretary, bad: { paperId: 1 }, again: 'NOT_FOUND' })
    await climb({ def: cardSubmit, input: on, by: c.secretary, again: 'CARD_WRONG_STATE' })
    await climb({ def: cardReturn, input: { ...on, reason: 'Bổ sung tóm tắt' }, by: leader, notBy: c.secretary, forbidden: 'CARD_NOT_YOURS', bad: { reason: ' ' }, again: 'CARD_WRONG_STATE' })
    expect((await desk(cardId)).card).toMatchObject({ status: 'draft', returnReason: 'Bổ sung tóm tắt' })
    await house.must(c.secretary, cardSubmit, on)
    await climb({ def: cardApprove, input: on, by: leader, notBy: c.secretary, forbidden: 'CARD_NOT_YOURS', again: 'CARD_WRONG_STATE' })
  })

  test('phiếu do mình dự thảo thì người khác duyệt', async () => {
    const on = { cardId: uuid() }
    await house.must(leader, cardSave, draftOf(on.cardId, 'Quy hoạch bến thuyền hồ thủy điện'))
    await house.must(leader, cardSubmit, on)
    expect(codeOf(await send(leader, cardApprove.name, on))).toBe('CARD_OWN_APPROVAL')
    expect(await house.query(leader, 'card.desk', on)).toMatchObject({ isOwnBarred: true })
    expect(await house.query(c.chairman, 'card.desk', on)).toMatchObject({ isOwnBarred: false })
    await house.must(c.chairman, cardApprove, on)
    // found by who works with it; before it was sent, by no member
    const found = async (who: Actor) => (await house.query(who, 'directory.find', { text: fold((await desk(on.cardId)).card.title) })).filter(f => f.to.includes(on.cardId)).map(f => f.to)
    expect(await found(leader)).toEqual([`/phieu-lay-y-kien/${on.cardId}/tong-hop`])
    expect(await found(member(1))).toEqual([])
    await house.must(leader, cardSend, on)
    expect(await found(member(1))).toEqual([`/phieu-lay-y-kien/${on.cardId}`])
    expect(await found(c.guest)).toEqual([])
  })

  test('gửi: chốt danh sách, bộ quy tắc và hạn; số phiếu chạy liền', async () => {
    const cardId = await card('approved')
    await climb({ def: cardSend, input: { cardId }, by: c.secretary, again: 'CARD_WRONG_STATE' })
    const { card: sent, members } = await desk(cardId)
    expect(sent).toMatchObject({ status: 'sent', deadlineOn: '2026-12-03', base: 5, ruleText: 'Cần 3/5 tổng số thành viên tán thành (khoản 3 Điều 40 Luật 72/2025/QH15)', silence: { isAgreement: true, source: 'Nghị định 191/2026/NĐ-CP' } })
    expect(members.map(m => m.label)).toEqual(c.members.map(m => m.displayName))
    const second = await house.must(c.secretary, cardSend, { cardId: await card('approved') })
    expect(Number(second.code.slice(-4))).toBe(Number(sent.code?.slice(-4)) + 1)
    // The rule set may change now; the card keeps its own, also when it is counted.
    await house.services.db.ruleSet.create({ data: { id: uuid(), code: 'moi', name: 'Mới', meetingKind: 'committee_session', params: { ...(await house.services.db.opinionCard.findUniqueOrThrow({ where: { id: cardId } })).rule as object, silenceIsAgreement: false, validFrom: '2026-11-26' }, source: '', validFrom: new Date('2026-11-26') } })
    expect((await house.query(member(1), 'card.mine', { cardId })).view.silence).toMatchObject({ isAgreement: true })
    await house.services.db.ruleSet.deleteMany({})
  })

  test('giữ bản soạn, trả lời, đổi ý kiến; chỉ thành viên trong danh sách', async () => {
    const cardId = await card('sent')
    const on = { cardId }
    const answer = { ...on, choice: 'against', text: 'Chưa rõ nguồn vốn', fileId: await file(member(1)) }
    await climb({ def: cardKeepDraft, input: { ...on, choice: null, text: 'Đang soạn' }, by: member(1), bad: { choice: 'maybe' }, again: 'ok' })
    expect((await house.query(member(1), 'card.mine', on)).view.draft).toMatchObject({ choice: null, text: 'Đang soạn' })
    await climb({ def: cardAnswer, input: answer, by: member(1), notBy: c.secretary, forbidden: 'CARD_NOT_YOURS', bad: { choice: 'yes' }, again: 'ok' })
    expect(codeOf(await send(c.substitute, cardAnswer.name, answer)), 'a substitute, who works for a member').toBe('CARD_NOT_YOURS')
    expect(codeOf(await send(c.guest, cardAnswer.name, answer)), 'a guest').toBe('NOT_FOUND')
    expect(codeOf(await send(member(2), cardAnswer.name, answer)), 'a file somebody else brought').toBe('FILE_NOT_READY')
    expect(codeOf(await send(member(2), cardAnswer.name, { ...answer, choice: 'other', text: '', fileId: await file(member(2)) })), 'a file in place of an answer').toBe('CARD_TEXT_REQUIRED')
    const { view } = await house.query(member(1), 'card.mine', on)
    expect(view).toMatchObject({ choice: 'against', text: 'Chưa rõ nguồn vốn', draft: null, result: null, answeredAt: THURSDAY.getTime() })
    expect((await desk(cardId)).members.find(m => m.userId === member(1).userId)).toMatchObject({ choice: 'against', changes: 1, file: { name: 'y-kien.pdf' } })
  })

  test('một mã lệnh gửi mười lần, hai thiết bị gửi cùng lúc: một câu trả lời', async () => {
    const cardId = await card('sent')
    const id = uuid()
    const input = { cardId, choice: 'for', text: '', fileId: null }
    const same = await Promise.all(Array.from({ length: 10 }, () => send(member(1), cardAnswer.name, input, id)))
    expect(new Set(same.map(a => (a.ok ? (a.data as { receipt: string }).receipt : a.code))).size).toBe(1)
    await Promise.all([send(member(2), cardAnswer.name, input), send(member(2), cardAnswer.name, { ...input, choice: 'against' })])
    const { members } = await desk(cardId)
    expect(members.filter(m => m.choice !== null)).toHaveLength(2)
    expect(members.find(m => m.userId === member(2).userId)?.changes).toBe(1)
  })

  test('nhắc, gia hạn, thu hồi, thay thế', async () => {
    const cardId = await card('sent')
    const on = { cardId }
    await climb({ def: cardRemind, input: on, by: c.secretary, again: 'ok' })
    await climb({ def: cardExtend, input: { ...on, days: 2, reason: 'Bổ sung tài liệu' }, by: c.secretary, bad: { days: 0 }, again: 'ok' })
    expect((await desk(cardId)).card).toMatchObject({ deadlineOn: '2026-12-09', extensions: [{ n: 1, fromOn: '2026-12-03', toOn: '2026-12-07', reason: 'Bổ sung tài liệu' }, { n: 2 }] })
    await house.must(member(1), cardAnswer, { ...on, choice: 'for', text: '', fileId: null })
    await climb({ def: cardRecall, input: { ...on, reason: 'Hồ sơ chưa đủ' }, by: leader, notBy: c.secretary, forbidden: 'CARD_NOT_YOURS', bad: { reason: '' }, again: 'CARD_WRONG_STATE' })
    expect(codeOf(await send(member(2), cardAnswer.name, { ...on, choice: 'for', text: '', fileId: null }))).toBe('CARD_RECALLED')
    const newCardId = uuid()
    await climb({ def: cardReplace, input: { ...on, newCardId, reason: 'Sửa nội dung' }, by: c.secretary, bad: { reason: '' }, again: 'CARD_WRONG_STATE' })
    const [first, next] = [await desk(cardId), await desk(newCardId)]
    expect(first.card).toMatchObject({ status: 'replaced', replacedBy: { id: newCardId }, recallReason: 'Hồ sơ chưa đủ' })
    expect(first.members.filter(m => m.choice !== null), 'the first keeps its answers').toHaveLength(1)
    expect(next.card).toMatchObject({ status: 'draft', replaces: { id: cardId, code: first.card.code }, papers: [{ title: 'Tờ trình' }] })
    expect(codeOf(await send(member(1), cardAnswer.name, { ...on, choice: 'for', text: '', fileId: null }))).toBe('CARD_REPLACED')
    // Everyone on the list was told of each, once.
    const titles = (await house.services.db.notification.findMany({ where: { userId: member(2).userId, link: `/phieu-lay-y-kien/${cardId}` }, select: { title: true } })).map(n => n.title)
    expect(titles).toHaveLength(7)
  })

  test('người giúp việc đề xuất, thủ trưởng trả lời: chỉ ý kiến của thủ trưởng được tính', async () => {
    const cardId = await card('sent')
    const input = { cardId, memberId: head.userId, choice: 'against', text: 'Đề xuất không đồng ý' }
    await climb({ def: cardPropose, input, by: c.healthClerk, bad: { choice: '' }, again: 'ok' })
    expect(codeOf(await send(c.healthClerk, cardPropose.name, { ...input, memberId: member(1).userId })), 'for somebody else').toBe('FORBIDDEN')
    expect((await desk(cardId)).members.every(m => m.choice === null)).toBe(true)
    const mine = await house.query(head, 'card.mine', { cardId })
    expect(mine.view.proposal).toMatchObject({ choice: 'against', text: 'Đề xuất không đồng ý', byLabel: 'Chuyên viên Sở Y tế' })
    await house.must(head, cardKeepDraft, { cardId, choice: 'for', text: 'chữ riêng của thủ trưởng' })
    const staff = await house.query(c.healthClerk, 'card.mine', { cardId })
    expect(staff).toMatchObject({ isOwn: false, view: { memberLabel: head.displayName, draft: null, receipt: null } })
    // The desk never learns what the staff proposed or what is being typed.
    expect(JSON.stringify(await house.query(c.secretary, 'card.desk', { cardId }))).not.toMatch(/Đề xuất không đồng ý|chữ riêng/)
    await house.must(head, cardAnswer, { cardId, choice: 'for', text: '', fileId: null })
    expect((await desk(cardId)).members.find(m => m.userId === head.userId)?.choice).toBe('for')
  })

  test('kết thúc, tiếp thu và giải trình, kết luận, giao nhiệm vụ', async () => {
    const cardId = await card('sent', { leadUnitId: c.home })
    const on = { cardId }
    for (const [i, choice, text] of [[0, 'for', ''], [1, 'for', ''], [2, 'against', 'Chưa rõ nguồn vốn'], [3, 'other', 'Lùi thời hạn']] as const) await house.must(member(i), cardAnswer, { ...on, choice, text, fileId: null })
    expect(await send(c.secretary, cardClose.name, on)).toMatchObject({ code: 'CARD_NOT_ALL_ANSWERED', params: { waiting: 1 } })
    await house.must(head, cardAnswer, { ...on, choice: 'for', text: 'Đồng ý, sửa câu chữ mục 2', fileId: null })
    // The unit that asks sees the opinions only once they are all in.
    expect(await refusalOf(house.query(c.homeClerk, 'card.desk', on))).toBe('NOT_FOUND')
    await climb({ def: cardClose, input: on, by: c.secretary, notBy: c.healthClerk, forbidden: 'CARD_NOT_YOURS', again: 'CARD_WRONG_STATE' })
    expect((await house.query(c.homeClerk, 'card.desk', on)).view.members).toHaveLength(5)
    expect((await desk(cardId)).card.result).toMatchObject({ outcome: 'passed', for: 3, against: 1, other: 1, silent: 0, countedAsAgreed: 0, sentence: '3/5 tổng số thành viên tán thành, cần 3: thông qua theo khoản 3 Điều 40 Luật 72/2025/QH15' })
    expect((await house.query(member(1), 'card.mine', on)).view.result, 'a member waits for the conclusion').toBeNull()
    expect(await send(leader, cardConclude.name, { ...on, conclusion: '' })).toMatchObject({ code: 'CARD_EXPLAIN_FIRST', params: { open: 3 } })
    const explain = { ...on, memberId: member(2).userId, kind: 'explained', text: 'Nguồn vốn tại mục 3 Tờ trình' }
    await climb({ def: cardExplain, input: explain, by: c.homeClerk, notBy: c.healthClerk, forbidden: 'CARD_NOT_YOURS', bad: { text: '' }, again: 'ok' })
    expect(codeOf(await send(c.secretary, cardExplain.name, { ...explain, memberId: member(0).userId }))).toBe('CARD_NOTHING_TO_EXPLAIN')
    for (const m of [member(3), head]) await house.must(c.secretary, cardExplain, { ...on, memberId: m.userId, kind: 'accepted', text: 'Tiếp thu' })
    await climb({ def: cardConclude, input: { ...on, conclusion: 'Thống nhất ban hành' }, by: leader, notBy: c.secretary, forbidden: 'CARD_NOT_YOURS', bad: { conclusion: 5 }, again: 'CARD_WRONG_STATE' })
    expect((await house.query(member(2), 'card.mine', on)).view).toMatchObject({ conclusion: 'Thống nhất ban hành', result: { outcome: 'passed' }, explanation: { kind: 'explained' } })
    const taskId = uuid()
    await climb({ def: cardAssign, input: { ...on, taskId, content: 'Hoàn chỉnh, trình ký', leadUnitId: c.health, coordinatorIds: [c.home], deadlineOn: '2026-12-15' }, by: c.secretary, notBy: member(1), forbidden: 'CARD_NOT_YOURS', bad: { content: '' }, again: 'CONFLICT' })
    const task = await house.query(c.secretary, 'task.view', { taskId })
    // Whoever can't open the card gets no link to it.
    expect((await house.query(c.healthClerk, 'task.view', { taskId })).view.cardId).toBeNull()
    const { code } = (await desk(cardId)).card
    expect(task.view).toMatchObject({ cardId, giverLabel: 'Chủ tịch UBND tỉnh', sourceQuote: 'Thống nhất ban hành' })
    expect(task.view.card.sourceLabel).toContain(code)
    expect((await desk(cardId)).card.tasks).toMatchObject([{ id: taskId, leadUnitName: 'Sở Y tế', deadlineOn: '2026-12-15' }])
  })

  test('nhắc trước hạn chỉ chương trình được gọi; gọi lại không nhắc hai lần', async () => {
    const cardId = await card('sent')
    expect(codeOf(await send(c.secretary, cardRemindDue.name, { cardId }))).toBe('FORBIDDEN')
    await at(5 * DAY, async () => {
      for (let i = 0; i < 2; i++) expect(await send(systemActor, cardRemindDue.name, { cardId })).toMatchObject({ ok: true })
      expect(await send(systemActor, cardRemindDue.name, { cardId: 'x' })).toMatchObject({ code: 'BAD_INPUT' })
    })
    await at(7 * DAY, async () => {
      for (let i = 0; i < 2; i++) expect(await send(systemActor, cardRemindDue.name, { cardId })).toMatchObject({ ok: true })
    })
    expect(await house.services.db.notification.count({ where: { userId: member(1).userId, dedupeKey: `card:${cardId}:remind:2026-12-03` } })).toBe(1)
  })
})

describe('ranh giới của phiếu', () => {
  /** 24:00 of 03/12/2026 in Viet Nam, counted from the Thursday the card was sent on. */
  const END = Date.parse('2026-12-04T00:00:00+07:00') - THURSDAY.getTime()
  const yes = { choice: 'for' as const, text: '', fileId: null }

  test('câu trả lời trước hạn 50 ms được ghi, đúng lúc hết hạn và sau 50 ms không được ghi dù chưa ai kết thúc phiếu', async () => {
    const cardId = await card('sent')
    expect(codeOf(await at(END - 50, () => send(member(1), cardAnswer.name, { cardId, ...yes })))).toBe('ok')
    for (const late of [0, 50]) expect(codeOf(await at(END + late, () => send(member(2), cardAnswer.name, { cardId, ...yes })))).toBe('CARD_ENDED')
    expect((await desk(cardId)).members.filter(m => m.choice !== null)).toHaveLength(1)
  })

  test('gia hạn sau khi hết hạn bị từ chối, cả trước và sau khi phiếu được kết thúc; hai lần kết thúc cùng lúc chỉ một lần được tính', async () => {
    const cardId = await card('sent')
    const extend = { cardId, days: 2, reason: 'Thêm thời gian' }
    await at(END, async () => {
      expect(codeOf(await send(c.secretary, cardExtend.name, extend))).toBe('CARD_EXTEND_ENDED')
      const closings = await Promise.all([send(systemActor, cardClose.name, { cardId }), send(c.secretary, cardClose.name, { cardId })])
      expect(closings.map(codeOf).sort()).toEqual(['CARD_WRONG_STATE', 'ok'])
      expect(codeOf(await send(c.secretary, cardExtend.name, extend))).toBe('CARD_EXTEND_ENDED')
      expect(codeOf(await send(member(1), cardAnswer.name, { cardId, ...yes }))).toBe('CARD_ENDED')
    })
  })

  test('chương trình kết thúc phiếu khi hết hạn: im lặng được tính là đồng ý và ghi riêng', async () => {
    const cardId = await card('sent')
    await house.must(member(1), cardAnswer, { cardId, ...yes })
    await house.must(member(2), cardAnswer, { cardId, choice: 'against', text: 'Không', fileId: null })
    expect(codeOf(await send(systemActor, cardClose.name, { cardId }))).toBe('CARD_NOT_DUE')
    const { services } = house
    const worker = startWorker({ queue: services.queue, db: services.db, pool: services.pool, runAsSystem: services.runAsSystem, runAs: services.runAs, dataDir: house.database.dataDir, reactions, log: services.log, clock: () => house.clock.now })
    await at(END + 1_000, async () => {
      await worker.cardsNow()
      await worker.stop()
    })
    const { card: closed, members } = await desk(cardId)
    expect(closed).toMatchObject({ status: 'closed', closedHow: 'deadline', result: { for: 1, against: 1, other: 0, silent: 3, countedAsAgreed: 3, outcome: 'passed' } })
    expect(closed.result?.sentence).toContain('4/5 tổng số thành viên tán thành, cần 3: thông qua theo khoản 3 Điều 40 Luật 72/2025/QH15')
    expect(closed.result?.sentence).toContain('3 phiếu không trả lời trong hạn')
    expect(members.filter(m => m.choice === null)).toHaveLength(3)
  })

  test('thành viên thôi nhiệm vụ hôm qua: không có phiếu mới, không trả lời được phiếu cũ, im lặng không thành đồng ý, mẫu số giữ nguyên', async () => {
    const leaving = await addPerson(house, 'Giám đốc Sở sắp thôi', [{ role: 'committee_member', unitId: c.province }])
    const { db } = house.services
    const seat = await db.committeeMembership.create({ data: { id: uuid(), userId: leaving.userId, title: 'Ủy viên', rank: 99, validFrom: new Date('2025-07-01') } })
    const cardId = await card('sent')
    await db.committeeMembership.update({ where: { id: seat.id }, data: { validTo: new Date('2026-11-26') } })
    expect(codeOf(await send(leaving, cardAnswer.name, { cardId, ...yes })), 'the last day of the term').toBe('ok')
    const second = await card('sent')
    await at(DAY, async () => {
      expect(codeOf(await send(leaving, cardAnswer.name, { cardId: second, ...yes }))).toBe('CARD_TERM_ENDED')
      const third = await card('sent')
      expect((await desk(third)).card.base).toBe(5)
      expect(await refusalOf(house.query(leaving, 'card.mine', { cardId: third }))).toBe('NOT_FOUND')
    })
    await at(END, () => house.must(systemActor, cardClose, { cardId: second }))
    expect((await desk(second)).card.result).toMatchObject({ base: 6, silent: 6, lapsed: 1, countedAsAgreed: 5, needed: 4 })
    // What was answered while in office still counts.
    await at(END, () => house.must(systemActor, cardClose, { cardId }))
    expect((await desk(cardId)).card.result).toMatchObject({ for: 1, lapsed: 0, countedAsAgreed: 5 })
    await db.committeeMembership.delete({ where: { id: seat.id } })
  })
})

describe('ai thấy gì', () => {
  test('thành viên chỉ thấy phiếu của mình; Văn phòng, Chủ tịch, người giám sát thấy tất cả; khách, người dự thay không thấy gì', async () => {
    const auditor = await addPerson(house, 'Cán bộ giám sát', [{ role: 'auditor', unitId: c.province }])
    const cardId = await card('sent')
    await house.must(member(1), cardAnswer, { cardId, choice: 'against', text: 'Ý kiến riêng của tôi', fileId: await file(member(1)) })
    for (const who of [c.secretary, c.monitor, leader, c.chairman, auditor]) expect(JSON.stringify(await house.query(who, 'card.desk', { cardId }))).toContain('Ý kiến riêng của tôi')
    for (const who of [member(1), member(2), head, c.guest, c.substitute, c.healthHead]) expect(await refusalOf(house.query(who, 'card.desk', { cardId }))).toBe('NOT_FOUND')
    expect(JSON.stringify(await house.query(member(2), 'card.mine', { cardId }))).not.toContain('Ý kiến riêng')
    expect(JSON.stringify(await house.query(member(2), 'card.list', {}))).not.toContain('Ý kiến riêng')
    for (const who of [c.guest, c.homeClerk, auditor]) expect(await refusalOf(house.query(who, 'card.mine', { cardId }))).toBe('NOT_FOUND')
    // The auditor reads and does nothing.
    for (const [def, input] of [[cardRemind, { cardId }], [cardRecall, { cardId, reason: 'x' }], [cardClose, { cardId }]] as const) expect(codeOf(await send(auditor, def.name, input))).toBe('CARD_NOT_YOURS')
    const follows = async (who: Actor, stream: string) => mayFollow(house.services.pool, { kind: 'person', actor: who }, stream)
    const seen = async (who: Actor) => Promise.all([`card:${cardId}`, 'cards:office', `opinions:${cardId}`].map(s => follows(who, s)))
    for (const who of [c.secretary, c.monitor, leader, c.chairman, auditor]) expect(await seen(who), who.displayName).toEqual([true, true, false])
    for (const who of [member(2), head, c.guest, c.substitute, c.homeClerk]) expect(await seen(who), who.displayName).toEqual([false, false, false])
    expect(await follows(c.secretary, 'cards:all')).toBe(false)
  })

  test('phiếu cho thành viên thấy ý kiến của nhau: thấy ngay trên dòng riêng của phiếu; người ngoài danh sách thì không', async () => {
    const cardId = await card('sent', { isOthersShown: true })
    await house.must(member(1), cardAnswer, { cardId, choice: 'other', text: 'Nên lùi một tháng', fileId: null })
    const mine = await house.query(member(2), 'card.mine', { cardId })
    expect(mine.opinions).toMatchObject({ stream: `opinions:${cardId}`, seq: 1, view: [{ label: member(1).displayName, choice: 'other', text: 'Nên lùi một tháng' }] })
    const may = (who: Actor) => mayFollow(house.services.pool, { kind: 'person', actor: who }, `opinions:${cardId}`)
    expect(await Promise.all([member(2), c.chairman, c.secretary, c.substitute, c.guest].map(may))).toEqual([true, true, false, false, false])
  })

  test('những gì chảy trên dòng riêng của một thành viên không chứa ý kiến của người khác, và không bao giờ chứa bản đang soạn của người khác', async () => {
    const cardId = await card('sent')
    await house.must(member(1), cardAnswer, { cardId, choice: 'against', text: 'bí mật giữa tôi và bàn', fileId: null })
    await house.must(c.secretary, cardExtend, { cardId, days: 1, reason: 'Thêm một ngày' })
    const events = await house.services.db.eventLog.findMany({ where: { payload: { path: ['card', 'id'], equals: cardId }, stream: `user:${member(2).userId}` }, select: { payload: true } })
    expect(events.length).toBeGreaterThanOrEqual(2)
    expect(JSON.stringify(events)).not.toContain('bí mật giữa')
    expect(JSON.stringify(events)).toContain('Thêm một ngày')
  })

  test('danh sách: lọc theo bước, tìm không dấu, phiếu chờ trả lời của mình', async () => {
    const cardId = await card('sent', { words: 'Quy hoạch hồ Na Hang' })
    const list = await house.query(c.secretary, 'card.list', { q: 'na hang', status: 'running' })
    expect(list.desk?.rows.map(r => r.id)).toEqual([cardId])
    expect((await house.query(c.secretary, 'card.list', { q: 'na hang', status: 'done' })).desk?.rows).toEqual([])
    const waiting = async () => (await house.query(member(3), 'card.waiting', {})).view.own.map(x => x.id)
    expect(await waiting()).toContain(cardId)
    await house.must(member(3), cardRemind, { cardId }).catch((e: Error) => expect(e.message).toContain('CARD_NOT_YOURS'))
    expect((await house.query(c.healthClerk, 'card.list', {})).mine.view.staff.map(x => x.id)).toContain(cardId)
    expect((await house.query(c.homeClerk, 'card.list', {})).mine.view).toEqual({ own: [], staff: [] })
  })
})

describe('thống kê phiếu lấy ý kiến', () => {
  test('theo thành viên và theo phiếu; phiếu thu hồi không tính; thành viên chỉ thấy số liệu của mình; ngày không thể có bị từ chối', async () => {
    const later = 400 * DAY
    await at(later, async () => {
      const day = '2027-12-31'
      const [one, two] = [await card('sent'), await card('closed')]
      await card('recalled')
      await house.must(member(1), cardAnswer, { cardId: one, choice: 'against', text: 'Không', fileId: null })
      const all = await house.query(c.secretary, 'card.statistics', { from: day, to: day })
      expect(all.members.find(m => m.userId === member(1).userId)).toMatchObject({ received: 2, for: 1, against: 1, other: 0, silent: 0, waiting: 0, hours: 0 })
      expect(all.members.find(m => m.userId === member(2).userId)).toMatchObject({ received: 2, for: 1, waiting: 1 })
      expect(all.cards?.map(r => [r.id, r.received, r.for, r.waiting, r.status, r.outcome])).toEqual(expect.arrayContaining([[two, 5, 5, 0, 'closed', 'passed'], [one, 5, 0, 4, 'sent', null]]))
      expect(all.cards).toHaveLength(2)
      const own = await house.query(member(1), 'card.statistics', { from: day, to: day })
      expect(own).toMatchObject({ cards: null, members: [{ userId: member(1).userId }] })
      expect(own.members).toHaveLength(1)
      expect((await house.query(c.guest, 'card.statistics', { from: day, to: day })).members).toEqual([])
      for (const [from, to] of [['2027-02-30', 'x'], ['2027-12-31', '2027-01-01'], ['2000-01-01', '2027-01-01']] as const) expect(await refusalOf(house.query(c.secretary, 'card.statistics', { from, to }))).toBe('STATISTICS_TIMES_WRONG')
    })
  })
})
