import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import PDFDocument from 'pdfkit'
import type { PrismaClient } from '#server/db/generated/client.ts'
import { makeViewingCopy } from '#server/files/make-viewing-copy.ts'
import { makeFileStore } from '#server/files/store.ts'
import { seedId } from './province.ts'
import { readData } from './read-data.ts'

const require = createRequire(import.meta.url)
/** Times New Roman's metrics, as Decree 30/2020 asks of official papers. */
const fonts = {
  regular: require.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
}
const MM = 72 / 25.4
const LONG_PAGES = 300
/** Keeps a paper between about 5 and 20 pages. */
const MOST_LINES = 24
/** What the plan says about each item of the November session, in the order of its agenda. */
const subjects = [
  /chỉ số|mức độ hài lòng|cải cách hành chính/i,
  /chỉ số|tài chính|tiêu chí|kinh phí/i,
  /sự nghiệp|dịch vụ công|ngân sách|tài chính công/i,
  /kinh phí|ngân sách|dự toán|đầu tư/i,
  /truyền hình|hạ tầng|trực tuyến|mạng|cấp xã/i,
  /Chủ tịch|báo cáo|chỉ đạo|đôn đốc/i,
]

type PaperItem = { id: string; title: string; text: string; presenter: string }
type Options = { meetingId: string; items: PaperItem[]; uploaderId: string; dataDir: string; now: Date }

/** One paper for each item, made of the plan's own text, and a 300-page annex on the first. */
export async function seedPapers(db: PrismaClient, o: Options): Promise<void> {
  const text = readFileSync(path.join(import.meta.dirname, 'data', 'de-an-603.txt'), 'utf8')
  const paragraphs = text
    .split('\n')
    // A footnote mark cut out of the source leaves its punctuation at the start of the next line.
    .map(l => l.replace(/\s+/g, ' ').replace(/^[\s;.,:]+/, '').trim())
    .filter(l => l.length > 40)
  const targets = readData<{ id: string; text: string }[]>('de-an-603-targets.json').map(t => `Mục tiêu ${t.id}. ${t.text}`)
  const tasks = readData<{ id: string; text: string }[]>('de-an-603-tasks.json').map(t => `Nhiệm vụ ${t.id}. ${t.text}`)
  const duties = readData<{ id: string; text: string }[]>('de-an-603-duties.json').map(d => `Trách nhiệm ${d.id}. ${d.text}`)
  const rows = [...targets, ...tasks]
  // The plan tells first how things stand; its targets and tasks follow from their own tables.
  const stand = paragraphs.slice(0, paragraphs.findIndex(l => l.startsWith('MỤC TIÊU, NHIỆM VỤ')))
  for (const [i, item] of o.items.entries()) {
    const about = subjects[i] ?? /cải cách hành chính/i
    const parts = [
      { title: 'I. NỘI DUNG TRÌNH', lines: item.text.split('\n').filter(Boolean) },
      { title: 'II. THỰC TRẠNG VÀ CĂN CỨ THEO ĐỀ ÁN 603', lines: stand.filter(l => about.test(l)).slice(0, MOST_LINES) },
      { title: 'III. MỤC TIÊU', lines: targets.filter(l => about.test(l)).slice(0, MOST_LINES) },
      { title: 'IV. NHIỆM VỤ, GIẢI PHÁP VÀ TRÁCH NHIỆM', lines: [...tasks, ...duties].filter(l => about.test(l)).slice(0, MOST_LINES) },
    ].filter(part => part.lines.length > 0)
    await put(db, o, item.id, `to-trinh-${i + 1}`, `Tờ trình: ${item.title}`.slice(0, 200), 'main', 0, doc => submission(doc, item, parts))
  }
  const first = o.items[0]
  if (first) await put(db, o, first.id, 'phu-luc-300', 'Đề án 603 và phụ lục chi tiết theo đơn vị', 'reference', 1, doc => long(doc, paragraphs, rows))
}

async function put(db: PrismaClient, o: Options, itemId: string, key: string, title: string, kind: 'main' | 'reference', position: number, draw: (doc: PDFKit.PDFDocument) => void): Promise<void> {
  const paperId = seedId(`paper/${key}`)
  if (await db.paper.findUnique({ where: { id: paperId } })) return
  const { bytes, pages } = await render(draw)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const folder = path.join(o.dataDir, 'files', sha256.slice(0, 2))
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, sha256), bytes)
  // The few short ones are read as they are; only a long paper gains from a copy made for screens.
  const copy = pages > 50 ? await makeViewingCopy(makeFileStore(o.dataDir), sha256, bytes.length) : null
  const fileId = seedId(`file/${key}`)
  await db.storedFile.createMany({
    data: [{ id: fileId, sha256, size: bytes.length, mime: 'application/pdf', name: `${key}.pdf`, pages, ...copy, uploadedById: o.uploaderId, createdAt: o.now }],
    skipDuplicates: true,
  })
  await db.paper.createMany({
    data: [{ id: paperId, meetingId: o.meetingId, itemId, fileId, title, kind, position, addedById: o.uploaderId, addedAt: o.now }],
    skipDuplicates: true,
  })
}

