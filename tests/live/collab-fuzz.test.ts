import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { freshDatabase, type FreshDatabase } from '#tests/support/database.ts'
import { closeAll, makeItems, openDoc, startClient, startServer } from './collab-support.ts'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterEach(closeAll)
afterAll(() => database.drop())

const EDITORS = 5
const place = fc.nat({ max: 12 })
const offset = fc.nat({ max: 40 })
const text = fc.constantFrom('a', 'ệ', 'ưỡ', ' ', 'kế hoạch', '🙂', 'đ', 'Ủy ban nhân dân')
const act = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('type' as const), place, offset, text }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('erase' as const), place, offset, count: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('addParagraph' as const), place, text }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('removeParagraph' as const), place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mend' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('breathe' as const) }) },
)
const script = fc.array(fc.tuple(fc.nat({ max: EDITORS - 1 }), act), { minLength: 330, maxLength: 400 })

it('ends with the same text on every screen and in the table, whatever five people do on shaky lines', async () => {
  let acts = 0
  await fc.assert(
    fc.asyncProperty(script, async steps => {
      const [one, two] = [await startServer(database.url), await startServer(database.url)]
      const [item = ''] = await makeItems(database.query, [{ title: 'Ngẫu nhiên', text: 'một\nhai\nba' }])
      const clients = Array.from({ length: EDITORS }, (_, i) => startClient(i % 2 ? one.port : two.port))
      const docs = clients.map(c => openDoc(c, item))
      await vi.waitFor(() => expect(docs.every(d => d.isReady())).toBe(true), { timeout: 10_000 })
      for (const [who, step] of steps) {
        const doc = docs[who]
        const client = clients[who]
        if (!doc || !client) throw new Error('no such editor')
        acts += 1
        if (step.kind === 'type') doc.type(step.place, step.offset, step.text)
        else if (step.kind === 'erase') doc.erase(step.place, step.offset, step.count)
        else if (step.kind === 'addParagraph') doc.addParagraph(step.place, step.text)
        else if (step.kind === 'removeParagraph') doc.removeParagraph(step.place)
        else if (step.kind === 'undo') doc.undo()
        else if (step.kind === 'cut') client.cut()
        else if (step.kind === 'mend') client.mend()
        else await new Promise(resolve => setImmediate(resolve))
      }
      for (const client of clients) client.mend()
      await vi.waitFor(
        () => {
          for (const d of docs) expect(d.session.status).toMatchObject({ state: 'saved', pending: 0 })
          for (const d of docs) expect(d.lines()).toEqual(docs[0]?.lines())
        },
        { timeout: 15_000, interval: 20 },
      )
      const lines = docs[0]?.lines() ?? []
      await vi.waitFor(
        async () => {
          const [row] = await database.query<{ title: string; text: string }>(`SELECT title, text FROM "AgendaItem" WHERE id = $1`, [item])
          expect(row?.title).toBe(lines[0]?.trim())
          expect(row?.text).toBe(lines.slice(1).join('\n').trimEnd())
        },
        { timeout: 5_000, interval: 20 },
      )
      expect([...one.said, ...two.said].filter(s => s.level !== 'info')).toEqual([])
      await closeAll()
    }),
    { numRuns: 4, seed: 603, endOnFailure: true },
  )
  expect(acts).toBeGreaterThan(1_000)
})
