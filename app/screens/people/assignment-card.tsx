import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { DateInput, FormError, Select, TextInput } from '#app/components/field.tsx'
import { Landmark, Scale } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { chairAssign, chairUnassign } from '#app/contracts/people.ts'
import { newId } from '#app/live/new-id.ts'
import type { PeopleDesk } from '#app/live/reducers/people.ts'
import { useAct } from '#app/live/use-command.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDate } from '#app/text/format.ts'
import { peopleText } from '#app/text/people.ts'

const t = peopleText.presiding

/** Văn bản phân công chủ trì thay: who is named, by which document; entered before or during the session. */
export function AssignmentCard({ view, desk, candidates, mayChange }: { view: Session; desk: PeopleDesk; candidates: readonly string[]; mayChange: boolean }) {
  const assign = useAct(chairAssign)
  const revoke = useAct(chairUnassign)
  const [who, setWho] = useState('')
  const [number, setNumber] = useState('')
  const [on, setOn] = useState<string | null>(null)
  const [isChecked, setChecked] = useState(false)
  const meetingId = view.meeting.id
  const isViceBound = view.meeting.kind !== 'other'
  const people = view.participants.filter(p => p.role !== 'chair' && (isViceBound ? candidates.includes(p.userId) : p.isVoter))
  const save = async () => {
    setChecked(true)
    if (!who || number.trim() === '' || !on) return
    const answer = await assign.run({ meetingId, assignmentId: newId(), participantId: who, documentNumber: number, documentOn: on })
    if (!answer?.ok) return
    toast(t.saved)
    setChecked(false)
    setWho('')
    setNumber('')
    setOn(null)
  }
  return (
    <Card title={t.title}>
      <p className="mb-3 flex items-start gap-2 text-text-2">
        <Scale className="mt-0.5" aria-hidden />
        <span>{t.law}</span>
      </p>
      {desk.assignment ? (
        <div className="mb-4 flex flex-wrap items-center gap-3 rounded-lg border border-act-line bg-act-soft px-4 py-3">
          <Landmark className="text-xl text-act" aria-hidden />
          <p className="min-w-0 flex-[1_1_14rem] font-semibold text-act">{t.inForce(desk.assignment.label, desk.assignment.documentNumber, formatDate(desk.assignment.documentOn))}</p>
          {mayChange && (
            <Button
              className="min-h-11 md:min-h-9"
              isSending={revoke.isSending}
              onClick={async () => {
                if ((await revoke.run({ meetingId }))?.ok) toast(t.revoked)
              }}
            >
              {t.revoke}
            </Button>
          )}
        </div>
      ) : (
        <p className="mb-4 text-text-3">{t.none}</p>
      )}
      <FormError>{revoke.refusal && errorText(revoke.refusal.code, revoke.refusal.params)}</FormError>
      {mayChange &&
        (people.length === 0 ? (
          <p className="text-text-3">{t.nobody}</p>
        ) : (
          <div className="grid items-start gap-3 md:grid-cols-2">
            <Select label={t.who} value={who} error={isChecked && !who ? t.whoMissing : undefined} frameClassName="md:col-span-2" onChange={e => setWho(e.target.value)}>
              <option value="">{t.choose}</option>
              {people.map(p => (
                <option key={p.id} value={p.id}>
                  {p.label}
                </option>
              ))}
            </Select>
            <TextInput label={t.number} hint={t.numberHint} value={number} maxLength={100} error={isChecked && number.trim() === '' ? t.numberMissing : undefined} onChange={e => setNumber(e.target.value)} />
            <DateInput label={t.on} hint="dd/mm/yyyy" value={on} error={isChecked && !on ? t.onMissing : undefined} onValue={setOn} />
            <div className="flex flex-col gap-3 md:col-span-2">
              <FormError>{assign.refusal && errorText(assign.refusal.code, assign.refusal.params)}</FormError>
              <Button variant="primary" className="min-h-11 self-start" isSending={assign.isSending} onClick={() => void save()}>
                {t.save}
              </Button>
            </div>
          </div>
        ))}
    </Card>
  )
}
