// Workbooks for tests and benches, written by the same library that reads them, laid down as an upload leaves them.
import { writeFile } from 'node:fs/promises'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as XLSX from '@e965/xlsx'
import { v7 as uuid } from 'uuid'
import { inspectFile } from '#server/files/inspect.ts'
import type { Services } from '#server/boot/services.ts'

export type SheetExtra = { merges?: string[]; formulas?: Record<string, { f: string; v?: string }> }

/** Bytes of an .xlsx with one sheet. */
export function workbookOf(rows: (string | number | Date | null)[][], { merges = [], formulas = {} }: SheetExtra = {}): Buffer {
  const sheet = XLSX.utils.aoa_to_sheet(rows, { cellDates: false })
  sheet['!merges'] = merges.map(m => XLSX.utils.decode_range(m))
  for (const [cell, { f, v }] of Object.entries(formulas)) sheet[cell] = v === undefined ? { t: 'e', v: 23, f } : { t: 's', f, v }
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, sheet, 'Kế hoạch')
  return XLSX.write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer
}

/** Stores a workbook as the upload door does: looked at first, refused with its code. */
export async function storePlan(services: Pick<Services, 'db' | 'clock'>, bytes: Buffer, uploadedById: string, name = 'ke-hoach.xlsx'): Promise<{ fileId: string } | { code: string }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ke-hoach-'))
  try {
    const file = path.join(folder, 'tep')
    await writeFile(file, bytes)
    const seen = await inspectFile(file, name, 'plan')
    if (!seen.ok) return { code: seen.code }
    const id = uuid()
    await services.db.storedFile.create({ data: { id, sha256: uuid(), size: BigInt(bytes.length), mime: seen.mime, name, text: seen.text, uploadedById, createdAt: services.clock() } })
    return { fileId: id }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const VERBS = ['Rà soát', 'Xây dựng', 'Báo cáo', 'Kiểm tra', 'Tổ chức', 'Hướng dẫn', 'Công bố', 'Số hóa']
/** A plan of many rows for these units; the last ones are wrong, `hard` of them without a proposal. */
export function planRows(n: number, units: readonly string[], wrong = 0, hard = Math.floor(wrong / 2)): (string | null)[][] {
  const easy: ((row: (string | null)[]) => void)[] = [row => (row[5] = '31/06/2027'), row => (row[5] = null), row => (row[5] = '30/06/27')]
  const asked: typeof easy = [row => (row[3] = 'Sở Ngoại thương'), row => (row[1] = null), row => (row[5] = 'sớm nhất có thể')]
  const terms = ['30/06/2027', '15.12.2026', 'trong quý II/2027', 'thường xuyên', 'không thời hạn', 'trong tháng 3/2027']
  return Array.from({ length: n }, (_, i) => {
    const row: (string | null)[] = [String(i + 1), `${VERBS[i % VERBS.length]} nội dung số ${i + 1} của kế hoạch`, i % 3 === 0 ? `Báo cáo số ${i}` : null, units[i % units.length] ?? '', i % 4 === 0 ? (units[(i + 1) % units.length] ?? '') : null, terms[i % terms.length] ?? '']
    if (i >= n - hard) asked[i % asked.length]?.(row)
    else if (i >= n - wrong) easy[i % easy.length]?.(row)
    return row
  })
}
export const PLAN_HEAD = ['TT', 'Nội dung nhiệm vụ', 'Sản phẩm', 'Cơ quan chủ trì', 'Cơ quan phối hợp', 'Thời gian hoàn thành']
