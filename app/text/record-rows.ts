import type { z } from 'zod'
import type { SessionView } from '#app/contracts/meeting.ts'
import type { RecordExtras, TypedMark } from '#app/contracts/record.ts'
import { byVotes } from '#app/domain/voting/options.ts'
import { spokenSeconds } from '#app/domain/meeting/speaking.ts'
import { formatDate, formatTime } from './format.ts'
import { recordText as t } from './record.ts'
import { savings } from '#app/domain/statistics/savings.ts'
import { formulaLines, moneyText, pagesText, savingsText } from './savings.ts'
import { sessionText } from './session.ts'
import { answerWords } from './vote-words.ts'

/** The record as rows of words: the page and the exported workbook say the same, from one place. */

type Session = z.output<typeof SessionView>
type Participant = Session['participants'][number]

export type AttendanceState = 'present' | 'late' | 'leave' | 'noLeave' | 'notYet' | 'notSeen'

/**
 * Present, late, away with or without a reason; before the end somebody not yet seen is only "not yet". Only members owe a
 * reason: a secretary who never checked in was at work.
 */
export function attendanceState(p: Participant, isOver: boolean): AttendanceState {
  const [first] = p.intervals
  if (first) return first.isLate ? 'late' : 'present'
  if (p.absenceReason) return 'leave'
  if (!isOver) return 'notYet'
  return p.isVoter || p.role === 'member' || p.role === 'chair' ? 'noLeave' : 'notSeen'
}

export const numbers = (view: Session): Map<string, number> =>
  new Map(view.items.filter(i => i.status !== 'withdrawn').map((i, at) => [i.id, at + 1]))

export const itemName = (view: Session, itemId: string | null): string => {
  const item = view.items.find(i => i.id === itemId)
  if (!item) return ''
  const n = numbers(view).get(item.id)
  return `${n ? `${n}. ` : ''}${item.title || t.untitled}`
}

export function attendanceRows(view: Session) {
  const isOver = view.meeting.status === 'ended'
  const labelOf = new Map(view.participants.map(p => [p.id, p.label]))
  const sitsInFor = new Map(view.participants.flatMap(p => (p.substituteForId ? [[p.substituteForId, p.label] as const] : [])))
  return view.participants.map(p => {
    const hows = [...new Set(p.intervals.filter(i => i.how !== 'own_device').map(i => t.attendance.how[i.how as 'secretary']))]
    const substitutedBy = sitsInFor.get(p.id)
    return {
      id: p.id,
      label: p.label,
      role: sessionText.role[p.role],
      isVoter: p.isVoter,
      unitName: p.unitName ?? '',
      state: attendanceState(p, isOver),
      intervals: p.intervals,
      note: [
        p.substituteForId && t.attendance.substituteFor(labelOf.get(p.substituteForId) ?? ''),
        substitutedBy && t.attendance.hasSubstitute(substitutedBy),
        p.absenceReason,
        ...p.intervals.map(i => i.reason),
        ...hows,
      ]
        .filter(Boolean)
        .join('; '),
    }
  })
}

export function itemRows(view: Session, extras: RecordExtras, now: number) {
  const n = numbers(view)
  return view.items.map(i => {
    const running = i.status === 'presenting' && i.startedAt !== null ? Math.max(0, Math.round(((view.meeting.pausedAt ?? now) - i.startedAt) / 1000)) : 0
    const seconds = i.spentSeconds + running
    const isTaken = seconds > 0 || i.status === 'presenting' || i.status === 'concluded'
    const difference = isTaken ? Math.round((seconds - i.minutes * 60) / 60) : null
    return {
      id: i.id,
      n: n.get(i.id) ?? null,
      title: i.title || t.untitled,
      plannedMinutes: i.minutes,
      seconds: isTaken ? seconds : null,
      startedAt: i.beganAt ?? extras.startedAt[i.id] ?? null,
      difference,
      differenceText: difference === null ? '' : difference > 0 ? t.items.over(difference) : difference < 0 ? t.items.under(-difference) : t.items.onTime,
      status: sessionText.itemStatus[i.status],
      reason: [i.urgentReason && t.items.urgent(i.urgentReason), i.adoption && t.items.adopted[i.adoption.how], i.objection && t.items.objection(i.objection.byLabel, i.objection.reason), i.asideReason && sessionText.aside.because(i.asideReason)].filter(Boolean).join('; ') || null,
    }
  })
}

