import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import type { Choice } from './majority.ts'
import type { OptionSet } from './options.ts'
import type { RulesOfVote } from './ruling.ts'

/**
 * Tệp phiếu của một biểu quyết đã kết thúc: one CSV file with all a stranger needs to count again – what was asked, the
 * rules, who held a ballot, every ballot, the published result. The same vote always gives the same file, byte for byte,
 * so that a copy can be held against the record. Written and read here only; `recount.ts` counts from what is read.
 */

export const BALLOT_FILE_VERSION = 'tan-trao-phieu-1'

export type FileChoice = Choice | 'invalid' | 'none'
export type BallotFile = {
  voteId: string
  meeting: string
  item: string
  question: string
  form: 'open' | 'secret'
  /** words the three choices were asked in */
  answers: 'standard' | 'opinion'
  /** ms */
  openedAt: number
  closedAt: number
  /** members in office on the day, those who stepped aside among them */
  N: number
  recused: number
  /** members in office present at the closing */
  present: number
  chair: 'present' | 'absent' | 'recused'
  rules: RulesOfVote & Pick<MeetingRuleSet, 'optionsBy'>
  /** of a vote on several options: the list ballots choose from; `for` then means that something was chosen */
  options: OptionSet | null
  published: { for: number; against: number; abstain: number; invalid: number; notCast: number; needed: number; missing: number; outcome: string; sentence: string; optionVotes: number[] }
  /** open: every member who held a ballot, in the order of the list; `none` = not cast */
  byName: { label: string; unit: string; isChair: boolean; choice: FileChoice; isPaper: boolean; /** places in the list of options, from 0 */ picks: number[] }[]
  /** secret: what was opened, without person, time or order: by choice */
  anonymous: FileChoice[]
  /** the same, of a vote on options: one entry for every option chosen; which stood together on a ballot is kept nowhere */
  anonymousPicks: number[]
  /** secret: receipts of the ballots counted, by letter */
  receipts: string[]
  /** secret: members who held a ballot */
  voters: number
}

const CHOICES: FileChoice[] = ['for', 'against', 'abstain', 'invalid', 'none']
const words: Record<BallotFile['answers'], Record<FileChoice, string>> = {
  standard: { for: 'tán thành', against: 'không tán thành', abstain: 'không biểu quyết', invalid: 'không hợp lệ', none: 'không bỏ phiếu' },
  opinion: { for: 'đồng ý', against: 'không đồng ý', abstain: 'ý kiến khác', invalid: 'không hợp lệ', none: 'không bỏ phiếu' },
}
const forms: Record<BallotFile['form'], string> = { open: 'công khai', secret: 'kín' }
const answers: Record<BallotFile['answers'], string> = { standard: 'tán thành / không tán thành / không biểu quyết', opinion: 'đồng ý / không đồng ý / ý kiến khác' }
const chairs: Record<BallotFile['chair'], string> = { present: 'có mặt', absent: 'vắng', recused: 'không có phiếu' }
const heads = {
  facts: ['Mục', 'Giá trị'],
  byName: ['STT', 'Thành viên', 'Đơn vị', 'Chủ tịch', 'Lựa chọn', 'Cách bỏ phiếu'],
  anonymous: ['STT', 'Phiếu đã mở (không tên)'],
  receipts: ['STT', 'Mã biên nhận đã được tính'],
} as const
const device = 'trên máy'
const paper = 'trên giấy'

/** Facts of the file in their order: key in the code, name in the file. */
const facts = {
  version: 'Định dạng',
  voteId: 'Mã biểu quyết',
  meeting: 'Phiên họp',
  item: 'Nội dung',
  question: 'Vấn đề biểu quyết',
  form: 'Hình thức',
  answers: 'Các lựa chọn',
  openedAt: 'Mở lúc (UTC)',
  closedAt: 'Kết thúc lúc (UTC)',
  N: 'Tổng số thành viên',
  recused: 'Thành viên hồi tị',
  present: 'Thành viên có mặt',
  chair: 'Chủ tịch UBND',
  voters: 'Thành viên có phiếu',
  rules: 'Bộ quy tắc (JSON)',
  options: 'Phương án (JSON)',
  for: 'Công bố: tán thành (đồng ý)',
  against: 'Công bố: không tán thành (không đồng ý)',
  abstain: 'Công bố: không biểu quyết (ý kiến khác)',
  invalid: 'Công bố: phiếu không hợp lệ',
  notCast: 'Công bố: không bỏ phiếu',
  needed: 'Công bố: cần',
  missing: 'Công bố: còn thiếu',
  outcome: 'Công bố: kết quả',
  sentence: 'Công bố: câu kết luận',
  optionVotes: 'Công bố: phiếu từng phương án',
} as const
type Fact = keyof typeof facts

