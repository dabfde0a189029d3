import { useNavigate } from '@remix-run/react'
import { useMemo, useState } from 'react'
import { meetingCreate } from '#app/contracts/meeting.ts'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { DateInput, FormError, Select, TextInput } from '#app/components/field.tsx'
import { type CalendarDay, dayOff, makeCalendar, nextWorkingDay } from '#app/domain/calendar/working-days.ts'
import { newId } from '#app/live/new-id.ts'
import { serverNow } from '#app/live/socket.ts'
import { useAct } from '#app/live/use-command.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { civilToday, formatDate } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { typedMoment } from '#app/domain/calendar/typed-time.ts'

const t = sessionText.list
type Kind = keyof typeof t.nameOf

/** "2026-12-03" → "12/2026" */
const monthOf = (day: string): string => formatDate(day).slice(3)

/** Tạo phiên họp: defaults to the next working morning; what was typed stays until the server has taken it. */
export function CreateMeeting({ calendar: days, onClose }: { calendar: readonly CalendarDay[]; onClose: () => void }) {
  const calendar = useMemo(() => makeCalendar(days), [days])
  const create = useAct(meetingCreate, { isOnlyNow: true })
  const navigate = useNavigate()
  const [meetingId] = useState(newId)
  const [today] = useState(() => civilToday(serverNow()))
  const [day, setDay] = useState<string | null>(() => nextWorkingDay(calendar, today))
  const [kind, setKind] = useState<Kind>('regular')
  const [typedName, setName] = useState<string | null>(null)
  const [from, setFrom] = useState('08:00')
  const [to, setTo] = useState('11:30')
  const [place, setPlace] = useState<string>(t.placeDefault)
  const [isTried, setTried] = useState(false)
  const name = typedName ?? t.nameOf[kind](day ? monthOf(day) : '')
  const [startsAt, endsAt] = [typedMoment(day, from), typedMoment(day, to)]
  const off = day ? dayOff(calendar, day) : null

  const run = async () => {
    setTried(true)
    if (startsAt === null || endsAt === null) return
    const answer = await create.run({ meetingId, title: name, kind, startsAt, endsAt, place })
    if (answer?.ok) navigate(`/phien-hop/${meetingId}/chuong-trinh`)
  }
  const wrong = (field: string) => {
    const code = create.refusal?.fields?.[field]
    return code ? fieldErrorText(code) : undefined
  }
  const time = (typed: string) => (isTried && typedMoment(today, typed) === null ? t.timeWrong : undefined)
  const hasFieldError = Object.keys(create.refusal?.fields ?? {}).length > 0
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={t.createTitle}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" isSending={create.isSending} onClick={() => void run()}>
            {t.createConfirm}
          </Button>
        </>
      }
    >
      <p className="text-text-2">{t.createLead}</p>
      <div className="mt-4 grid gap-3 sm:grid-cols-[14rem_minmax(0,1fr)]">
        <Select label={t.kind} value={kind} onChange={e => setKind(e.target.value as Kind)}>
          {(Object.keys(t.nameOf) as Kind[]).map(k => (
            <option key={k} value={k}>
              {sessionText.kind[k]}
            </option>
          ))}
        </Select>
        <TextInput label={t.name} value={name} maxLength={300} onChange={e => setName(e.target.value)} error={wrong('title')} />
      </div>
      <div className="mt-3 grid grid-cols-2 gap-3 sm:grid-cols-[14rem_8rem_8rem]">
        <DateInput
          frameClassName="max-sm:col-span-2"
          label={t.day}
          value={day}
          onValue={setDay}
          error={isTried && day === null ? t.dayMissing : undefined}
          hint={off ? t.dayOff(off.name) : day && day < today ? t.dayPast : undefined}
        />
        <TextInput label={t.from} inputMode="numeric" placeholder={t.timeHint} value={from} onChange={e => setFrom(e.target.value)} error={time(from) ?? wrong('startsAt')} />
        <TextInput label={t.to} inputMode="numeric" placeholder={t.timeHint} value={to} onChange={e => setTo(e.target.value)} error={time(to) ?? wrong('endsAt')} />
      </div>
      <TextInput frameClassName="mt-3" label={t.place} value={place} maxLength={200} onChange={e => setPlace(e.target.value)} error={wrong('place')} />
      {create.refusal && !hasFieldError && <FormError>{errorText(create.refusal.code, create.refusal.params)}</FormError>}
    </Dialog>
  )
}
