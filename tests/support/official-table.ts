// Tables an official fills in with a spreadsheet: one header row, tab-separated, no lines of explanation, any order of rows.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One spelling of each letter, one kind of space. */
export const cleanCell = (cell: string): string => cell.normalize('NFC').replace(/[\u00a0\s]+/g, ' ').trim()

/** Reads a table of `tests/acceptance`; cells missing at the end of a line are empty. Throws when a line has more cells than columns. */
export function readOfficialTable<C extends string>(name: string): { heads: string[]; rows: Record<C, string>[] } {
  const lines = readFileSync(join(import.meta.dirname, '../acceptance', name), 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter(line => line.trim() !== '')
  const heads = (lines[0] ?? '').split('\t').map(cleanCell)
  const rows = lines.slice(1).map(line => {
    const cells = line.split('\t').map(cleanCell)
    if (cells.length > heads.length) throw new Error(`more cells than columns in: ${line}`)
    return Object.fromEntries(heads.map((head, i) => [head, cells[i] ?? ''])) as Record<C, string>
  })
  return { heads, rows }
}
