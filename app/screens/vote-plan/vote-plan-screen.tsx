import { useState } from 'react'
import { Button, ButtonLink, IconButton } from '#app/components/button.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FormError } from '#app/components/field.tsx'
import { ArrowDown, ArrowLeft, ArrowUp, Pencil, Plus, Trash2, VoteIcon } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { toast } from '#app/components/toast.tsx'
import { votePlanMove, votePlanRemove } from '#app/contracts/vote-plan.ts'
import { isOver } from '#app/domain/meeting/machine.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { useActs, useSession } from '#app/screens/session/use-session.ts'
import { planText as t } from '#app/text/vote-plan.ts'
import { plannedRows, type PlannedRow } from './derive.ts'
import { PlannedForm } from './planned-form.tsx'
import { ofItem, PlannedChip, PlannedDetails } from './planned-parts.tsx'

export type VotePlanData = { view: Session; seq: number; now: number; me: { abilities: { editAgenda: boolean } } }

/** Nội dung biểu quyết của phiên: read by everybody in it beforehand, kept by those who prepare the agenda. */
export function VotePlanScreen(data: VotePlanData) {
  const view = useSession(data)
  const acts = useActs()
  const [form, setForm] = useState<'new' | PlannedRow | null>(null)
  const [removing, setRemoving] = useState<PlannedRow | null>(null)
  const rows = plannedRows(view)
  const meetingId = view.meeting.id
  const mayEdit = data.me.abilities.editAgenda && !isOver(view.meeting.status)
  const remove = async (row: PlannedRow) => {
    const answer = await acts.run(votePlanRemove, { meetingId, plannedId: row.planned.id })
    if (!answer?.ok) return
    setRemoving(null)
    toast(t.removed)
  }
  return (
    <div className="mx-auto max-w-4xl">
      <PageTitle
        title={t.title}
        actions={
          <>
            <ButtonLink to={`/phien-hop/${meetingId}`} size="lg" icon={<ArrowLeft aria-hidden />}>
              {t.back}
            </ButtonLink>
            {mayEdit && (
              <Button size="lg" variant="primary" icon={<Plus aria-hidden />} onClick={() => setForm('new')}>
                {t.add}
              </Button>
            )}
          </>
        }
      >
        <p className="text-md font-semibold">{view.meeting.title}</p>
        {mayEdit && <p className="text-text-2">{t.lead}</p>}
      </PageTitle>
      {rows.length === 0 ? (
        <Empty icon={<VoteIcon aria-hidden />} title={t.none}>
          {mayEdit ? t.noneHint : t.noneRead}
        </Empty>
      ) : (
        <ol aria-label={t.title} className="flex flex-col gap-3">
          {rows.map((row, i) => {
            const { question } = row.planned
            return (
              <li key={row.planned.id} className="rounded-xl border border-line bg-surface p-4">
                <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-2">
                  <h2 className="min-w-0 flex-[1_1_16rem] text-md font-semibold">
                    {i + 1}. {question}
                  </h2>
                  <PlannedChip row={row} />
                </div>
                <p className="mt-1 text-text-2">{ofItem(view, row)}</p>
                {row.isAside && row.state === 'waiting' && <p className="mt-1 text-soon">{t.aside}</p>}
                {row.vote?.result && <p className="mt-2 rounded-lg bg-surface-2 px-3 py-2">{row.vote.result.sentence}.</p>}
                <details className="mt-1">
                  <summary className="flex min-h-11 cursor-pointer items-center font-semibold text-act">{t.details}</summary>
                  <PlannedDetails planned={row.planned} />
                </details>
                {mayEdit && row.state === 'waiting' && (
                  <div className="mt-2 flex flex-wrap gap-2 border-t border-line pt-3">
                    <Button icon={<Pencil aria-hidden />} aria-label={t.editOf(question)} onClick={() => setForm(row)}>
                      {t.edit}
                    </Button>
                    <Button icon={<Trash2 aria-hidden />} aria-label={t.removeOf(question)} onClick={() => setRemoving(row)}>
                      {t.remove}
                    </Button>
                    <span className="ml-auto flex gap-2">
                      <IconButton label={t.up(question)} disabled={i === 0} onClick={() => void acts.run(votePlanMove, { meetingId, plannedId: row.planned.id, to: 'up' })}>
                        <ArrowUp aria-hidden />
                      </IconButton>
                      <IconButton label={t.down(question)} disabled={i === rows.length - 1} onClick={() => void acts.run(votePlanMove, { meetingId, plannedId: row.planned.id, to: 'down' })}>
                        <ArrowDown aria-hidden />
                      </IconButton>
                    </span>
                  </div>
                )}
              </li>
            )
          })}
        </ol>
      )}
      {acts.error && !removing && <FormError>{acts.error}</FormError>}
      {form && <PlannedForm view={view} planned={form === 'new' ? null : form.planned} onClose={() => setForm(null)} />}
      {removing && (
        <ConfirmDialog isOpen title={t.removeTitle} confirmLabel={t.remove} isSending={acts.isBusy(votePlanRemove.name)} onClose={() => setRemoving(null)} onConfirm={() => void remove(removing)}>
          <p className="font-semibold text-text">{removing.planned.question}</p>
          <p className="mt-1">{t.removeBody}</p>
          {acts.error && <FormError>{acts.error}</FormError>}
        </ConfirmDialog>
      )}
    </div>
  )
}