export function speechRows(view: Session) {
  return [...view.queue]
    .sort((a, b) => (a.startedAt ?? a.requestedAt) - (b.startedAt ?? b.requestedAt))
    .map(s => ({
      id: s.id,
      at: s.startedAt ?? s.requestedAt,
      label: s.label,
      item: itemName(view, s.itemId),
      subject: s.subject,
      seconds: s.startedAt !== null && s.endedAt !== null ? spokenSeconds(s, s.endedAt) : null,
      status: t.speeches.status[s.status],
      reason: s.declineReason,
    }))
}

const paperOr = (isPaper: true | undefined, choice: string): string => (isPaper ? t.votes.paperBallot(choice) : choice)

export function voteRows(view: Session) {
  return view.votes
    .filter(v => v.status !== 'cancelled')
    .map(v => ({
      id: v.id,
      at: v.closedAt ?? v.openedAt,
      item: itemName(view, v.itemId),
      question: v.question,
      isOpen: v.status === 'open',
      outcome: v.result ? sessionText.vote.outcome[v.result.outcome] : t.votes.isOpen,
      sentence: v.result?.sentence ?? v.ruleText,
      count: v.count,
      /** nhiều phương án, danh sách: votes of each option, the most voted first */
      options: v.options && v.optionVotes ? byVotes(v.optionVotes).map(i => `${v.options?.list[i] ?? ''}: ${v.optionVotes?.[i] ?? 0}`) : null,
      notCast: v.result?.notCast ?? 0,
      invalid: v.invalid ?? null,
      how: v.form === 'secret' ? (v.source === 'paper' ? t.votes.secret : t.votes.secretOnDevice) : v.source === 'paper' ? t.votes.onPaper : null,
      ballots: v.ballots?.map(b => ({ label: b.label, choice: b.picks ? paperOr(b.isPaper, b.picks.map(i => v.options?.list[i] ?? '').join('; ')) : b.choice ? paperOr(b.isPaper, v.answers ? answerWords(v.answers)[b.choice] : t.votes[b.choice]) : t.votes.notCast })) ?? null,
    }))
}

export function lineRows(view: Session, extras: RecordExtras) {
  return view.items.flatMap(i =>
    extras.lines
      .filter(l => l.itemId === i.id && (l.text || l.task))
      .map(l => ({
        id: l.id,
        item: itemName(view, i.id),
        text: l.text,
        line: l,
        code: l.task?.code ?? '',
        taskId: l.task?.id ?? null,
        unit: l.task?.leadUnit ?? '',
        deadline: l.task ? (l.task.deadlineOn ? formatDate(l.task.deadlineOn) : t.lines.noDeadline) : '',
      })),
  )
}

export function actRows(view: Session, extras: RecordExtras) {
  return extras.acts.map((a, at) => {
    const what = a.act === 'issued' ? t.acts.issued(a.n ?? 1) : t.acts.act[a.act]
    return { id: String(at), at: a.at, what: a.itemId ? t.acts.withItem(what, itemName(view, a.itemId)) : what, who: a.byLabel ?? '', reason: a.reason ?? '' }
  })
}

/** The mark of a row typed in from paper, in words; null for one that was recorded on the screen. */
export function markOf(marks: readonly TypedMark[], ...refIds: string[]): string | null {
  const own = marks.filter(m => refIds.includes(m.refId))
  return own.length > 0 ? [...new Set(own.map(m => `${t.mark}. ${t.markBy(m.byLabel, m.at, m.reason)}`))].join(' ') : null
}
/** Stays of a person, as the marks name them. */
export const stayIds = (intervals: Participant['intervals']): string[] => intervals.flatMap(i => (i.id ? [i.id] : []))

type Sheet = { name: string; head: string[]; rows: (string | number | null)[][]; widths?: number[] }
/** "08:15", with the day when it isn't that of the session */
export const hourOf = (at: number, view: Session): string => (formatDate(at) === formatDate(view.meeting.startsAt) ? formatTime(at) : `${formatTime(at)} ${formatDate(at)}`)
const clock = (at: number | null): string | null => (at === null ? null : `${formatTime(at)} ${formatDate(at)}`)

/** Paper and money saved, with the formula and what is not known. */
function savingsRows({ input, price }: RecordExtras['savings']): [string, string][] {
  const saved = savings(input, price)
  return [
    [savingsText.pages, pagesText(saved)],
    [savingsText.money, moneyText(saved)],
    [savingsText.how, [...formulaLines(input, saved, price), price ? savingsText.price(price) : savingsText.noPrice, saved.unknownPapers > 0 ? savingsText.unknown(saved.unknownPapers) : ''].filter(Boolean).join('; ')],
  ]
}

