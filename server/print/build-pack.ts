import { renameSync, rmSync } from 'node:fs'
import { printFront } from './front.ts'
import { makePdfWriter } from './merge-pdf.ts'
import type { PackPlan } from './plan.ts'

/**
 * A process of its own (server/features/pack starts it): reads the plan from its input, writes the pack, tells each paper
 * done as a line of JSON. A paper of 200 MB takes memory here, never in the process that serves the session.
 */
type Order = { plan: PackPlan; target: string; files: string[] }

const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
const { plan, target, files } = JSON.parse(Buffer.concat(chunks).toString()) as Order
const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

const half = `${target}.${process.pid}`
const writer = makePdfWriter(half)
try {
  const front = await printFront(plan)
  const { place } = await writer.addLoose(front.bytes)
  const titleOf = new Map(front.sections.map(s => [s.page, s.title]))
  for (let i = 0; i < front.pages; i++) place(i, titleOf.get(i))
  for (const [i, file] of files.entries()) {
    place(front.sheets[i] ?? 0, `${i + 1}. ${plan.papers[i]?.title ?? ''}`)
    try {
      await writer.addWhole(file, '')
    } catch {
      // Locked or broken: the pack says so in its place and goes on.
      place(front.notices[i] ?? 0)
    }
    tell({ done: i + 1, total: files.length })
  }
  const made = await writer.finish()
  renameSync(half, target)
  tell(made)
} catch (error) {
  rmSync(half, { force: true })
  throw error
}
