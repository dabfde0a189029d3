import { describe, expect, it } from 'vitest'
import { presentCount } from '#app/domain/meeting/attendance.ts'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import { pickRuleSet } from '#app/domain/meeting/rule-set.ts'
import { decide, holdsBallot, type Choice, type Outcome, type VoteRule } from '#app/domain/voting/majority.ts'
import { legalSentence } from '#app/domain/voting/sentence.ts'
import { civil, readTable, wordIn, type Row } from './read-table.ts'

const outcomes: Record<string, Outcome> = {
  'Thông qua': 'passed',
  'Không thông qua': 'not_passed',
  'Thông qua theo ý kiến Chủ tịch': 'passed_by_chair',
  'Không thông qua theo ý kiến Chủ tịch': 'not_passed_by_chair',
  'Chưa đủ căn cứ': 'undecided',
}
const chairChoices: Record<string, Choice | null> = {
  'tán thành': 'for',
  'không tán thành': 'against',
  'không biểu quyết': 'abstain',
  'chưa bỏ phiếu': null,
  vắng: null,
}
const readings: Record<string, VoteRule['tieMeaning']> = {
  'phiếu bằng nhau': 'for_equals_against',
  'nửa tổng số mỗi bên': 'half_of_total',
}

/** Everybody in the room as the attendance list knows them: members, substitutes, guests. */
const peopleOf = (row: Row) => {
  const some = (count: number, role: string, isMemberInOffice: boolean, isHere: boolean) =>
    Array.from({ length: count }, () => ({
      role,
      isMemberInOffice,
      intervals: isHere ? [{ arrivedAt: 1, leftAt: null }] : [],
    }))
  const present = row.number('Có mặt')
  return [
    ...some(present, 'member', true, true),
    ...some(row.number('Tổng số thành viên') - present, 'member', true, false),
    ...some(row.number('Dự thay'), 'substitute', false, true),
    ...some(row.number('Khách mời'), 'guest', false, true),
  ]
}

const decideRow = (row: Row) => {
  const set = pickRuleSet(defaultRuleSets, 'regular', civil(row.get('Ngày họp')))
  if (!set) throw new Error(`no rule set on ${row.get('Ngày họp')}`)
  const rule = { ...set.voteRule, tieMeaning: wordIn(readings, row.get('Hiểu ngang nhau')) }
  const people = peopleOf(row)
  const decision = decide({
    N: people.filter(holdsBallot).length,
    present: presentCount(people),
    voters: people.filter(person => holdsBallot(person) && person.intervals.length > 0).length,
    count: {
      for: row.number('Tán thành'),
      against: row.number('Không tán thành'),
      abstain: row.number('Không biểu quyết'),
    },
    chairChoice: wordIn(chairChoices, row.get('Phiếu của Chủ tịch')),
    chairPresent: row.get('Phiếu của Chủ tịch') !== 'vắng',
    secret: wordIn({ kín: true, 'công khai': false }, row.get('Hình thức')),
    rule,
  })
  return { decision, rule }
}

const rows = readTable('vote-results.tsv')

describe('vote results as the law decides them', () => {
  it('has the forty cases the reference sheet asks for', () => {
    expect(rows.length).toBeGreaterThanOrEqual(40)
    expect(new Set(rows.map(row => row.id)).size).toBe(rows.length)
  })

  it.each(rows.map(row => ({ name: `${row.id} ${row.get('Ghi chú')}`, row })))('$name', ({ row }) => {
    const { decision, rule } = decideRow(row)
    expect({
      outcome: decision.outcome,
      base: decision.base,
      needed: decision.needed,
      missing: decision.missing,
    }).toEqual({
      outcome: wordIn(outcomes, row.get('Kết quả')),
      base: row.number('Tổng số thành viên'),
      needed: row.number('Cần'),
      missing: row.number('Còn thiếu'),
    })
    const sentence = row.get('Câu ghi biên bản')
    if (sentence !== '-') expect(legalSentence(decision, rule)).toBe(sentence)
  })
})