const OF_OPTIONS: Fact[] = ['options', 'optionVotes']
const OPTION = 'phương án'
/** "phương án 1; 3": places from 1, as people count. */
const chosen = (picks: readonly number[]): string => `${OPTION} ${picks.map(p => p + 1).join('; ')}`
const picksOf = (said: string): number[] | null => (/^phương án \d+(; \d+)*$/.test(said.trim()) ? said.trim().slice(OPTION.length).split(';').map(n => Number(n) - 1) : null)

export type Sheet = { head: readonly string[]; rows: string[][] }

/** The tables of the file: facts first, then the ballots. A workbook is made of the same ones. */
export function sheetsOf(f: BallotFile): { facts: Sheet; byName?: Sheet; anonymous?: Sheet; receipts?: Sheet } {
  const values: Record<Fact, string> = {
    version: BALLOT_FILE_VERSION,
    voteId: f.voteId,
    meeting: f.meeting,
    item: f.item,
    question: f.question,
    form: forms[f.form],
    answers: answers[f.answers],
    openedAt: new Date(f.openedAt).toISOString(),
    closedAt: new Date(f.closedAt).toISOString(),
    N: String(f.N),
    recused: String(f.recused),
    present: String(f.present),
    chair: chairs[f.chair],
    voters: String(f.voters),
    rules: JSON.stringify(f.rules),
    options: f.options ? JSON.stringify(f.options) : '',
    for: String(f.published.for),
    against: String(f.published.against),
    abstain: String(f.published.abstain),
    invalid: String(f.published.invalid),
    notCast: String(f.published.notCast),
    needed: String(f.published.needed),
    missing: String(f.published.missing),
    outcome: f.published.outcome,
    sentence: f.published.sentence,
    optionVotes: f.published.optionVotes.join('; '),
  }
  const w = words[f.answers]
  const numbered = (cells: string[][]): string[][] => cells.map((row, i) => [String(i + 1), ...row])
  return {
    facts: { head: heads.facts, rows: (Object.keys(facts) as Fact[]).filter(k => f.options !== null || !OF_OPTIONS.includes(k)).map(k => [facts[k], values[k]]) },
    ...(f.form === 'open'
      ? { byName: { head: heads.byName, rows: numbered(f.byName.map(b => [b.label, b.unit, b.isChair ? 'x' : '', b.picks.length > 0 ? chosen(b.picks) : w[b.choice], b.choice === 'none' ? '' : b.isPaper ? paper : device])) } }
      : {
          anonymous: {
            head: heads.anonymous,
            rows: numbered(
              [...f.anonymous]
                .sort((a, b) => CHOICES.indexOf(a) - CHOICES.indexOf(b))
                .map(c => [w[c]])
                .concat([...f.anonymousPicks].sort((a, b) => a - b).map(p => [chosen([p])])),
            ),
          },
          receipts: { head: heads.receipts, rows: numbered([...f.receipts].sort().map(r => [r])) },
        }),
  }
}

