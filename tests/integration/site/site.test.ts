import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { attendanceCheckIn, attendanceRecord, meetingGoToItem, meetingOpen, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { hashPassword } from '#server/auth/sign-in.ts'
import { ownPinSet, siteAdd, siteAddCommunes, siteAddPerson, siteConfirmBallot, siteConfirmPresence, sitePlace, siteRemove, siteRemovePerson, siteRequestSpeaking, siteResetPin, siteSetPin } from '#app/contracts/site.ts'
import type { Actor } from '#server/command/context.ts'
import { addPerson, addUnit, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf, type Sitting, THURSDAY } from '#tests/support/build.ts'
import { ballotFor, openVoteOn } from '#tests/support/secret.ts'

const PIN = '480915'
let house: House
let c: Committee
let s: Sitting
let commune: string
let clerk: Actor
let other: Actor
let siteId: string
let personId: string

beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house)
  commune = await addUnit(house, 'UBND xã Tân Trào', 'commune')
  const next = await addUnit(house, 'UBND phường Minh Xuân', 'ward')
  clerk = await addPerson(house, 'Công chức xã Tân Trào', [{ role: 'unit_clerk', unitId: commune }])
  other = await addPerson(house, 'Công chức phường Minh Xuân', [{ role: 'unit_clerk', unitId: next }])
}, 60_000)
afterAll(() => house.close())
beforeEach(async () => {
  house.clock.now = THURSDAY
  s = await buildSitting(house, c)
  siteId = uuid()
  personId = uuid()
  await house.must(c.secretary, siteAdd, { meetingId: s.meetingId, siteId, unitId: commune })
  await house.must(clerk, siteAddPerson, { meetingId: s.meetingId, siteId, participantId: personId, name: 'Hoàng Văn An', position: 'Chủ tịch UBND xã' })
})

const on = () => ({ meetingId: s.meetingId, participantId: personId })
const presence = (actor: Actor, pin: string, act: 'arrive' | 'leave' = 'arrive') => house.run(actor, siteConfirmPresence, { ...on(), pin, act })
const stays = () => house.database.query<{ how: string; leftAt: Date | null }>('SELECT how, "leftAt" FROM "AttendanceInterval" WHERE "participantId" = $1 ORDER BY "arrivedAt"', [personId])

