import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import type { RoomPlan } from '#app/domain/seating/plan.ts'
import { shortLabel } from '#app/domain/seating/state.ts'
import { formatDateLong, formatTime } from '#app/text/format.ts'
import { seatingText as t } from '#app/text/seating.ts'

/** Papers under Decree 30 have the metrics of Times New Roman; the face is in the program, so no machine prints another. */
const require = createRequire(import.meta.url)
const REGULAR = require.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf')
const BOLD = require.resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf')

export type PrintedPerson = { id: string; label: string; unitName: string | null; seatId: string | null }
export type PrintedMeeting = { title: string; startsAt: number; place: string }

const open = (title: string, layout: 'portrait' | 'landscape') => {
  const doc = new PDFDocument({ size: 'A4', layout, margin: 0, autoFirstPage: false, info: { Title: title, Creator: 'Tân Trào' } })
  doc.registerFont('regular', REGULAR)
  doc.registerFont('bold', BOLD)
  return doc
}

/** The largest size (pt) at which the words fit a box, in at most `lines` lines. */
function fit(doc: PDFKit.PDFDocument, text: string, width: number, largest: number, smallest: number, lines: number): number {
  for (let size = largest; size > smallest; size -= 2) {
    doc.fontSize(size)
    const isWordTooLong = text.split(' ').some(w => doc.widthOfString(w) > width)
    if (!isWordTooLong && doc.heightOfString(text, { width, align: 'center' }) <= lines * doc.currentLineHeight(true) + 1) return size
  }
  return smallest
}

/** Biển tên: A4 folded across the middle, one person a page, readable from both sides of the table. */
export function namePlates(meeting: PrintedMeeting, people: PrintedPerson[]): PDFKit.PDFDocument {
  const doc = open(t.plates, 'portrait')
  for (const p of people) {
    doc.addPage()
    const { width, height } = doc.page
    const half = height / 2
    const box = width - 100
    const face = () => {
      doc.font('bold')
      const size = fit(doc, p.label, box, 64, 20, 2)
      doc.fontSize(size)
      const h = doc.heightOfString(p.label, { width: box, align: 'center' })
      doc.text(p.label, 50, half + (half - h) / 2 - 14, { width: box, align: 'center' })
      if (p.unitName && !p.label.includes(p.unitName)) {
        doc.font('regular')
        doc.fontSize(fit(doc, p.unitName, box, 26, 12, 1))
        doc.text(p.unitName, 50, half + (half + h) / 2, { width: box, align: 'center' })
      }
      if (p.seatId) doc.font('regular').fontSize(10).text(p.seatId, 50, height - 30, { width: box, align: 'right' })
    }
    face()
    doc.save().rotate(180, { origin: [width / 2, half] })
    face()
    doc.restore()
    doc.save().dash(4, { space: 4 }).lineWidth(0.4).moveTo(0, half).lineTo(width, half).stroke('#999').restore()
  }
  return doc
}

/** Sơ đồ chỗ ngồi: the room on one sheet, then the list by seat. */
export function seatPlan(meeting: PrintedMeeting, roomName: string, plan: RoomPlan, people: PrintedPerson[]): PDFKit.PDFDocument {
  const doc = open(t.title, 'landscape')
  doc.addPage()
  const { width, height } = doc.page
  doc.font('bold').fontSize(15).text(`${t.title} – ${meeting.title}`, 40, 28, { width: width - 80, align: 'center' })
  doc.font('regular').fontSize(11).text(`${formatTime(meeting.startsAt)}, ${formatDateLong(meeting.startsAt)} · ${roomName}`, 40, doc.y + 2, { width: width - 80, align: 'center' })
  const top = doc.y + 14
  const unit = Math.min((width - 80) / plan.width, (height - top - 30) / plan.height)
  const left = (width - plan.width * unit) / 2
  for (const b of plan.tables) doc.rect(left + b.x * unit, top + b.y * unit, b.w * unit, b.h * unit).fill('#eee')
  const at = new Map(people.flatMap(p => (p.seatId ? [[p.seatId, p] as const] : [])))
  for (const s of plan.seats) {
    const x = left + s.x * unit
    const y = top + s.y * unit
    const side = unit * 0.96
    doc.lineWidth(0.7).rect(x, y, side, side).stroke('#000')
    doc.fillColor('#000').font('regular').fontSize(Math.max(4, unit * 0.16)).text(s.id, x, y + unit * 0.1, { width: side, align: 'center', lineBreak: false })
    const who = at.get(s.id)
    if (who) doc.font('bold').fontSize(Math.max(5, unit * 0.22)).text(shortLabel(who.label), x, y + unit * 0.42, { width: side, align: 'center', lineBreak: false })
  }
  const seated = people.filter(p => p.seatId !== null)
  const order = new Map(plan.seats.map(s => [s.id, s.order]))
  seated.sort((a, b) => (order.get(a.seatId ?? '') ?? 0) - (order.get(b.seatId ?? '') ?? 0))
  doc.addPage({ size: 'A4', layout: 'portrait', margin: 50 })
  doc.font('bold').fontSize(14).text(t.list, { align: 'center' }).moveDown()
  doc.font('regular').fontSize(12)
  for (const p of seated) doc.text(`${p.seatId}    ${p.label}`)
  return doc
}
