import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { packText } from '#app/text/pack.ts'
import type { PackPlan } from './plan.ts'

const require = createRequire(import.meta.url)
/** Times New Roman's metrics, as Decree 30/2020 asks of official papers. */
const fonts = {
  regular: require.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
}
const MM = 72 / 25.4
const MARGIN = { top: 20 * MM, bottom: 20 * MM, left: 30 * MM, right: 15 * MM }
const t = packText.print
const SLIPS_A_PAGE = 4
const BLANK_PAGES = 2

export type Front = { bytes: Uint8Array; /** pages before the sheets of the papers */ pages: number; sections: { title: string; page: number }[]; /** page of the sheet before paper i */ sheets: number[]; /** page to stand in for paper i when it can't be read */ notices: number[] }

/** Cover, agenda, sign-in list, ballots, and one sheet before every paper. */
export function printFront(plan: PackPlan): Promise<Front> {
  const doc = new PDFDocument({ size: 'A4', margins: MARGIN, autoFirstPage: false, info: { Title: plan.title } })
  doc.registerFont('regular', fonts.regular)
  doc.registerFont('bold', fonts.bold)
  const chunks: Buffer[] = []
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (c: Buffer) => chunks.push(c))
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    doc.on('error', reject)
  })
  let page = -1
  doc.on('pageAdded', () => (page += 1))
  const width = () => doc.page.width - MARGIN.left - MARGIN.right
  const bottom = () => doc.page.height - MARGIN.bottom
  const sections: Front['sections'] = []
  const begin = (title: string): void => {
    doc.addPage()
    sections.push({ title, page })
  }
  const heading = (text: string): void => void doc.font('bold').fontSize(14).text(text, MARGIN.left, doc.y, { width: width(), align: 'center' }).moveDown(0.8)

  begin(t.cover)
  doc.font('bold').fontSize(13).text(t.host, { align: 'center' })
  doc.moveDown(8)
  doc.font('bold').fontSize(20).text(t.cover, { align: 'center' }).moveDown(1)
  doc.fontSize(16).text(plan.title, { align: 'center' }).moveDown(2)
  doc.font('regular').fontSize(14)
  doc.text(`${t.when}: ${plan.when}`, { align: 'center' }).text(`${t.place}: ${plan.place}`, { align: 'center' }).moveDown(2)
  doc.text(`${t.contents}: ${[t.agenda, t.signIn, t.ballots, t.papers].map(s => s.toLowerCase()).join(', ')}.`, { align: 'center' }).moveDown(4)
  doc.fontSize(12).text(t.coverLead, { align: 'center' })

  /** A table that goes on over pages with its head again; the last columns may stay empty to be written in. */
  const table = (head: string[], widths: number[], rows: string[][], rowHeight = 0): void => {
    const scale = width() / widths.reduce((a, b) => a + b, 0)
    const w = widths.map(x => x * scale)
    const line = (cells: string[], font: 'regular' | 'bold'): void => {
      doc.font(font).fontSize(11)
      const height = Math.max(rowHeight, ...cells.map((c, i) => doc.heightOfString(c || ' ', { width: (w[i] ?? 0) - 8 }) + 8))
      if (doc.y + height > bottom()) {
        doc.addPage()
        if (font === 'regular') line(head, 'bold')
      }
      const y = doc.y
      let x = MARGIN.left
      cells.forEach((c, i) => {
        doc.rect(x, y, w[i] ?? 0, height).lineWidth(0.5).stroke()
        doc.font(font).fontSize(11).text(c, x + 4, y + 4, { width: (w[i] ?? 0) - 8 })
        x += w[i] ?? 0
      })
      doc.x = MARGIN.left
      doc.y = y + height
    }
    line(head, 'bold')
    for (const r of rows) line(r, 'regular')
  }

  begin(t.agenda)
  heading(t.agenda)
  table([t.n, t.item, t.presenter, t.minutes], [8, 78, 36, 12], plan.agenda.map(i => [String(i.n), [i.title, i.lead, i.isVote ? `(${t.vote})` : ''].filter(Boolean).join('\n'), i.presenter, String(i.minutes)]))

  begin(t.signIn)
  heading(t.signIn)
  table([t.n, t.who, t.role, t.arrived, t.left, t.sign], [8, 60, 24, 16, 16, 36], plan.people.map((p, i) => [String(i + 1), [p.label, p.unit].filter(Boolean).join('\n'), p.role, '', '', '']), 26)

  const slip = (question: string, top: number): void => {
    const height = (bottom() - MARGIN.top) / SLIPS_A_PAGE - 12
    doc.rect(MARGIN.left, top, width(), height).dash(4, { space: 3 }).lineWidth(0.5).stroke().undash()
    doc.font('bold').fontSize(13).text(t.ballot, MARGIN.left + 10, top + 8, { width: width() - 20, align: 'center' })
    doc.font('regular').fontSize(11).text(plan.title, { width: width() - 20, align: 'center' })
    doc.moveDown(0.4)
    doc.text(`${t.question}: ${question || `${t.dots}${t.dots}`}`, MARGIN.left + 10, doc.y, { width: width() - 20, height: 42, ellipsis: true })
    const y = top + height - 56
    t.choices.forEach((choice, i) => {
      const x = MARGIN.left + 10 + (i * (width() - 20)) / t.choices.length
      doc.rect(x, y, 13, 13).lineWidth(0.8).stroke()
      doc.font('regular').fontSize(12).text(choice, x + 19, y, { lineBreak: false })
    })
    doc.fontSize(11).text(`${t.voter}: ${t.dots} ${t.sign}: ......................`, MARGIN.left + 10, top + height - 26, { lineBreak: false })
  }
  const slips = (title: string, question: string, count: number): void => {
    for (let i = 0; i < count; i++) {
      if (i % SLIPS_A_PAGE === 0) {
        if (i === 0) begin(title)
        else doc.addPage()
      }
      slip(question, MARGIN.top + ((i % SLIPS_A_PAGE) * (bottom() - MARGIN.top)) / SLIPS_A_PAGE)
    }
  }
  for (const i of plan.agenda.filter(one => one.isVote)) slips(`${t.ballots} – ${i.n}`, `${i.n}. ${i.title}`, plan.voters)
  slips(t.blank, '', BLANK_PAGES * SLIPS_A_PAGE)

  const pages = page + 1
  const sheets = plan.papers.map((p, i) => {
    doc.addPage()
    doc.font('regular').fontSize(13).text(p.item, MARGIN.left, doc.page.height / 3, { width: width(), align: 'center' }).moveDown(1)
    doc.font('bold').fontSize(18).text(`${i + 1}. ${p.title}`, { width: width(), align: 'center' })
    return page
  })
  // Kept ready for a paper that can't be read; only those that are needed get their place.
  const notices = plan.papers.map((p, i) => {
    doc.addPage()
    doc.font('bold').fontSize(14).text(`${i + 1}. ${p.title}`, MARGIN.left, doc.page.height / 3, { width: width(), align: 'center' }).moveDown(1)
    doc.font('regular').text(t.unreadable, { width: width(), align: 'center' })
    return page
  })
  doc.end()
  return whole.then(bytes => ({ bytes, pages, sections, sheets, notices }))
}
