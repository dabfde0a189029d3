import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { ConfirmDialog, Dialog } from '#app/components/dialog.tsx'
import { FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { Check, Info, Plus } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { participantAdd, participantRemove, participantSetAbsence, participantSetSubstitute, participantUpdate } from '#app/contracts/people.ts'
import { type InviteGrade, needsConsent, type SeatRole, type SubstituteLevel } from '#app/domain/meeting/people.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import type { Participant, Session } from '#app/screens/session/derive.ts'
import { errorText } from '#app/text/errors.ts'
import { peopleText } from '#app/text/people.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { FindPerson, type Found } from './find-person.tsx'

const t = peopleText
const ADDABLE: Exclude<SeatRole, 'substitute'>[] = ['guest', 'observer', 'member', 'secretary', 'chair']
const GRADES: InviteGrade[] = ['head', 'leader', 'staff']

function RoleSelect({ value, onChange, canBeChair }: { value: SeatRole; onChange: (r: SeatRole) => void; canBeChair: boolean }) {
  const roles = ADDABLE.filter(r => r !== 'chair' || canBeChair || value === 'chair')
  return (
    <Select label={t.edit.role} hint={t.edit.roleHint[value]} value={value} onChange={e => onChange(e.target.value as SeatRole)}>
      {value === 'substitute' && <option value="substitute">{sessionText.role.substitute}</option>}
      {roles.map(r => (
        <option key={r} value={r}>
          {sessionText.role[r]}
        </option>
      ))}
    </Select>
  )
}

function GradeSelect({ value, onChange }: { value: InviteGrade | ''; onChange: (g: InviteGrade | '') => void }) {
  return (
    <Select label={t.edit.grade} hint={t.gradeHint[value || 'none']} value={value} onChange={e => onChange(e.target.value as InviteGrade | '')}>
      <option value="">{t.gradeNone}</option>
      {GRADES.map(g => (
        <option key={g} value={g}>
          {t.grade[g]}
        </option>
      ))}
    </Select>
  )
}

/** Many in one go: the dialog stays open, each person found is added by one press. */
export function AddDialog({ view, isOpen, onClose }: { view: Session; isOpen: boolean; onClose: () => void }) {
  const add = useAct(participantAdd)
  const [role, setRole] = useState<SeatRole>('guest')
  const [grade, setGrade] = useState<InviteGrade | ''>('')
  const [onWay, setOnWay] = useState<string | null>(null)
  const meetingId = view.meeting.id
  const listed = new Set(view.participants.map(p => p.userId))
  const put = async (f: Found) => {
    setOnWay(f.userId)
    const answer = await add.run({ meetingId, participantId: newId(), userId: f.userId, role, inviteGrade: grade || null })
    setOnWay(null)
    if (answer?.ok) toast(t.add.done(f.name))
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      isWide
      title={t.add.title}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t.add.close}
        </Button>
      }
    >
      <div className="mb-3 grid gap-3 md:grid-cols-2">
        <RoleSelect value={role} onChange={setRole} canBeChair={view.meeting.openedAt === null} />
        <GradeSelect value={grade} onChange={setGrade} />
      </div>
      <FindPerson
        meetingId={meetingId}
        label={t.add.find}
        act={f =>
          listed.has(f.userId) ? (
            <Chip tone="ok" icon={<Check aria-hidden />}>
              {t.add.listed}
            </Chip>
          ) : (
            <Button className="min-h-11 md:min-h-9" icon={<Plus aria-hidden />} aria-label={t.add.addOne(f.name)} isSending={onWay === f.userId} onClick={() => void put(f)}>
              {t.add.put}
            </Button>
          )
        }
      />
      <FormError>{add.refusal && errorText(add.refusal.code, add.refusal.params)}</FormError>
    </Dialog>
  )
}

/** Tư cách, chức danh, đơn vị, thứ tự, cấp mời of one person. */
export function EditDialog({ view, person, grade: given, onClose }: { view: Session; person: Participant; grade: InviteGrade | null; onClose: () => void }) {
  const update = useAct(participantUpdate)
  const [role, setRole] = useState<SeatRole>(person.role)
  const [label, setLabel] = useState(person.label)
  const [unit, setUnit] = useState(person.unitName ?? '')
  const [rank, setRank] = useState(String(person.rank))
  const [grade, setGrade] = useState<InviteGrade | ''>(given ?? '')
  const [isChecked, setChecked] = useState(false)
  const isRankWrong = !/^[1-9]\d{0,3}$/.test(rank.trim())
  const isLabelMissing = label.trim() === ''
  const save = async () => {
    setChecked(true)
    if (isRankWrong || isLabelMissing) return
    const answer = await update.run({
      meetingId: view.meeting.id,
      participantId: person.id,
      label,
      unitName: unit,
      rank: Number(rank),
      inviteGrade: grade || null,
      ...(role === person.role ? {} : { role }),
    })
    if (!answer?.ok) return
    toast(t.edit.saved)
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.edit.title(person.label)}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" isSending={update.isSending} onClick={() => void save()}>
            {t.edit.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <RoleSelect value={role} onChange={setRole} canBeChair={view.meeting.openedAt === null} />
        <TextInput label={t.edit.label} value={label} maxLength={200} required error={isChecked && isLabelMissing ? t.edit.labelMissing : undefined} onChange={e => setLabel(e.target.value)} />
        <TextInput label={t.edit.unit} value={unit} maxLength={200} onChange={e => setUnit(e.target.value)} />
        <TextInput label={t.edit.rank} hint={t.edit.rankHint} inputMode="numeric" value={rank} maxLength={4} error={isChecked && isRankWrong ? t.edit.rankWrong : undefined} onChange={e => setRank(e.target.value)} />
        <GradeSelect value={grade} onChange={setGrade} />
        <FormError>{update.refusal && errorText(update.refusal.code, update.refusal.params)}</FormError>
      </div>
    </Dialog>
  )
}

