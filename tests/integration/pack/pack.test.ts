import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { PDFDocument } from '@cantoo/pdf-lib'
import PdfKit from 'pdfkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Answer } from '#app/contracts/define.ts'
import { packReport, packRequest } from '#app/contracts/pack.ts'
import type { Actor } from '#server/command/context.ts'
import { packPath } from '#server/features/pack/build.ts'
import { reactions } from '#server/features/index.ts'
import { buildCommittee, buildSitting, type Committee, type House, openHouse, refusalOf } from '#tests/support/build.ts'

let house: House
let c: Committee
beforeAll(async () => {
  house = await openHouse()
  c = await buildCommittee(house, 5)
})
afterAll(() => house.close())

const codeOf = (answer: Answer): string => (answer.ok ? 'ok' : answer.code)

/** A PDF of its own kind: pages, each with words and `ballast` bytes that don't shrink. */
async function makePdf(file: string, pages: number, ballast = 0): Promise<void> {
  const doc = new PdfKit({ autoFirstPage: false, compress: ballast === 0 })
  const out = createWriteStream(file)
  doc.pipe(out)
  for (let i = 1; i <= pages; i++) {
    doc.addPage().fontSize(20).text(`Trang ${i}`)
    if (ballast > 0) (doc as unknown as { addContent: (s: string) => void }).addContent(`% ${'x'.repeat(ballast)}`)
  }
  doc.end()
  await finished(out)
}

async function addPaper(meetingId: string, itemId: string, title: string, bytes: Buffer) {
  const { db } = house.services
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const target = path.join(house.database.dataDir, 'files', sha256.slice(0, 2), sha256)
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, bytes)
  const file = await db.storedFile.create({ data: { id: uuid(), sha256, name: `${title}.pdf`, mime: 'application/pdf', size: BigInt(bytes.length), uploadedById: c.secretary.userId } })
  await db.paper.create({ data: { id: uuid(), meetingId, itemId, fileId: file.id, title, kind: 'main', addedById: c.secretary.userId } })
}

/** Lets the worker's part happen: the newest request on the desk's stream. */
async function build(meetingId: string) {
  const row = await house.services.db.eventLog.findFirstOrThrow({ where: { stream: `desk:${meetingId}`, name: 'pack.requested' }, orderBy: { id: 'desc' } })
  const { db, runAsSystem, runAs } = house.services
  await reactions.find(r => r.on.includes(row.name))?.run({ db, runAsSystem, runAs, dataDir: house.database.dataDir }, { id: String(row.id), stream: row.stream, seq: row.seq ?? 0, name: row.name, v: row.v, payload: row.payload, at: 0, actorId: null })
}
const packOf = async (meetingId: string) => house.query(c.secretary, 'pack.view', { meetingId })

