import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { setPriority } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { packReport, packRequest, packRequested } from '#app/contracts/pack.ts'
import { agendaIssued } from '#app/contracts/meeting.ts'
import { commandIdFrom } from '#server/command/command-id.ts'
import type { Reaction } from '#server/features/reaction.ts'
import { packPlan } from './plan.ts'

const SCRIPT = path.resolve(import.meta.dirname, '../../print/build-pack.ts')
/** Behind everything that serves a session. */
const NICE = 10
const HEAP_MB = 1_024
/** Papers between two words about the progress: a pack of a hundred papers tells ten times. */
const TELLS = 10

export const packPath = (dataDir: string, contentHash: string): string => path.join(dataDir, 'packs', `${contentHash}.pdf`)

/** Bản in được làm in a process of its own, from the files of the house; what is made already is not made again. */
export const buildPack: Reaction = {
  name: 'pack.build',
  on: [packRequested.name],
  run: async (deps, event) => {
    const { packId } = packRequested.payload.parse(event.payload)
    const pack = await deps.db.printPack.findUnique({ where: { id: packId } })
    if (!pack || pack.status === 'done') return
    let step = 0
    const report = async (input: { status: 'building' | 'done' | 'failed'; done: number; total: number; pages: number | null; size: number | null }): Promise<void> => {
      step += 1
      await deps.runAsSystem(packReport.name, { packId, ...input }, commandIdFrom(`${event.id}:${step}`))
    }
    const { plan, contentHash } = await packPlan(deps.db, pack.meetingId, new Date())
    const total = plan.papers.length
    // The session moved on since it was asked: this pack is nobody's any more, the one of now is made instead.
    if (contentHash !== pack.contentHash) {
      await report({ status: 'failed', done: 0, total, pages: null, size: null })
      await deps.runAsSystem(packRequest.name, { meetingId: pack.meetingId }, commandIdFrom(`${event.id}:now`))
      return
    }
    const target = packPath(deps.dataDir, contentHash)
    await mkdir(path.dirname(target), { recursive: true })
    const files = plan.papers.map(p => path.join(deps.dataDir, 'files', p.sha256.slice(0, 2), p.sha256))
    const every = Math.max(1, Math.ceil(total / TELLS))
    try {
      const made = await run({ plan, target: path.resolve(target), files: files.map(f => path.resolve(f)) }, async done => {
        if (done % every === 0 && done < total) await report({ status: 'building', done, total, pages: null, size: null })
      })
      await report({ status: 'done', done: total, total, ...made })
    } catch (error) {
      await report({ status: 'failed', done: 0, total, pages: null, size: null })
      throw error
    }
  },
}

/** Runs the maker; answers with pages and bytes, rejects when it ends without them. */
function run(order: object, onDone: (done: number) => Promise<void>): Promise<{ pages: number; size: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, '--import', 'tsx', SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] })
    if (child.pid) setPriority(child.pid, NICE)
    let made: { pages: number; size: number } | null = null
    let complaint = ''
    let told: Promise<void> = Promise.resolve()
    child.stderr.on('data', (c: Buffer) => (complaint = `${complaint}${c.toString()}`.slice(-2_000)))
    createInterface({ input: child.stdout }).on('line', line => {
      const word = JSON.parse(line) as { done?: number; pages?: number; size?: number }
      if (word.pages !== undefined && word.size !== undefined) made = { pages: word.pages, size: word.size }
      else if (word.done !== undefined) told = told.then(() => onDone(word.done ?? 0))
    })
    child.on('error', reject)
    child.on('close', code => void told.then(() => (made && code === 0 ? resolve(made) : reject(new Error(`pack not made (${code}): ${complaint}`))), reject))
    child.stdin.end(JSON.stringify(order))
  })
}

/** Ban hành chương trình: the pack of the issued agenda is made beforehand, so that it is there when the power is not. */
export const packAtIssue: Reaction = {
  name: 'pack.atIssue',
  on: [agendaIssued.name],
  run: async (deps, event) => {
    if (!event.stream.startsWith('meeting:')) return
    await deps.runAsSystem(packRequest.name, { meetingId: event.stream.slice('meeting:'.length) }, commandIdFrom(`${event.id}:pack`))
  },
}
