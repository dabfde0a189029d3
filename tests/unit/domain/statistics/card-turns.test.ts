import { expect, test } from 'vitest'
import { cardTurns, membersByChoice } from '#app/domain/statistics/card-turns.ts'

test('lượt cho ý kiến: theo thời điểm, lần đầu và lần đổi; việc khác không phải lượt', () => {
  const act = (byLabel: string, at: number, what = 'answer') => ({ act: what, byLabel, at })
  expect(cardTurns([act('B', 30), act('A', 10), act('A', 40), act('VP', 20, 'remind'), act('A', 50)]).map(t => [t.n, t.who, t.isChange])).toEqual([
    [1, 'A', false],
    [2, 'B', false],
    [3, 'A', true],
    [4, 'A', true],
  ])
})

test('theo lựa chọn: đủ bốn nhóm, người chưa cho ý kiến ở nhóm cuối', () => {
  const groups = membersByChoice([{ choice: 'for' }, { choice: null }, { choice: 'other' }, { choice: 'for' }])
  expect(groups.map(g => [g.choice, g.members.length])).toEqual([['for', 2], ['against', 0], ['other', 1], [null, 1]])
})
