import { describe, expect, test } from 'vitest'
import { cardChanged, cardMembersChanged, cardMine, cardOpinionGiven, cardRowChanged } from '#app/contracts/card.ts'
import type { StreamEvent } from '#app/contracts/define.ts'
import { type Desk, type Mine, type Opinion, reduceCardDesk, reduceCardRows, reduceMyCard, reduceMyList, reduceOpinions, type Row } from '#app/live/reducers/card.ts'

const event = (name: string, payload: unknown, seq = 2): StreamEvent => ({ stream: 's', seq, name, v: 1, payload, at: 0, actorId: null })
const line = { act: 'answer', byLabel: 'Giám đốc Sở Y tế', at: 1, note: null }
const member = (userId: string, choice: string | null = null) => ({ userId, choice }) as unknown as Desk['members'][number]
const desk = { card: { id: 'a', status: 'sent' }, members: [member('1'), member('2')], acts: [] } as unknown as Desk

describe('phiếu lấy ý kiến trên màn hình', () => {
  test('một ý kiến đến: chỉ phiếu của người đó đổi, thứ tự giữ nguyên; sự kiện lặp lại không thêm dòng', () => {
    const e = event(cardMembersChanged.name, { members: [member('2', 'for')], line })
    const once = reduceCardDesk(desk, e)
    expect(once.members).toEqual([member('1'), member('2', 'for')])
    expect(reduceCardDesk(once, e)).toEqual(once)
    expect(once.acts).toEqual([{ ...line, seq: 2 }])
  })

  test('danh sách thành viên đến cùng sự kiện gửi phiếu', () => {
    const before = { ...desk, members: [] }
    expect(reduceCardDesk(before, event(cardMembersChanged.name, { members: [member('1'), member('2')], line: null })).members).toHaveLength(2)
  })

  test('phiếu khác, sự kiện khác trên cùng dòng không đổi gì', () => {
    expect(reduceCardDesk(desk, event(cardChanged.name, { card: { id: 'b' }, line: null }))).toBe(desk)
    expect(reduceCardDesk(desk, event('notification.added', {}))).toBe(desk)
    const mine = { id: 'a', memberId: '1' } as unknown as Mine
    expect(reduceMyCard(mine, event(cardMine.name, { card: { id: 'b', memberId: '1' } }))).toBe(mine)
    expect(reduceMyCard(mine, event(cardMine.name, { card: { id: 'a', memberId: '1', choice: 'for' } }))).toMatchObject({ choice: 'for' })
  })

  test('danh sách của mình, của Văn phòng: phiếu mới lên đầu, phiếu đã có đổi tại chỗ; ý kiến của một người chỉ còn câu cuối', () => {
    const [a, b] = [{ id: 'a', memberId: '1' }, { id: 'b', memberId: '1' }] as unknown as [Mine, Mine]
    expect(reduceMyList({ own: [a], staff: [] }, event(cardMine.name, { card: b })).own).toEqual([b, a])
    expect(reduceMyList({ own: [b, a], staff: [] }, event(cardMine.name, { card: { ...a, choice: 'for' } })).own.map(c => c.id)).toEqual(['b', 'a'])
    const rows = [{ id: 'a', answered: 1 }] as unknown as Row[]
    expect(reduceCardRows(rows, event(cardRowChanged.name, { row: { id: 'a', answered: 2 } }))).toEqual([{ id: 'a', answered: 2 }])
    expect(reduceCardRows(rows, event(cardRowChanged.name, { row: { id: 'c', answered: 0 } })).map(r => r.id)).toEqual(['c', 'a'])
    const said = [{ userId: '1', text: 'một' }] as unknown as Opinion[]
    expect(reduceOpinions(said, event(cardOpinionGiven.name, { opinion: { userId: '1', text: 'hai' } }))).toEqual([{ userId: '1', text: 'hai' }])
  })
})