/** The workbook: one sheet a part, headings in words, hours as they stand on the page. */
export function recordSheets(view: Session, extras: RecordExtras, now: number): Sheet[] {
  const m = view.meeting
  const members = view.participants.filter(p => p.isVoter)
  const taken = view.items.filter(i => i.status === 'concluded').length
  const speeches = speechRows(view)
  const c = t.columns
  const sheets: Sheet[] = [
    {
      name: t.sheets.summary,
      head: [c.what, c.value],
      widths: [32, 60],
      rows: [
        [t.title, m.title],
        [sessionText.overview.place, m.place],
        [t.figures.opened, clock(m.openedAt)],
        [t.figures.ended, clock(m.endedAt)],
        [t.figures.present, t.figures.share(members.filter(p => p.intervals.length > 0).length, m.membersInOffice)],
        [t.figures.items, t.figures.share(taken, view.items.length)],
        [t.figures.votes, view.votes.filter(v => v.status === 'closed').length],
        [t.figures.speeches, speeches.filter(s => s.seconds !== null).length],
        ...savingsRows(extras.savings),
      ],
    },
    {
      name: t.sheets.attendance,
      head: [t.attendance.who, t.attendance.role, t.attendance.unit, t.attendance.state, c.arrived, c.left, t.attendance.note, c.mark],
      widths: [34, 16, 28, 22, 18, 18, 50, 40],
      rows: attendanceRows(view).flatMap(p => {
        const head = [p.label, p.role, p.unitName, t.attendance[p.state]]
        if (p.intervals.length === 0) return [[...head, null, null, p.note, null]]
        return p.intervals.map(i => [...head, clock(i.arrivedAt), clock(i.leftAt), p.note, markOf(extras.marks, ...stayIds([i]))])
      }),
    },
    {
      name: t.sheets.items,
      head: [t.items.n, t.items.item, t.items.started, c.plannedMinutes, c.realMinutes, t.items.difference, t.items.state, t.acts.reason],
      widths: [6, 70, 18, 14, 14, 18, 20, 40],
      rows: itemRows(view, extras, now).map(i => [i.n, i.title, clock(i.startedAt), i.plannedMinutes, i.seconds === null ? null : Math.round(i.seconds / 6) / 10, i.differenceText, i.status, i.reason]),
    },
    {
      name: t.sheets.speeches,
      head: [t.speeches.at, t.speeches.who, t.speeches.item, t.speeches.subject, c.seconds, t.speeches.state, c.mark],
      widths: [18, 34, 50, 40, 14, 18, 40],
      rows: speeches.map(s => [clock(s.at), s.label, s.item, s.subject, s.seconds, s.reason ? `${s.status}: ${s.reason}` : s.status, markOf(extras.marks, s.id)]),
    },
    {
      name: t.sheets.votes,
      head: [t.votes.at, t.votes.item, t.votes.question, t.votes.for, t.votes.against, t.votes.abstain, t.votes.notCast, t.votes.result, t.votes.sentence, c.mark],
      widths: [18, 50, 50, 12, 14, 14, 14, 26, 70, 40],
      rows: voteRows(view).map(v => [clock(v.at), v.item, v.question, v.isOpen || v.options ? null : v.count.for, v.isOpen || v.options ? null : v.count.against, v.isOpen ? null : v.count.abstain, v.isOpen ? null : v.notCast, v.outcome, v.sentence, [v.how, markOf(extras.marks, v.id)].filter(Boolean).join('. ') || null]),
    },
    {
      name: t.sheets.ballots,
      head: [t.votes.question, t.votes.member, t.votes.choice],
      widths: [60, 36, 22],
      rows: voteRows(view).flatMap(v => (v.ballots ?? []).map(b => [v.question, b.label, b.choice])),
    },
    {
      name: t.sheets.lines,
      head: [t.lines.item, t.lines.text, c.code, t.lines.unit, t.lines.deadline, c.mark],
      widths: [50, 80, 18, 34, 18, 40],
      rows: lineRows(view, extras).map(l => [l.item, l.text, l.code, l.unit, l.deadline, markOf(extras.marks, l.id)]),
    },
  ]
  if (extras.level === 'full')
    sheets.push({
      name: t.sheets.acts,
      head: [t.acts.at, t.acts.what, t.acts.who, t.acts.reason],
      widths: [18, 70, 34, 50],
      rows: actRows(view, extras).map(a => [clock(a.at), a.what, a.who, a.reason]),
    })
  return sheets
}
