import type { BallotFile, FileChoice } from './ballot-file.ts'
import type { Choice } from './majority.ts'
import { checkPicks, ruleOnOptions } from './options.ts'
import { ruleOn } from './ruling.ts'
import { legalSentence } from './sentence.ts'

/**
 * Kiểm đếm lại: counts the ballots of an exported file and rules on them anew; nothing but the file is asked. Every figure
 * of the published result is held against it, to the unit.
 */

export type CheckCode = 'for' | 'against' | 'abstain' | 'invalid' | 'notCast' | 'needed' | 'missing' | 'outcome' | 'sentence' | 'voters' | 'receipts' | 'answered' | 'optionVotes'
/** One figure as published in the file and as counted from its ballots. */
export type Check = { code: CheckCode; published: string; counted: string; isEqual: boolean }
/** What makes a count impossible or doubtful whatever its figures say. */
export type Irregularity = { code: 'NAME_TWICE' | 'RECEIPT_TWICE' | 'TOO_MANY_VOTERS' | 'TOO_MANY_BALLOTS' | 'TWO_CHAIRS' | 'PICKS_WRONG'; what: string }
export type Recount = { isEqual: boolean; checks: Check[]; irregularities: Irregularity[] }

const twice = (list: readonly string[]): string[] => [...new Set(list.filter((x, i) => list.indexOf(x) !== i))]

/** Counts by hand, choice by choice; on purpose not by the code that made the result. */
function count(choices: readonly FileChoice[]): Record<FileChoice, number> {
  const n: Record<FileChoice, number> = { for: 0, against: 0, abstain: 0, invalid: 0, none: 0 }
  for (const choice of choices) n[choice] += 1
  return n
}

/** What was chosen on a list, counted option by option. */
function countPicks(f: BallotFile): number[] {
  const votes = (f.options?.list ?? []).map(() => 0)
  for (const p of f.form === 'open' ? f.byName.flatMap(b => b.picks) : f.anonymousPicks) if (votes[p] !== undefined) votes[p] += 1
  return votes
}

/** Ballots on a list that choose too few, too many, twice or nothing that is on it; of a secret one only their sum can be looked at. */
function wrongPicks(f: BallotFile, answered: number): string[] {
  const { options: set } = f
  if (!set) return []
  const count = set.list.length
  if (f.form === 'open') return f.byName.filter(b => b.choice === 'for' && !checkPicks(b.picks, { ...set, count }).ok).map(b => b.label)
  const sum = f.anonymousPicks.length
  return sum < answered * set.min || sum > answered * set.max || f.anonymousPicks.some(p => p < 0 || p >= count) ? [`${sum}`] : []
}

type Result = { needed: number; missing: number; outcome: string; sentence: string }
/** The result of the counted ballots by the rules in the file; null when the figures can't be (more ballots than members). */
function ruled(f: BallotFile, n: Record<FileChoice, number>, answered: number): Result | null {
  const chair = f.form === 'open' ? f.byName.find(b => b.isChair) : undefined
  const isChoice = (c: FileChoice | undefined): c is Choice => c === 'for' || c === 'against' || c === 'abstain'
  const side = isChoice(chair?.choice) ? chair.choice : f.chair === 'present' ? null : f.chair
  const facts = { form: f.form, rules: f.rules, N: f.N, recused: f.recused, present: Math.max(f.present, answered + n.against + n.abstain), chair: side }
  try {
    if (f.options) return ruleOnOptions({ ...facts, set: f.options, votes: countPicks(f), answered, abstain: n.abstain, chairPicks: chair && chair.picks.length > 0 ? chair.picks : null })
    const ruling = ruleOn({ ...facts, count: { for: n.for, against: n.against, abstain: n.abstain }, silent: 0 })
    return { ...ruling, sentence: legalSentence(ruling, ruling.rule) }
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null
    throw error
  }
}

export function recount(f: BallotFile): Recount {
  const n = count(f.form === 'open' ? f.byName.map(b => b.choice) : f.anonymous)
  // Of a secret list only the receipts tell how many ballots chose something.
  const answered = f.options && f.form === 'secret' ? Math.max(0, f.receipts.length - n.abstain - n.invalid) : n.for
  const cast = answered + n.against + n.abstain + n.invalid
  const voters = f.form === 'open' ? f.byName.length : f.voters
  const p = f.published
  const ruling = ruled(f, n, answered)
  const irregularities: Irregularity[] = [
    ...twice(f.byName.map(b => `${b.label} (${b.unit})`)).map(what => ({ code: 'NAME_TWICE' as const, what })),
    ...twice(f.receipts).map(what => ({ code: 'RECEIPT_TWICE' as const, what })),
    ...(voters + f.recused > f.N ? [{ code: 'TOO_MANY_VOTERS' as const, what: `${voters + f.recused}/${f.N}` }] : []),
    ...(cast > voters ? [{ code: 'TOO_MANY_BALLOTS' as const, what: `${cast}/${voters}` }] : []),
    ...wrongPicks(f, answered).map(what => ({ code: 'PICKS_WRONG' as const, what })),
    ...(f.byName.filter(b => b.isChair).length > 1 ? [{ code: 'TWO_CHAIRS' as const, what: '' }] : []),
  ]
  const check = (code: CheckCode, published: string | number, counted: string | number | undefined): Check => ({ code, published: String(published), counted: String(counted ?? ''), isEqual: String(published) === String(counted ?? '') })
  const checks = [
    ...(f.options ? [check('answered', p.for, answered), check('optionVotes', p.optionVotes.join('; '), countPicks(f).join('; '))] : [check('for', p.for, n.for), check('against', p.against, n.against)]),
    check('abstain', p.abstain, n.abstain),
    ...(f.form === 'secret' ? [check('invalid', p.invalid, n.invalid), check('receipts', cast, f.receipts.length)] : [check('voters', f.voters, voters)]),
    check('notCast', p.notCast, voters - cast),
    check('needed', p.needed, ruling?.needed),
    check('missing', p.missing, ruling?.missing),
    check('outcome', p.outcome, ruling?.outcome),
    check('sentence', p.sentence, ruling?.sentence),
  ]
  return { isEqual: irregularities.length === 0 && checks.every(c => c.isEqual), checks, irregularities }
}

export type Difference = { line: number; here: string; record: string }
const MAX_DIFFERENCES = 20

/**
 * Holds a file somebody has against the one the record gives today, line by line: a file whose own figures agree may
 * still be another one. `line` from 1; at most `MAX_DIFFERENCES` are told, `total` counts all.
 */
export function againstRecord(here: string, record: string): { total: number; first: Difference[] } {
  const lines = (text: string) => text.replace(/^\ufeff/, '').replace(/\s+$/, '').split(/\r?\n/)
  const [a, b] = [lines(here), lines(record)]
  const differing = Array.from({ length: Math.max(a.length, b.length) }, (_, i): Difference => ({ line: i + 1, here: a[i] ?? '', record: b[i] ?? '' })).filter(d => d.here !== d.record)
  return { total: differing.length, first: differing.slice(0, MAX_DIFFERENCES) }
}
