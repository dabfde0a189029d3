import { addDays, addWorkingDays, isCivilDate, type CivilDate, type WorkCalendar } from '#app/domain/calendar/working-days.ts'
import { fold } from '#app/domain/search/fold.ts'

/**
 * What a line of a conclusion says about a task: lead unit, coordinating units, deadline. Reads only what is plainly
 * written; whatever may mean two things becomes a question for the person who writes, never a guess.
 */

export type ParseUnit = { id: string; name: string; short: string | null; isOpen: boolean }
export type Succession = { oldUnitId: string; newUnitId: string }

export type MarkField = 'lead' | 'coordinators' | 'deadline'
/**
 * which_unit: the word fits several units · unknown_unit: fits none · closed_unit: the unit ended and nobody knows who
 * follows · group: "các sở, ban, ngành" names nobody · two_tasks: the line gives work twice · which_day: "trước ngày X"
 * is the day before or that day · kind_of_days: "trong 5 ngày" counts working days or all days · date_wrong: no such day
 * · two_deadlines: several different days.
 */
export type QuestionKind = 'which_unit' | 'unknown_unit' | 'closed_unit' | 'group' | 'two_tasks' | 'which_day' | 'kind_of_days' | 'date_wrong' | 'two_deadlines'
export type Question = { field: MarkField; kind: QuestionKind; words: string; unitIds: string[]; days: CivilDate[] }

export type LineReading = {
  lead: { unitId: string; words: string } | null
  coordinators: { unitId: string; words: string }[]
  /** `on` null = the line says there is no deadline */
  deadline: { on: CivilDate | null; words: string } | null
  questions: Question[]
}

export type UnitIndex = { byAlias: Map<string, Set<string>>; aliases: string[]; shorts: Map<string, Set<string>>; open: Set<string>; next: Map<string, string[]> }

const WORD = /[\p{L}\p{N}]/u

/** Letters without marks, one for one, so that places in the folded text are places in the text. */
const foldByLetter = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => {
    const letter = text.charAt(i)
    const folded = fold(letter)
    return folded.length === 1 ? folded : letter
  }).join('')

const squeeze = (text: string): string => fold(text).replace(/[^a-z0-9]+/g, '')
/** "Sở Nội vụ" → "Nội vụ", "UBND xã Tân Trào" → "Tân Trào": what people write after @. */
const withoutKind = (name: string): string => name.replace(/^(UBND\s+)?(sở|xã|phường|thị trấn|huyện|thành phố|ban|văn phòng)\s+/iu, '')

const add = (map: Map<string, Set<string>>, key: string, id: string): void => {
  if (key === '') return
  const ids = map.get(key) ?? new Set<string>()
  ids.add(id)
  map.set(key, ids)
}

/** Prepares the names once for many lines. A unit that ended stands for the units that follow it. */
export function indexUnits(units: readonly ParseUnit[], successions: readonly Succession[]): UnitIndex {
  const byAlias = new Map<string, Set<string>>()
  const shorts = new Map<string, Set<string>>()
  for (const u of units) {
    add(byAlias, fold(u.name), u.id)
    const bare = fold(u.name).replace(/^ubnd /, '')
    if (bare !== fold(u.name)) {
      add(byAlias, bare, u.id)
      add(byAlias, `uy ban nhan dan ${bare}`, u.id)
    }
    if (u.short) add(shorts, squeeze(u.short), u.id)
    add(shorts, squeeze(u.name), u.id)
    add(shorts, squeeze(withoutKind(u.name)), u.id)
    if (bare !== fold(u.name)) add(shorts, squeeze(bare), u.id)
  }
  const next = new Map<string, string[]>()
  for (const s of successions) next.set(s.oldUnitId, [...(next.get(s.oldUnitId) ?? []), s.newUnitId])
  return { byAlias, aliases: [...byAlias.keys()].sort((a, b) => b.length - a.length), shorts, open: new Set(units.filter(u => u.isOpen).map(u => u.id)), next }
}

