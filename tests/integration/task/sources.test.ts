import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer } from '#app/contracts/define.ts'
import { sourceRecord } from '#app/contracts/source.ts'
import { taskAssign } from '#app/contracts/task.ts'
import { buildCommittee, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 3)
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)
const paper = (number = '1234/UBND-NC') => ({ documentId: uuid(), kind: 'document' as const, docType: 'Công văn', number, issuedOn: '2026-11-20', signer: 'Nguyễn Văn A', extract: 'V/v chuẩn bị phiên họp tháng 12' })
const taskOf = (documentId: string, leadUnitId: string, sourceQuote = 'Giao Sở Y tế rà soát, báo cáo trước ngày 05/12/2026') => ({ taskId: uuid(), title: sourceQuote, content: sourceQuote, leadUnitId, deadlineOn: '2026-12-04', sourceQuote, documentId, place: 'khoản 2 mục III' })

describe('văn bản, bút phê là nguồn của nhiều nhiệm vụ', () => {
  test('ghi nhận: chỉ Văn phòng và lãnh đạo; mật bị từ chối có lý do; cùng số cùng ngày chỉ ghi một lần; gửi lặp là một', async () => {
    const d = paper()
    expect(codeOf(await house.run(null, sourceRecord, d))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await house.run(c.monitor, sourceRecord, { ...d, extract: ' ' }))).toBe('BAD_INPUT')
    expect(codeOf(await house.run(c.healthHead, sourceRecord, d))).toBe('FORBIDDEN')
    const secret = await house.run(c.monitor, sourceRecord, { ...d, secrecy: 'toi_mat' })
    expect(secret).toMatchObject({ ok: false, code: 'SOURCE_SECRET', params: { level: 'Tối mật' }, fields: { secrecy: 'SOURCE_SECRET' } })
    expect(await house.run(c.monitor, sourceRecord, { ...d, number: '' })).toMatchObject({ code: 'SOURCE_FIELD_MISSING', fields: { number: 'SOURCE_FIELD_MISSING' } })
    expect(await house.services.db.sourceDocument.count()).toBe(0)
    const id = uuid()
    expect(await house.must(c.monitor, sourceRecord, d, id)).toMatchObject({ label: 'Công văn 1234/UBND-NC ngày 20/11/2026', version: 1 })
    expect(await house.run(c.monitor, sourceRecord, d, id)).toMatchObject({ ok: true, replayed: true })
    expect(await house.run(c.secretary, sourceRecord, { ...paper(' 1234 / ubnd-nc') })).toMatchObject({ code: 'SOURCE_EXISTS', params: { documentId: d.documentId } })
    expect(await house.must(c.monitor, sourceRecord, { ...d, signer: 'Trần Thị B', baseVersion: 1 })).toMatchObject({ version: 2 })
    expect(codeOf(await house.run(c.monitor, sourceRecord, { ...d, baseVersion: 1 }))).toBe('CONFLICT')
    expect(codeOf(await house.run(c.monitor, sourceRecord, { ...paper('9/TB'), fileId: uuid() }))).toBe('FILE_NOT_READY')
  })

  test('ba việc từ một văn bản: mỗi việc giữ câu và vị trí của mình; trang nhiệm vụ thấy văn bản và các việc khác trong phạm vi', async () => {
    const d = paper('77/TB-UBND')
    await house.must(c.monitor, sourceRecord, d)
    const first = taskOf(d.documentId, c.health)
    expect(codeOf(await house.run(c.monitor, taskAssign, { ...first, sourceQuote: ' ' }))).toBe('SOURCE_QUOTE_REQUIRED')
    expect(codeOf(await house.run(c.monitor, taskAssign, { ...first, documentId: uuid() }))).toBe('SOURCE_UNKNOWN')
    expect(codeOf(await house.run(c.healthHead, taskAssign, first))).toBe('FORBIDDEN')
    await house.must(c.monitor, taskAssign, first)
    await house.must(c.monitor, taskAssign, taskOf(d.documentId, c.health, 'Sở Y tế hướng dẫn các xã'))
    await house.must(c.monitor, taskAssign, taskOf(d.documentId, c.home, 'Sở Nội vụ tổng hợp chung'))
    const own = await house.query(c.healthClerk, 'task.view', { taskId: first.taskId })
    expect(own.view).toMatchObject({ sourceKind: 'document', sourceQuote: first.sourceQuote, card: { sourceLabel: 'Công văn 77/TB-UBND ngày 20/11/2026' } })
    expect(own.view.source).toMatchObject({ place: 'khoản 2 mục III', document: { number: '77/TB-UBND', signer: 'Nguyễn Văn A' } })
    expect(own.view.source?.siblings.map(x => x.quote)).toEqual(['Sở Y tế hướng dẫn các xã'])
    const all = await house.query(c.monitor, 'task.view', { taskId: first.taskId })
    expect(all.view.source?.siblings).toHaveLength(2)
    const again = await house.query(c.monitor, 'task.assignForm', { documentId: d.documentId })
    expect(again).toMatchObject({ document: { id: d.documentId } })
    expect(again.given).toHaveLength(3)
    expect(await refusalOf(house.query(c.monitor, 'task.assignForm', { documentId: uuid() }))).toBe('NOT_FOUND')
  })

  test('bút phê: ai, lúc nào, viết gì', async () => {
    const note = { documentId: uuid(), kind: 'note' as const, number: '45/TTr-SNV', signer: 'Chủ tịch UBND tỉnh', extract: 'Giao SNV tham mưu', notedAt: Date.parse('2026-11-25T09:30:00Z') }
    expect(await house.run(c.monitor, sourceRecord, { ...note, notedAt: null })).toMatchObject({ code: 'SOURCE_FIELD_MISSING' })
    await house.must(c.monitor, sourceRecord, note)
    const task = taskOf(note.documentId, c.home, 'Giao SNV tham mưu')
    await house.must(c.monitor, taskAssign, task)
    const { view } = await house.query(c.homeClerk, 'task.view', { taskId: task.taskId })
    expect(view.card.sourceLabel).toBe('Bút phê của Chủ tịch UBND tỉnh ngày 25/11/2026 trên văn bản 45/TTr-SNV')
    expect(view.source?.document).toMatchObject({ kind: 'note', notedAt: note.notedAt })
  })
})
