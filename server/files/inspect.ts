import { open, readFile } from 'node:fs/promises'
import { PLAN_MAX_BYTES, readSheets, readWorkbook, type Workbook } from './sheet/read-workbook.ts'
import { type SecretLevel, secretMarking } from '#app/domain/secret/marking.ts'

export type Inspected =
  | { ok: true; mime: string; pages: number | null; text: string | null }
  | { ok: false; code: Extract<Workbook, { ok: false }>['code'] | 'FILE_NOT_PDF' | 'FILE_BROKEN' | 'FILE_TYPE_REFUSED' | 'FILE_SECRET'; level?: SecretLevel }

/** paper = shown in a session, PDF only; task = goes with work; plan = a workbook whose rows become tasks. */
export type Purpose = 'paper' | 'task' | 'plan'
export const maxBytesOf = (purpose: Purpose, most: number): number => (purpose === 'plan' ? PLAN_MAX_BYTES : most)
/** Rows of a workbook looked at for a stamp of secrecy. */
const STAMP_ROWS = 10

/** First bytes of what is received. Office files are zip archives; what is inside them is not opened here. */
const magics: { mime: string; starts: number[]; ends: RegExp }[] = [
  { mime: 'application/pdf', starts: [0x25, 0x50, 0x44, 0x46, 0x2d], ends: /\.pdf$/i },
  { mime: 'image/jpeg', starts: [0xff, 0xd8, 0xff], ends: /\.jpe?g$/i },
  { mime: 'image/png', starts: [0x89, 0x50, 0x4e, 0x47], ends: /\.png$/i },
  { mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', starts: [0x50, 0x4b, 3, 4], ends: /\.docx$/i },
  { mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', starts: [0x50, 0x4b, 3, 4], ends: /\.xlsx$/i },
]

/** Pages whose text is read for a stamp of secrecy: the stamp stands on the first. */
const PAGES_READ = 1

/**
 * Looks at a received file before anybody else may: what it is by its bytes (not its name), whether a PDF opens, and
 * whether it carries a mark of state secrecy (Luật 117/2025/QH15) – then it is refused, not stored.
 */
export async function inspectFile(path: string, name: string, purpose: Purpose): Promise<Inspected> {
  const head = Buffer.alloc(8)
  const file = await open(path)
  try {
    await file.read(head, 0, 8, 0)
  } finally {
    await file.close()
  }
  const found = magics.find(m => m.starts.every((b, i) => head[i] === b) && m.ends.test(name))
  if (purpose === 'paper' && found?.mime !== 'application/pdf') return { ok: false, code: 'FILE_NOT_PDF' }
  if (purpose === 'plan' && !found?.mime.endsWith('spreadsheetml.sheet')) return { ok: false, code: 'PLAN_NOT_XLSX' }
  if (!found) return { ok: false, code: 'FILE_TYPE_REFUSED' }
  const nameLevel = secretMarking(name.replace(/\.[a-z]+$/i, '').replace(/[_-]+/g, '\n'))
  if (nameLevel) return { ok: false, code: 'FILE_SECRET', level: nameLevel }
  if (purpose === 'plan') return inspectPlan(path, found.mime)
  if (found.mime !== 'application/pdf') return { ok: true, mime: found.mime, pages: null, text: null }
  try {
    const { pages, text } = await readPdf(path)
    const level = secretMarking(text)
    if (level) return { ok: false, code: 'FILE_SECRET', level }
    return { ok: true, mime: found.mime, pages, text }
  } catch {
    return { ok: false, code: 'FILE_BROKEN' }
  }
}

/** A workbook's rows are read once, here, and kept with the file: later nobody opens it again. */
async function inspectPlan(path: string, mime: string): Promise<Inspected> {
  const read = await readWorkbook(path)
  if (!read.ok) return read
  const head = readSheets(read.json).flatMap(s => s.rows.slice(0, STAMP_ROWS).map(row => row.map(c => c?.t ?? '').join('\t')))
  const level = secretMarking(head.join('\n'))
  if (level) return { ok: false, code: 'FILE_SECRET', level }
  return { ok: true, mime, pages: null, text: read.json }
}

/** Pages and first-page text. Throws for a PDF that does not open; the library is loaded only when one arrives. */
async function readPdf(path: string): Promise<{ pages: number; text: string }> {
  const bytes = await readFile(path)
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const task = pdfjs.getDocument({ data: new Uint8Array(bytes), verbosity: 0, isEvalSupported: false, useSystemFonts: false })
  const doc = await task.promise
  try {
    const lines: string[] = []
    for (let n = 1; n <= Math.min(PAGES_READ, doc.numPages); n++) {
      const content = await (await doc.getPage(n)).getTextContent()
      let line = ''
      for (const item of content.items) {
        if (!('str' in item)) continue
        line += item.str
        if (item.hasEOL) {
          lines.push(line)
          line = ''
        }
      }
      lines.push(line)
    }
    return { pages: doc.numPages, text: lines.join('\n') }
  } finally {
    await task.destroy()
  }
}
