import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canRehearse, quorumRisk, simulatedChoices } from '#app/domain/meeting/rehearsal.ts'

describe('họp thử', () => {
  test.each([
    ['draft', false, false, 3, 'ok'],
    ['invited', false, false, 3, 'ok'],
    ['running', false, false, 3, 'REHEARSAL_TOO_LATE'],
    ['paused', false, false, 3, 'REHEARSAL_TOO_LATE'],
    ['ended', false, false, 3, 'REHEARSAL_TOO_LATE'],
    ['cancelled', false, false, 3, 'REHEARSAL_TOO_LATE'],
    ['invited', true, false, 3, 'REHEARSAL_OF_REHEARSAL'],
    ['invited', false, true, 3, 'REHEARSAL_EXISTS'],
    ['invited', false, false, 0, 'REHEARSAL_NO_ITEMS'],
  ] as const)('%s, là họp thử %s, đã có %s, %s nội dung: %s', (state, isRehearsal, isAnother, items, expected) => {
    const verdict = canRehearse({ state, isRehearsal, isAnother, items })
    expect(verdict.ok ? 'ok' : verdict.code).toBe(expected)
  })

  test('tỷ lệ nào cũng ra đúng bằng số người, không hơn', () => {
    const percent = fc.integer({ min: 0, max: 100 })
    fc.assert(
      fc.property(fc.nat(200), percent, percent, percent, (people, f, against, abstain) => {
        const choices = simulatedChoices(people, { for: f, against, abstain })
        expect(choices).toHaveLength(people)
        expect(choices.filter(c => c === 'for').length).toBe(Math.round((people * f) / 100))
      }),
    )
    expect(simulatedChoices(4, { for: 50, against: 25, abstain: 0 })).toEqual(['for', 'for', 'against', null])
  })

  test.each([
    [27, 18, 0, 'none'],
    [27, 18, 7, 'narrow'],
    [27, 18, 9, 'narrow'],
    [27, 18, 10, 'short'],
  ] as const)('%i thành viên, cần %i, xin vắng %i: %s', (total, needed, excused, risk) => {
    expect(quorumRisk({ total, needed, excused }).risk).toBe(risk)
  })
})
