import type { CivilDate, WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'
import { type PlanTerm, readPlanTerm, type TermFault } from './term.ts'
import type { UnitFault, UnitReader } from './units.ts'

/** What a column of a plan may mean. */
export const PLAN_FIELDS = ['code', 'content', 'product', 'lead', 'coordinators', 'deadline', 'note'] as const
export type PlanField = (typeof PLAN_FIELDS)[number]
const NEEDED: readonly PlanField[] = ['content', 'lead', 'deadline']
/** Column letter → what it means. */
export type PlanMapping = Record<string, PlanField>
/** Whether the columns hold everything a plan can't go without. */
export const isMapped = (mapping: PlanMapping): boolean => NEEDED.every(f => Object.values(mapping).includes(f))

/** One cell as the file holds it: text, and whether it is the answer of a formula (`f`) or of one that failed (`e`). */
export type SheetCell = { t: string; k?: 'f' | 'e' }
/** A sheet by rows and columns from 0; `merges` as [row, column, last row, last column]. */
export type Sheet = { name: string; rows: (SheetCell | null)[][]; merges: [number, number, number, number][] }

export type PlanIssue = {
  /** "E14" */
  cell: string
  field: PlanField
  code: TermFault['fault'] | UnitFault['fault'] | 'CONTENT_MISSING' | 'CONTENT_LONG' | 'CELL_FAILED' | 'CELL_FORMULA' | 'UNIT_RENAMED' | 'TERM_PAST' | 'COORDINATOR_IS_LEAD'
  /** what stands there */
  text: string
  /** what could stand there instead */
  proposal: string | null
  /** a warning keeps nothing back */
  isWarning: boolean
}

export type PlanRow = {
  /** row of the sheet, from 1 as Excel counts */
  row: number
  code: string
  content: string
  product: string
  leadUnitId: string | null
  leadName: string
  coordinatorIds: string[]
  coordinatorNames: string[]
  term: PlanTerm | null
  issues: PlanIssue[]
}

export const columnLetter = (index: number): string => (index >= 26 ? String.fromCharCode(64 + Math.floor(index / 26)) : '') + String.fromCharCode(65 + (index % 26))
export const columnIndex = (letter: string): number => [...letter].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1
export const cellAt = (row: number, column: number): string => `${columnLetter(column)}${row + 1}`

/** Heading words, the first that fits wins; without marks. */
const HEAD_WORDS: [PlanField, RegExp][] = [
  ['code', /^ma (?:nhiem vu|viec|so)?|^ma$/],
  ['coordinators', /phoi hop/],
  ['lead', /chu tri|don vi thuc hien|co quan thuc hien|don vi chiu trach nhiem|co quan tham muu|dau moi/],
  ['deadline', /thoi han|thoi gian|han hoan thanh|han xong|tien do|ngay hoan thanh|^han$/],
  ['product', /san pham|ket qua|dau ra/],
  ['content', /noi dung|nhiem vu|cong viec|ten viec|dau viec/],
  ['note', /ghi chu/],
]
const HEAD_ROWS = 20
/** Longest content of a task. */
const CONTENT_MAX = 5_000

/** The row of headings: the first with at least what a plan can't go without. -1 = none. */
export function findHead(sheet: Sheet): number {
  for (let r = 0; r < Math.min(HEAD_ROWS, sheet.rows.length); r++) {
    const fields = new Set(Object.values(guessMapping(sheet, r)))
    if (NEEDED.filter(f => fields.has(f)).length >= 2 && fields.has('content')) return r
  }
  return -1
}

/** Guesses what each column means by the words of its heading. A field is taken once, by the first column that says it. */
export function guessMapping(sheet: Sheet, head: number): PlanMapping {
  const mapping: PlanMapping = {}
  const taken = new Set<PlanField>()
  const cells = sheet.rows[head] ?? []
  cells.forEach((cell, c) => {
    const said = fold(cell?.t ?? '').replace(/\s+/g, ' ').trim()
    // A heading is short; a sentence that happens to hold these words is a row.
    if (said === '' || said.length > 60) return
    const field = HEAD_WORDS.find(([f, words]) => !taken.has(f) && words.test(said))?.[0]
    if (!field) return
    taken.add(field)
    mapping[columnLetter(c)] = field
  })
  return mapping
}

/** The same headings again are the same template, whoever's file it is. */
export const templateKey = (sheet: Sheet, head: number): string =>
  (sheet.rows[head] ?? []).map(c => fold(c?.t ?? '').replace(/\s+/g, ' ').trim()).join('|').replace(/\|+$/, '').slice(0, 500)

/** Values of merged cells stand in each of their cells: a unit written once beside three rows is the unit of all three. */
function mergedFrom(sheet: Sheet): Map<string, [number, number]> {
  const from = new Map<string, [number, number]>()
  for (const [r0, c0, r1, c1] of sheet.merges) for (let r = r0; r <= r1; r++) for (let c = c0; c <= c1; c++) if (r !== r0 || c !== c0) from.set(`${r}:${c}`, [r0, c0])
  return from
}

export type PlanReading = { sheet: Sheet; head: number; mapping: PlanMapping; /** cell → what stands there now */ fixes: Readonly<Record<string, string>>; units: UnitReader; calendar: WorkCalendar; today: CivilDate }

/**
 * Reads the rows of a plan one by one: `read(r)` gives the row, or null for an empty one or a heading inside the table. Pure and
 * cheap, so that the caller may pause between rows.
 */
export function makeRowReader(p: PlanReading) {
  const merged = mergedFrom(p.sheet)
  const columnOf = new Map<PlanField, number>(Object.entries(p.mapping).map(([letter, field]) => [field, columnIndex(letter)]))
  const mapped = [...columnOf.values()]
  const at = (r: number, c: number): SheetCell | null => {
    const cell = cellAt(r, c)
    if (Object.hasOwn(p.fixes, cell)) return { t: p.fixes[cell] ?? '' }
    const [fr, fc] = merged.get(`${r}:${c}`) ?? [r, c]
    const origin = cellAt(fr, fc)
    if (Object.hasOwn(p.fixes, origin)) return { t: p.fixes[origin] ?? '' }
    return p.sheet.rows[fr]?.[fc] ?? null
  }
  /** "I. CẢI CÁCH THỂ CHẾ" over the whole table, or a numbered line with nothing but words. */
  const isHeading = (r: number, texts: Map<PlanField, string>): boolean => {
    const content = columnOf.get('content') ?? 0
    const wide = p.sheet.merges.some(([r0, c0, r1, c1]) => r0 <= r && r <= r1 && c0 < c1 && c0 <= content && c1 >= (columnOf.get('lead') ?? Number.POSITIVE_INFINITY))
    if (wide) return true
    const first = (p.sheet.rows[r]?.[0]?.t ?? '').trim()
    return texts.get('lead') === '' && texts.get('deadline') === '' && /^(?:[IVXLC]+|[A-Z])\.?$/.test(first)
  }

  const read = (r: number): PlanRow | null => {
    const cells = new Map<PlanField, SheetCell | null>([...columnOf].map(([f, c]) => [f, at(r, c)]))
    const texts = new Map<PlanField, string>([...cells].map(([f, c]) => [f, (c?.t ?? '').normalize('NFC').replace(/[ \t\u00a0]+/g, ' ').trim()]))
    if (mapped.every(c => (at(r, c)?.t ?? '').trim() === '')) return null
    if (isHeading(r, texts)) return null
    const text = (f: PlanField): string => texts.get(f) ?? ''
    const issues: PlanIssue[] = []
    const say = (field: PlanField, code: PlanIssue['code'], proposal: string | null = null, isWarning = false) => {
      issues.push({ cell: cellAt(r, columnOf.get(field) ?? 0), field, code, text: text(field).slice(0, 300), proposal, isWarning })
    }
    const failed = new Set<PlanField>()
    for (const [field, cell] of cells) {
      if (cell?.k === 'e') {
        failed.add(field)
        say(field, 'CELL_FAILED')
      } else if (cell?.k === 'f' && field !== 'note' && field !== 'code') say(field, 'CELL_FORMULA', null, true)
    }
    const content = text('content')
    if (!failed.has('content')) {
      if (content === '') say('content', 'CONTENT_MISSING')
      else if (content.length > CONTENT_MAX) say('content', 'CONTENT_LONG')
    }
    const row: PlanRow = { row: r + 1, code: text('code'), content, product: text('product'), leadUnitId: null, leadName: text('lead'), coordinatorIds: [], coordinatorNames: [], term: null, issues }
    if (!failed.has('lead')) {
      const lead = p.units.one(text('lead'))
      if ('id' in lead) {
        row.leadUnitId = lead.id
        row.leadName = lead.name
        if (lead.renamed) say('lead', 'UNIT_RENAMED', lead.name, true)
      } else say('lead', lead.fault, lead.proposal)
    }
    if (text('coordinators') !== '' && !failed.has('coordinators')) {
      const { found, fault } = p.units.several(text('coordinators'))
      const others = [...new Map(found.filter(u => u.id !== row.leadUnitId).map(u => [u.id, u.name]))]
      row.coordinatorIds = others.map(([id]) => id)
      row.coordinatorNames = others.map(([, name]) => name)
      if (fault) say('coordinators', fault.fault, fault.proposal && text('coordinators').replace(fault.text, fault.proposal))
      else if (found.some(u => u.id === row.leadUnitId)) say('coordinators', 'COORDINATOR_IS_LEAD', null, true)
    }
    if (!failed.has('deadline')) {
      const term = readPlanTerm(text('deadline'), p.today, p.calendar)
      if ('fault' in term) say('deadline', term.fault, term.proposal)
      else {
        row.term = term
        if (term.kind === 'date' && term.date < p.today) say('deadline', 'TERM_PAST', null, true)
      }
    }
    return row
  }
  return { first: p.head + 1, last: p.sheet.rows.length - 1, read }
}

/** A unit and the words of a task, to find the same one again: marks, case and punctuation don't count. */
export const twinKey = (leadUnitId: string, content: string): string => `${leadUnitId}|${fold(content).replace(/[^a-z0-9]+/g, ' ').trim()}`
