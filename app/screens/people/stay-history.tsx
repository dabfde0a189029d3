import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { toast } from '#app/components/toast.tsx'
import { attendanceCorrect } from '#app/contracts/people.ts'
import type { PeopleDesk } from '#app/live/reducers/people.ts'
import { useAct } from '#app/live/use-command.ts'
import type { Participant, Session } from '#app/screens/session/derive.ts'
import { errorText } from '#app/text/errors.ts'
import { civilToday, formatDateTime, formatTime } from '#app/text/format.ts'
import { peopleText } from '#app/text/people.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'

const t = peopleText.attendance

type Stay = Participant['intervals'][number]
const words = (s: { arrivedAt: number; leftAt: number | null }): string => t.stay(formatTime(s.arrivedAt), s.leftAt === null ? null : formatTime(s.leftAt))

/** "8:05" on the day of `on` in Viet Nam; undefined = nothing typed, null = no time of day. */
function onDay(typed: string, on: number): number | null | undefined {
  if (typed.trim() === '') return undefined
  const m = /^\s*(\d{1,2})\s*[:hg.]\s*(\d{1,2})\s*$/i.exec(typed)
  if (!m || Number(m[1]) > 23 || Number(m[2]) > 59) return null
  return Date.parse(`${civilToday(on)}T${String(m[1]).padStart(2, '0')}:${String(m[2]).padStart(2, '0')}:00+07:00`)
}

/** Every stay of one person with who noted it, what was corrected, by whom and why; the secretary corrects here. */
export function StayHistory({ view, desk, participantId, canCorrect, onClose }: { view: Session; desk: PeopleDesk; participantId: string; canCorrect: boolean; onClose: () => void }) {
  const [asked, ask] = useState<{ stay: Stay; isStruck: boolean } | null>(null)
  const person = view.participants.find(p => p.id === participantId)
  const corrections = desk.corrections.filter(c => c.participantId === participantId)
  if (!person) return null
  return (
    <>
      <Dialog isOpen onClose={onClose} isWide title={t.historyOne(person.label)}>
        {person.intervals.length === 0 && <p>{t.historyNone}</p>}
        <ul className="divide-y divide-line">
          {person.intervals.map(s => (
            <li key={s.id ?? s.arrivedAt} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
              <p className="min-w-0 flex-[1_1_14rem]">
                <span className="font-semibold text-text">{words(s)}</span>
                <span className="block text-sm text-text-3">{[t.how[s.how], s.isLate && t.late, s.reason].filter(Boolean).join(' · ')}</span>
              </p>
              {canCorrect && s.id && (
                <span className="flex flex-wrap gap-1">
                  <Button size="sm" aria-label={t.correctOne(words(s))} onClick={() => ask({ stay: s, isStruck: false })}>
                    {t.correct}
                  </Button>
                  <Button size="sm" variant="plain" aria-label={t.strikeOne(words(s))} onClick={() => ask({ stay: s, isStruck: true })}>
                    {t.strike}
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
        {corrections.length > 0 && (
          <section aria-label={t.corrections}>
            <h3 className="mt-4 mb-1 font-semibold text-text">{t.corrections}</h3>
            <ol className="divide-y divide-line">
              {corrections.map(c => (
                <li key={c.id} className="py-2">
                  <p>
                    {t.was(words(c.before))}, {c.after ? t.became(words(c.after)) : t.struck}. {peopleText.absences.because(c.reason)}
                  </p>
                  <p className="text-sm text-text-3">{t.by(c.byLabel, formatDateTime(c.at))}</p>
                </li>
              ))}
            </ol>
          </section>
        )}
      </Dialog>
      {asked && <CorrectDialog key={asked.stay.id} meetingId={view.meeting.id} person={person} stay={asked.stay} isStruck={asked.isStruck} onClose={() => ask(null)} />}
    </>
  )
}

function CorrectDialog({ meetingId, person, stay, isStruck, onClose }: { meetingId: string; person: Participant; stay: Stay; isStruck: boolean; onClose: () => void }) {
  const correct = useAct(attendanceCorrect)
  const [from, setFrom] = useState(formatTime(stay.arrivedAt))
  const [to, setTo] = useState(stay.leftAt === null ? '' : formatTime(stay.leftAt))
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  // A time left as it was keeps its seconds.
  const arrivedAt = from === formatTime(stay.arrivedAt) ? stay.arrivedAt : onDay(from, stay.arrivedAt)
  const leftAt = stay.leftAt !== null && to === formatTime(stay.leftAt) ? stay.leftAt : onDay(to, stay.arrivedAt)
  const isFromWrong = arrivedAt === null || arrivedAt === undefined
  const isToWrong = leftAt === null
  const save = async () => {
    setChecked(true)
    if (reason.trim() === '' || !stay.id || (!isStruck && (isFromWrong || isToWrong))) return
    const after = isStruck ? null : { arrivedAt: arrivedAt as number, leftAt: leftAt ?? null }
    const answer = await correct.run({ meetingId, participantId: person.id, intervalId: stay.id, after, reason })
    if (!answer?.ok) return
    toast(t.corrected)
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={isStruck ? t.strikeOne(words(stay)) : t.correctOne(words(stay))}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" isSending={correct.isSending} onClick={() => void save()}>
            {isStruck ? t.strikeConfirm : t.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="font-semibold text-text">{person.label}</p>
        {!isStruck && (
          <div className="grid items-start gap-3 md:grid-cols-2">
            <TextInput label={t.from} value={from} inputMode="numeric" error={isChecked && isFromWrong ? sessionText.desk.timeWrong : undefined} onChange={e => setFrom(e.target.value)} />
            <TextInput label={t.to} hint={t.toHint} value={to} inputMode="numeric" error={isChecked && isToWrong ? sessionText.desk.timeWrong : undefined} onChange={e => setTo(e.target.value)} />
          </div>
        )}
        <TextInput label={t.reason} value={reason} maxLength={300} required error={isChecked && reason.trim() === '' ? t.reasonMissing : undefined} onChange={e => setReason(e.target.value)} />
        <FormError>{correct.refusal && errorText(correct.refusal.code, correct.refusal.params)}</FormError>
      </div>
    </Dialog>
  )
}
