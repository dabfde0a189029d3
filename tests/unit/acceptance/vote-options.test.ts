import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultRuleSets } from '#app/domain/meeting/default-rule-sets.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { checkOptions, checkPicks, MAX_OPTIONS, ruleOnOptions, tallyOptions } from '#app/domain/voting/options.ts'
import { SEAL_SIZES, packBallot, sizeForPicks, unpackBallot, unpackPicks } from '#app/domain/voting/sealed.ts'
import { readTable, wordIn } from './read-table.ts'

const law = { ...(defaultRuleSets.find(s => s.code.includes('72-2025')) as MeetingRuleSet), quorum: null }
const outcomes = { 'thông qua': 'passed', 'không thông qua': 'not_passed', 'thông qua theo Chủ tịch': 'passed_by_chair', 'chưa đủ căn cứ': 'undecided' } as const
const chairs = { vắng: 'absent', 'không biểu quyết': 'abstain', kín: 'secret' } as const

describe('nhiều phương án và danh sách: kết quả', () => {
  const rows = readTable('vote-options.tsv')
  it.each(rows.map(row => ({ name: `${row.id} ${row.get('lựa chọn')}: ${row.get('kết quả')}`, row })))('$name', ({ row }) => {
    const pairs = row.get('lựa chọn').split(', ').map(p => p.split('='))
    const list = pairs.map(([name = '']) => name)
    const placesOf = (cell: string, by: string) => (cell === '' ? [] : cell.split(by).map(name => list.indexOf(name)))
    const own = row.get('phiếu Chủ tịch')
    const chair = own in chairs ? wordIn(chairs, own) : ('for' as const)
    const max = row.number('chọn nhiều nhất')
    const ruling = ruleOnOptions({
      form: row.get('hình thức') === 'kín' ? 'secret' : 'open',
      rules: { ...law, optionsBy: row.get('theo') === 'nhiều nhất' ? 'most' : 'threshold' },
      N: row.number('tổng số thành viên'),
      recused: row.number('hồi tị'),
      present: row.number('có mặt'),
      chair,
      chairPicks: own in chairs ? null : placesOf(own, ' '),
      set: { list, min: 1, max, places: row.number('số được chọn') },
      votes: pairs.map(([, n]) => Number(n)),
      answered: row.number('phiếu'),
      abstain: row.number('không biểu quyết'),
    })
    expect(ruling).toMatchObject({ outcome: wordIn(outcomes, row.get('kết quả')), chosen: placesOf(row.get('được chọn'), ', '), tied: placesOf(row.get('ngang nhau'), ', ') })
    if (row.get('câu kết luận')) expect(ruling.sentence).toBe(row.get('câu kết luận'))
  })
  it('thiếu túc số bắt buộc: không lựa chọn nào được chọn', () => {
    const rules = { ...law, quorum: { fraction: { num: 2, den: 3 }, mode: 'required', source: law.voteRule.source } } as MeetingRuleSet
    expect(ruleOnOptions({ form: 'open', rules, N: 27, recused: 0, present: 15, chair: 'for', chairPicks: [0], set: { list: ['A', 'B'], min: 1, max: 1, places: 1 }, votes: [15, 0], answered: 15, abstain: 0 })).toMatchObject({ outcome: 'undecided', reason: 'NO_QUORUM', chosen: [] })
  })
})

describe('danh sách và phiếu chọn', () => {
  const list = Array.from({ length: MAX_OPTIONS }, (_, i) => `Dự án ${i + 1}`)
  const set = { list, min: 3, max: 5, places: 5 }
  it.each([
    [set, 'ok'],
    [{ ...set, list: ['Một'] }, 'VOTE_OPTIONS_FEW list'],
    [{ ...set, list: ['Đường tỉnh 185', 'duong tinh  185', 'C', 'D', 'E'] }, 'VOTE_OPTIONS_SAME list'],
    [{ ...set, min: 0 }, 'VOTE_OPTIONS_RANGE min'],
    [{ ...set, min: 6 }, 'VOTE_OPTIONS_RANGE min'],
    [{ ...set, max: 201 }, 'VOTE_OPTIONS_RANGE max'],
    [{ ...set, places: 0 }, 'VOTE_OPTIONS_PLACES places'],
    [{ ...set, places: 201 }, 'VOTE_OPTIONS_PLACES places'],
  ])('danh sách %#', (options, expected) => {
    const checked = checkOptions(options)
    expect(checked.ok ? 'ok' : `${checked.code} ${checked.field}`).toBe(expected)
  })
  it.each([
    [[0, 1, 199], 'ok'],
    [[0, 1], 'VOTE_PICKS_FEW'],
    [[], 'VOTE_PICKS_FEW'],
    [[0, 1, 2, 3, 4, 5], 'VOTE_PICKS_MANY'],
    [[0, 1, 200], 'VOTE_PICKS_UNKNOWN'],
    [[-1, 1, 2], 'VOTE_PICKS_UNKNOWN'],
    [[1.5, 1, 2], 'VOTE_PICKS_UNKNOWN'],
    [[1, 1, 2], 'VOTE_PICKS_TWICE'],
  ])('phiếu %j: %s', (picks, expected) => {
    const checked = checkPicks(picks, { min: 3, max: 5, count: 200 })
    expect(checked.ok ? 'ok' : checked.code).toBe(expected)
  })
  it('phiếu kín chọn 200 trong 200 vẫn vừa một cỡ; mọi phiếu của một danh sách dài bằng nhau; phiếu danh sách không đọc thành phiếu ba lựa chọn', () => {
    const all = list.map((_, i) => i)
    const size = sizeForPicks(200, 200)
    expect(SEAL_SIZES).toContain(size)
    expect(unpackPicks(packBallot({ picks: all }, size))).toEqual(all)
    expect(packBallot({ picks: [7] }, size)).toHaveLength(size)
    expect(unpackBallot(packBallot({ picks: [7] }, size))).toBeNull()
    expect(unpackPicks(packBallot({ choice: 'for' }, size))).toBeNull()
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }).chain(count => fc.tuple(fc.constant(count), fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { minLength: 1 }))), ([count, picks]) => {
        expect(unpackPicks(packBallot({ picks }, sizeForPicks(count, count)))).toEqual([...picks].sort((a, b) => a - b))
      }),
      { numRuns: 60 },
    )
  })
  it('tổng số phiếu của các lựa chọn bằng tổng số chỗ đã chọn, thứ tự phiếu không đổi gì', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 10 })), ballots => {
        const votes = tallyOptions(ballots, 10)
        expect(votes.reduce((a, b) => a + b, 0)).toBe(ballots.flat().length)
        expect(tallyOptions([...ballots].reverse(), 10)).toEqual(votes)
      }),
      { numRuns: 60 },
    )
  })
})
