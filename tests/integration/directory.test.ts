import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { v7 as uuid } from 'uuid'
import { conclusionAddLine, conclusionAssign, meetingOpen } from '#app/contracts/meeting.ts'
import { fold } from '#app/domain/search/fold.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse, type Sitting } from '#tests/support/build.ts'

let house: House
let c: Committee
let sitting: Sitting

beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house)
  sitting = await buildSitting(house, c)
  const { db } = house.services
  await db.meeting.update({ where: { id: sitting.meetingId }, data: { searchText: fold('Phiên họp UBND tỉnh thường kỳ tháng 11/2026') } })
  await house.must(c.chairman, meetingOpen, { meetingId: sitting.meetingId })
  const lineId = uuid()
  const itemId = sitting.items[0] ?? ''
  await house.must(c.secretary, conclusionAddLine, { meetingId: sitting.meetingId, itemId, lineId, text: 'Rà soát trạm y tế' })
  await house.must(c.secretary, conclusionAssign, {
    meetingId: sitting.meetingId,
    lineId,
    taskId: uuid(),
    content: 'Rà soát trạm y tế ở các xã vùng cao',
    leadUnitId: c.health,
    coordinatorIds: [],
    deadlineOn: '2026-12-10',
  })
})
afterAll(() => house.close())

const kinds = async (who: Committee[keyof Committee], text: string) => (await house.query(who as never, 'directory.find', { text })).map(f => f.kind)

describe('searching without marks', () => {
  it('finds a task, a meeting and a unit by words in any order', async () => {
    const [task] = await house.query(c.monitor, 'directory.find', { text: 'tram RÀ SOÁT y te' })
    expect(task).toMatchObject({ kind: 'task', label: expect.stringContaining('Rà soát trạm y tế') as string })
    // a task is also found by the session it came from
    expect(await kinds(c.monitor, 'phien hop thang 11')).toEqual(['meeting', 'task'])
    expect(await kinds(c.monitor, 'so noi vu')).toEqual(['unit'])
    // a unit whose last day lies ahead is there until then, and not after
    const until = (day: string) => house.services.db.orgUnit.update({ where: { id: c.home }, data: { validTo: new Date(day) } })
    const today = new Date(house.clock.now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
    await until(today)
    expect(await kinds(c.monitor, 'so noi vu')).toEqual(['unit'])
    await until('2026-01-31')
    expect(await kinds(c.monitor, 'so noi vu')).toEqual([])
    await house.services.db.orgUnit.update({ where: { id: c.home }, data: { validTo: null } })
  })
  it('shows a person only what is theirs', async () => {
    expect(await kinds(c.healthClerk, 'tram y te')).toEqual(['task'])
    expect(await kinds(c.homeClerk, 'tram y te')).toEqual([])
    expect(await kinds(c.homeClerk, 'phien hop')).toEqual([])
    expect(await kinds(c.homeClerk, 'so y te')).toEqual([])
    expect(await kinds(c.guest, 'phien hop')).toEqual(['meeting'])
  })
  it('answers nothing to nothing, and takes signs as they are', async () => {
    expect(await kinds(c.monitor, '   ')).toEqual([])
    expect(await kinds(c.monitor, "%' OR 1=1 --")).toEqual([])
  })
})