/** Units of today that a name means: itself while it lasts, else those that followed it. */
function today(index: UnitIndex, ids: Iterable<string>): string[] {
  const all = [...ids]
  const open = all.filter(id => index.open.has(id))
  if (open.length > 0) return [...new Set(open)]
  const found = new Set<string>()
  const seen = new Set<string>()
  const walk = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    if (index.open.has(id)) found.add(id)
    else for (const n of index.next.get(id) ?? []) walk(n)
  }
  for (const id of all) walk(id)
  return [...found]
}

type Mention = { from: number; to: number; words: string; unitIds: string[]; isKnown: boolean; isTagged: boolean; isGroup: boolean }

const GROUP = /^(?:cac|nhung)\s+(?:so\b|ban\b|nganh\b|don vi\b|co quan\b|dia phuong\b|xa\b|phuong\b|ubnd\b)(?:[\s,]+(?:so|ban|nganh|don vi|co quan|dia phuong|xa|phuong|ubnd|va|cap|lien quan|tinh|co)\b)*/

function mentionsOf(text: string, folded: string, index: UnitIndex): Mention[] {
  const found: Mention[] = []
  const isStart = (i: number): boolean => i === 0 || !WORD.test(text.charAt(i - 1))
  const isEnd = (i: number): boolean => i >= text.length || !WORD.test(text.charAt(i))
  const nameAt = (i: number): string | null => index.aliases.find(a => folded.startsWith(a, i) && isEnd(i + a.length)) ?? null
  for (let i = 0; i < text.length; ) {
    if (text.charAt(i) === '@') {
      const name = nameAt(i + 1)
      const word = /^[\p{L}\p{N}]+(?:[-._][\p{L}\p{N}]+)*/u.exec(text.slice(i + 1))?.[0] ?? ''
      const to = i + 1 + (name && name.length >= word.length ? name.length : word.length)
      if (name && name.length >= word.length) found.push(mention(text, i, to, index.byAlias.get(name) ?? [], index, true))
      else if (word !== '') found.push(mention(text, i, to, shortMatches(squeeze(word), index), index, true))
      i = Math.max(to, i + 1)
      continue
    }
    if (isStart(i)) {
      const name = nameAt(i)
      if (name) {
        found.push(mention(text, i, i + name.length, index.byAlias.get(name) ?? [], index, false))
        i += name.length
        continue
      }
      // A short name without @ counts only as it is officially written: in capitals.
      const word = /^\p{Lu}[\p{Lu}\p{N}]+(?![\p{L}\p{N}])/u.exec(text.slice(i))?.[0]
      const ids = word ? index.shorts.get(squeeze(word)) : undefined
      if (word && ids) {
        found.push(mention(text, i, i + word.length, ids, index, false))
        i += word.length
        continue
      }
      const group = GROUP.exec(folded.slice(i))?.[0]
      if (group) {
        found.push({ from: i, to: i + group.length, words: text.slice(i, i + group.length), unitIds: [], isKnown: true, isTagged: false, isGroup: true })
        i += group.length
        continue
      }
    }
    i += 1
  }
  return found
}

/** Exactly this short name; else the units whose short name or name begins so, to choose from. */
function shortMatches(key: string, index: UnitIndex): string[] {
  const exact = index.shorts.get(key)
  if (exact) return [...exact]
  if (key.length < 2) return []
  const near = new Set<string>()
  for (const [alias, ids] of index.shorts) if (alias.startsWith(key)) for (const id of ids) near.add(id)
  // Begun words are offered, not taken: two entries make it a question even when only one unit fits.
  return near.size > 0 ? [...near, NEAR] : []
}
const NEAR = 'near'

function mention(text: string, from: number, to: number, ids: Iterable<string>, index: UnitIndex, isTagged: boolean): Mention {
  const all = [...ids]
  const units = today(index, all.filter(id => id !== NEAR))
  return { from, to, words: text.slice(from, to), unitIds: all.includes(NEAR) ? [...units, NEAR] : units, isKnown: all.length > 0, isTagged, isGroup: false }
}