describe('bản in dự phòng', () => {
  test('một tệp: bìa, chương trình, ký nhận, phiếu theo từng biểu quyết và phiếu trống, rồi mọi tài liệu; tệp hỏng có tờ báo', async () => {
    const sitting = await buildSitting(house, c)
    const on = { meetingId: sitting.meetingId }
    const { db } = house.services
    await db.agendaItem.update({ where: { id: sitting.items[0] ?? '' }, data: { isCollective: true } })
    const tmp = path.join(house.database.dataDir, 'one.pdf')
    await makePdf(tmp, 7)
    await addPaper(on.meetingId, sitting.items[0] ?? '', 'Tờ trình', readFileSync(tmp))
    await addPaper(on.meetingId, sitting.items[1] ?? '', 'Tệp hỏng', Buffer.from('%PDF-1.4 broken'))
    const asked = await house.must(c.secretary, packRequest, on)
    expect(asked).toMatchObject({ status: 'waiting', total: 2 })
    await build(on.meetingId)
    const { pack, contentHash } = await packOf(on.meetingId)
    expect(pack).toMatchObject({ status: 'done', isCurrent: true, done: 2, total: 2 })
    const file = packPath(house.database.dataDir, contentHash ?? '')
    const doc = await PDFDocument.load(readFileSync(file))
    // cover, agenda, sign-in; two items with five ballots on two pages each; two pages of blank ones; a sheet before each paper,
    // seven pages of the one and a notice for the other
    expect(doc.getPageCount()).toBe(3 + 4 + 2 + 2 + 7 + 1)
    expect(pack).toMatchObject({ pages: doc.getPageCount(), size: statSync(file).size })
    const words = await textOf(file)
    for (const word of ['HỒ SƠ GIẤY DỰ PHÒNG', 'CHƯƠNG TRÌNH PHIÊN HỌP', 'DANH SÁCH KÝ NHẬN', 'PHIẾU BIỂU QUYẾT', 'Ủy viên UBND tỉnh 3', '1. Tờ trình', 'Trang 7']) expect(words.join('\n'), word).toContain(word)
    expect(words.at(-10)).toContain('1. Tờ trình')
    expect(words.at(-1)).toContain('không ghép được')
    // The second time it is there at once, and nothing is made.
    const again = await house.must(c.secretary, packRequest, on)
    expect(again).toMatchObject({ status: 'done', pages: doc.getPageCount() })
    expect(await db.eventLog.count({ where: { stream: `desk:${on.meetingId}`, name: 'pack.requested' } })).toBe(1)
    // The agenda changed: the pack says so.
    await db.agendaItem.update({ where: { id: sitting.items[2] ?? '' }, data: { title: 'Nội dung đổi tên' } })
    expect((await packOf(on.meetingId)).pack?.isCurrent).toBe(false)
  })

  test('phiên đổi trong lúc chờ: bản của lúc trước thôi không làm, bản của bây giờ làm thay', async () => {
    const sitting = await buildSitting(house, c)
    const on = { meetingId: sitting.meetingId }
    const { db } = house.services
    await house.must(c.secretary, packRequest, on)
    await db.agendaItem.update({ where: { id: sitting.items[0] ?? '' }, data: { title: 'Nội dung đổi tên' } })
    await build(on.meetingId)
    expect((await db.printPack.findMany({ where: on, orderBy: { id: 'asc' }, select: { status: true } })).map(p => p.status)).toEqual(['failed', 'waiting'])
    await build(on.meetingId)
    expect((await packOf(on.meetingId)).pack).toMatchObject({ status: 'done', isCurrent: true })
  })

  test('chỉ chủ trì, thư ký, Văn phòng; lệnh qua đủ bậc', async () => {
    const sitting = await buildSitting(house, c)
    const on = { meetingId: sitting.meetingId }
    const send = (actor: Actor | null, name: string, input: unknown, id = uuid()) => house.services.runCommand(name, input, id, { actor, ip: null })
    expect(codeOf(await send(null, packRequest.name, on))).toBe('NOT_SIGNED_IN')
    expect(codeOf(await send(c.secretary, packRequest.name, { meetingId: 'x' }))).toBe('BAD_INPUT')
    for (const who of [c.members[2] as Actor, c.guest, c.substitute, c.healthClerk]) {
      expect(codeOf(await send(who, packRequest.name, on))).toBe('FORBIDDEN')
      expect(await refusalOf(house.query(who, 'pack.view', on))).toBe('FORBIDDEN')
    }
    const id = uuid()
    expect(await send(c.chairman, packRequest.name, on, id)).toMatchObject({ ok: true })
    expect(await send(c.chairman, packRequest.name, on, id)).toMatchObject({ ok: true, replayed: true })
    expect(codeOf(await send(c.monitor, packRequest.name, on))).toBe('ok')
    expect(codeOf(await send(c.chairman, packReport.name, { packId: uuid(), status: 'done', done: 0, total: 0, pages: 1, size: 1 }))).toBe('FORBIDDEN')
  })

  test('ghép tài liệu lớn từng tệp một: bộ nhớ không lớn theo tổng dung lượng', async () => {
    const tmp = path.join(house.database.dataDir, 'big.pdf')
    await makePdf(tmp, 40, 500_000)
    const one = statSync(tmp).size
    expect(one).toBeGreaterThan(20_000_000)
    const target = path.join(house.database.dataDir, 'merged.pdf')
    // Fifteen times 20 MB in a process whose heap would not hold three of them.
    const script = `import { makePdfWriter } from './server/print/merge-pdf.ts'
      const w = makePdfWriter(process.argv[2]); for (let i = 0; i < 15; i++) await w.addWhole(process.argv[1], 'Tài liệu ' + i)
      console.log(JSON.stringify({ ...(await w.finish()), peak: process.resourceUsage().maxRSS * 1024 }))`
    const { stdout } = await new Promise<{ stdout: string }>((resolve, reject) =>
      execFile(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, tmp, target], (err, stdout) => (err ? reject(err) : resolve({ stdout }))),
    )
    const made = JSON.parse(stdout) as { pages: number; size: number; peak: number }
    expect(made.pages).toBe(600)
    expect(made.size).toBeGreaterThan(15 * one * 0.9)
    expect(made.peak).toBeLessThan(made.size * 1.2)
  })
})

/** Words of every page, as a reader would find them. */
async function textOf(file: string): Promise<string[]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const doc = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise
  const pages: string[] = []
  for (let i = 1; i <= doc.numPages; i++) pages.push((await (await doc.getPage(i)).getTextContent()).items.map(item => ('str' in item ? item.str : '')).join(' '))
  await doc.destroy()
  return pages
}
