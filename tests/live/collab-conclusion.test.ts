import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { freshDatabase, type FreshDatabase } from '#tests/support/database.ts'
import { closeAll, makeItems, openDoc, startClient, startServer } from './collab-support.ts'

// The lines of a conclusion as several people write them: ids that stay, rows that are the document.

let database: FreshDatabase
const children = new Set<ChildProcess>()
beforeAll(async () => {
  database = await freshDatabase()
})
afterEach(async () => {
  await closeAll()
  for (const child of children) child.kill('SIGKILL')
  children.clear()
})
afterAll(() => database.drop())

type Row = { id: string; text: string }
const rowsOf = (item: string) =>
  database.query<Row>(`SELECT id, text FROM "ConclusionLine" WHERE "itemId" = $1 AND "removedAt" IS NULL ORDER BY rank COLLATE "C"`, [item])

it('a line keeps its id when typed in, split and merged with; others get their own', async () => {
  const server = await startServer(database.url)
  const [item = ''] = await makeItems(database.query, [{ title: 'Mục', text: '' }])
  const [a, b] = [openDoc(startClient(server.port), item, 'conclusion'), openDoc(startClient(server.port), item, 'conclusion')]
  await vi.waitFor(() => expect(a.isReady() && b.isReady()).toBe(true), { timeout: 10_000 })
  a.type(0, 0, 'Giao Sở Nội vụ. Giao Sở Y tế')
  const [first = ''] = a.ids()
  a.split(0, 15)
  expect(a.lines()).toEqual(['Giao Sở Nội vụ.', ' Giao Sở Y tế'])
  expect(a.ids()[0]).toBe(first)
  expect(a.ids()[1]).not.toBe(first)
  await vi.waitFor(() => expect(b.lines()).toEqual(a.lines()))
  expect(b.ids()).toEqual(a.ids())
  b.merge(1)
  await vi.waitFor(() => expect(a.ids()).toEqual([first]))
  b.undo()
  await vi.waitFor(async () => expect((await rowsOf(item)).map(r => r.id)).toEqual(b.ids()), { timeout: 5_000 })
})

const EDITORS = 4
const place = fc.nat({ max: 8 })
const offset = fc.nat({ max: 30 })
const act = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('type' as const), place, offset, text: fc.constantFrom('a', 'ệ', ' @snv ', 'báo cáo', '🙂') }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('split' as const), place, offset }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('merge' as const), place }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('add' as const), place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mend' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('breathe' as const) }) },
)

it('rows equal the document line by line, whatever four people do on shaky lines and two servers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: EDITORS - 1 }), act), { minLength: 150, maxLength: 200 }), async steps => {
      const [one, two] = [await startServer(database.url), await startServer(database.url)]
      const [item = ''] = await makeItems(database.query, [{ title: 'Ngẫu nhiên', text: '' }])
      const clients = Array.from({ length: EDITORS }, (_, i) => startClient(i % 2 ? one.port : two.port))
      const docs = clients.map(c => openDoc(c, item, 'conclusion'))
      await vi.waitFor(() => expect(docs.every(d => d.isReady())).toBe(true), { timeout: 10_000 })
      for (const [who, step] of steps) {
        const [doc, client] = [docs[who], clients[who]]
        if (!doc || !client) throw new Error('no such editor')
        if (step.kind === 'type') doc.type(step.place, step.offset, step.text)
        else if (step.kind === 'split') doc.split(step.place, step.offset)
        else if (step.kind === 'merge') doc.merge(step.place)
        else if (step.kind === 'add') doc.addParagraph(step.place, 'Dòng')
        else if (step.kind === 'remove') doc.removeParagraph(step.place)
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
      await vi.waitFor(
        async () => {
          const rows = await rowsOf(item)
          expect(rows.map(r => r.text)).toEqual(docs[0]?.lines().map(l => l.trim()))
          // Each line that has an id of its own has the row of that id.
          const ids = docs[0]?.ids() ?? []
          for (const [i, id] of ids.entries()) if (id !== '' && ids.indexOf(id) === i) expect(rows[i]?.id).toBe(id)
        },
        { timeout: 5_000, interval: 20 },
      )
      expect([...one.said, ...two.said].filter(s => s.level !== 'info')).toEqual([])
      await closeAll()
    }),
    { numRuns: 4, seed: 603, endOnFailure: true },
  )
})

it('mất điện ngay sau "đã lưu": every acknowledged line is a row, and none is lost that only a browser has', async () => {
  const start = async (port = 0): Promise<{ port: number; kill: () => Promise<void> }> => {
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'collab-server.ts'), database.url, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.add(child)
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
    return {
      port: Number(/listening (\d+)/.exec(line.toString())?.[1]),
      kill: async () => {
        const exited = once(child, 'exit')
        child.kill('SIGKILL')
        await exited
      },
    }
  }
  const [item = ''] = await makeItems(database.query, [{ title: 'Mất điện', text: '' }])
  let server = await start()
  const port = server.port
  const docs = [0, 1].map(() => openDoc(startClient(port), item, 'conclusion'))
  await vi.waitFor(() => expect(docs.every(d => d.isReady())).toBe(true), { timeout: 20_000 })
  const typed: string[] = []
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 12; i++) {
      for (const [who, doc] of docs.entries()) {
        doc.addParagraph(99, `${round}.${i}.${who}`)
        typed.push(`${round}.${i}.${who}`)
      }
      await new Promise(resolve => setImmediate(resolve))
    }
    await vi.waitFor(() => expect(docs.some(d => d.session.status.state === 'saved')).toBe(true), { timeout: 20_000, interval: 1 })
    const acknowledged = docs.filter(d => d.session.status.pending === 0).flatMap(d => d.lines().filter(l => l.endsWith(`.${docs.indexOf(d)}`)))
    await server.kill()
    const stored = new Set((await rowsOf(item)).map(r => r.text))
    expect(acknowledged.filter(l => !stored.has(l))).toEqual([])
    server = await start(port)
  }
  await vi.waitFor(
    async () => {
      for (const d of docs) expect(d.session.status).toMatchObject({ state: 'saved', pending: 0 })
      const stored = new Set((await rowsOf(item)).map(r => r.text))
      expect(typed.filter(l => !stored.has(l))).toEqual([])
    },
    { timeout: 20_000, interval: 50 },
  )
})
