// The thread that opens one workbook: what is inside may be large or broken, and the program goes on meanwhile.
import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import * as XLSX from '@e965/xlsx'

const { source, maxRows, maxColumns } = workerData
const two = n => String(n).padStart(2, '0')

/** Text of a cell as a person reads it; days as yyyy-mm-dd, whatever they look like in the sheet. */
function textOf(cell) {
  if (cell.t === 'n' && cell.z && XLSX.SSF.is_date(cell.z)) {
    const d = XLSX.SSF.parse_date_code(cell.v)
    if (d && d.y > 1900) return `${d.y}-${two(d.m)}-${two(d.d)}`
  }
  if (cell.t === 'n') return String(cell.v)
  if (cell.t === 'b') return cell.v ? 'TRUE' : 'FALSE'
  return String(cell.v ?? '')
}

function cellOf(cell) {
  if (!cell || cell.t === 'z') return null
  // A formula whose answer the file doesn't hold, or that failed: nothing stands there to be taken.
  if (cell.t === 'e' || (cell.f !== undefined && cell.v === undefined)) return { t: cell.f ? `=${cell.f}` : String(cell.w ?? ''), k: 'e' }
  const t = textOf(cell)
  if (t.trim() === '' && cell.f === undefined) return null
  return cell.f === undefined ? { t } : { t, k: 'f' }
}

try {
  const book = XLSX.read(await readFile(source), { type: 'buffer', dense: true, cellNF: true, cellHTML: false, cellText: false, bookVBA: false, sheetRows: maxRows + 1 })
  const sheets = book.SheetNames.map(name => {
    const sheet = book.Sheets[name]
    const data = sheet['!data'] ?? []
    // Holes of a sparse sheet become rows of nothing, so that numbers stay those of the sheet.
    const rows = Array.from(data, row => Array.from(row ?? [], cellOf).slice(0, maxColumns))
    while (rows.length > 0 && rows[rows.length - 1].every(c => c === null)) rows.pop()
    const merges = (sheet['!merges'] ?? []).filter(m => m.s.r <= maxRows).map(m => [m.s.r, m.s.c, Math.min(m.e.r, maxRows), Math.min(m.e.c, maxColumns)])
    return { name, rows, merges }
  }).filter(s => s.rows.length > 0)
  parentPort?.postMessage({ ok: true, json: JSON.stringify(sheets) })
} catch (error) {
  parentPort?.postMessage({ ok: false, why: String(error?.message ?? error).slice(0, 200) })
}
