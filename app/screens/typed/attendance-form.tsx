import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { toast } from '#app/components/toast.tsx'
import { attendanceTypeBack } from '#app/contracts/typed.ts'
import { fold } from '#app/domain/search/fold.ts'
import { useAct } from '#app/live/use-command.ts'
import { useDraft } from '#app/screens/tasks/use-draft.ts'
import { errorText } from '#app/text/errors.ts'
import { formatTime } from '#app/text/format.ts'
import { recordText } from '#app/text/record.ts'
import { sessionText } from '#app/text/session.ts'
import { typedText } from '#app/text/typed.ts'
import { readTime } from './derive.ts'
import type { FormProps } from './typed-screen.tsx'

const t = typedText.attendance
type Typed = Record<string, { from: string; to: string }>

/** The sign-in list: any number of people in one act. A refused row is named, the others stay as typed. */
export function AttendanceForm({ view, began, reason, needReason }: FormProps) {
  const act = useAct(attendanceTypeBack)
  const { value, set } = useDraft<{ rows: Typed }>(`typed/${view.meeting.id}/attendance`, { rows: {} })
  const [find, setFind] = useState('')
  const [isTried, setTried] = useState(false)
  const words = fold(find).split(/\s+/).filter(Boolean)
  const shown = view.participants.filter(p => words.every(w => fold(`${p.label} ${p.unitName ?? ''}`).includes(w)))
  const filled = view.participants.flatMap(p => {
    const typed = value.rows[p.id]
    if (!typed || (typed.from.trim() === '' && typed.to.trim() === '')) return []
    return [{ id: p.id, from: readTime(began, typed.from), to: readTime(began, typed.to) }]
  })
  const isWrong = filled.some(r => r.from.error ?? r.to.error)
  const change = (id: string, part: Partial<Typed[string]>) => set({ rows: { ...value.rows, [id]: { from: '', to: '', ...value.rows[id], ...part } } })
  const save = async () => {
    setTried(true)
    if (!needReason() || filled.length === 0 || isWrong) return
    const answer = await act.run({ meetingId: view.meeting.id, reason, rows: filled.map(r => ({ participantId: r.id, arrivedAt: r.from.at, leftAt: r.to.at })) })
    if (!answer?.ok) return
    toast(t.done(filled.length))
    set({ rows: {} })
    setTried(false)
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-text-2">{t.lead}</p>
      <TextInput label={t.find} type="search" value={find} maxLength={100} frameClassName="max-w-sm" onChange={e => setFind(e.target.value)} />
      <ul className="divide-y divide-line">
        {shown.map(p => {
          const typed = value.rows[p.id] ?? { from: '', to: '' }
          return (
            <li key={p.id} className="grid gap-x-4 gap-y-2 py-2.5 sm:grid-cols-[minmax(0,1fr)_8rem_8rem] sm:items-start">
              <span className="min-w-0">
                <span className="block font-semibold">{p.label}</span>
                <span className="block text-sm text-text-3">
                  {sessionText.role[p.role]} · {p.intervals.length === 0 ? t.nothing : p.intervals.map(i => t.stay(formatTime(i.arrivedAt), i.leftAt === null ? null : formatTime(i.leftAt), recordText.attendance.how[i.how])).join('; ')}
                </span>
              </span>
              <span className="grid grid-cols-2 gap-3 sm:contents">
                <TextInput label={<Named words={t.from} of={p.label} />} placeholder="08:15" inputMode="numeric" value={typed.from} error={isTried ? readTime(began, typed.from).error : undefined} onChange={e => change(p.id, { from: e.target.value })} />
                <TextInput label={<Named words={t.to} of={p.label} />} placeholder="10:30" inputMode="numeric" value={typed.to} error={isTried ? readTime(began, typed.to).error : undefined} onChange={e => change(p.id, { to: e.target.value })} />
              </span>
            </li>
          )
        })}
      </ul>
      <FormError>{isTried && filled.length === 0 ? t.none : act.refusal && errorText(act.refusal.code, act.refusal.params)}</FormError>
      <div className="sticky bottom-0 -mx-4 border-t border-line bg-surface px-4 py-3 max-md:bottom-20">
        <Button variant="primary" size="lg" isSending={act.isSending} onClick={() => void save()}>
          {t.save(filled.length)}
        </Button>
      </div>
    </div>
  )
}

/** The short word on the screen, whose it is for a reader. */
const Named = ({ words, of }: { words: string; of: string }) => (
  <>
    {words}
    <span className="sr-only"> – {of}</span>
  </>
)
