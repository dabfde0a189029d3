import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { attendanceCheckIn, meetingGoToItem, meetingOpen, voteCast, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { ruleSetAddVersion, ruleSetWithdraw } from '#app/contracts/rule-set.ts'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import { changeOf } from '#app/domain/meeting/rule-versions.ts'
import type { Actor } from '#server/command/context.ts'
import { ruleSetRow } from '#server/features/rule-set/stored.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
let leader: Actor
const ids = new Map(defaultRuleSets.map(set => [set.code, uuid()]))
const lawId = ids.get('ubnd-72-2025') ?? ''
const [law] = defaultRuleSets
if (!law) throw new Error('no rule sets')
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 6)
  leader = await addPerson(house, 'Chánh Văn phòng', [{ role: 'office_leader', unitId: c.office }])
  await house.services.db.ruleSet.createMany({ data: defaultRuleSets.map(set => ruleSetRow(ids.get(set.code) ?? '', set)) })
})
afterAll(() => house.close())

const today = () => new Date(house.clock.now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
const input = (more: object = {}) => ({
  id: uuid(),
  fromId: lawId,
  code: 'ubnd-quy-che-2026',
  name: 'Quy chế làm việc của UBND tỉnh năm 2026',
  meetingKind: 'committee_session' as const,
  validFrom: '2026-12-15',
  change: { ...changeOf(law), threshold: { kind: 'two_thirds' as const } },
  reason: 'Quy chế làm việc mới',
  ...more,
})
const list = (who: Actor) => house.query(who, 'ruleSet.list', {})

test('lập bản mới của bộ quy tắc: đủ bậc thang; bản trước hết áp dụng hôm trước, không sửa gì trong đó', async () => {
  const before = await house.services.db.ruleSet.findUniqueOrThrow({ where: { id: lawId } })
  expect(await house.run(null, ruleSetAddVersion, input())).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' })
  expect(await house.run(leader, ruleSetAddVersion, input({ code: 'Quy chế' }))).toMatchObject({ ok: false, code: 'BAD_INPUT' })
  for (const who of [c.chairman, c.secretary, c.monitor, c.guest, c.healthHead]) expect(await house.run(who, ruleSetAddVersion, input())).toMatchObject({ ok: false, code: 'FORBIDDEN' })
  expect(await house.run(leader, ruleSetAddVersion, input({ validFrom: '2020-01-01' }))).toMatchObject({ ok: false, code: 'RULE_SET_DAY_PAST', fields: { validFrom: 'RULE_SET_DAY_PAST' } })
  expect(await house.run(leader, ruleSetAddVersion, input({ change: { ...changeOf(law), base: 'present' } }))).toMatchObject({ ok: false, code: 'RULE_SET_BASE_UNLAWFUL', fields: { base: 'RULE_SET_BASE_UNLAWFUL' } })
  expect(await house.run(leader, ruleSetAddVersion, input({ fromId: uuid() }))).toMatchObject({ ok: false, code: 'NOT_FOUND' })
  const asked = input()
  const commandId = uuid()
  await house.must(leader, ruleSetAddVersion, asked, commandId)
  expect(await house.run(leader, ruleSetAddVersion, asked, commandId)).toMatchObject({ ok: true, replayed: true })
  expect(await house.run(leader, ruleSetAddVersion, asked)).toMatchObject({ ok: false, code: 'CONFLICT' })
  expect(await house.run(leader, ruleSetAddVersion, input())).toMatchObject({ ok: false, code: 'RULE_SET_DAY_TAKEN' })
  const after = await house.services.db.ruleSet.findUniqueOrThrow({ where: { id: lawId } })
  expect(after.validTo?.toISOString().slice(0, 10)).toBe('2026-12-14')
  expect(after.params).toEqual(before.params)
  expect(await house.services.db.eventLog.count({ where: { stream: 'ruleSet:ubnd-quy-che-2026', seq: null } })).toBe(1)
  expect((await list(leader)).mayKeep).toBe(true)
  expect((await list(c.secretary)).mayKeep).toBe(false)
  for (const who of [c.members[1] as Actor, c.guest, c.healthHead]) expect(await refusalOf(list(who))).toBe('FORBIDDEN')
})

test('rút bản chưa áp dụng: đủ bậc thang; bản trước áp dụng tiếp', async () => {
  const coming = (await list(leader)).versions.find(v => v.set.code === 'ubnd-quy-che-2026')
  if (!coming) throw new Error('no version')
  const ask = { id: coming.id, reason: 'Lập nhầm ngày' }
  expect(await house.run(null, ruleSetWithdraw, ask)).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' })
  expect(await house.run(leader, ruleSetWithdraw, { ...ask, reason: ' ' })).toMatchObject({ ok: false, code: 'BAD_INPUT' })
  expect(await house.run(c.secretary, ruleSetWithdraw, ask)).toMatchObject({ ok: false, code: 'FORBIDDEN' })
  expect(await house.run(leader, ruleSetWithdraw, { ...ask, id: lawId })).toMatchObject({ ok: false, code: 'RULE_SET_IN_FORCE' })
  const commandId = uuid()
  await house.must(leader, ruleSetWithdraw, ask, commandId)
  expect(await house.run(leader, ruleSetWithdraw, ask, commandId)).toMatchObject({ ok: true, replayed: true })
  expect(await house.run(leader, ruleSetWithdraw, ask)).toMatchObject({ ok: false, code: 'NOT_FOUND' })
  expect((await house.services.db.ruleSet.findUniqueOrThrow({ where: { id: lawId } })).validTo).toBeNull()
})

test('hai người cùng lập bản từ một ngày: chỉ một bản được lập', async () => {
  const answers = await Promise.all([1, 2, 3].map(i => house.run(leader, ruleSetAddVersion, input({ code: `dua-nhau-${i}`, validFrom: '2027-03-01' }))))
  expect(answers.filter(a => a.ok)).toHaveLength(1)
  expect(answers.flatMap(a => (a.ok ? [] : [a.code]))).toEqual(['RULE_SET_DAY_TAKEN', 'RULE_SET_DAY_TAKEN'])
})

test('quy tắc đổi trong lúc biểu quyết đang mở: phiên và biểu quyết giữ quy tắc lúc mở; phiên khai mạc sau theo bản mới', async () => {
  const open = async () => {
    const { meetingId, items } = await buildSitting(house, c)
    const on = { meetingId }
    for (const who of c.members) await house.must(who, attendanceCheckIn, on)
    await house.must(c.chairman, meetingOpen, on)
    await house.must(c.chairman, meetingGoToItem, { ...on, itemId: items[0] ?? '' })
    return { ...on, vote: async (during?: () => Promise<unknown>) => {
      const voteId = uuid()
      await house.must(c.chairman, voteOpen, { ...on, voteId, question: 'Thông qua' })
      await during?.()
      // four of six: more than half, and exactly two thirds less one is not enough for three quarters
      for (const who of c.members.slice(0, 4)) await house.must(who, voteCast, { voteId, choice: 'for' })
      await house.must(c.chairman, voteClose, { voteId })
      return house.services.db.vote.findUniqueOrThrow({ where: { id: voteId } })
    } }
  }
  const running = await open()
  const change = { ...changeOf(law), threshold: { kind: 'fraction' as const, num: 3, den: 4 } }
  const held = await running.vote(() => house.must(leader, ruleSetAddVersion, input({ code: 'ba-phan-tu-2026', validFrom: today(), change })))
  expect(held.result).toMatchObject({ outcome: 'passed', needed: 4, sentence: '4/6 tổng số thành viên tán thành, cần 4: thông qua theo khoản 3 Điều 40 Luật 72/2025/QH15' })
  // a second vote of the same session, opened after the change
  expect((await running.vote()).result).toMatchObject({ outcome: 'passed', needed: 4 })
  expect((await (await open()).vote()).result).toMatchObject({ outcome: 'not_passed', needed: 5, missing: 1 })
  const versions = (await list(leader)).versions
  expect(versions.find(v => v.set.code === 'ba-phan-tu-2026')?.sessions).toBe(1)
  expect(versions.find(v => v.id === lawId)?.sessions).toBe(1)
})
