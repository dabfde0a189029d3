import type { Readable } from 'node:stream'
import writeXlsxFile from 'write-excel-file/node'

/** One sheet of a workbook: a name, headings, rows. Texts stay texts: nothing a person typed can become a formula. */
export type SheetOf = { name: string; /** lines above the headings: what was asked, when, how it was counted */ intro?: string[]; head: string[]; rows: (string | number | null)[][]; widths?: number[] }

/** Longest text a cell takes, and longest name of a sheet. */
const CELL_MAX = 32_000
const NAME_MAX = 31

/** What XML can't carry is left out: control characters and halves of pairs. */
const clean = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is removed here
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
    .slice(0, CELL_MAX)

const cell = (value: string | number | null) =>
  value === null ? null : typeof value === 'number' ? { value, type: Number } : { value: clean(value), type: String, wrap: true, alignVertical: 'top' as const }

/** A workbook as a stream. Every string is written as a string cell, also one that begins with "=", "+", "-" or "@". */
export async function xlsxStream(sheets: SheetOf[]): Promise<Readable> {
  const file = writeXlsxFile(
    sheets.map(s => ({
      sheet: clean(s.name).replace(/[[\]:*?/\\]/g, ' ').slice(0, NAME_MAX),
      columns: s.head.map((_, i) => ({ width: s.widths?.[i] ?? 18 })),
      stickyRowsCount: (s.intro?.length ?? 0) + 1,
      data: [...(s.intro ?? []).map((line, i) => [{ value: clean(line), type: String, ...(i === 0 ? { fontWeight: 'bold' as const } : {}) }]), s.head.map(h => ({ value: clean(h), type: String, fontWeight: 'bold' as const, wrap: true })), ...s.rows.map(r => r.map(cell))],
    })),
  )
  return (file.toStream as () => Promise<Readable>)()
}

export const XLSX_MIME = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