/** What may stand between two names of one list, or between the giving word and the first name. */
const LINK = /^[\s,;:]*(?:(?:va|voi|cung|cho|dong chi|giam doc|chu tich|chanh van phong|thu truong|nguoi dung dau)[\s,;:]*)*$/
const GIVE = /(?:^|[^\p{L}\p{N}])(giao|phan cong|yeu cau|de nghi)(?![\p{L}\p{N}])/gu
const LEADS = /^\s*(?:la\s+)?(?:co quan\s+)?(?:chu tri|dau moi|lam dau moi)(?![\p{L}\p{N}])/u
const JOIN = /(?:^|[^\p{L}\p{N}])phoi hop(?:\s+chat che)?(?![\p{L}\p{N}])/gu

type Role = 'lead' | 'coordinator'
type Placed = Mention & { role: Role; givenBy: number }

/** Gives each named unit its part. A name in passing ("theo đề nghị của Sở Tài chính") has none, unless it was tagged. */
function placed(folded: string, mentions: readonly Mention[]): Placed[] {
  const gives = [...folded.matchAll(GIVE)]
    .map(m => ({ word: m[1] ?? '', at: m.index + m[0].length - (m[1] ?? '').length, end: m.index + m[0].length }))
    // "theo đề nghị của …" gives nothing; "Đề nghị Sở …" at the beginning of a sentence does.
    .filter(g => g.word !== 'de nghi' || /(?:^|[.;:]\s*)$/.test(folded.slice(0, g.at).trimEnd() === '' ? '' : folded.slice(0, g.at)))
  const joins = [...folded.matchAll(JOIN)].map(m => ({ at: m.index, end: m.index + m[0].length }))
  const out: Placed[] = []
  let chain: { role: Role; end: number; givenBy: number } | null = null
  for (const m of mentions) {
    const give = gives.filter(g => g.end <= m.from).at(-1) ?? null
    const join = joins.filter(j => j.end <= m.from).at(-1) ?? null
    const givenBy = give?.at ?? -1
    const before = (from: number): string => folded.slice(from, m.from)
    const isAfterJoin = join !== null && (give === null || join.at > give.at)
    let role: Role | null = null
    if (LEADS.test(folded.slice(m.to))) role = 'lead'
    else if (chain !== null && LINK.test(before(chain.end))) role = chain.role
    else if (join !== null && isAfterJoin && LINK.test(before(join.end))) role = 'coordinator'
    else if (give !== null && LINK.test(before(give.end))) role = 'lead'
    else if (m.isTagged) role = isAfterJoin ? 'coordinator' : 'lead'
    if (role === null) {
      chain = null
      continue
    }
    out.push({ ...m, role, givenBy })
    chain = { role, end: m.to, givenBy }
  }
  return out
}

type Found = { at: number; end: number; words: string; on: CivilDate | null; question?: Question }

const DAY = String.raw`(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?|(\d{1,2})\s+thang\s+(\d{1,2})(?:\s+nam\s+(\d{4}))?`
const BY = String.raw`(?:cham nhat(?:\s+la)?(?:\s+(?:vao|den))?|den\s+het|den|het|xong(?:\s+vao)?|hoan thanh(?:\s+vao)?|bao cao(?:\s+vao)?|vao|thoi han|han(?:\s+chot)?|muon nhat)`
const NUMBER: Record<string, number> = { mot: 1, hai: 2, ba: 3, bon: 4, nam: 5, sau: 6, bay: 7, tam: 8, chin: 9, muoi: 10, 'muoi lam': 15, 'hai muoi': 20, 'ba muoi': 30 }
const MAX_DAYS = 400

const pad = (n: number): string => String(n).padStart(2, '0')
const lastOfMonth = (year: number, month: number): CivilDate => addDays(month === 12 ? `${year + 1}-01-01` : `${year}-${pad(month + 1)}-01`, -1)

/** A day as written; without a year this year's, or next year's once it is past. Null: there is no such day. */
function dayOf(day: string, month: string, year: string | undefined, base: CivilDate): CivilDate | null {
  const inYear = (y: number): string => `${y}-${pad(Number(month))}-${pad(Number(day))}`
  if (year) return isCivilDate(inYear(Number(year))) ? inYear(Number(year)) : null
  const y = Number(base.slice(0, 4))
  const date = isCivilDate(inYear(y)) && inYear(y) >= base ? inYear(y) : inYear(y + 1)
  return isCivilDate(date) ? date : null
}

