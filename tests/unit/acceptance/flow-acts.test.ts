import { describe, expect, it } from 'vitest'
import { type BlockItem, decideAdoptBlock, decideCorrection, decideMark, decideObjection, decideSeal, decideUndo, type ItemRecord } from '#app/domain/meeting/flow.ts'
import type { ItemState, MeetingState } from '#app/domain/meeting/machine.ts'
import { readTable, type Row, wordIn } from './read-table.ts'

const meetings: Record<string, MeetingState> = { 'chưa khai mạc': 'invited', 'đang họp': 'running', 'tạm dừng': 'paused', 'đã kết thúc': 'ended' }
const roles: Record<string, string> = { 'thành viên': 'member', 'chủ trì': 'chair', 'khách mời': 'guest', 'người dự thay': 'substitute' }

const itemsOf = (letters: string): BlockItem[] =>
  [...letters].map((letter, i) => ({
    id: String(i + 1),
    number: i + 1,
    state: letter === 'd' ? 'concluded' : 'pending',
    isUndisputed: letter !== 'x',
    isCollective: letter === 't',
  }))

const decided = (row: Row): string => {
  const meeting = wordIn(meetings, row.get('Phiên'))
  const items = itemsOf(row.get('Khối'))
  const chosen = row.get('Chọn').split(',').filter(Boolean)
  const says = (word: string) => row.get('Điều kiện').split(', ').includes(word)
  const reason = says('có lý do') ? 'Cần làm rõ' : ' '
  const first = items[0]
  const act = row.get('Việc')
  const verdict = (() => {
    switch (act) {
      case 'thông qua khối':
      case 'biểu quyết khối':
        return decideAdoptBlock({ meeting, items, chosen, isVoteOpen: says('đang biểu quyết'), by: act === 'thông qua khối' ? 'no_other_opinion' : 'one_vote' })
      case 'đề nghị thảo luận': {
        const role = Object.keys(roles).find(says)
        return decideObjection({ meeting, item: first ?? { state: 'pending', isUndisputed: false }, role: role ? wordIn(roles, role) : null, reason })
      }
      case 'đưa vào khối':
        return decideMark({ meeting, items })
      case 'hoàn tác chuyển nội dung':
      case 'hoàn tác kết thúc phiên':
        return decideUndo({
          isSealed: says('đã khóa hồ sơ'),
          isLast: says('bước cuối'),
          isAsLeft: !says('phiên đã đổi'),
          hasVoteSince: says('đã biểu quyết sau đó'),
          act: act === 'hoàn tác kết thúc phiên' ? 'end' : 'go_to',
          reason,
        })
      case 'khóa hồ sơ':
        return decideSeal({ meeting, isSealed: says('đã khóa hồ sơ') })
      default:
        throw new Error(`no such act: ${act}`)
    }
  })()
  if (verdict.ok && act.endsWith('khối') && 'ids' in verdict) expect(verdict.ids).toEqual(chosen)
  return verdict.ok ? 'được' : verdict.code
}

describe('diễn biến phiên họp theo bảng', () => {
  it.each(readTable('flow-acts.tsv').map(row => [row.id, row] as const))('%s', (_code, row) => {
    expect(decided(row)).toBe(row.get('Kết quả'))
  })
})

const at = (clock: string): number => Date.parse(`2026-11-26T${clock}:00+07:00`)
const states: Record<string, ItemState> = { 'chưa bàn': 'pending', 'đang bàn': 'presenting', 'đã kết luận': 'concluded', 'để lại': 'held_over', rút: 'withdrawn' }
const recordOf = (text: string): ItemRecord => {
  const m = /^(.+?) (?:(\d\d:\d\d)?–(\d\d:\d\d)?) (\d+)$/.exec(text)
  if (!m) throw new Error(text)
  return { state: wordIn(states, m[1] ?? ''), beganAt: m[2] ? at(m[2]) : null, endedAt: m[3] ? at(m[3]) : null, spentSeconds: Number(m[4]) * 60 }
}

describe('sửa có lý do theo bảng', () => {
  it.each(readTable('item-corrections.tsv').map(row => [row.id, row] as const))('%s', (_code, row) => {
    const item = recordOf(row.get('Đang ghi'))
    const ask = (reason: string) =>
      decideCorrection({
        openedAt: at('08:00'),
        now: at('11:00'),
        item,
        isSealed: false,
        isDecided: false,
        wanted: {
          ...(row.get('Sửa bắt đầu') ? { beganAt: at(row.get('Sửa bắt đầu')) } : {}),
          ...(row.get('Sửa kết thúc') ? { endedAt: at(row.get('Sửa kết thúc')) } : {}),
          ...(row.get('Sửa phút bàn') ? { spentSeconds: Number(row.get('Sửa phút bàn')) * 60 } : {}),
          ...(row.get('Sửa trạng thái') ? { status: wordIn(states, row.get('Sửa trạng thái')) } : {}),
        },
        reason,
      })
    const wanted = row.get('Kết quả')
    const verdict = ask('Ghi nhầm')
    if (/^[A-Z_]+$/.test(wanted)) expect(verdict).toMatchObject({ ok: false, code: wanted })
    else expect(verdict).toMatchObject({ ok: true, to: recordOf(wanted) })
    expect(ask('  ')).toMatchObject({ ok: false, code: 'ITEM_REASON_REQUIRED' })
  })

  it('không sửa hồ sơ đã khóa, không sửa trạng thái của nội dung đã biểu quyết', () => {
    const item = recordOf('đã kết luận 08:10–08:40 30')
    const facts = { openedAt: at('08:00'), now: at('11:00'), item, isSealed: false, isDecided: true, reason: 'Ghi nhầm' }
    expect(decideCorrection({ ...facts, isSealed: true, wanted: { spentSeconds: 60 } })).toMatchObject({ code: 'RECORD_SEALED' })
    expect(decideCorrection({ ...facts, wanted: { status: 'withdrawn' } })).toMatchObject({ code: 'ITEM_DECIDED' })
    expect(decideCorrection({ ...facts, wanted: { spentSeconds: 60 } })).toMatchObject({ ok: true })
  })
})
