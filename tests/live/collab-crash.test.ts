import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { freshDatabase, type FreshDatabase } from '#tests/support/database.ts'
import { closeAll, makeItems, openDoc, startClient } from './collab-support.ts'

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

async function startProcess(port = 0): Promise<{ port: number; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'collab-server.ts'), database.url, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
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

it('loses no acknowledged edit when the process is killed while people type, and none that only the browser has', async () => {
  const [item = ''] = await makeItems(database.query, [{ title: 'Mất điện', text: '' }])
  let server = await startProcess()
  const port = server.port
  const clients = [0, 1, 2].map(() => startClient(port))
  const docs = clients.map(c => openDoc(c, item))
  await vi.waitFor(() => expect(docs.every(d => d.isReady())).toBe(true), { timeout: 20_000 })

  const typed: string[] = []
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 15; i++) {
      for (const [who, doc] of docs.entries()) {
        const line = `${round}.${i}.${who}`
        doc.addParagraph(99, line)
        typed.push(line)
      }
      await new Promise(resolve => setImmediate(resolve))
    }
    // Killed as soon as one person has read "stored", while others may still be waiting for it.
    await vi.waitFor(() => expect(docs.some(d => d.session.status.state === 'saved')).toBe(true), { timeout: 20_000, interval: 1 })
    const acknowledged = docs.filter(d => d.session.status.pending === 0).flatMap(d => d.lines().filter(l => l.endsWith(`.${docs.indexOf(d)}`)))
    await server.kill()
    const [row] = await database.query<{ text: string }>(`SELECT text FROM "AgendaItem" WHERE id = $1`, [item])
    const stored = new Set(row?.text.split('\n'))
    expect(acknowledged.length).toBeGreaterThan(0)
    expect(acknowledged.filter(line => !stored.has(line))).toEqual([])
    server = await startProcess(port)
  }

  await vi.waitFor(() => docs.forEach(d => expect(d.session.status.state).toBe('saved')), { timeout: 20_000 })
  await vi.waitFor(() => docs.forEach(d => expect(new Set(d.lines())).toEqual(new Set(['Mất điện', ...typed]))), { timeout: 20_000 })
  const [row] = await database.query<{ text: string }>(`SELECT text FROM "AgendaItem" WHERE id = $1`, [item])
  expect(row?.text.split('\n')).toEqual(docs[0]?.lines().slice(1))
})