const asks = (kind: QuestionKind, words: string, days: CivilDate[]): Question => ({ field: 'deadline', kind, words, unitIds: [], days: [...new Set(days)] })

function deadlines(text: string, folded: string, base: CivilDate, calendar: WorkCalendar): Found[] {
  const found: Found[] = []
  const take = (re: RegExp, read: (m: RegExpMatchArray, words: string) => { on: CivilDate | null } | { question: Question } | null): void => {
    for (const m of folded.matchAll(re)) {
      const at = m.index + (m[0].length - m[0].trimStart().length)
      const end = m.index + m[0].length
      if (at > 0 && WORD.test(text.charAt(at - 1))) continue
      if (WORD.test(text.charAt(end))) continue
      if (found.some(f => at < f.end && end > f.at)) continue
      const words = text.slice(at, end).trim()
      const got = read(m, words)
      if (!got) continue
      found.push('on' in got ? { at, end, words, on: got.on } : { at, end, words, on: null, question: got.question })
    }
  }
  const parts = (m: RegExpMatchArray): [string, string, string | undefined] => (m[1] ? [m[1], m[2] ?? '', m[3]] : [m[4] ?? '', m[5] ?? '', m[6]])
  take(new RegExp(String.raw`(?:xong\s+|hoan thanh\s+|bao cao\s+)?truoc\s+(?:ngay\s+)?(?:${DAY})`, 'g'), (m, words) => {
    const date = dayOf(...parts(m), base)
    return { question: date ? asks('which_day', words, [addDays(date, -1), date]) : asks('date_wrong', words, []) }
  })
  take(new RegExp(String.raw`${BY}\s+(?:ngay\s+)?(?:${DAY})`, 'g'), (m, words) => {
    const date = dayOf(...parts(m), base)
    return date ? { on: date } : { question: asks('date_wrong', words, []) }
  })
  take(new RegExp(String.raw`trong\s+(?:vong\s+|thoi han\s+|thoi gian\s+)?(\d{1,3}|${Object.keys(NUMBER).sort((a, b) => b.length - a.length).join('|')})\s*(ngay\s+lam\s+viec|ngay|nlv|tuan|thang)(?!\s*\d)`, 'g'), (m, words) => {
    const n = NUMBER[m[1] ?? ''] ?? Number(m[1])
    if (n < 1 || n > MAX_DAYS) return { question: asks('date_wrong', words, []) }
    const unit = (m[2] ?? '').replace(/\s+/g, ' ')
    if (unit === 'ngay lam viec' || unit === 'nlv') return { on: addWorkingDays(calendar, base, n) }
    if (unit === 'ngay') return { question: asks('kind_of_days', words, [addWorkingDays(calendar, base, n), addDays(base, n)]) }
    if (unit === 'tuan') return n <= 60 ? { on: addDays(base, 7 * n) } : { question: asks('date_wrong', words, []) }
    if (n > 24) return { question: asks('date_wrong', words, []) }
    const month0 = Number(base.slice(5, 7)) - 1 + n
    const [y, mo] = [Number(base.slice(0, 4)) + Math.floor(month0 / 12), (month0 % 12) + 1]
    const last = lastOfMonth(y, mo)
    const same = `${y}-${pad(mo)}-${base.slice(8)}`
    return { on: same > last ? last : same }
  })
  take(/(?:trong|het|xong trong|den het)\s+thang\s+(\d{1,2})(?:\s*(?:\/|-|nam)\s*(\d{4}))?/g, (m, words) => {
    const month = Number(m[1])
    if (month < 1 || month > 12) return { question: asks('date_wrong', words, []) }
    const year = m[2] ? Number(m[2]) : Number(base.slice(0, 4)) + (month < Number(base.slice(5, 7)) ? 1 : 0)
    return { on: lastOfMonth(year, month) }
  })
  take(/(?:trong|het|den het)\s+quy\s+(iv|iii|ii|i|[1-4])(?:\s*(?:\/|-|nam)\s*(\d{4}))?/g, m => {
    const quarter = ({ i: 1, ii: 2, iii: 3, iv: 4 } as Record<string, number>)[m[1] ?? ''] ?? Number(m[1])
    const year = m[2] ? Number(m[2]) : Number(base.slice(0, 4)) + (quarter * 3 < Number(base.slice(5, 7)) ? 1 : 0)
    return { on: lastOfMonth(year, quarter * 3) }
  })
  take(/(?:trong|het|den het)\s+nam\s+(\d{4})/g, m => ({ on: `${m[1]}-12-31` }))
  take(/trong\s+(?:ngay\s+)?hom nay/g, () => ({ on: base }))
  take(/khong\s+(?:quy dinh\s+)?thoi han/g, () => ({ on: null }))
  return found.sort((a, b) => a.at - b.at)
}

