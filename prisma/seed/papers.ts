import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import PDFDocument from 'pdfkit'
import type { PrismaClient } from '#server/db/generated/client.ts'
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

type Options = { meetingId: string; items: { id: string; title: string }[]; uploaderId: string; dataDir: string; now: Date }

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
  const rows = [...targets, ...tasks]
  for (const [i, item] of o.items.entries()) {
    const share = paragraphs.slice(i * 18, i * 18 + 55)
    await put(db, o, item.id, `to-trinh-${i + 1}`, `Tờ trình: ${item.title}`.slice(0, 200), 'main', 0, doc => body(doc, item.title, share))
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
  const fileId = seedId(`file/${key}`)
  await db.storedFile.createMany({
    data: [{ id: fileId, sha256, size: bytes.length, mime: 'application/pdf', name: `${key}.pdf`, pages, uploadedById: o.uploaderId, createdAt: o.now }],
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
      doc.font('regular').fontSize(13)
      const label = String(pages)
      doc.text(label, (doc.page.width - doc.widthOfString(label)) / 2, 10 * MM, { lineBreak: false })
      doc.x = x
      doc.y = y
    })
    draw(doc)
    doc.end()
  })
}

function heading(doc: PDFKit.PDFDocument, title: string): void {
  const top = doc.y
  doc.font('regular').fontSize(12).text('ỦY BAN NHÂN DÂN', 30 * MM, top, { width: 62 * MM, align: 'center' })
  doc.font('bold').text('TỈNH TUYÊN QUANG', { width: 62 * MM, align: 'center' })
  doc.font('bold').fontSize(12).text('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 92 * MM, top, { width: 103 * MM, align: 'center' })
  doc.fontSize(13).text('Độc lập - Tự do - Hạnh phúc', { width: 103 * MM, align: 'center' })
  doc.moveDown(2)
  doc.x = 30 * MM
  doc.font('bold').fontSize(14).text('TỜ TRÌNH', { align: 'center' }).text(title, { align: 'center' })
  doc.moveDown(1)
}

function body(doc: PDFKit.PDFDocument, title: string, paragraphs: string[]): void {
  heading(doc, title)
  doc.font('regular').fontSize(14)
  for (const p of paragraphs) doc.font('regular').fontSize(14).text(p, { align: 'justify', indent: 10 * MM, paragraphGap: 6 })
}

/** The whole plan, then its targets and tasks again for one unit after another until the annex has its 300 pages. */
function long(doc: PDFKit.PDFDocument, paragraphs: string[], rows: string[]): void {
  let pages = 1
  doc.on('pageAdded', () => pages++)
  body(doc, 'Đề án đẩy mạnh cải cách hành chính, xây dựng Chính quyền điện tử hướng tới Chính quyền số', paragraphs)
  const units = readData<{ name: string; kind: string }[]>('org-2025.json').filter(u => u.kind !== 'province')
  for (let i = 0; pages < LONG_PAGES; i++) {
    const unit = units[i % units.length]
    doc.addPage()
    doc.font('bold').fontSize(14).text(`Phụ lục ${i + 1}. ${unit?.name ?? ''}`, { align: 'center' })
    doc.moveDown(1)
    for (let r = 0; r < 14 && doc.y < doc.page.height - 45 * MM; r++) {
      doc.font('regular').fontSize(13).text(rows[(i * 5 + r) % rows.length] ?? '', { paragraphGap: 4, height: doc.page.height - 22 * MM - doc.y, ellipsis: true })
    }
  }
}
