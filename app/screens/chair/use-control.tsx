import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { ConfirmDialog, Dialog } from '#app/components/dialog.tsx'
import { TextArea } from '#app/components/field.tsx'
import { Scale } from '#app/components/icon.tsx'
import { meetingEnd, meetingGoToItem, meetingOpen, meetingResume, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { newId } from '#app/live/new-id.ts'
import { castCount, currentItem, type Item, openVote, presentFor, type Session } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { nextStep } from './next-step.ts'

const t = sessionText.chair

type Ask = null | { kind: 'open' } | { kind: 'goTo'; item: Item; number: number } | { kind: 'openVote' } | { kind: 'closeVote' } | { kind: 'end' }

/** All acts of running a session with their questions; shared by the chair's console and the secretary's desk. */
export function useControl(view: Session, acts: Acts) {
  const [ask, setAsk] = useState<Ask>(null)
  const [question, setQuestion] = useState('')
  const meetingId = view.meeting.id
  const step = nextStep(view)
  const here = currentItem(view)
  const vote = openVote(view)

  const goTo = (item: Item) => void acts.run(meetingGoToItem, { meetingId, itemId: item.id })
  const askVote = () => {
    setQuestion(here ? t.questionFor(here.title) : '')
    setAsk({ kind: 'openVote' })
  }
  const next = () => {
    switch (step.kind) {
      case 'open':
        return setAsk({ kind: 'open' })
      case 'resume':
        return void acts.run(meetingResume, { meetingId })
      case 'goTo':
        return goTo(step.item)
      case 'openVote':
        return askVote()
      case 'closeVote':
        return setAsk({ kind: 'closeVote' })
      case 'end':
        return setAsk({ kind: 'end' })
      case 'none':
        return
    }
  }
  const pick = (item: Item, number: number) => (here ? setAsk({ kind: 'goTo', item, number }) : goTo(item))
  /** B: opens a vote on the item in hand, or asks to close the open one. */
  const voteKey = () => {
    if (vote) setAsk({ kind: 'closeVote' })
    else if (here && view.meeting.status === 'running') askVote()
  }

  const close = () => setAsk(null)
  const finish = async (done: Promise<unknown>) => {
    await done
    close()
  }
  const left = vote ? Math.max(0, presentFor(view, vote) - castCount(vote)) : 0
  const missing = vote ? Math.max(0, vote.needed - vote.count.for) : 0
  const pendingItems = view.items.filter(i => i.status === 'pending').length
  const q = view.quorum
  const dialogs = (
    <>
      <ConfirmDialog isOpen={ask?.kind === 'open'} title={t.openTitle} confirmLabel={t.openConfirm} isSending={acts.isBusy(meetingOpen.name)} onClose={close} onConfirm={() => void finish(acts.run(meetingOpen, { meetingId }))}>
        <p>{t.openBody(q.present, q.total)}</p>
        {!q.isMet && <p className="mt-2 font-semibold text-soon">{t.openShort(q.missing)}</p>}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={ask?.kind === 'goTo'}
        title={ask?.kind === 'goTo' ? t.goToTitle(ask.number) : ''}
        confirmLabel={t.goToConfirm}
        onClose={close}
        onConfirm={() => {
          if (ask?.kind === 'goTo') goTo(ask.item)
          close()
        }}
      >
        {ask?.kind === 'goTo' && <p className="font-semibold text-text">{ask.item.title}</p>}
        <p className="mt-1">{t.goToBody}</p>
      </ConfirmDialog>
      <Dialog
        isOpen={ask?.kind === 'openVote'}
        onClose={close}
        title={t.voteTitle}
        footer={
          <>
            <Button onClick={close}>{shellText.button.cancel}</Button>
            <Button
              variant="primary"
              disabled={question.trim() === ''}
              isSending={acts.isBusy(voteOpen.name)}
              onClick={() => void finish(acts.run(voteOpen, { meetingId, voteId: newId(), question }))}
            >
              {t.voteConfirm}
            </Button>
          </>
        }
      >
        <TextArea label={t.question} hint={t.questionHint} value={question} maxLength={1000} rows={4} required onChange={e => setQuestion(e.target.value)} />
        <p className="mt-3 flex items-start gap-2">
          <Scale className="mt-0.5" aria-hidden />
          <span>{t.voteBody(view.meeting.membersInOffice)}</span>
        </p>
      </Dialog>
      {vote && (
        <ConfirmDialog
          isOpen={ask?.kind === 'closeVote'}
          title={missing > 0 ? t.closeTitleShort(missing) : t.closeTitle}
          cancelLabel={t.closeWait}
          confirmLabel={t.closeConfirm}
          isSending={acts.isBusy(voteClose.name)}
          onClose={close}
          onConfirm={() => void finish(acts.run(voteClose, { voteId: vote.id }))}
        >
          <p>{t.closeBody(vote.count.for, vote.needed, vote.base, left)}</p>
        </ConfirmDialog>
      )}
      <ConfirmDialog isOpen={ask?.kind === 'end'} title={t.endTitle} confirmLabel={t.endConfirm} isSending={acts.isBusy(meetingEnd.name)} onClose={close} onConfirm={() => void finish(acts.run(meetingEnd, { meetingId }))}>
        <p>{t.endBody(pendingItems)}</p>
      </ConfirmDialog>
    </>
  )

  const label = (() => {
    switch (step.kind) {
      case 'goTo':
        return t.step.goTo(step.number)
      case 'none':
        return ''
      default:
        return t.step[step.kind]
    }
  })()
  const consequence = (() => {
    switch (step.kind) {
      case 'open':
        return t.consequence.open(q.present, q.total)
      case 'resume':
        return t.consequence.resume
      case 'goTo':
        return t.consequence.goTo(step.item.title)
      case 'openVote':
        return t.consequence.openVote(q.present, q.total)
      case 'closeVote':
        return t.consequence.closeVote(left)
      case 'end':
        return t.consequence.end
      case 'none':
        return view.meeting.status === 'ended' ? t.consequence.ended : ''
    }
  })()
  const isSending = [meetingOpen, meetingResume, meetingGoToItem, voteOpen, voteClose, meetingEnd].some(d => acts.isBusy(d.name))
  return { step, label, consequence, next, pick, voteKey, askVote, askEnd: () => setAsk({ kind: 'end' }), isSending, dialogs }
}
