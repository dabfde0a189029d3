import { describe, expect, test } from 'vitest'
import { afterSession, canChange, canRecord, canReport, stateOf } from '#app/domain/decided/register.ts'
import { decidedChanged } from '#app/contracts/decided.ts'
import { type Decided, reduceDecided } from '#app/live/reducers/decided.ts'
import { civil, readTable, wordIn } from './read-table.ts'

const rows = readTable('decided-register.tsv').map(r => ({
  id: r.id,
  facts: { isNotCollective: !wordIn({ có: true, không: false }, r.get('Thuộc khoản 2 Điều 40')), decidedOn: civil(r.get('Ngày quyết định')), documentOn: civil(r.get('Ngày văn bản')), today: civil(r.get('Hôm nay')) },
  expected: r.get('Kết quả'),
}))

describe('sổ việc Chủ tịch quyết định thay UBND', () => {
  test.each(rows)('$id: $expected', ({ facts, expected }) => {
    const verdict = canRecord(facts)
    expect(verdict.ok ? 'được' : verdict.code).toBe(expected)
  })

  test('việc đã vào chương trình, đã báo cáo, đã rút thì không sửa', () => {
    const none = { withdrawn: false, reported: false, onAgenda: false }
    const codeOf = (facts: typeof none) => {
      const verdict = canChange(stateOf(facts))
      return verdict.ok ? 'được' : verdict.code
    }
    expect([none, { ...none, onAgenda: true }, { ...none, onAgenda: true, reported: true }, { ...none, withdrawn: true }].map(codeOf)).toEqual(['được', 'DECIDED_ON_AGENDA', 'DECIDED_REPORTED', 'DECIDED_WITHDRAWN'])
  })

  test('chỉ báo cáo tại phiên họp UBND chưa khai mạc và khi còn việc chờ', () => {
    const codeOf = (meetingKind: string, meetingStatus: string, waiting: number) => {
      const verdict = canReport({ meetingKind, meetingStatus, waiting })
      return verdict.ok ? 'được' : verdict.code
    }
    expect([codeOf('regular', 'draft', 1), codeOf('special', 'invited', 2), codeOf('other', 'draft', 1), codeOf('rehearsal', 'invited', 1), codeOf('regular', 'running', 1), codeOf('regular', 'invited', 0)]).toEqual(['được', 'được', 'DECIDED_NOT_A_SESSION', 'DECIDED_NOT_A_SESSION', 'DECIDED_NOT_A_SESSION', 'DECIDED_NOTHING_TO_REPORT'])
  })

  test('sau phiên: nội dung đã bàn xong thì việc là đã báo cáo, còn lại chờ phiên sau', () => {
    expect(['concluded', 'held_over', 'withdrawn', 'pending', null].map(afterSession)).toEqual(['reported', 'waiting', 'waiting', 'waiting', 'waiting'])
  })

  test('sổ trên màn hình: việc mới lên đầu, việc đã có đổi tại chỗ, sự kiện lặp lại không đổi gì', () => {
    const row = (id: string, state = 'waiting') => ({ id, state }) as unknown as Decided
    const e = { stream: 'decided:office', seq: 1, name: decidedChanged.name, v: 1, payload: { rows: [row('b', 'on_agenda'), row('c')] }, at: 0, actorId: null }
    const once = reduceDecided([row('a'), row('b')], e)
    expect(once.map(r => [r.id, r.state])).toEqual([['c', 'waiting'], ['a', 'waiting'], ['b', 'on_agenda']])
    expect(reduceDecided(once, e)).toEqual(once)
    expect(reduceDecided(once, { ...e, name: 'notification.added' })).toBe(once)
  })
})
