import { afterEach, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { meetingGoToItem, meetingOpen, voteCast, voteOpen } from '#app/contracts/meeting.ts'
import { cmd, type Hall, openHall } from './hall.ts'

let hall: Hall | null = null
afterEach(async () => {
  await hall?.close()
  hall = null
})

test('kill -9 right after an acknowledgement loses no acknowledged ballot and counts a repeated one once', async () => {
  const VOTERS = 12
  hall = await openHall(VOTERS)
  const { server, committee, sitting } = hall
  const { meetingId } = sitting
  const cookies: string[] = []
  for (const m of committee.members) cookies.push(await hall.signIn(m))
  const open = async (current: Hall) => Promise.all(cookies.map(c => current.connect(c)))
  const before = await open(hall)
  const [chair] = before
  if (!chair) throw new Error('no chair')
  const voteId = uuid()
  expect(await cmd(chair, meetingOpen, { meetingId })).toMatchObject({ ok: true })
  expect(await cmd(chair, meetingGoToItem, { meetingId, itemId: sitting.items[0] ?? '' })).toMatchObject({ ok: true })
  expect(await cmd(chair, voteOpen, { meetingId, voteId, question: 'Thông qua?' })).toMatchObject({ ok: true })

  const ids = before.map(() => uuid())
  const acknowledged = new Set<number>()
  const half = VOTERS / 2
  const cast = (i: number) =>
    cmd(before[i] ?? chair, voteCast, { voteId, choice: 'for' }, ids[i]).then(
      a => a.ok && acknowledged.add(i),
      () => false,
    )
  await Promise.all(Array.from({ length: half }, (_, i) => cast(i)))
  expect(acknowledged.size).toBe(half)
  // The other half is on its way when the process dies.
  const onTheWay = Array.from({ length: VOTERS - half }, (_, i) => cast(half + i))
  await Promise.race(onTheWay)
  await server.kill()
  for (const s of before) s.disconnect()
  await Promise.all(onTheWay)

  await server.start()
  const kept = await server.database.query<{ userId: string }>('SELECT "userId" FROM "Ballot" WHERE "voteId" = $1', [voteId])
  const inTable = new Set(kept.map(r => r.userId))
  for (const i of acknowledged) expect(inTable.has(committee.members[i]?.userId ?? '')).toBe(true)

  // Everybody repeats with the same command id, whether it had been acknowledged or not.
  const after = await open(hall)
  for (const [i, socket] of after.entries()) {
    const answer = await cmd(socket, voteCast, { voteId, choice: 'for' }, ids[i])
    expect(answer).toMatchObject({ ok: true, data: { choice: 'for', changes: 0 } })
  }
  const counted = await server.database.query<{ ballots: number; lines: number }>(
    `SELECT (SELECT count(*)::int FROM "Ballot" WHERE "voteId" = $1) AS ballots,
            (SELECT count(*)::int FROM "EventLog" WHERE stream = $2) AS lines`,
    [voteId, `audit:vote:${voteId}`],
  )
  expect(counted).toEqual([{ ballots: VOTERS, lines: VOTERS }])
})
