import { describe, expect, it } from 'vitest'
import { canExtend, canHold, canKeep, canRecuse, canRepeat, canReserve, canTakeOn } from '#app/domain/voting/acts.ts'
import { canCancel, decideCancel, type VoteState } from '#app/domain/voting/machine.ts'
import { readTable, wordIn, type Row } from './read-table.ts'

const NOW = 1_000_000
const states: Record<string, VoteState> = { 'chưa mở': 'none', mở: 'open', 'đã kết thúc': 'closed', 'đã hủy': 'cancelled' }

const answer = (row: Row): string => {
  const voteState = wordIn(states, row.get('Đang'))
  const has = (word: string) => row.get('Điều kiện').split(', ').includes(word)
  const open = { voteState, closesAt: has('có giờ kết thúc') ? (has('hết giờ') ? NOW : NOW + 1) : null, now: NOW, isHeld: has('đang dừng') }
  const side = has('thư ký') ? 'secretary' : 'presiding'
  const askedBy = has('chủ trì đã đề nghị') ? 'presiding' : has('thư ký đã đề nghị') ? 'secretary' : null
  const cancel = () => {
    const verdict = canCancel({ voteState })
    if (!verdict.ok) return verdict
    const { isCancelled } = decideCancel({ ballots: has('có phiếu') ? 1 : 0, ask: askedBy && { side: askedBy, byId: askedBy }, side, byId: side })
    return { ok: true as const, step: isCancelled ? ('cancel' as const) : ('ask' as const) }
  }
  const recusal = (act: 'enter' | 'remove') =>
    canRecuse({ isMember: has('thành viên'), isOwn: has('của mình'), mayRecord: has('người ghi'), isVoteOpen: voteState === 'open', isRecused: has('đã hồi tị'), act })
  const acts: Record<string, () => { ok: true; step?: 'ask' | 'cancel' } | { ok: false; code: string }> = {
    'gia hạn': () => canExtend(open),
    dừng: () => canHold(open),
    'tiếp tục': () => canTakeOn(open),
    hủy: cancel,
    'không hủy': () => canKeep({ voteState, isAsked: askedBy !== null }),
    'hồi tị': () => recusal('enter'),
    'rút hồi tị': () => recusal('remove'),
    'bảo lưu': () => canReserve({ voteState, form: has('kín') ? 'secret' : 'open', isFrozenVoter: has('có phiếu') }),
    'biểu quyết lại': () => canRepeat({ of: { itemId: has('nội dung khác') ? 'b' : 'a', voteState }, itemId: 'a', reason: has('lý do') ? 'Có ý kiến mới' : '' }),
  }
  const verdict = wordIn(acts, row.get('Việc'))()
  if (!verdict.ok) return verdict.code
  return verdict.step ? { ask: 'hỏi', cancel: 'hủy' }[verdict.step] : 'được'
}

describe('acts on a vote', () => {
  const rows = readTable('vote-acts.tsv')
  it.each(rows.map(row => ({ name: `${row.id} ${row.get('Việc')}: ${row.get('Kết quả')}`, row })))('$name', ({ row }) => expect(answer(row)).toBe(row.get('Kết quả')))
})
