import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, TextArea } from '#app/components/field.tsx'
import { meetingObjectToBlock } from '#app/contracts/flow.ts'
import { inBlock, type Item, numberOf, type Session } from '#app/screens/session/derive.ts'
import { useActs } from '#app/screens/session/use-session.ts'
import { flowText } from '#app/text/flow.ts'
import { shellText } from '#app/text/shell.ts'

const t = flowText.block

/** The block as a member sees it before it is adopted; with `canObject` any item may be asked out for discussion. */
export default function BlockSection({ view, canObject }: { view: Session; canObject: boolean }) {
  // Acts of its own: a refusal is shown in the question, not under the page.
  const acts = useActs()
  const [asked, setAsked] = useState<Item | null>(null)
  const [reason, setReason] = useState('')
  const items = inBlock(view)
  if (view.meeting.status === 'ended' || view.meeting.status === 'cancelled' || (items.length === 0 && asked === null)) return null
  const close = () => {
    acts.clearError()
    setAsked(null)
  }
  return (
    <details className="rounded-2xl border border-line bg-surface px-4 py-3">
      <summary className="min-h-7 font-semibold">{`${t.title} (${items.length})`}</summary>
      <p className="mt-2 text-text-2">{t.memberLead}</p>
      <ol className="mt-2 divide-y divide-line">
        {items.map(item => (
          <li key={item.id} className="flex flex-col gap-1.5 py-2.5">
            <span className="font-semibold">
              {numberOf(view, item.id)}. {item.title}
            </span>
            {canObject && (
              <Button
                className="min-h-11 self-start"
                aria-label={t.objectOne(item.title)}
                onClick={() => {
                  acts.clearError()
                  setReason('')
                  setAsked(item)
                }}
              >
                {t.object}
              </Button>
            )}
          </li>
        ))}
      </ol>
      <Dialog
        isOpen={asked !== null}
        onClose={close}
        title={t.objectTitle}
        footer={
          <>
            <Button onClick={close}>{shellText.button.cancel}</Button>
            <Button
              variant="primary"
              disabled={reason.trim() === ''}
              isSending={acts.isBusy(meetingObjectToBlock.name)}
              onClick={async () => {
                if (!asked) return
                const answer = await acts.run(meetingObjectToBlock, { meetingId: view.meeting.id, itemId: asked.id, reason })
                if (answer?.ok) setAsked(null)
              }}
            >
              {t.objectConfirm}
            </Button>
          </>
        }
      >
        <p className="font-semibold text-text">{asked?.title}</p>
        <p className="mt-1 mb-3">{t.objectBody}</p>
        <TextArea label={t.objectReason} rows={3} maxLength={500} required value={reason} onChange={e => setReason(e.target.value)} />
        {acts.error && <FormError>{acts.error}</FormError>}
      </Dialog>
    </details>
  )
}
