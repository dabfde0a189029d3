import { useNavigate } from '@remix-run/react'
import { useState, type ReactNode } from 'react'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError } from '#app/components/field.tsx'
import { ArrowRight, CircleCheck, Play, Trash2, TriangleAlert } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { rehearsalRemove, rehearsalStart, type RehearsalReport } from '#app/contracts/rehearsal.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDateTime } from '#app/text/format.ts'
import { rehearsalText as t } from '#app/text/rehearsal.ts'
import { shellText } from '#app/text/shell.ts'
import type { z } from 'zod'

export type RehearsalData = {
  report: z.output<typeof RehearsalReport>
  originalId: string
  rehearsal: { id: string; status: string; expiresAt: number | null } | null
  mayControl: boolean
}

/** On the session's page: start or enter the rehearsal, and what would be missing on the day. */
export function RehearsalCard({ data, meetingId, isBefore }: { data: RehearsalData; meetingId: string; isBefore: boolean }) {
  const [asked, setAsked] = useState<'start' | 'remove' | null>(null)
  const navigate = useNavigate()
  const start = useAct(rehearsalStart, { isOnlyNow: true })
  const remove = useAct(rehearsalRemove, { isOnlyNow: true })
  const isHere = data.originalId !== meetingId
  const { rehearsal, report } = data
  const begin = async () => {
    const rehearsalId = newId()
    const answer = await start.run({ meetingId: data.originalId, rehearsalId })
    if (!answer?.ok) return
    // The page of the rehearsal is the same page: what was asked here would stand open there.
    setAsked(null)
    navigate(`/phien-hop/${rehearsalId}`)
  }
  const end = async () => {
    if (!rehearsal) return
    const answer = await remove.run({ meetingId: rehearsal.id })
    if (!answer?.ok) return
    setAsked(null)
    toast(t.removed)
    navigate(`/phien-hop/${data.originalId}`)
  }
  return (
    <Card title={isHere ? t.title : t.report.title} aside={rehearsal?.expiresAt ? t.expires(formatDateTime(rehearsal.expiresAt)) : undefined}>
      <div className="mb-3 flex flex-wrap gap-2">
        {isHere && <ButtonLink to={`/phien-hop/${data.originalId}`}>{t.toReal}</ButtonLink>}
        {!isHere && rehearsal && (
          <ButtonLink to={`/phien-hop/${rehearsal.id}`} iconAfter={<ArrowRight aria-hidden />}>
            {t.enter}
          </ButtonLink>
        )}
        {!isHere && !rehearsal && isBefore && data.mayControl && (
          <Button icon={<Play aria-hidden />} onClick={() => setAsked('start')}>
            {t.start}
          </Button>
        )}
        {rehearsal && data.mayControl && (
          <Button icon={<Trash2 aria-hidden />} onClick={() => setAsked('remove')}>
            {t.remove}
          </Button>
        )}
      </div>
      <dl className="flex flex-col gap-3">
        <Finding title={t.report.quorum} isOk={report.quorum.risk === 'none'}>
          {t.report.quorumRisk[report.quorum.risk](report.quorum.expected, report.quorum.needed)}
        </Finding>
        <Finding title={t.report.time} isOk={report.plannedMinutes <= report.availableMinutes}>
          {(report.plannedMinutes <= report.availableMinutes ? t.report.timeFits : t.report.timeOver)(report.plannedMinutes, report.availableMinutes)}
        </Finding>
        <Finding title={t.report.papers} isOk={report.itemsWithoutPapers.length === 0}>
          {report.itemsWithoutPapers.length === 0 ? t.report.papersNone : <Names names={report.itemsWithoutPapers} />}
        </Finding>
        <Finding title={t.report.presenters} isOk={report.itemsWithoutPresenter.length === 0}>
          {report.itemsWithoutPresenter.length === 0 ? t.report.presentersNone : <Names names={report.itemsWithoutPresenter} />}
        </Finding>
        <Finding title={t.report.readers} isOk={report.neverOpened !== null && report.neverOpened.length === 0}>
          {report.neverOpened === null ? (
            t.report.readersNone
          ) : (
            <>
              {t.report.readersOf(report.readers.opened, report.readers.invited)}
              {report.neverOpened.length > 0 && (
                <details>
                  <summary className="flex min-h-11 cursor-pointer items-center font-semibold text-act">{t.report.more(report.neverOpened.length)}</summary>
                  <Names names={report.neverOpened} />
                </details>
              )}
            </>
          )}
        </Finding>
      </dl>
      <Dialog
        isOpen={asked === 'start'}
        onClose={() => setAsked(null)}
        title={t.startTitle}
        footer={
          <>
            <Button size="lg" data-first onClick={() => setAsked(null)}>
              {shellText.button.cancel}
            </Button>
            <Button size="lg" variant="primary" isSending={start.isSending} onClick={() => void begin()}>
              {t.startConfirm}
            </Button>
          </>
        }
      >
        <p>{t.startLead}</p>
        <FormError>{start.refusal && errorText(start.refusal.code, start.refusal.params)}</FormError>
      </Dialog>
      <Dialog
        isOpen={asked === 'remove'}
        onClose={() => setAsked(null)}
        title={t.removeTitle}
        footer={
          <>
            <Button size="lg" variant="primary" data-first onClick={() => setAsked(null)}>
              {shellText.button.cancel}
            </Button>
            <Button size="lg" isSending={remove.isSending} onClick={() => void end()}>
              {t.removeConfirm}
            </Button>
          </>
        }
      >
        <p>{t.removeLead}</p>
        <FormError>{remove.refusal && errorText(remove.refusal.code, remove.refusal.params)}</FormError>
      </Dialog>
    </Card>
  )
}

function Finding({ title, isOk, children }: { title: string; isOk: boolean; children: ReactNode }) {
  return (
    <div>
      <dt className="flex flex-wrap items-center justify-between gap-2 font-semibold">
        {title}
        <Chip tone={isOk ? 'ok' : 'soon'} icon={isOk ? <CircleCheck aria-hidden /> : <TriangleAlert aria-hidden />}>
          {isOk ? t.report.ok : t.report.look}
        </Chip>
      </dt>
      <dd className="text-text-2">{children}</dd>
    </div>
  )
}

const Names = ({ names }: { names: readonly string[] }) => (
  <ul className="list-disc pl-5">
    {names.map((n, i) => (
      <li key={i}>{n}</li>
    ))}
  </ul>
)
