import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canRequest, type DoorState, queueOrder, type SpeakingKind, type SpeakingState } from '#app/domain/meeting/speaking.ts'
import { readTable, wordIn } from './read-table.ts'

const kinds: Record<string, SpeakingKind> = { 'phát biểu': 'speech', 'chất vấn': 'question', 'trả lời': 'answer', 'trật tự': 'order', 'trình bày': 'present' }
const states: Record<string, SpeakingState> = { chờ: 'waiting', mời: 'called', nói: 'speaking', ngừng: 'speaking', xong: 'done', rút: 'withdrawn', bác: 'declined' }
const doors: Record<string, DoorState> = { 'chưa mở': 'not_open', mở: 'open', dừng: 'stopped', 'kết thúc': 'ended' }
const roles: Record<string, string> = { 'thành viên': 'member', 'dự thay': 'substitute', 'khách mời': 'guest', 'quan sát': 'observer' }
const isYes: Record<string, boolean> = { có: true, không: false }

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const turn = (text: string) => {
  const m = /^(\S+) (.+) (\S+) (\d\d:\d\d)(?: (\d+))?$/.exec(text)
  if (!m) throw new Error(`no turn: "${text}"`)
  const [, id = '', kind = '', state = '', at = '', position] = m
  return {
    id,
    kind: wordIn(kinds, kind),
    status: wordIn(states, state),
    requestedAt: minutes(at),
    calledAt: state === 'mời' ? minutes(at) : null,
    pausedAt: state === 'ngừng' ? 1 : null,
    position: position === undefined ? null : Number(position),
  }
}

describe('thứ tự hàng đợi phát biểu', () => {
  const rows = readTable('speaking-queue.tsv').map(r => ({ id: r.id, what: r.get('Tình huống'), turns: r.get('Các lượt').split('; ').filter(Boolean).map(turn), order: r.get('Thứ tự đúng') }))

  it.each(rows)('$id $what', ({ turns, order }) => {
    expect(queueOrder(turns).map(s => s.id).join(', ') || '-').toBe(order)
  })

  it('is the same whatever order the rows come in', () => {
    for (const { turns } of rows)
      fc.assert(
        fc.property(fc.shuffledSubarray(turns, { minLength: turns.length }), shuffled => {
          expect(queueOrder(shuffled)).toEqual(queueOrder(turns))
        }),
        { numRuns: 20 },
      )
  })
})

describe('nhận đăng ký phát biểu, chất vấn', () => {
  const questionOf = (cell: string) => {
    if (cell === '-' || cell === 'không có') return null
    const [state = '', whom = ''] = cell.split(', ')
    return { state: state === 'đang nói' ? ('speaking' as const) : wordIn(states, state), isAskedOfMe: whom === 'hỏi mình' }
  }
  it.each(readTable('speaking-requests.tsv').map(row => ({ id: row.id, row })))('$id', ({ row }) => {
    const verdict = canRequest({
      kind: wordIn(kinds, row.get('Loại')),
      role: wordIn(roles, row.get('Tư cách')),
      isPresent: wordIn(isYes, row.get('Có mặt')),
      door: wordIn(doors, row.get('Đăng ký')),
      ownStates: row.get('Lượt trước') === '-' ? [] : [wordIn(states, row.get('Lượt trước'))],
      ...(row.get('Hỏi ai') === '-' ? {} : { hasTarget: wordIn(isYes, row.get('Hỏi ai')) }),
      ...(row.get('Nội dung') === '-' ? {} : { hasSubject: wordIn(isYes, row.get('Nội dung')) }),
      question: questionOf(row.get('Câu hỏi')),
    })
    expect(verdict.ok ? 'được' : verdict.code).toBe(row.get('Kết quả'))
  })
})
