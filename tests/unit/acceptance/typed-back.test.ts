import { describe, expect, it } from 'vitest'
import { decideTypedSpeech, decideTypedStay, decideTypedVote, type PaperChoice, type Span, type Stay } from '#app/domain/meeting/typed.ts'
import type { OptionSet } from '#app/domain/voting/options.ts'
import { readTable, wordIn } from './read-table.ts'

const at = (clock: string): number => Date.parse(`2026-11-26T${clock}:00+07:00`)
const now = at('11:00')
const sessions: Record<string, Span> = {
  'chưa khai mạc': { startsAt: at('08:00'), openedAt: null, endedAt: null },
  'đang họp': { startsAt: at('08:00'), openedAt: at('08:00'), endedAt: null },
  'đã kết thúc': { startsAt: at('08:00'), openedAt: at('08:00'), endedAt: at('10:30') },
}
const spanOf = (text: string): [number | null, number | null] => {
  const [from = '', to = ''] = text.split('–')
  return [from ? at(from) : null, to ? at(to) : null]
}
const parts = (text: string) => text.split('; ').filter(Boolean)

describe('ghi từ giấy theo bảng: điểm danh, phát biểu', () => {
  it.each(readTable('typed-back.tsv').map(row => [row.id, row] as const))('%s', (_code, row) => {
    const session = wordIn(sessions, row.get('Phiên'))
    const noted = parts(row.get('Đang ghi'))
    const stays = noted
      .filter(p => !p.startsWith('người khác'))
      .map((p, i): Stay => {
        const [arrivedAt, leftAt] = spanOf(p.split(' ')[1] ?? '')
        return { id: String(i), arrivedAt: arrivedAt ?? 0, leftAt, isPaper: p.startsWith('giấy') }
      })
    const others = noted.filter(p => p.startsWith('người khác nói ')).map(p => spanOf(p.slice('người khác nói '.length))).map(([startedAt, endedAt]) => ({ startedAt: startedAt ?? 0, endedAt }))
    const [from, to] = spanOf(row.get('Nhập'))
    const wanted = row.get('Kết quả')
    if (row.get('Việc') === 'điểm danh') {
      const verdict = decideTypedStay(session, stays, { arrivedAt: from, leftAt: to }, now)
      if (!wanted.startsWith('được')) return expect(verdict).toMatchObject({ ok: false, code: wanted })
      const [arrivedAt, leftAt] = wanted === 'được' ? [from, to] : spanOf(wanted.slice('được '.length))
      expect(verdict).toMatchObject({ ok: true, arrivedAt, leftAt })
    } else {
      const verdict = decideTypedSpeech(session, { startedAt: from ?? 0, endedAt: to ?? 0 }, stays, others, now)
      expect(verdict.ok ? 'được' : verdict.code).toBe(wanted)
    }
  })
})

const choices: Record<string, PaperChoice> = { T: 'for', K: 'against', X: 'abstain' }
const letterOf = (choice: PaperChoice) => Object.keys(choices).find(k => choices[k] === choice)
const existing: Record<string, 'open' | 'closed' | null> = { 'mới': null, 'đang mở trên máy': 'open', 'đã kết thúc trên máy': 'closed', 'mới khi máy đang mở biểu quyết cùng nội dung': null }

describe('phiếu ghi từ giấy theo bảng', () => {
  it.each(readTable('typed-votes.tsv').map(row => [row.id, row] as const))('%s', (_code, row) => {
    const present: Stay[] = [{ id: 's', arrivedAt: at('08:00'), leftAt: null, isPaper: false }]
    const voters = [...row.get('Thành viên')].map((letter, i) => ({ userId: String(i + 1), label: `Thành viên ${i + 1}`, stays: letter === 'v' ? [] : present, onDevice: choices[letter] ?? null }))
    const paper = row.get('Phiếu giấy')
    const list = row.get('Danh sách')
    const [count = 0, min = 0, max = 0] = list.split(/[:–]/).map(Number)
    const options: OptionSet | null = list ? { list: Array.from({ length: count }, (_, i) => `Phương án ${i + 1}`), min, max, places: 1 } : null
    const [byName = '', counted = ''] = list ? [paper.split(' | ').find(p => !p.includes('/')), paper.split(' | ').find(p => p.includes('/'))] : paper.includes('/') ? ['', paper] : [paper, '']
    const totals = counted ? (counted.split(': ')[0] ?? '').split('/').map(Number) : null
    const optionVotes = list && counted ? (counted.split(': ')[1] ?? '').split(' ').map(Number) : null
    const ballotOf = (b: string) => {
      const userId = b.slice(0, 1)
      const said = b.slice(1)
      if (!/^\d/.test(said)) return { userId, choice: wordIn(choices, said.slice(-1)) }
      return { userId, choice: 'for' as const, picks: said.split('+').map(n => Number(n) - 1) }
    }
    const verdict = decideTypedVote({
      session: wordIn(sessions, 'đang họp'),
      at: at('09:30'),
      now,
      form: row.get('Hình thức') === 'kín' ? 'secret' : 'open',
      existing: wordIn(existing, row.get('Biểu quyết')),
      isOpenOnDevice: row.get('Biểu quyết').startsWith('mới khi máy'),
      voters,
      ballots: byName.split(',').filter(Boolean).map(ballotOf),
      count: totals ? (options ? { for: totals[0] ?? 0, against: 0, abstain: totals[1] ?? 0 } : { for: totals[0] ?? 0, against: totals[1] ?? 0, abstain: totals[2] ?? 0 }) : null,
      options,
      optionVotes,
      chairId: '1',
    })
    const said = verdict.ok
      ? `${options ? `${verdict.count.for}/${verdict.count.abstain}: ${verdict.optionVotes?.join(' ')}` : `${verdict.count.for}/${verdict.count.against}/${verdict.count.abstain}`}${verdict.kept.length > 0 ? `, máy đứng: ${verdict.kept.map(k => `${k.userId}${letterOf(k.choice)}`).join(' ')}` : ''}`
      : verdict.code
    expect(said).toBe(row.get('Kết quả'))
    if (!verdict.ok && verdict.code === 'TYPED_VOTER_ABSENT') expect(verdict.params).toEqual({ who: 'Thành viên 3' })
  })
})