describe('điểm cầu', () => {
  test('bậc thang của site.add: chưa đăng nhập, sai dữ liệu, không có quyền, đã có, được', async () => {
    const unitId = await addUnit(house, `UBND xã ${uuid()}`, 'commune')
    const input = { meetingId: s.meetingId, siteId: uuid(), unitId }
    expect(await house.run(null, siteAdd, input)).toMatchObject({ code: 'NOT_SIGNED_IN' })
    expect(await house.run(c.secretary, siteAdd, { ...input, unitId: 'x' })).toMatchObject({ code: 'BAD_INPUT' })
    expect(await house.run(clerk, siteAdd, input)).toMatchObject({ code: 'FORBIDDEN' })
    expect(await house.run(c.secretary, siteAdd, { ...input, unitId: uuid() })).toMatchObject({ code: 'SITE_UNIT_WRONG', fields: { unitId: 'SITE_UNIT_WRONG' } })
    const id = uuid()
    expect(await house.run(c.secretary, siteAdd, input, id)).toMatchObject({ ok: true })
    expect(await house.run(c.secretary, siteAdd, input, id)).toMatchObject({ ok: true, replayed: true })
    expect(await house.run(c.secretary, siteAdd, { ...input, siteId: uuid() })).toMatchObject({ code: 'SITE_EXISTS' })
  })

  test('mở một lần cho mọi xã, phường còn thiếu; lần hai không thêm gì', async () => {
    const first = await house.must(c.secretary, siteAddCommunes, { meetingId: s.meetingId })
    expect(first.added).toBeGreaterThanOrEqual(1)
    expect(await house.must(c.secretary, siteAddCommunes, { meetingId: s.meetingId })).toEqual({ added: 0 })
    const { sites } = await house.query(c.secretary, 'site.list', { meetingId: s.meetingId })
    expect(sites.map(x => x.name)).toContain('Điểm cầu phường Minh Xuân')
    expect(await house.run(other, siteAddCommunes, { meetingId: s.meetingId })).toMatchObject({ code: 'FORBIDDEN' })
  })

  test('công chức xã khác và người ngoài không đụng được điểm cầu này', async () => {
    await house.must(clerk, siteSetPin, { ...on(), pin: PIN })
    for (const actor of [other, c.healthClerk, c.guest]) {
      expect(await presence(actor, PIN)).toMatchObject({ code: 'FORBIDDEN' })
      expect(await house.run(actor, siteSetPin, { ...on(), pin: PIN })).toMatchObject({ code: 'FORBIDDEN' })
      expect(await house.run(actor, siteAddPerson, { meetingId: s.meetingId, siteId, participantId: uuid(), name: 'A', position: 'B' })).toMatchObject({ code: 'FORBIDDEN' })
      expect(await refusalOf(house.query(actor, 'site.list', { meetingId: s.meetingId }))).toBe('FORBIDDEN')
    }
    const { sites } = await house.query(clerk, 'site.list', { meetingId: s.meetingId })
    expect(sites.map(x => x.id)).toEqual([siteId])
  })

  test('xác nhận có mặt bằng mã PIN, rời phiên, vào lại; mã đặt một lần, thư ký xóa để đặt lại', async () => {
    expect(await presence(clerk, PIN)).toMatchObject({ code: 'PIN_NOT_SET', fields: { pin: 'PIN_NOT_SET' } })
    expect(await house.run(clerk, siteSetPin, { ...on(), pin: '123456' })).toMatchObject({ code: 'PIN_WEAK', fields: { pin: 'PIN_WEAK' } })
    expect(await house.run(clerk, siteSetPin, { ...on(), pin: '12' })).toMatchObject({ code: 'BAD_INPUT' })
    await house.must(clerk, siteSetPin, { ...on(), pin: PIN })
    expect(await house.run(clerk, siteSetPin, { ...on(), pin: '907061' })).toMatchObject({ code: 'PIN_ALREADY_SET' })
    expect(await presence(clerk, PIN)).toMatchObject({ ok: true, data: { isConfirmed: true } })
    expect(await presence(clerk, PIN)).toMatchObject({ code: 'ATTENDANCE_ALREADY_PRESENT' })
    house.clock.forward(60_000)
    expect(await presence(clerk, PIN, 'leave')).toMatchObject({ ok: true })
    house.clock.forward(60_000)
    expect(await presence(clerk, PIN)).toMatchObject({ ok: true })
    expect((await stays()).map(x => [x.how, x.leftAt === null])).toEqual([['site_pin', false], ['site_pin', true]])
    expect(await house.run(clerk, siteResetPin, on())).toMatchObject({ code: 'FORBIDDEN' })
    await house.must(c.secretary, siteResetPin, on())
    await house.must(clerk, siteSetPin, { ...on(), pin: '907061' })
  })

  test('mã PIN thử một nghìn lần: sai được đếm trong cơ sở dữ liệu, khóa lâu dần, mã đúng cũng phải chờ', async () => {
    await house.must(clerk, siteSetPin, { ...on(), pin: PIN })
    for (const left of [4, 3, 2, 1]) expect(await presence(clerk, '111222')).toMatchObject({ ok: true, data: { isConfirmed: false, triesLeft: left } })
    expect(await presence(clerk, '111222')).toMatchObject({ ok: true, data: { isConfirmed: false, triesLeft: 0, lockedUntil: house.clock.now.getTime() + 5 * 60_000 } })
    expect(await presence(clerk, PIN)).toMatchObject({ ok: true, data: { isConfirmed: false } })
    // many devices at once while it is closed: none gets a further try
    await Promise.all(Array.from({ length: 20 }, (_, i) => presence(clerk, String(200_000 + i))))
    const [row] = await house.database.query<{ fails: number }>('SELECT p.fails FROM "PersonalPin" p JOIN "MeetingParticipant" m ON m."userId" = p."userId" WHERE m.id = $1', [personId])
    expect(row?.fails).toBe(5)
    house.clock.forward(5 * 60_000)
    expect(await presence(clerk, PIN)).toMatchObject({ ok: true, data: { isConfirmed: true } })
    const kept = await house.database.query<{ payload: { act: string } }>(`SELECT payload FROM "EventLog" WHERE name = 'site.pinActed' ORDER BY id DESC LIMIT 2`)
    expect(kept.map(k => k.payload.act)).toContain('locked')
    expect(JSON.stringify(await house.database.query('SELECT answer, name FROM "CommandReceipt"'))).not.toContain(PIN)
  })

  test('công chức đăng ký phát biểu cho người có tên, khi người đó có mặt', async () => {
    await house.must(c.chairman, meetingOpen, { meetingId: s.meetingId })
    await house.must(c.chairman, meetingGoToItem, { meetingId: s.meetingId, itemId: s.items[0] ?? '' })
    const ask = (actor: Actor) => house.run(actor, siteRequestSpeaking, { ...on(), requestId: uuid(), subject: 'Đường truyền vùng cao' })
    expect(await ask(clerk)).toMatchObject({ code: 'SPEAKING_NOT_PRESENT' })
    await house.must(clerk, siteSetPin, { ...on(), pin: PIN })
    await presence(clerk, PIN)
    expect(await ask(other)).toMatchObject({ code: 'FORBIDDEN' })
    expect(await ask(clerk)).toMatchObject({ ok: true })
    expect(await ask(clerk)).toMatchObject({ code: 'SPEAKING_ALREADY_WAITING' })
  })

  test('bỏ phiếu tại điểm cầu chỉ bằng mã PIN do chính thành viên đặt; một lượt xác nhận một phiếu', async () => {
    const [, member] = c.members
    if (!member) throw new Error('a member is needed')
    const { view } = await house.query(c.secretary, 'session.view', { meetingId: s.meetingId })
    const seat = view.participants.find(p => p.userId === member.userId)
    const meetingId = s.meetingId
    const participantId = seat?.id ?? ''
    await house.must(c.secretary, sitePlace, { meetingId, participantId, siteId })
    await house.must(c.chairman, meetingOpen, { meetingId })
    await house.must(c.chairman, meetingGoToItem, { meetingId, itemId: s.items[1] ?? '' })
    await house.must(c.secretary, attendanceRecord, { meetingId, participantId, act: 'arrive' })
    const voteId = uuid()
    await house.must(c.chairman, voteOpen, { meetingId, voteId, question: 'Thông qua?' })
    const grant = (pin: string, grantId = uuid()) => house.run(clerk, siteConfirmBallot, { meetingId, participantId, voteId, pin, grantId })
    await house.must(clerk, siteSetPin, { meetingId, participantId, pin: PIN })
    expect(await grant(PIN)).toMatchObject({ code: 'PIN_NOT_OWN' })
    const password = 'Mật khẩu của ủy viên 2026'
    await house.services.db.user.update({ where: { id: member.userId }, data: { passwordHash: await hashPassword(password) } })
    await house.must(member, ownPinSet, { pin: '907061', password })
    expect(await grant(PIN)).toMatchObject({ ok: true, data: { isConfirmed: false, grantId: null } })
    const grantId = uuid()
    expect(await grant('907061', grantId)).toMatchObject({ ok: true, data: { grantId } })
    // only the device that asked, only this vote, only once
    expect(await house.run(other, voteCast, { voteId, choice: 'for', grantId })).toMatchObject({ code: 'PIN_GRANT_WRONG' })
    expect(await house.run(clerk, voteCast, { voteId, choice: 'for', grantId: uuid() })).toMatchObject({ code: 'PIN_GRANT_WRONG' })
    const id = uuid()
    expect(await house.run(clerk, voteCast, { voteId, choice: 'for', grantId }, id)).toMatchObject({ ok: true, data: { choice: 'for', changes: 0 } })
    expect(await house.run(clerk, voteCast, { voteId, choice: 'for', grantId }, id)).toMatchObject({ ok: true, replayed: true })
    expect(await house.run(clerk, voteCast, { voteId, choice: 'against', grantId })).toMatchObject({ code: 'PIN_GRANT_WRONG' })
    expect(await house.database.query('SELECT "userId", choice FROM "Ballot" WHERE "voteId" = $1', [voteId])).toEqual([{ userId: member.userId, choice: 'for' }])
    // a grant runs out
    const late = uuid()
    expect(await grant('907061', late)).toMatchObject({ ok: true })
    house.clock.forward(61_000)
    expect(await house.run(clerk, voteCast, { voteId, choice: 'against', grantId: late })).toMatchObject({ code: 'PIN_GRANT_WRONG' })
    await house.must(c.chairman, voteClose, { voteId })
  })

  test('bỏ phiếu kín tại điểm cầu: máy chung chỉ gửi phiếu niêm phong, gửi trần bị từ chối mà lượt xác nhận còn; chọn gì không còn ở đâu gắn với người', async () => {
    const member = c.members[1] as Actor
    const meetingId = s.meetingId
    const participantId = (await house.query(c.secretary, 'session.view', { meetingId })).view.participants.find(p => p.userId === member.userId)?.id ?? ''
    await house.must(c.secretary, sitePlace, { meetingId, participantId, siteId })
    await house.must(c.chairman, attendanceCheckIn, { meetingId })
    await house.must(c.chairman, meetingOpen, { meetingId })
    await house.must(c.chairman, meetingGoToItem, { meetingId, itemId: s.items[1] ?? '' })
    await house.must(c.secretary, attendanceRecord, { meetingId, participantId, act: 'arrive' })
    const password = 'Mật khẩu của ủy viên 2026'
    await house.services.db.user.update({ where: { id: member.userId }, data: { passwordHash: await hashPassword(password) } })
    await house.must(member, ownPinSet, { pin: '907061', password })
    const { voteId, seal } = await openVoteOn(house, c, meetingId, 'secret')
    const grantId = uuid()
    expect(await house.run(clerk, siteConfirmBallot, { meetingId, participantId, voteId, pin: '907061', grantId })).toMatchObject({ ok: true, data: { grantId } })
    expect(await house.run(clerk, voteCast, { voteId, choice: 'against', grantId })).toMatchObject({ ok: false, code: 'VOTE_SECRET_UNSEALED' })
    const ballot = ballotFor('secret', voteId, seal, 'against')
    const answer = await house.run(clerk, voteCast, { ...ballot, grantId } as never)
    expect(answer).toMatchObject({ ok: true, data: { changes: 0 } })
    expect(answer).not.toHaveProperty('data.choice')
    expect(await house.run(clerk, voteCast, { ...ballot, grantId } as never)).toMatchObject({ code: 'PIN_GRANT_WRONG' })
    await house.must(c.chairman, voteCast, ballotFor('secret', voteId, seal, 'for') as never)
    await house.must(c.chairman, voteClose, { voteId })
    const vote = (await house.query(clerk, 'session.view', { meetingId })).view.votes.find(v => v.id === voteId)
    expect(vote).toMatchObject({ form: 'secret', status: 'closed', count: { for: 1, against: 1, abstain: 0 }, ballots: null })
    // The person's own receipt is in the list of those counted; no row of the ballots names who chose what.
    expect(vote?.receipts).toContain((answer as { data: { receipt: string } }).data.receipt)
    const left = await house.database.query<{ choice: string | null; sealed: unknown }>('SELECT * FROM "Ballot" WHERE "voteId" = $1', [voteId])
    expect(JSON.stringify(left)).not.toMatch(/"against"|"for"/)
  })

  test('mã PIN của mình chỉ đặt, đổi được khi nhập đúng mật khẩu', async () => {
    const me = c.members[2] ?? c.chairman
    const password = 'Mật khẩu của tôi 2026'
    const stored = () => house.services.db.personalPin.findUnique({ where: { userId: me.userId } })
    expect(await house.run(null, ownPinSet, { pin: '907061', password })).toMatchObject({ code: 'NOT_SIGNED_IN' })
    expect(await house.run(me, ownPinSet, { pin: '12', password })).toMatchObject({ code: 'BAD_INPUT' })
    // an account without a password of its own has none to give
    expect(await house.run(me, ownPinSet, { pin: '907061', password })).toMatchObject({ code: 'PASSWORD_WRONG', fields: { password: 'PASSWORD_WRONG' } })
    await house.services.db.user.update({ where: { id: me.userId }, data: { passwordHash: await hashPassword(password) } })
    expect(await house.run(me, ownPinSet, { pin: '907061', password: 'khác' })).toMatchObject({ code: 'PASSWORD_WRONG', fields: { password: 'PASSWORD_WRONG' } })
    expect(await stored()).toBeNull()
    const id = uuid()
    expect(await house.run(me, ownPinSet, { pin: '907061', password }, id)).toMatchObject({ ok: true })
    const first = await stored()
    expect(first).toMatchObject({ isOwn: true })
    expect(await house.run(me, ownPinSet, { pin: '907061', password }, id)).toMatchObject({ ok: true, replayed: true })
    // a device left open changes nothing
    expect(await house.run(me, ownPinSet, { pin: '480215', password: '' })).toMatchObject({ code: 'PASSWORD_WRONG' })
    expect((await stored())?.hash).toBe(first?.hash)
  })

  test('bỏ người, bỏ điểm cầu: người đang có mặt và điểm cầu có người không bỏ được; ai đã có mặt còn trong hồ sơ', async () => {
    await house.must(clerk, siteSetPin, { ...on(), pin: PIN })
    await presence(clerk, PIN)
    expect(await house.run(clerk, siteRemovePerson, on())).toMatchObject({ code: 'SITE_PERSON_PRESENT' })
    expect(await house.run(c.secretary, siteRemove, { meetingId: s.meetingId, siteId })).toMatchObject({ code: 'SITE_HAS_PEOPLE' })
    house.clock.forward(60_000)
    await presence(clerk, PIN, 'leave')
    await house.must(clerk, siteRemovePerson, on())
    expect(await house.database.query('SELECT "siteId" FROM "MeetingParticipant" WHERE id = $1', [personId])).toEqual([{ siteId: null }])
    await house.must(c.secretary, siteRemove, { meetingId: s.meetingId, siteId })
  })
})
