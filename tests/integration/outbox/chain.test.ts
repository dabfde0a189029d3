import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { meetingOpen, meetingPause, meetingResume } from '#app/contracts/meeting.ts'
import { chainHash } from '#server/outbox/relay.ts'
import { buildCommittee, buildSitting, openHouse } from '#tests/support/build.ts'

test('nhật ký nối thành chuỗi băm: mỗi dòng vào dòng trước, đầu chuỗi giữ cùng lúc', async () => {
  const house = await openHouse()
  try {
    const c = await buildCommittee(house, 3)
    const { meetingId } = await buildSitting(house, c)
    for (const def of [meetingOpen, meetingPause, meetingResume]) await house.must(c.chairman, def, { meetingId })
    const http = createServer().listen(0, '127.0.0.1')
    await once(http, 'listening')
    await house.services.startWeb(http)
    await expect.poll(async () => (await house.database.query('SELECT 1 FROM "EventLog" WHERE hash IS NULL')).length, { timeout: 10_000 }).toBe(0)
    const rows = await house.database.query('SELECT id::text, stream, seq, name, v, payload, meta, "actorId", "commandId", "occurredAt", "prevHash", hash FROM "EventLog" ORDER BY id')
    expect(rows.length).toBeGreaterThan(3)
    let prev = ''
    for (const row of rows as (Parameters<typeof chainHash>[1] & { prevHash: string; hash: string })[]) {
      expect(row.prevHash).toBe(prev)
      expect(row.hash).toBe(chainHash(prev, row))
      prev = row.hash
    }
    expect(await house.database.query(`SELECT value->>'hash' AS hash FROM "Setting" WHERE key = 'chain.head'`)).toEqual([{ hash: prev }])
  } finally {
    await house.close()
  }
})
