import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError } from '#app/components/field.tsx'
import { Info, Scale } from '#app/components/icon.tsx'
import { meetingAdoptBlock, meetingMarkUndisputed, meetingVoteOnBlock } from '#app/contracts/flow.ts'
import { newId } from '#app/live/new-id.ts'
import { inBlock, type Item, numberOf, type Session } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { flowText } from '#app/text/flow.ts'
import { shellText } from '#app/text/shell.ts'

const t = flowText.block

/**
 * Thông qua khối in one act; what the collective decides goes by one vote, and the dialog says why. Any item may still be
 * taken out. A secretary sees the same and that adopting is the chair's.
 */
export function BlockDialog({ view, acts, canAdopt, onClose }: { view: Session; acts: Acts; canAdopt: boolean; onClose: () => void }) {
  const meetingId = view.meeting.id
  const [voteId] = useState(newId)
  const block = inBlock(view)
  const free = block.filter(i => !i.isCollective)
  const bound = block.filter(i => i.isCollective)
  const finish = async (done: Promise<{ ok: boolean } | null>) => {
    if ((await done)?.ok) onClose()
  }
  const adopt = () => void finish(acts.run(meetingAdoptBlock, { meetingId, itemIds: free.map(i => i.id) }))
  const vote = () => {
    const names = bound.map(i => `${numberOf(view, i.id)}. ${i.title}`).join('; ')
    void finish(acts.run(meetingVoteOnBlock, { meetingId, voteId, itemIds: bound.map(i => i.id), question: t.question(bound.length, names).slice(0, 1000) }))
  }
  const rows = (items: Item[]) => (
    <ol className="mt-2 divide-y divide-line rounded-lg border border-line">
      {items.map(i => (
        <li key={i.id} className="flex flex-wrap items-center gap-x-2.5 gap-y-1 py-1.5 pr-1.5 pl-3 text-text">
          <span className="w-6 shrink-0 text-right font-semibold text-text-3">{numberOf(view, i.id)}</span>
          <span className="min-w-40 flex-1 py-1">{i.title}</span>
          <Button
            size="sm"
            variant="plain"
            aria-label={t.takeOutOne(i.title)}
            isSending={acts.isBusy(i.id)}
            onClick={() => void acts.run(meetingMarkUndisputed, { meetingId, itemIds: [i.id], isUndisputed: false }, i.id)}
          >
            {t.takeOut}
          </Button>
        </li>
      ))}
    </ol>
  )
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={canAdopt && free.length > 0 ? t.ask(free.length) : t.title}
      footer={
        <>
          <Button data-first onClick={onClose}>
            {shellText.button.cancel}
          </Button>
          {bound.length > 0 && (
            <Button variant={canAdopt && free.length > 0 ? 'outline' : 'primary'} isSending={acts.isBusy(meetingVoteOnBlock.name)} onClick={vote}>
              {t.vote(bound.length)}
            </Button>
          )}
          {canAdopt && free.length > 0 && (
            <Button variant="primary" isSending={acts.isBusy(meetingAdoptBlock.name)} onClick={adopt}>
              {t.confirm(free.length)}
            </Button>
          )}
        </>
      }
    >
      {free.length > 0 && (
        <>
          {canAdopt ? (
            <p>{t.body}</p>
          ) : (
            <p className="flex items-start gap-2">
              <Info className="mt-0.5 shrink-0" aria-hidden />
              <span>{t.chairOnly}</span>
            </p>
          )}
          {rows(free)}
        </>
      )}
      {bound.length > 0 && (
        <section className={free.length > 0 ? 'mt-4' : undefined}>
          <h3 className="font-semibold text-text">{t.collectiveTitle(bound.length)}</h3>
          <p className="mt-1 flex items-start gap-2">
            <Scale className="mt-0.5 shrink-0" aria-hidden />
            <span>{t.collective}</span>
          </p>
          {rows(bound)}
        </section>
      )}
      {block.length === 0 && <p>{t.empty}</p>}
      {acts.error && <FormError>{acts.error}</FormError>}
    </Dialog>
  )
}
