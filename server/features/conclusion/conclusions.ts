import type { z } from 'zod'
import type { ConclusionFileView, ConclusionView } from '#app/contracts/conclusion.ts'
import type { Db, Tx } from '#server/command/context.ts'

type Conclusion = z.output<typeof ConclusionView>
type File = z.output<typeof ConclusionFileView>

type FileRow = { id: string; itemId: string; title: string; addedAt: Date; file: { id: string; name: string; size: bigint; mime: string } }
export const fileView = (f: FileRow): File => ({ id: f.id, itemId: f.itemId, fileId: f.file.id, title: f.title, name: f.file.name, size: Number(f.file.size), mime: f.file.mime, addedAt: f.addedAt.getTime() })

export async function filesOf(db: Db | Tx, where: { meetingId: string } | { itemId: string }): Promise<File[]> {
  const rows = await db.conclusionFile.findMany({ where: { ...where, removedAt: null }, include: { file: true }, orderBy: { addedAt: 'asc' } })
  return rows.map(fileView)
}

/** What the chair agreed to and members see, by item: the newest agreement that was not taken back. Two queries. */
export async function agreedConclusions(db: Db | Tx, where: { meetingId: string } | { itemId: string }): Promise<Conclusion[]> {
  const [rows, files] = await Promise.all([db.conclusionAgreement.findMany({ where: { ...where, recalledAt: null }, orderBy: { n: 'asc' } }), filesOf(db, where)])
  const newest = new Map(rows.map(r => [r.itemId, r]))
  return [...newest.values()].map(r => ({
    itemId: r.itemId,
    agreementId: r.id,
    n: r.n,
    at: r.at.getTime(),
    byLabel: r.byLabel,
    lines: r.lines as unknown as Conclusion['lines'],
    files: files.filter(f => f.itemId === r.itemId),
  }))
}
