import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer, CommandDef, InputOf } from '#app/contracts/define.ts'
import { MOST_NOTES, noteRemove, noteRestore, noteSave } from '#app/contracts/note.ts'
import { findNotes, withDrafts } from '#app/domain/note/notes.ts'
import type { Actor } from '#server/command/context.ts'
import { addPerson, buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'
import { sourceFiles } from '#tests/support/import-graph.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const ask = async <C extends CommandDef>(actor: Actor | null, def: C, input: InputOf<C>, id = uuid()) => codeOf(await house.run(actor, def, input, id))
const SECRET = 'Hỏi riêng về kinh phí bồi thường 😀'

async function stage() {
  const sitting = await buildSitting(house, c)
  const on = { meetingId: sitting.meetingId }
  const note = (over: object = {}) => ({ ...on, noteId: uuid(), itemId: sitting.items[0] ?? null, paperId: null, page: null, text: SECRET, baseVersion: 0, ...over })
  const list = async (actor: Actor) => (await house.query(actor, 'note.list', on)).notes
  return { on, sitting, note, list, member: c.members[1] as Actor }
}

describe('ghi chú cá nhân', () => {
  test('xem danh sách, thêm, sửa, xóa, hoàn tác: theo từng bậc', async () => {
    const s = await stage()
    const first = s.note()
    expect(await ask(null, noteSave, first)).toBe('NOT_SIGNED_IN')
    for (const bad of [{ text: '   ' }, { text: 'x'.repeat(10_001) }, { noteId: 'x' }, { page: 0 }]) expect(await ask(s.member, noteSave, s.note(bad))).toBe('BAD_INPUT')
    expect(await ask(c.homeClerk, noteSave, first), 'not in the meeting').toBe('NOT_FOUND')
    expect(await ask(s.member, noteSave, s.note({ itemId: uuid() }))).toBe('NOT_FOUND')
    expect(await ask(s.member, noteSave, s.note({ paperId: uuid(), page: 2 }))).toBe('NOT_FOUND')
    const id = uuid()
    expect(await house.run(s.member, noteSave, first, id)).toMatchObject({ ok: true, data: { version: 1 } })
    expect(await house.run(s.member, noteSave, first, id)).toMatchObject({ ok: true, replayed: true, data: { version: 1 } })
    expect(await ask(s.member, noteSave, first), 'upon a version that is no more').toBe('NOTE_CHANGED_MEANWHILE')
    expect(await house.must(s.member, noteSave, { ...first, text: 'Hỏi về nhân lực', baseVersion: 1 })).toMatchObject({ version: 2 })
    expect(await s.list(s.member)).toMatchObject([{ id: first.noteId, text: 'Hỏi về nhân lực', version: 2, itemId: first.itemId }])
    expect(await ask(s.member, noteRemove, { noteId: first.noteId })).toBe('ok')
    expect(await s.list(s.member)).toEqual([])
    expect(await ask(s.member, noteSave, { ...first, baseVersion: 3 }), 'a removed note is not written on').toBe('NOTE_CHANGED_MEANWHILE')
    expect(await ask(s.member, noteRemove, { noteId: first.noteId })).toBe('ok')
    expect(await ask(s.member, noteRestore, { noteId: first.noteId })).toBe('ok')
    expect(await s.list(s.member)).toMatchObject([{ text: 'Hỏi về nhân lực', version: 4 }])
  })

  test('chủ trì, người dự thay, khách mời đều có ghi chú của mình; không ai thấy của ai', async () => {
    const s = await stage()
    const admin = await addPerson(house, `Quản trị ${uuid()}`, [{ role: 'admin', unitId: c.office }])
    const auditor = await addPerson(house, `Thanh tra ${uuid()}`, [{ role: 'auditor', unitId: c.office }])
    const mine = s.note()
    await house.must(s.member, noteSave, mine)
    for (const actor of [c.chairman, c.substitute, c.guest]) {
      await house.must(actor, noteSave, s.note({ text: `Của ${actor.displayName}` }))
      expect((await s.list(actor)).map(n => n.text)).toEqual([`Của ${actor.displayName}`])
    }
    for (const actor of [c.chairman, c.secretary, c.monitor, auditor, c.substitute, c.guest]) {
      expect((await s.list(actor)).map(n => n.text).join()).not.toContain('bồi thường')
      for (const def of [noteRemove, noteRestore]) expect(await ask(actor, def, { noteId: mine.noteId })).toBe('NOT_FOUND')
      expect(await ask(actor, noteSave, { ...mine, text: 'đè lên', baseVersion: 1 })).toBe('NOT_FOUND')
    }
    expect(await refusalOf(s.list(admin))).toBe('NOT_FOUND')
    expect(await ask(admin, noteRemove, { noteId: mine.noteId })).toBe('NOT_FOUND')
    expect((await s.list(s.member)).map(n => n.text)).toEqual([SECRET])
  })

  test('nội dung ghi chú không nằm trong nhật ký, biên nhận hay luồng của phiên', async () => {
    const s = await stage()
    const mine = s.note()
    await house.must(s.member, noteSave, mine)
    await house.must(s.member, noteSave, { ...mine, text: `${SECRET} lần 2`, baseVersion: 1 })
    const rows = await house.database.query<{ stream: string; name: string; all: string }>(
      `SELECT stream, name, payload::text || meta::text AS "all" FROM "EventLog" WHERE payload->>'noteId' = $1 ORDER BY id`,
      [mine.noteId],
    )
    expect(rows.map(r => [r.stream, r.name])).toEqual([
      [`user:${s.member.userId}`, 'note.changed'],
      [`user:${s.member.userId}`, 'note.changed'],
    ])
    const leaks = await house.database.query(
      `SELECT 1 FROM "EventLog" WHERE payload::text ILIKE '%bồi thường%' OR meta::text ILIKE '%bồi thường%'
       UNION ALL SELECT 1 FROM "CommandReceipt" WHERE answer::text ILIKE '%bồi thường%'
       UNION ALL SELECT 1 FROM "AccessLog" WHERE what ILIKE '%bồi thường%'`,
    )
    expect(leaks).toEqual([])
  })

  test('chỉ phần ghi chú của chương trình đọc bảng ghi chú: không thống kê, không xuất, không biên bản', () => {
    const readers = sourceFiles('app', 'server')
      .filter(file => !file.startsWith('server/db/generated/'))
      .filter(file => /personalNote|"PersonalNote"/.test(readFileSync(file, 'utf8')))
    expect(readers.sort()).toEqual(['server/features/note/queries.ts', 'server/features/note/write-note.ts'])
  })

  test('hai thiết bị sửa cùng một ghi chú: bản sau bị từ chối chứ không đè', async () => {
    const s = await stage()
    const mine = s.note()
    await house.must(s.member, noteSave, mine)
    const [a, b] = await Promise.all([ask(s.member, noteSave, { ...mine, text: 'máy một', baseVersion: 1 }), ask(s.member, noteSave, { ...mine, text: 'máy hai', baseVersion: 1 })])
    expect([a, b].sort()).toEqual(['NOTE_CHANGED_MEANWHILE', 'ok'])
  })

  test('có giới hạn số ghi chú một phiên', async () => {
    const s = await stage()
    await house.services.db.personalNote.createMany({
      data: Array.from({ length: MOST_NOTES }, () => ({ id: uuid(), userId: s.member.userId, ...s.on, text: 'x', searchText: 'x', createdAt: house.clock.now, updatedAt: house.clock.now })),
    })
    expect(await ask(s.member, noteSave, s.note())).toBe('NOTE_TOO_MANY')
    expect(await ask(c.chairman, noteSave, s.note())).toBe('ok')
  })

  test('tìm không dấu; chữ đang gõ ở máy đứng trên bản đã lưu', () => {
    const at = { itemId: null, paperId: null, page: null }
    const notes = [
      { id: 'a', ...at, text: 'Hỏi Sở Tài chính về đấu thầu', version: 1, updatedAt: 1 },
      { id: 'b', ...at, text: 'Nhân lực cấp xã', version: 1, updatedAt: 2 },
    ]
    expect(findNotes(notes, 'dau THAU').map(n => n.id)).toEqual(['a'])
    expect(findNotes(notes, 'nhan luc xa').map(n => n.id)).toEqual(['b'])
    expect(findNotes(notes, '  ')).toHaveLength(2)
    const shown = withDrafts(notes, [{ id: 'a', ...at, text: 'Hỏi thêm', baseVersion: 1, commandId: 'c', at: 9 }])
    expect(shown.map(n => [n.id, n.text, n.version])).toEqual([
      ['a', 'Hỏi thêm', 1],
      ['b', 'Nhân lực cấp xã', 1],
    ])
  })
})
