import { useState } from 'react'
import { Button, ButtonLink, IconButton } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { TextInput } from '#app/components/field.tsx'
import { CircleCheck, History, Minus, WifiOff } from '#app/components/icon.tsx'
import { StayHistory } from '#app/screens/people/stay-history.tsx'
import { attendanceRecord } from '#app/contracts/meeting.ts'
import { typedMoment } from '#app/domain/calendar/typed-time.ts'
import { fold } from '#app/domain/search/fold.ts'
import type { PeopleDesk } from '#app/live/reducers/people.ts'
import { serverNow } from '#app/live/socket.ts'
import { absentMembers, type Participant, type Session } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { PresenceMark } from '#app/screens/people/presence-mark.tsx'
import { peopleText } from '#app/text/people.ts'
import { civilToday, formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'

const t = sessionText.desk

type Asked = { participant: Participant; act: 'arrive' | 'leave' }

/** Điểm danh hộ: every person on the list, what is recorded, and one act. Other hours and reasons go through a dialog. */
export function AttendanceTable({ view, acts, canRecord, desk }: { view: Session; acts: Acts; canRecord: boolean; desk?: PeopleDesk }) {
  const [history, setHistory] = useState<string | null>(null)
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
    const at = time.trim() === '' ? undefined : typedMoment(civilToday(serverNow()), time)
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
        <AttendanceFigures view={view} desk={desk} />
      </div>
      <table className="w-full text-left">
        <thead className="text-xs text-text-3">
          <tr className="border-b border-line">
            <th className="py-2 pr-3 font-semibold">{t.columns.person}</th>
            <th className="py-2 pr-3 font-semibold max-md:hidden">{t.columns.role}</th>
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
                  <span className="block text-sm text-text-3">
                    <span className="md:hidden">{[sessionText.role[p.role], p.unitName].filter(Boolean).join(' · ')}</span>
                    <span className="max-md:hidden">{p.unitName}</span>
                  </span>
                </td>
                <td className="py-2 pr-3 text-text-2 max-md:hidden">{sessionText.role[p.role]}</td>
                <td className="py-2 pr-3">
                  <span className="flex flex-wrap items-center gap-1.5">
                    <Chip tone={p.isPresent ? 'ok' : 'neutral'} icon={p.isPresent ? <CircleCheck aria-hidden /> : <Minus aria-hidden />}>
                      {p.isPresent ? t.present : t.absent}
                    </Chip>
                    {desk && p.isPresent && <PresenceMark userId={p.userId} presence={desk.presence} />}
                  </span>
                  <span className="block text-sm text-text-3">
                    {last
                      ? [
                          last.leftAt === null ? t.arrivedAt(formatTime(last.arrivedAt)) : t.leftAt(formatTime(last.leftAt)),
                          last.isLate && t.late,
                          last.how !== 'own_device' && (peopleText.attendance.how[last.how] ?? ''),
                          last.reason,
                        ]
                          .filter(Boolean)
                          .join(', ')
                      : p.absenceReason}
                  </span>
                </td>
                <td className="py-2 text-right whitespace-nowrap max-md:whitespace-normal">
                  {desk && (p.intervals.length > 0 || desk.corrections.some(c => c.participantId === p.id)) && (
                    <IconButton label={peopleText.attendance.historyOne(p.label)} onClick={() => setHistory(p.id)}>
                      <History aria-hidden />
                    </IconButton>
                  )}
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
      {desk && history && view.participants.some(p => p.id === history) && <StayHistory view={view} desk={desk} participantId={history} canCorrect={canRecord} onClose={() => setHistory(null)} />}
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

/** Members, guests and others present; who is away with and without a reason; whose device is silent. */
function AttendanceFigures({ view, desk }: { view: Session; desk?: PeopleDesk }) {
  const a = peopleText.attendance
  const guests = view.participants.filter(p => p.role === 'guest')
  const others = view.participants.filter(p => !p.isVoter && p.role !== 'guest')
  const away = absentMembers(view)
  const present = new Set(view.participants.filter(p => p.isPresent).map(p => p.userId))
  const lost = desk?.presence?.lost.filter(l => present.has(l.userId)).length ?? 0
  const count = (list: Participant[]) => list.filter(p => p.isPresent).length
  return (
    <div className="flex flex-wrap items-center gap-2 text-text-2">
      <Chip>{a.members(view.quorum.present, view.quorum.total)}</Chip>
      {guests.length > 0 && <Chip>{a.guests(count(guests), guests.length)}</Chip>}
      {others.length > 0 && <Chip>{a.others(count(others), others.length)}</Chip>}
      {away.length > 0 && (
        <Chip>
          {a.absent(away.length)} ({a.excused(away.filter(m => m.reason).length)})
        </Chip>
      )}
      {lost > 0 && (
        <Chip tone="soon" icon={<WifiOff aria-hidden />} title={peopleText.presence.hint}>
          {peopleText.presence.count(lost)}
        </Chip>
      )}
      {desk && (
        <ButtonLink to={`/phien-hop/${view.meeting.id}/ho-so`} variant="plain" size="sm">
          {a.print}
        </ButtonLink>
      )}
    </div>
  )
}
