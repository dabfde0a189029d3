import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError } from '#app/components/field.tsx'
import { Check, Undo2 } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { conclusionAgree, conclusionRecall } from '#app/contracts/conclusion.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import type { Line } from '#app/screens/session/derive.ts'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { errorText } from '#app/text/errors.ts'
import { shellText } from '#app/text/shell.ts'
import { MarkChips } from './mark-chips.tsx'
import { type Agreed, agreement, lacksOf } from './read.ts'

type Rows = readonly { line: Line; n: number | null }[]

/** The chair's "yes": what it will do stands before the button, what is missing has to be accepted line by line. */
export function Agree({ meetingId, itemId, itemNumber, rows, agreed }: { meetingId: string; itemId: string; itemNumber: number; rows: Rows; agreed: Agreed | null }) {
  const [asking, setAsking] = useState<'agree' | 'recall' | null>(null)
  const will = agreement(rows)
  const close = () => setAsking(null)
  return (
    <div className="flex flex-wrap items-center gap-2">
      {will.hasNews && (
        <Button variant="primary" size="lg" icon={<Check aria-hidden />} onClick={() => setAsking('agree')}>
          {will.isFirst ? t.agree : t.agreeAgain}
        </Button>
      )}
      {agreed && (
        <Button variant="plain" className="min-h-11" icon={<Undo2 aria-hidden />} onClick={() => setAsking('recall')}>
          {t.recall}
        </Button>
      )}
      {asking === 'agree' && <AgreeDialog meetingId={meetingId} itemId={itemId} itemNumber={itemNumber} rows={rows} onClose={close} />}
      {asking === 'recall' && agreed && <RecallDialog meetingId={meetingId} itemId={itemId} agreementId={agreed.agreementId} onClose={close} />}
    </div>
  )
}

function AgreeDialog({ meetingId, itemId, itemNumber, rows, onClose }: { meetingId: string; itemId: string; itemNumber: number; rows: Rows; onClose: () => void }) {
  const { run, isSending, refusal } = useAct(conclusionAgree)
  const [agreementId] = useState(newId)
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set())
  const will = agreement(rows)
  const open = will.incomplete.filter(r => !accepted.has(r.line.id))
  const created = will.create.length
  const send = async () => {
    const answer = await run({ meetingId, itemId, agreementId, lines: will.seen, accepted: [...accepted] })
    if (!answer?.ok) return
    toast(t.done(answer.data.created.length))
    onClose()
  }
  const words = (line: Line): string => {
    const lacks = lacksOf(line.marks)
    return lacks.includes('lead') ? t.acceptNoLead : lacks.includes('deadline') ? t.acceptNoDeadline : t.acceptQuestion
  }
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={t.agreeTitle(itemNumber)}
      footer={
        <>
          <Button data-first size="lg" onClick={onClose}>
            {t.back}
          </Button>
          <Button variant="primary" size="lg" isSending={isSending} disabled={open.length > 0} onClick={() => void send()}>
            {will.isFirst ? t.agree : t.agreeAgain}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="font-semibold">
          {t.agreeBody(created)} {will.amend.length > 0 && t.agreeAmend(will.amend.length)} {will.recall.length > 0 && t.agreeRecall(will.recall.length)}
        </p>
        <ol className="flex flex-col divide-y divide-line">
          {rows.map(({ line, n }) => (
            <li key={line.id} className="flex flex-col gap-1.5 py-2">
              {n === null ? <del className="text-text-3">{line.agreed?.text}</del> : <p className="text-md">{`${n}. ${line.text}`}</p>}
              {n !== null && (
                <div className="flex flex-wrap gap-1.5">
                  <MarkChips marks={line.marks} />
                </div>
              )}
              {n !== null && will.incomplete.some(r => r.line.id === line.id) && (
                <label className="flex min-h-11 items-center gap-2.5 rounded-md border border-soon-line bg-soon-soft px-3 text-soon">
                  <input
                    type="checkbox"
                    className="size-5"
                    aria-label={t.acceptOne(n)}
                    checked={accepted.has(line.id)}
                    onChange={e => {
                      const next = new Set(accepted)
                      if (e.target.checked) next.add(line.id)
                      else next.delete(line.id)
                      setAccepted(next)
                    }}
                  />
                  <span>
                    <strong className="font-semibold">{t.accept}.</strong> {words(line)}
                  </span>
                </label>
              )}
            </li>
          ))}
        </ol>
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      </div>
    </Dialog>
  )
}

function RecallDialog({ meetingId, itemId, agreementId, onClose }: { meetingId: string; itemId: string; agreementId: string; onClose: () => void }) {
  const { run, isSending, refusal } = useAct(conclusionRecall)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.recallTitle}
      footer={
        <>
          <Button data-first size="lg" onClick={onClose}>
            {shellText.button.cancel}
          </Button>
          <Button
            variant="primary"
            size="lg"
            isSending={isSending}
            onClick={async () => {
              const answer = await run({ meetingId, itemId, agreementId })
              if (!answer?.ok) return
              toast(t.recalled)
              onClose()
            }}
          >
            {t.recallConfirm}
          </Button>
        </>
      }
    >
      <p>{t.recallBody}</p>
      <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
    </Dialog>
  )
}