/** A4, margins of Decree 30, page number centred on top from page two on. */
function render(draw: (doc: PDFKit.PDFDocument) => void): Promise<{ bytes: Buffer; pages: number }> {
  return new Promise((resolve, reject) => {
    const doc = new PDFDocument({ size: 'A4', margins: { top: 20 * MM, bottom: 20 * MM, left: 30 * MM, right: 15 * MM }, info: { Title: 'UBND tỉnh Tuyên Quang' } })
    const chunks: Buffer[] = []
    let pages = 1
    doc.on('data', (c: Buffer) => chunks.push(c))
    doc.on('end', () => resolve({ bytes: Buffer.concat(chunks), pages }))
    doc.on('error', reject)
    doc.registerFont('regular', fonts.regular)
    doc.registerFont('bold', fonts.bold)
    doc.on('pageAdded', () => {
      pages++
      const { x, y } = doc
      const before = styles.get(doc)
      doc.font('regular').fontSize(13)
      const label = String(pages)
      doc.text(label, (doc.page.width - doc.widthOfString(label)) / 2, 10 * MM, { lineBreak: false })
      doc.x = x
      doc.y = y
      // A paragraph that runs over the page goes on as it began.
      if (before) doc.font(before.face).fontSize(before.size)
    })
    draw(doc)
    doc.end()
  })
}

type Face = 'regular' | 'bold'
const styles = new WeakMap<PDFKit.PDFDocument, { face: Face; size: number }>()
function style(doc: PDFKit.PDFDocument, face: Face, size: number): PDFKit.PDFDocument {
  styles.set(doc, { face, size })
  return doc.font(face).fontSize(size)
}

const LEFT = 30 * MM
const RIGHT_COLUMN = { x: 92 * MM, width: 103 * MM }

function rule(doc: PDFKit.PDFDocument, centre: number, length: number): void {
  doc.moveTo(centre - length / 2, doc.y + 1).lineTo(centre + length / 2, doc.y + 1).lineWidth(0.7).stroke()
}

/** Name of the body, national title and motto side by side, then kind and title of the paper. */
function heading(doc: PDFKit.PDFDocument, kind: string, title: string): void {
  const top = doc.y
  const column = { width: 62 * MM, align: 'center' as const }
  style(doc, 'regular', 12).text('ỦY BAN NHÂN DÂN', LEFT, top, column)
  style(doc, 'bold', 12).text('TỈNH TUYÊN QUANG', column)
  rule(doc, LEFT + 31 * MM, 20 * MM)
  const right = { width: RIGHT_COLUMN.width, align: 'center' as const }
  style(doc, 'bold', 12).text('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', RIGHT_COLUMN.x, top, right)
  style(doc, 'bold', 13).text('Độc lập - Tự do - Hạnh phúc', right)
  rule(doc, RIGHT_COLUMN.x + RIGHT_COLUMN.width / 2, 58 * MM)
  doc.moveDown(2)
  doc.x = LEFT
  style(doc, 'bold', 14).text(kind, { align: 'center' }).text(title, { align: 'center' })
  doc.moveDown(1)
}

function lines(doc: PDFKit.PDFDocument, paragraphs: string[]): void {
  for (const p of paragraphs) style(doc, 'regular', 14).text(p, { align: 'justify', indent: 10 * MM, paragraphGap: 6 })
}

/** A submission to the Committee: the item's own words first, then what the plan says about it, then the presenter. */
function submission(doc: PDFKit.PDFDocument, item: PaperItem, parts: { title: string; lines: string[] }[]): void {
  heading(doc, 'TỜ TRÌNH', item.title)
  style(doc, 'regular', 14).text('Kính gửi: Ủy ban nhân dân tỉnh Tuyên Quang.', { align: 'center', paragraphGap: 10 })
  for (const part of parts) {
    // A title never stands alone at the foot of a page.
    if (doc.y > doc.page.height - 50 * MM) doc.addPage()
    style(doc, 'bold', 14).text(part.title, { indent: 10 * MM, paragraphGap: 6 })
    lines(doc, part.lines)
  }
  lines(doc, ['Kính trình Ủy ban nhân dân tỉnh xem xét, quyết định./.'])
  doc.moveDown(1)
  style(doc, 'bold', 14).text(item.presenter.toLocaleUpperCase('vi'), RIGHT_COLUMN.x, doc.y, { width: RIGHT_COLUMN.width, align: 'center' })
}

/** The whole plan, then its targets and tasks again for one unit after another until the annex has its 300 pages. */
function long(doc: PDFKit.PDFDocument, paragraphs: string[], rows: string[]): void {
  let pages = 1
  doc.on('pageAdded', () => pages++)
  heading(doc, 'ĐỀ ÁN', 'Đẩy mạnh cải cách hành chính, xây dựng Chính quyền điện tử hướng tới Chính quyền số')
  lines(doc, paragraphs)
  const units = readData<{ name: string; kind: string }[]>('org-2025.json').filter(u => u.kind !== 'province')
  for (let i = 0; pages < LONG_PAGES; i++) {
    const unit = units[i % units.length]
    doc.addPage()
    style(doc, 'bold', 14).text(`Phụ lục ${i + 1}. ${unit?.name ?? ''}`, { align: 'center' })
    doc.moveDown(1)
    for (let r = 0; r < 14 && doc.y < doc.page.height - 45 * MM; r++) {
      style(doc, 'regular', 13).text(rows[(i * 5 + r) % rows.length] ?? '', { paragraphGap: 4, height: doc.page.height - 22 * MM - doc.y, ellipsis: true })
    }
  }
}
