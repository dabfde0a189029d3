import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { cardAnswer, cardApprove, cardClose, cardKeepDraft, cardMine, cardSave, cardSend, cardSubmit } from '#app/contracts/card.ts'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { userId } from '#prisma/seed/people.ts'
import { draftOf } from '#tests/support/rights/cards.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { type Device, device } from '#tests/support/sockets.ts'

let server: TestServer
const names = ['thuky1', 'phovanphong', 'chutich', 'gd.snv', 'gd.stc', 'kiemtra', 'khachmoi', 'cv.snv'] as const
let d: Record<(typeof names)[number], Device>
const cardId = uuid()
beforeAll(async () => {
  server = await startServer({ seeded: true })
  d = Object.fromEntries(await Promise.all(names.map(async n => [n, await device(server, n)]))) as typeof d
}, 120_000)
afterAll(async () => {
  for (const one of Object.values(d)) one.close()
  await server.close()
})

const join = (who: Device, stream: string) => who.socket.timeout(5_000).emitWithAck('stream.join', { stream, after: 0 }) as Promise<{ ok: boolean }>
/** Everything that reaches a device over any stream, from now on. */
const hears = (who: Device): StreamEvent[] => {
  const heard: StreamEvent[] = []
  who.socket.on('event', (e: StreamEvent) => void heard.push(e))
  return heard
}

describe('phiếu lấy ý kiến qua đường truyền thật', () => {
  test('ai theo được dòng nào; ý kiến đến bàn Văn phòng và Chủ tịch ngay, không đến thành viên khác; bản đang soạn không đến ai', async () => {
    const must = async (answer: Promise<{ ok: boolean }>) => expect(await answer).toMatchObject({ ok: true })
    await must(d.thuky1.send(cardSave, draftOf(cardId)))
    await must(d.thuky1.send(cardSubmit, { cardId }))
    await must(d.phovanphong.send(cardApprove, { cardId }))
    const may = async (who: (typeof names)[number]) => [(await join(d[who], `card:${cardId}`)).ok, (await join(d[who], 'cards:office')).ok]
    for (const who of ['thuky1', 'phovanphong', 'chutich', 'kiemtra'] as const) expect(await may(who), who).toEqual([true, true])
    for (const who of ['gd.snv', 'gd.stc', 'khachmoi', 'cv.snv'] as const) expect(await may(who), who).toEqual([false, false])
    // A member can't listen to another member's card.
    expect((await join(d['gd.stc'], `user:${userId('gd.snv')}`)).ok).toBe(false)
    await join(d['gd.snv'], `user:${userId('gd.snv')}`)
    await join(d['gd.stc'], `user:${userId('gd.stc')}`)
    const [desk, chair, own, other, guest] = [hears(d.thuky1), hears(d.chutich), hears(d['gd.snv']), hears(d['gd.stc']), hears(d.khachmoi)]
    const mine = (list: StreamEvent[]) => list.filter(e => e.name === cardMine.name).map(e => (e.payload as PayloadOf<typeof cardMine>).card)
    await must(d.thuky1.send(cardSend, { cardId }))
    await expect.poll(() => [mine(own).length, mine(other).length]).toEqual([1, 1])
    await must(d['gd.snv'].send(cardKeepDraft, { cardId, choice: null, text: 'chữ đang soạn' }))
    await must(d['gd.snv'].send(cardAnswer, { cardId, choice: 'against', text: 'ý kiến của Sở Nội vụ', fileId: null }))
    await expect.poll(() => [JSON.stringify(desk), JSON.stringify(chair), JSON.stringify(own)].map(text => text.includes('ý kiến của Sở Nội vụ'))).toEqual([true, true, true])
    // Numbers of a stream have no holes: when the next event is here, nothing before it is missing.
    await must(d['gd.stc'].send(cardAnswer, { cardId, choice: 'for', text: '', fileId: null }))
    await expect.poll(() => mine(other).some(c => c.choice === 'for')).toBe(true)
    expect(JSON.stringify(other)).not.toContain('ý kiến của Sở Nội vụ')
    expect(JSON.stringify([desk, chair, own, other])).not.toContain('chữ đang soạn')
    expect(guest).toEqual([])
  })

  test('máy chủ bị giết giữa lúc trả lời: câu trả lời đã xác nhận còn nguyên, gửi lại cùng mã không thành hai; hết hạn trong lúc đó thì phiếu tự kết thúc khi máy chủ trở lại', async () => {
    const id = uuid()
    const input = { cardId, choice: 'other' as const, text: 'Lùi thời hạn', fileId: null }
    const confirmed = await d.chutich.send(cardAnswer, input, id)
    expect(confirmed).toMatchObject({ ok: true })
    await server.kill()
    await server.database.query(`UPDATE "OpinionCard" SET "closesAt" = now()`)
    await server.start()
    const [again, secretary] = [await device(server, 'chutich'), await device(server, 'thuky1')]
    expect(await again.send(cardAnswer, input, id)).toMatchObject({ ok: true, replayed: true, data: confirmed.ok ? confirmed.data : null })
    expect(await again.send(cardAnswer, { ...input, choice: 'for' })).toMatchObject({ ok: false, code: 'CARD_ENDED' })
    await expect.poll(async () => (await server.database.query<{ status: string }>(`SELECT status FROM "OpinionCard" WHERE id = $1`, [cardId]))[0]?.status, { timeout: 20_000 }).toBe('closed')
    const [row] = await server.database.query<{ choice: string; changes: number }>(`SELECT choice, changes FROM "OpinionCardMember" WHERE "cardId" = $1 AND "userId" = $2`, [cardId, userId('chutich')])
    expect(row).toEqual({ choice: 'other', changes: 0 })
    expect(await secretary.send(cardClose, { cardId })).toMatchObject({ ok: false, code: 'CARD_WRONG_STATE' })
    again.close()
    secretary.close()
  })
})