/** Cử người dự thay: who, by which document, and the chair's consent where the invitation asks for it. */
export function SubstituteDialog({ view, person, grade, proposed, onClose }: { view: Session; person: Participant; grade: InviteGrade | null; proposed: { userId: string; name: string } | null; onClose: () => void }) {
  const set = useAct(participantSetSubstitute)
  const [who, setWho] = useState(proposed)
  const [document, setDocument] = useState('')
  const [level, setLevel] = useState<SubstituteLevel>('deputy')
  const [isConsented, setConsented] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const asksConsent = needsConsent(grade, level)
  const save = async () => {
    setChecked(true)
    if (!who || document.trim() === '') return
    const answer = await set.run({ meetingId: view.meeting.id, participantId: newId(), userId: who.userId, forId: person.id, mandateDocument: document, level, isConsented: asksConsent && isConsented })
    if (!answer?.ok) return
    toast(t.substitute.saved(who.name))
    onClose()
  }
  const seats = new Map(view.participants.map(p => [p.userId, p]))
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={t.substitute.title(person.label)}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" isSending={set.isSending} onClick={() => void save()}>
            {t.substitute.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="flex items-start gap-2">
          <Info className="mt-0.5" aria-hidden />
          <span>{t.substitute.noBallot}</span>
        </p>
        {who && <p className="font-semibold text-text">{t.substitute.chosen(who.name)}</p>}
        <FindPerson
          meetingId={view.meeting.id}
          label={t.substitute.who}
          act={f => {
            const seat = seats.get(f.userId)
            return seat && seat.role !== 'substitute' ? (
              <Chip>{t.add.listed}</Chip>
            ) : (
              <Button className="min-h-11 md:min-h-9" variant={who?.userId === f.userId ? 'primary' : 'outline'} icon={who?.userId === f.userId ? <Check aria-hidden /> : undefined} aria-pressed={who?.userId === f.userId} aria-label={t.substitute.chooseOne(f.name)} onClick={() => setWho({ userId: f.userId, name: f.name })}>
                {t.substitute.choose}
              </Button>
            )
          }}
        />
        {isChecked && !who && <FormError>{t.substitute.whoMissing}</FormError>}
        <TextInput
          label={t.substitute.document}
          hint={t.substitute.documentHint}
          value={document}
          maxLength={300}
          required
          error={isChecked && document.trim() === '' ? t.substitute.documentMissing : undefined}
          onChange={e => setDocument(e.target.value)}
        />
        <Select label={t.substitute.level} hint={t.gradeHint[grade ?? 'none']} value={level} onChange={e => setLevel(e.target.value as SubstituteLevel)}>
          <option value="deputy">{t.substitute.levels.deputy}</option>
          <option value="lower">{t.substitute.levels.lower}</option>
        </Select>
        {asksConsent && (
          <label className="flex min-h-11 items-center gap-3 font-semibold text-text">
            <input type="checkbox" className="size-5 accent-act" checked={isConsented} onChange={e => setConsented(e.target.checked)} />
            {t.substitute.consent}
          </label>
        )}
        <FormError>{set.refusal && errorText(set.refusal.code, set.refusal.params)}</FormError>
      </div>
    </Dialog>
  )
}

/** Vắng có lý do, noted by the secretary. */
export function AbsenceDialog({ view, person, onClose }: { view: Session; person: Participant; onClose: () => void }) {
  const set = useAct(participantSetAbsence)
  const [reason, setReason] = useState(person.absenceReason ?? '')
  const [isMissing, setMissing] = useState(false)
  const save = async () => {
    setMissing(reason.trim() === '')
    if (reason.trim() === '') return
    if ((await set.run({ meetingId: view.meeting.id, participantId: person.id, reason }))?.ok) onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.absence.title(person.label)}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" isSending={set.isSending} onClick={() => void save()}>
            {t.absence.save}
          </Button>
        </>
      }
    >
      <TextArea label={t.absence.reason} hint={t.absence.reasonHint} value={reason} maxLength={500} rows={3} required error={isMissing ? t.mine.reasonMissing : undefined} onChange={e => setReason(e.target.value)} />
      <FormError>{set.refusal && errorText(set.refusal.code, set.refusal.params)}</FormError>
    </Dialog>
  )
}

/** Asks before somebody is taken off the list. */
export function RemoveDialog({ view, person, onClose }: { view: Session; person: Participant; onClose: () => void }) {
  const remove = useAct(participantRemove)
  const [reason, setReason] = useState('')
  return (
    <ConfirmDialog
      isOpen
      title={t.remove.title(person.label)}
      confirmLabel={t.remove.confirm}
      isSending={remove.isSending}
      error={remove.refusal && errorText(remove.refusal.code, remove.refusal.params)}
      onClose={onClose}
      onConfirm={async () => {
        if (!(await remove.run({ meetingId: view.meeting.id, participantId: person.id, reason }))?.ok) return
        toast(t.remove.done(person.label))
        onClose()
      }}
    >
      <p className="mb-3">{t.remove.body}</p>
      <TextInput label={t.remove.reason} value={reason} maxLength={300} onChange={e => setReason(e.target.value)} />
    </ConfirmDialog>
  )
}
