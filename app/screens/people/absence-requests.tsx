import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Chip, toneClass, type Tone } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { Dialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FormError, TextArea } from '#app/components/field.tsx'
import { ChevronDown, CircleCheck, Hourglass, Undo2, UserMinus, X } from '#app/components/icon.tsx'
import { absenceDecide } from '#app/contracts/people.ts'
import type { PeopleDesk } from '#app/live/reducers/people.ts'
import { useAct } from '#app/live/use-command.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDateTime } from '#app/text/format.ts'
import { peopleText } from '#app/text/people.ts'
import { shellText } from '#app/text/shell.ts'

const t = peopleText.absences

export type Absence = PeopleDesk['absences'][number]
const look: Record<Absence['status'], { tone: Tone; Icon: typeof Hourglass }> = {
  pending: { tone: 'soon', Icon: Hourglass },
  approved: { tone: 'ok', Icon: CircleCheck },
  refused: { tone: 'neutral', Icon: X },
  withdrawn: { tone: 'neutral', Icon: Undo2 },
}

export const waitingCount = (desk: PeopleDesk): number => desk.absences.filter(a => a.status === 'pending').length

/** Requests for leave beside the clock of a console: how many wait, and the list to decide on. */
export function AbsenceChip({ meetingId, desk, mayDecide, isLarge }: { meetingId: string; desk: PeopleDesk; mayDecide: boolean; isLarge?: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const n = waitingCount(desk)
  if (desk.absences.length === 0) return null
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={n > 0 ? t.chipName(n) : undefined}
        onClick={() => setOpen(true)}
        className={cx('inline-flex items-center gap-2 rounded-md border font-semibold', isLarge ? 'min-h-11 px-3.5 text-md' : 'min-h-9 pointer-coarse:min-h-11 px-3', toneClass[n > 0 ? 'soon' : 'neutral'])}
      >
        <UserMinus aria-hidden />
        {n > 0 ? t.chip(n) : t.chipNone}
        <ChevronDown aria-hidden />
      </button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t.title} isWide>
        <AbsenceList meetingId={meetingId} desk={desk} mayDecide={mayDecide} />
      </Dialog>
    </>
  )
}

/** Who asked, why, whom they propose; decided ones stay below with who decided. */
export function AbsenceList({ meetingId, desk, mayDecide, onSubstitute }: { meetingId: string; desk: PeopleDesk; mayDecide: boolean; onSubstitute?: (a: Absence) => void }) {
  const decide = useAct(absenceDecide)
  const [refusing, setRefusing] = useState<Absence | null>(null)
  const [reason, setReason] = useState('')
  const [onWay, setOnWay] = useState<string | null>(null)
  const waiting = desk.absences.filter(a => a.status === 'pending')
  const done = desk.absences.filter(a => a.status !== 'pending').reverse()
  if (desk.absences.length === 0)
    return (
      <Empty icon={<UserMinus aria-hidden />} title={t.none}>
        {t.noneHint}
      </Empty>
    )
  const run = async (a: Absence, act: 'approve' | 'refuse', why?: string) => {
    setOnWay(a.id)
    const answer = await decide.run({ meetingId, requestId: a.id, act, ...(why ? { reason: why } : {}) })
    setOnWay(null)
    if (answer?.ok) setRefusing(null)
  }
  return (
    <div className="flex flex-col gap-4">
      {waiting.length > 0 && (
        <section aria-label={t.waiting}>
          <h3 className="mb-1 font-semibold text-text">{`${t.waiting} (${waiting.length})`}</h3>
          <ul className="divide-y divide-line">
            {waiting.map(a => (
              <li key={a.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
                <Words absence={a} />
                {mayDecide && (
                  <div className="flex flex-wrap gap-2">
                    <Button
                      className="min-h-11"
                      aria-label={t.refuseOne(a.label)}
                      onClick={() => {
                        setReason('')
                        decide.clear()
                        setRefusing(a)
                      }}
                    >
                      {t.refuse}
                    </Button>
                    <Button variant="primary" className="min-h-11" aria-label={t.approveOne(a.label)} isSending={decide.isSending && onWay === a.id} onClick={() => void run(a, 'approve')}>
                      {t.approve}
                    </Button>
                  </div>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <FormError>{decide.refusal && !refusing && errorText(decide.refusal.code, decide.refusal.params)}</FormError>
      {done.length > 0 && (
        <section aria-label={t.history}>
          <h3 className="mb-1 font-semibold text-text">{t.history}</h3>
          <ul className="divide-y divide-line">
            {done.map(a => (
              <li key={a.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
                <Words absence={a} />
                {onSubstitute && a.status === 'approved' && a.substituteUserId && (
                  <Button className="min-h-11 md:min-h-9" onClick={() => onSubstitute(a)}>
                    {t.substituteNext}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Dialog
        isOpen={refusing !== null}
        onClose={() => setRefusing(null)}
        title={refusing ? t.refuseTitle(refusing.label) : ''}
        footer={
          <>
            <Button onClick={() => setRefusing(null)}>{shellText.button.cancel}</Button>
            <Button variant="primary" isSending={decide.isSending} onClick={() => refusing && void run(refusing, 'refuse', reason)}>
              {t.refuseConfirm}
            </Button>
          </>
        }
      >
        <TextArea
          label={t.refuseReason}
          hint={t.refuseHint}
          value={reason}
          maxLength={500}
          rows={3}
          required
          error={decide.refusal ? errorText(decide.refusal.code, decide.refusal.params) : undefined}
          onChange={e => setReason(e.target.value)}
        />
      </Dialog>
    </div>
  )
}

function Words({ absence: a }: { absence: Absence }) {
  const { tone, Icon } = look[a.status]
  return (
    <div className="min-w-0 flex-[1_1_16rem]">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-semibold text-text">{a.label}</span>
        <Chip tone={tone} icon={<Icon aria-hidden />}>
          {t.state[a.status]}
        </Chip>
      </p>
      <p className="text-text-2">{t.because(a.reason)}</p>
      {a.substituteLabel && <p className="text-sm text-text-2">{t.proposes(a.substituteLabel)}</p>}
      <p className="text-sm text-text-3">
        {t.asked(formatDateTime(a.requestedAt))}
        {a.decidedAt !== null && a.decidedLabel && ` · ${t.by(a.decidedLabel, formatDateTime(a.decidedAt))}`}
        {a.decisionReason && ` · ${t.because(a.decisionReason)}`}
      </p>
    </div>
  )
}
