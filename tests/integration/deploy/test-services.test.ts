import { Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from '#tests/support/database.ts'
import { freshRedis } from '#tests/support/redis.ts'

describe('test services', () => {
  test('two fresh databases do not see each other', async () => {
    const [a, b] = await Promise.all([freshDatabase(), freshDatabase()])
    await a.query(`INSERT INTO "Setting"(key, value) VALUES ('only.in.a', '1')`)
    expect(await b.query(`SELECT 1 FROM "Setting" WHERE key = 'only.in.a'`)).toEqual([])
    expect(await a.query(`SELECT 1 AS one FROM "Setting" WHERE key = 'only.in.a'`)).toEqual([{ one: 1 }])
    await Promise.all([a.drop(), b.drop()])
  })

  test('names sort in Vietnamese without asking for it', async () => {
    const db = await freshDatabase()
    const rows = await db.query<{ n: string }>(`SELECT n FROM unnest(ARRAY['Đức','Dung','Ê','Em','An','Ân']) AS n ORDER BY n`)
    expect(rows.map((row) => row.n)).toEqual(['An', 'Ân', 'Dung', 'Đức', 'Em', 'Ê'])
    await db.drop()
  })

  test('two fresh Redis databases do not see each other, and wiping one leaves the other', async () => {
    const [a, b] = await Promise.all([freshRedis(), freshRedis()])
    const [inA, inB] = [new Redis(a.url), new Redis(b.url)]
    await inA.set('k', 'a')
    await inB.set('k', 'b')
    await a.wipe()
    expect([await inA.get('k'), await inB.get('k')]).toEqual([null, 'b'])
    await Promise.all([inA.quit(), inB.quit()])
    await Promise.all([a.release(), b.release()])
  })
})
