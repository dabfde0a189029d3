import type { z } from 'zod'
import type { SiblingView, SourceView } from '#app/contracts/source.ts'
import type { Db, QueryContext } from '#server/command/context.ts'
import { civil } from '#server/db/civil.ts'
import type { Prisma } from '#server/db/generated/client.ts'
import { scopeTask } from '#server/policies/task.ts'

/** Siblings shown on a task page; a plan of thousands is read in its list. */
const SIBLINGS = 30

type DocumentRow = NonNullable<Awaited<ReturnType<Db['sourceDocument']['findFirst']>>> & { file: { id: string; name: string; size: bigint } | null }
export const withFile = { file: { select: { id: true, name: true, size: true } } } as const

export const sourceView = (d: DocumentRow): z.output<typeof SourceView> => ({
  id: d.id,
  kind: d.kind as 'document',
  number: d.number,
  issuedOn: civil(d.issuedOn),
  docType: d.docType,
  signer: d.signer,
  extract: d.extract,
  urgency: d.urgency as 'normal',
  notedAt: d.notedAt?.getTime() ?? null,
  file: d.file && { id: d.file.id, name: d.file.name, size: Number(d.file.size) },
  version: d.version,
})

/** Other tasks of the same source, only those the reader may see anyway. */
export async function siblingsOf(ctx: QueryContext, where: Prisma.TaskSourceWhereInput, exceptTaskId?: string): Promise<z.output<typeof SiblingView>[]> {
  const rows = await ctx.db.task.findMany({
    where: { AND: [scopeTask(ctx.actor), { source: { is: where } }, exceptTaskId ? { id: { not: exceptTaskId } } : {}] },
    select: { id: true, code: true, title: true, state: true, deadlineOn: true, sourceQuote: true, leadUnit: { select: { name: true } }, source: { select: { place: true } } },
    orderBy: { code: 'asc' },
    take: SIBLINGS,
  })
  return rows.map(t => ({ id: t.id, code: t.code, title: t.title, leadUnitName: t.leadUnit.name, state: t.state, deadlineOn: civil(t.deadlineOn), quote: t.sourceQuote, place: t.source?.place ?? '' }))
}
