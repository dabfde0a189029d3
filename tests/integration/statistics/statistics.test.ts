import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { type PersonMonth, rollUp, sum, type Tally } from '#app/domain/statistics/roll-up.ts'
import { statisticsSheets } from '#app/text/statistics.ts'
import type { Actor } from '#server/command/context.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { addPerson, buildCommittee, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
let auditor: Actor
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 6)
  auditor = await addPerson(house, 'Thanh tra', [{ role: 'auditor', unitId: c.office }])
  await fill()
})
afterAll(() => house.close())

const YEAR = { from: '2026-01-01', to: '2026-12-31', who: 'members' as const }

/** The same numbers every run: a failure can be looked at again. */
function dice(seed: number) {
  let x = seed
  return (n: number): number => {
    x = (x * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((x / 2_147_483_648) * n)
  }
}

/** Forty sessions of every state over two years, filled by chance: presence, reasons, substitutes, speeches, votes. */
async function fill() {
  const { db } = house.services
  const roll = dice(603)
  const states = ['ended', 'ended', 'ended', 'cancelled', 'running', 'invited', 'draft']
  for (let i = 0; i < 40; i++) {
    const meetingId = uuid()
    // Some begin at 00:30 of the first of a month in Viet Nam, which is still the month before in Greenwich.
    const startsAt = i % 8 === 0 ? new Date(Date.UTC(2026, i % 12, 1) - 6.5 * 3_600_000) : new Date(Date.UTC(2025, 10 + roll(14), 1 + roll(27), 1))
    const isRehearsal = i % 7 === 3
    const status = isRehearsal ? 'ended' : (states[roll(states.length)] ?? 'ended')
    const item = uuid()
    await db.meeting.create({
      data: { id: meetingId, title: `Phiên ${i}`, kind: 'regular', status, startsAt, endsAt: new Date(startsAt.getTime() + 7_200_000), place: 'Phòng số 1', hostUnitId: c.province, rehearsalOf: isRehearsal ? uuid() : null },
    })
    await db.agendaItem.create({ data: { id: item, meetingId, rank: 'a', title: 'Nội dung' } })
    const people = [...c.members.map((m, n) => ({ actor: m, role: n === 0 ? 'chair' : 'member' })), { actor: c.guest, role: 'guest' }, { actor: c.healthHead, role: 'member' }, { actor: c.secretary, role: 'secretary' }].map((p, n) => ({ ...p, id: uuid(), n }))
    await db.meetingParticipant.createMany({
      data: people.map(p => ({ id: p.id, meetingId, userId: p.actor.userId, role: p.role, label: p.actor.displayName, unitName: p.actor.unitName, rank: p.n, absenceReason: roll(3) === 0 ? 'Đi công tác' : null })),
    })
    if (roll(2) === 0)
      await db.meetingParticipant.create({ data: { id: uuid(), meetingId, userId: c.substitute.userId, role: 'substitute', label: c.substitute.displayName, rank: 90, substituteForId: people[1 + roll(4)]?.id ?? null } })
    const stays: Prisma.AttendanceIntervalCreateManyInput[] = []
    const speeches: Prisma.SpeakingRequestCreateManyInput[] = []
    for (const p of people) {
      const times = roll(4)
      for (let k = 0; k < times; k++)
        stays.push({ id: uuid(), meetingId, participantId: p.id, arrivedAt: new Date(startsAt.getTime() + k * 600_000), leftAt: new Date(startsAt.getTime() + k * 600_000 + 300_000), isLate: roll(3) === 0, how: 'secretary', recordedById: c.secretary.userId })
      for (let k = roll(3); k > 0; k--) {
        const done = roll(3) > 0
        speeches.push({ id: uuid(), meetingId, itemId: item, participantId: p.id, status: done ? 'done' : 'declined', requestedAt: startsAt, startedAt: done ? startsAt : null, endedAt: done ? new Date(startsAt.getTime() + 1000 * (10 + roll(500))) : null, pausedMs: roll(3) * 1000 })
      }
    }
    await db.attendanceInterval.createMany({ data: stays })
    await db.speakingRequest.createMany({ data: speeches })
    for (let k = roll(3); k > 0; k--) {
      const voteId = uuid()
      await db.vote.create({
        data: {
          id: voteId, meetingId, itemId: item, question: 'Thông qua', status: roll(4) === 0 ? 'cancelled' : 'closed', rule: {}, base: 6, openedAt: startsAt, openedById: c.chairman.userId,
          voters: { createMany: { data: c.members.map((m, n) => ({ userId: m.userId, label: m.displayName, rank: n, isChair: n === 0 })) } },
        },
      })
      await db.ballot.createMany({ data: c.members.filter(() => roll(3) > 0).map(m => ({ id: uuid(), voteId, userId: m.userId, choice: 'for', castAt: startsAt, receipt: 'AAAA-AAAA' })) })
    }
  }
}

const numbers = (r: Tally): Tally => {
  const { invited, attended, late, excused, unexcused, substituted, speeches, speechSeconds, ballotsHeld, ballotsCast } = r
  return { invited, attended, late, excused, unexcused, substituted, speeches, speechSeconds, ballotsHeld, ballotsCast }
}

/** The same figures asked one by one, person by person, in plain words of SQL: nothing is shared with the program's statement. */
async function plainly(userId: string, from: string, to: string): Promise<Tally> {
  const ask = async (what: string): Promise<number> => {
    const sql = `WITH s AS (SELECT m.id FROM "Meeting" m WHERE m.status = 'ended' AND m."rehearsalOf" IS NULL
        AND ((m."startsAt" AT TIME ZONE 'UTC') + interval '7 hours')::date BETWEEN $2::date AND $3::date),
      me AS (SELECT p.* FROM "MeetingParticipant" p WHERE p."userId" = $1::uuid AND p.role IN ('chair', 'member') AND p."meetingId" IN (SELECT id FROM s))
      ${what}`
    const { rows } = await house.services.pool.query<{ n: string | null }>(sql, [userId, from, to])
    return Math.round(Number(rows[0]?.n ?? 0))
  }
  const here = `EXISTS (SELECT 1 FROM "AttendanceInterval" a WHERE a."participantId" = me.id)`
  return {
    invited: await ask(`SELECT count(*) AS n FROM me`),
    attended: await ask(`SELECT count(*) AS n FROM me WHERE ${here}`),
    late: await ask(`SELECT count(*) AS n FROM me WHERE (SELECT a."isLate" FROM "AttendanceInterval" a WHERE a."participantId" = me.id ORDER BY a."arrivedAt" LIMIT 1)`),
    excused: await ask(`SELECT count(*) AS n FROM me WHERE NOT ${here} AND me."absenceReason" IS NOT NULL`),
    unexcused: await ask(`SELECT count(*) AS n FROM me WHERE NOT ${here} AND me."absenceReason" IS NULL`),
    substituted: await ask(`SELECT count(*) AS n FROM me WHERE me.id IN (SELECT x."substituteForId" FROM "MeetingParticipant" x)`),
    speeches: await ask(`SELECT count(*) AS n FROM "SpeakingRequest" r WHERE r.status = 'done' AND r."participantId" IN (SELECT id FROM me)`),
    speechSeconds: await ask(`SELECT sum((extract(epoch FROM r."endedAt") - extract(epoch FROM r."startedAt")) * 1000 - r."pausedMs") / 1000 AS n FROM "SpeakingRequest" r WHERE r.status = 'done' AND r."participantId" IN (SELECT id FROM me)`),
    ballotsHeld: await ask(`SELECT count(*) AS n FROM "VoteVoter" w, "Vote" v WHERE v.id = w."voteId" AND w."userId" = $1::uuid AND v.status = 'closed' AND v."meetingId" IN (SELECT "meetingId" FROM me)`),
    ballotsCast: await ask(`SELECT count(*) AS n FROM "Ballot" b, "Vote" v WHERE v.id = b."voteId" AND b."userId" = $1::uuid AND v.status = 'closed' AND v."meetingId" IN (SELECT "meetingId" FROM me)`),
  }
}

describe('thống kê theo thành viên tham gia', () => {
  test('khớp từng số với câu hỏi độc lập tới cơ sở dữ liệu, theo năm và theo từng tháng; họp thử, phiên hủy không tính', async () => {
    const { rows, sessions } = await house.query(c.monitor, 'statistics.view', YEAR)
    const members = rollUp(rows, 'member')
    expect(members).toHaveLength(7)
    for (const m of members) {
      expect({ who: m.name, ...numbers(m) }).toEqual({ who: m.name, ...(await plainly(m.key, YEAR.from, YEAR.to)) })
      expect(m.attended + m.excused + m.unexcused).toBe(m.invited)
    }
    const total = sum(members)
    for (const f of ['late', 'excused', 'unexcused', 'substituted', 'speeches', 'ballotsCast'] as const) expect(total[f], f).toBeGreaterThan(0)
    const chairman = c.chairman.userId
    for (const r of rows.filter((one: PersonMonth) => one.userId === chairman)) {
      const [year, month] = r.month.split('-').map(Number) as [number, number]
      const lastDay = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
      expect({ month: r.month, ...numbers(r) }).toEqual({ month: r.month, ...(await plainly(chairman, `${r.month}-01`, lastDay)) })
    }
    expect(sessions.reduce((n, s) => n + s.sessions, 0)).toBe(members.find(m => m.key === chairman)?.invited)
  })

  test('chọn khoảng thời gian: ngày đầu và ngày cuối đều tính theo giờ Việt Nam; khoảng sai bị từ chối', async () => {
    const june = await house.query(c.monitor, 'statistics.view', { from: '2026-06-01', to: '2026-06-30', who: 'members' })
    for (const m of rollUp(june.rows, 'member')) expect(numbers(m)).toEqual(await plainly(m.key, '2026-06-01', '2026-06-30'))
    const day = await house.services.db.meeting.findFirstOrThrow({ where: { status: 'ended', rehearsalOf: null, startsAt: { gte: new Date('2026-02-01') } } })
    const civil = new Date(day.startsAt.getTime() + 7 * 3_600_000).toISOString().slice(0, 10)
    expect((await house.query(c.monitor, 'statistics.view', { from: civil, to: civil, who: 'members' })).rows.length).toBeGreaterThan(0)
    const wrong = (from: string, to: string) => refusalOf(house.query(c.monitor, 'statistics.view', { from, to, who: 'members' }))
    expect(await wrong('2026-06-30', '2026-06-01')).toBe('STATISTICS_TIMES_WRONG')
    expect(await wrong('2026-13-45', '2026-06-01')).toBe('STATISTICS_TIMES_WRONG')
    expect(await wrong('1990-01-01', '2026-06-01')).toBe('STATISTICS_TIMES_WRONG')
  })

  test('ai xem được gì: Văn phòng, lãnh đạo, thanh tra xem hết; thủ trưởng đơn vị xem đơn vị mình; thành viên, khách mời chỉ xem mình', async () => {
    const seen = async (who: Actor) => {
      const { rows, scope } = await house.query(who, 'statistics.view', { ...YEAR, who: 'all' })
      return { scope, people: [...new Set(rows.map(r => r.userId))] }
    }
    const everybody = (await seen(c.monitor)).people
    expect(everybody).toContain(c.guest.userId)
    expect(everybody).not.toContain(c.secretary.userId)
    for (const who of [c.secretary, c.chairman, auditor]) expect((await seen(who)).people.sort()).toEqual([...everybody].sort())
    expect(await seen(c.healthHead)).toEqual({ scope: 'units', people: expect.arrayContaining([c.healthHead.userId]) })
    expect((await seen(c.healthHead)).people).not.toContain(c.chairman.userId)
    for (const who of [c.members[2] as Actor, c.guest]) expect(await seen(who)).toEqual({ scope: 'own', people: [who.userId] })
    expect((await seen(c.homeClerk)).people).toEqual([])
  })

  test('bảng tính xuất ra có tổng trùng với trang', async () => {
    const { rows } = await house.query(c.monitor, 'statistics.view', YEAR)
    const sheets = statisticsSheets(rows)
    expect(sheets.map(s => s.name)).toEqual(['Theo thành viên', 'Theo tháng', 'Theo đơn vị', 'Thành viên từng tháng', 'Cách tính'])
    const total = sum(rows)
    for (const s of sheets.slice(0, 3)) expect(s.rows.at(-1)?.slice(0, 4)).toEqual(['Tổng cộng', null, total.invited, total.attended])
  })
})