/**
 * Reads one line. `base` is the day the counting starts after (the day of the meeting); a day without a year is the
 * next one to come from there.
 */
export function parseLine(text: string, index: UnitIndex, base: CivilDate, calendar: WorkCalendar): LineReading {
  const clean = text.normalize('NFC')
  const folded = foldByLetter(clean)
  const questions: Question[] = []
  const named = placed(folded, mentionsOf(clean, folded, index))
  let lead: LineReading['lead'] = null
  let leadGivenBy: number | null = null
  const coordinators: LineReading['coordinators'] = []
  for (const m of named) {
    const isLead = m.role === 'lead' && lead === null && !questions.some(q => q.field === 'lead')
    if (m.role === 'lead' && !isLead && m.givenBy !== leadGivenBy && !m.isGroup) {
      questions.push({ field: 'lead', kind: 'two_tasks', words: m.words, unitIds: [], days: [] })
      continue
    }
    const field: MarkField = isLead ? 'lead' : 'coordinators'
    if (isLead) leadGivenBy = m.givenBy
    const units = m.unitIds.filter(id => id !== NEAR)
    const [only] = units
    if (m.isGroup) questions.push({ field, kind: 'group', words: m.words, unitIds: [], days: [] })
    else if (!m.isKnown) questions.push({ field, kind: 'unknown_unit', words: m.words, unitIds: [], days: [] })
    else if (only === undefined) questions.push({ field, kind: 'closed_unit', words: m.words, unitIds: [], days: [] })
    else if (m.unitIds.length > 1) questions.push({ field, kind: 'which_unit', words: m.words, unitIds: units.slice(0, 12), days: [] })
    else if (isLead) lead = { unitId: only, words: m.words }
    else if (only !== lead?.unitId && !coordinators.some(c => c.unitId === only)) coordinators.push({ unitId: only, words: m.words })
  }
  // A deadline belongs to work given; "hết ngày 15/12" in a report of the past is no mark.
  const isGiven = named.length > 0
  const found = isGiven ? deadlines(clean, folded, base, calendar) : []
  const [first, ...others] = found
  let deadline: LineReading['deadline'] = null
  if (first) {
    const distinct = new Set(found.map(f => (f.question ? f.words : String(f.on))))
    if (others.length > 0 && distinct.size > 1) questions.push(asks('two_deadlines', found.map(f => f.words).join(' … '), found.flatMap(f => f.question?.days ?? (f.on ? [f.on] : []))))
    else if (first.question) questions.push(first.question)
    else deadline = { on: first.on, words: first.words }
  }
  return { lead, coordinators, deadline, questions }
}

/** The sentence as it is issued: "@snv" becomes the unit's full name; what is not plain stays as it was typed. */
export function spellOut(text: string, index: UnitIndex, nameOf: (unitId: string) => string): string {
  const clean = text.normalize('NFC')
  let out = ''
  let at = 0
  for (const m of mentionsOf(clean, foldByLetter(clean), index)) {
    const [only] = m.unitIds
    if (!m.isTagged || m.unitIds.length !== 1 || only === undefined) continue
    out += clean.slice(at, m.from) + nameOf(only)
    at = m.to
  }
  return out + clean.slice(at)
}