/** What a person typed may begin as a formula does: a spreadsheet is told it is text, the reader takes the sign away again. */
const asText = (text: string): string => (/^['=+\-@\t]/.test(text) ? `'${text}` : text)
const csvCell = (text: string): string => {
  const safe = asText(text)
  return /[",;\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** UTF-8 with its mark, so that a spreadsheet reads the accents; tables stand under each other, an empty line between. */
export function writeBallotFile(f: BallotFile): string {
  const tables = Object.values(sheetsOf(f)).map(s => [s.head, ...s.rows].map(row => row.map(csvCell).join(',')).join('\r\n'))
  return `\ufeff${tables.join('\r\n\r\n')}\r\n`
}

/** Why a file can't be counted; `line` from 1. */
export type FileFault = { code: 'NOT_A_BALLOT_FILE' | 'FACT_MISSING' | 'FACT_WRONG' | 'CHOICE_UNKNOWN'; line: number; what: string }

/** Rows of cells with the line each begins on; semicolons are read too: some spreadsheets write them. */
function readCsv(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = []
  const clean = text.replace(/^\ufeff/, '')
  const comma = clean.slice(0, clean.search(/[\r\n]/)).includes(';') ? ';' : ','
  let cells: string[] = []
  let cell = ''
  let isQuoted = false
  let line = 1
  let begun = 1
  const endRow = () => {
    cells.push(cell)
    cell = ''
    rows.push({ line: begun, cells })
    cells = []
  }
  for (let i = 0; i < clean.length; i++) {
    const c = clean[i]
    if (c === '\n') line++
    if (isQuoted) {
      if (c === '"' && clean[i + 1] === '"') cell += clean[++i]
      else if (c === '"') isQuoted = false
      else cell += c
    } else if (c === '"' && cell === '') isQuoted = true
    else if (c === comma) {
      cells.push(cell)
      cell = ''
    } else if (c === '\n') {
      endRow()
      begun = line
    } else if (c !== '\r') cell += c
  }
  if (cell !== '' || cells.length > 0) endRow()
  // Spreadsheets fill short rows up with empty cells.
  return rows.map(r => ({ ...r, cells: r.cells.slice(0, r.cells.findLastIndex(x => x !== '') + 1).map(x => x.replace(/^'/, '')) }))
}

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
const keyOf = <K extends string>(table: Record<K, string>, word: string): K | null => (Object.keys(table) as K[]).find(k => table[k] === word.trim().toLowerCase()) ?? null
const isSameHead = (cells: readonly string[], head: readonly string[]): boolean => cells.length === head.length && head.every((h, i) => h === cells[i])

/** Reads what `writeBallotFile` wrote, also after a spreadsheet saved it again. */
export function readBallotFile(text: string): { ok: true; file: BallotFile } | { ok: false; fault: FileFault } {
  const fail = (code: FileFault['code'], line: number, what: string) => ({ ok: false as const, fault: { code, line, what } })
  const rows = readCsv(text)
  if (!rows[0] || !isSameHead(rows[0].cells, heads.facts)) return fail('NOT_A_BALLOT_FILE', 1, '')
  const values = new Map<string, { line: number; value: string }>()
  const file = { byName: [], anonymous: [], anonymousPicks: [], receipts: [] } as unknown as BallotFile
  let table: keyof typeof heads = 'facts'
  let lastLine = 1
  for (const { line, cells } of rows.slice(1)) {
    lastLine = line
    if (cells.length === 0) continue
    const next = (Object.keys(heads) as (keyof typeof heads)[]).find(k => isSameHead(cells, heads[k]))
    if (next) {
      table = next
      continue
    }
    if (table === 'facts') {
      values.set(cells[0] ?? '', { line, value: cells[1] ?? '' })
      continue
    }
    if (table === 'receipts') {
      file.receipts.push((cells[1] ?? '').trim())
      continue
    }
    const said = cells[table === 'byName' ? 4 : 1] ?? ''
    const picks = picksOf(said)
    if (picks && table === 'anonymous') {
      file.anonymousPicks.push(...picks)
      continue
    }
    const choice = picks ? 'for' : (keyOf(words.standard, said) ?? keyOf(words.opinion, said))
    if (!choice) return fail('CHOICE_UNKNOWN', line, said)
    if (table === 'byName') file.byName.push({ label: cells[1] ?? '', unit: cells[2] ?? '', isChair: (cells[3] ?? '') === 'x', choice, isPaper: cells[5] === paper, picks: picks ?? [] })
    else file.anonymous.push(choice)
  }
  const text_ = (k: Fact): string | null => values.get(facts[k])?.value ?? null
  const lineOf = (k: Fact): number => values.get(facts[k])?.line ?? lastLine
  for (const k of Object.keys(facts) as Fact[]) if (text_(k) === null && !OF_OPTIONS.includes(k)) return fail('FACT_MISSING', lastLine, facts[k])
  if (text_('version') !== BALLOT_FILE_VERSION) return fail('NOT_A_BALLOT_FILE', lineOf('version'), text_('version') ?? '')
  const wrong: Fact[] = []
  const num = (k: Fact): number => {
    const value = (text_(k) ?? '').trim()
    if (!/^\d{1,7}$/.test(value)) wrong.push(k)
    return Number(value)
  }
  const one = <K extends string>(k: Fact, table: Record<K, string>): K => {
    const key = keyOf(table, text_(k) ?? '')
    if (key === null) wrong.push(k)
    return key as K
  }
  const time = (k: Fact): number => {
    const at = Date.parse(text_(k) ?? '')
    if (Number.isNaN(at)) wrong.push(k)
    return at
  }
  const rules = (): RulesOfVote => {
    const found = fromJson(text_('rules') ?? '') as RulesOfVote | null
    if (found?.voteRule?.threshold && found.voteRule.source && typeof found.sources === 'object') return found
    wrong.push('rules')
    return {} as RulesOfVote
  }
  const options = (): OptionSet | null => {
    const text = text_('options') ?? ''
    if (text === '') return null
    const found = fromJson(text) as OptionSet | null
    if (Array.isArray(found?.list) && [found.min, found.max, found.places].every(n => Number.isInteger(n))) return found
    wrong.push('options')
    return null
  }
  Object.assign(file, {
    voteId: text_('voteId'),
    meeting: text_('meeting'),
    item: text_('item'),
    question: text_('question'),
    form: one('form', forms),
    answers: one('answers', answers),
    openedAt: time('openedAt'),
    closedAt: time('closedAt'),
    N: num('N'),
    recused: num('recused'),
    present: num('present'),
    chair: one('chair', chairs),
    voters: num('voters'),
    rules: rules(),
    options: options(),
    published: {
      for: num('for'),
      against: num('against'),
      abstain: num('abstain'),
      invalid: num('invalid'),
      notCast: num('notCast'),
      needed: num('needed'),
      missing: num('missing'),
      outcome: text_('outcome'),
      sentence: text_('sentence'),
      optionVotes: (text_('optionVotes') ?? '').split(';').flatMap(n => (n.trim() === '' ? [] : [Number(n)])),
    },
  })
  const [first] = wrong
  return first ? fail('FACT_WRONG', lineOf(first), facts[first]) : { ok: true, file }
}
