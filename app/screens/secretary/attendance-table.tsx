import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { TextInput } from '#app/components/field.tsx'
import { CircleCheck, Minus } from '#app/components/icon.tsx'
import { attendanceRecord } from '#app/contracts/meeting.ts'
import { fold } from '#app/domain/search/fold.ts'
import { serverNow } from '#app/live/socket.ts'
import type { Participant, Session } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { civilToday, formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'

const t = sessionText.desk

/** "8:5", "08:05", "8h05" → a moment of today in Viet Nam; null when it is no time of day. */
export function momentOf(typed: string, now: number): number | null {
  const m = /^\s*(\d{1,2})\s*[:hg.]\s*(\d{1,2})\s*$/i.exec(typed)
  if (!m) return null
  const [h, min] = [Number(m[1]), Number(m[2])]
  if (h > 23 || min > 59) return null
  return Date.parse(`${civilToday(now)}T${String(h).padStart(2, '0')}:${String(min).padStart(2, '0')}:00+07:00`)
}

type Asked = { participant: Participant; act: 'arrive' | 'leave' }

/** Điểm danh hộ: every person on the list, what is recorded, and one act. Other hours and reasons go through a dialog. */
export function AttendanceTable({ view, acts, canRecord }: { view: Session; acts: Acts; canRecord: boolean }) {
  const [query, setQuery] = useState('')
  const [asked, setAsked] = useState<Asked | null>(null)
  const [time, setTime] = useState('')
  const [reason, setReason] = useState('')
  const [isTimeWrong, setTimeWrong] = useState(false)
  const words = fold(query).split(/\s+/).filter(Boolean)
  const rows = view.participants.filter(p => {
    const text = fold(`${p.label} ${p.unitName ?? ''} ${sessionText.role[p.role]}`)
    return words.every(w => text.includes(w))
  })
  const meetingId = view.meeting.id
  const isOpen = view.meeting.status === 'invited' || view.meeting.status === 'running' || view.meeting.status === 'paused'
  const ask = (participant: Participant, act: Asked['act']) => {
    setTime('')
    setReason('')
    setTimeWrong(false)
    setAsked({ participant, act })
  }
  const record = async () => {
    if (!asked) return
    const at = time.trim() === '' ? undefined : momentOf(time, serverNow())
    if (at === null) {
      setTimeWrong(true)
      return
    }
    const input = { meetingId, participantId: asked.participant.id, act: asked.act, ...(at === undefined ? {} : { at }), ...(reason.trim() ? { reason } : {}) }
    setAsked(null)
    await acts.run(attendanceRecord, input, asked.participant.id)
  }
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <TextInput label={t.find} placeholder={t.findHint} type="search" value={query} frameClassName="w-full max-w-sm" onChange={e => setQuery(e.target.value)} />
        <p className="text-text-2">{t.people(view.participants.filter(p => p.isPresent).length, view.participants.length)}</p>
      </div>
      <table className="w-full text-left">
        <thead className="text-xs text-text-3">
          <tr className="border-b border-line">
            <th className="py-2 pr-3 font-semibold">{t.columns.person}</th>
            <th className="py-2 pr-3 font-semibold">{t.columns.role}</th>
            <th className="py-2 pr-3 font-semibold">{t.columns.state}</th>
            <th className="py-2 text-right font-semibold">{t.columns.act}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(p => {
            const last = p.intervals.at(-1)
            return (
              <tr key={p.id}>
                <td className="py-2 pr-3">
                  <span className="font-semibold">{p.label}</span>
                  {p.unitName && <span className="block text-sm text-text-3">{p.unitName}</span>}
                </td>
                <td className="py-2 pr-3 text-text-2">{sessionText.role[p.role]}</td>
                <td className="py-2 pr-3">
                  <Chip tone={p.isPresent ? 'ok' : 'neutral'} icon={p.isPresent ? <CircleCheck aria-hidden /> : <Minus aria-hidden />}>
                    {p.isPresent ? t.present : t.absent}
                  </Chip>
                  <span className="block text-sm text-text-3">
                    {last
                      ? [
                          last.leftAt === null ? t.arrivedAt(formatTime(last.arrivedAt)) : t.leftAt(formatTime(last.leftAt)),
                          last.isLate && t.late,
                          last.how === 'secretary' && t.bySecretary,
                          last.reason,
                        ]
                          .filter(Boolean)
                          .join(', ')
                      : p.absenceReason}
                  </span>
                </td>
                <td className="py-2 text-right whitespace-nowrap">
                  {canRecord &&
                    isOpen &&
                    (p.isPresent ? (
                      <Button size="sm" aria-label={t.leaveOne(p.label)} isSending={acts.isBusy(p.id)} onClick={() => ask(p, 'leave')}>
                        {t.leave}
                      </Button>
                    ) : (
                      <>
                        <Button size="sm" variant="plain" aria-label={t.otherTimeOne(p.label)} onClick={() => ask(p, 'arrive')}>
                          {t.otherTime}
                        </Button>
                        <Button size="sm" aria-label={t.arriveOne(p.label)} isSending={acts.isBusy(p.id)} onClick={() => void acts.run(attendanceRecord, { meetingId, participantId: p.id, act: 'arrive' }, p.id)}>
                          {t.arrive}
                        </Button>
                      </>
                    ))}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {rows.length === 0 && <p className="py-4 text-text-3">{t.nobody}</p>}
      <Dialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={asked ? (asked.act === 'arrive' ? t.recordArrive(asked.participant.label) : t.recordLeave(asked.participant.label)) : ''}
        footer={
          <>
            <Button onClick={() => setAsked(null)}>{shellText.button.cancel}</Button>
            <Button variant="primary" onClick={() => void record()}>
              {t.record}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3">
          <TextInput label={t.time} hint={t.timeHint} error={isTimeWrong ? t.timeWrong : undefined} inputMode="numeric" value={time} onChange={e => setTime(e.target.value)} />
          <TextInput label={t.reason} value={reason} maxLength={300} onChange={e => setReason(e.target.value)} />
        </div>
      </Dialog>
    </>
  )
}
