import { Suspense, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { ConfirmDialog, Dialog } from '#app/components/dialog.tsx'
import { FormError, TextArea } from '#app/components/field.tsx'
import { Scale } from '#app/components/icon.tsx'
import { meetingEnd, meetingGoToItem, meetingOpen, meetingResume, meetingSetItemAside, voteClose, voteOpen } from '#app/contracts/meeting.ts'
import { votePlanOpen, votePlanRun } from '#app/contracts/vote-plan.ts'
import { planText } from '#app/text/vote-plan.ts'
import { FormChoice, isTooFewForSecret, type VoteForm } from '#app/screens/session/secret/form-choice.tsx'
import { secretText } from '#app/text/secret.ts'
import { newId } from '#app/live/new-id.ts'
import { lazyPart } from '#app/live/patience.ts'
import type { Presence } from '#app/live/reducers/people.ts'
import { castCount, currentItem, isUnderSeal, type Item, openVote, presentFor, type Session } from '#app/screens/session/derive.ts'
import { type FlowFacts, useFlow } from '#app/screens/session/flow/use-flow.tsx'
import { isWishComplete, noWish, OpenVoteFields, wished } from '#app/screens/session/voting/open-vote-fields.tsx'
import type { Acts } from '#app/screens/session/use-session.ts'
import { flowText } from '#app/text/flow.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { votingText } from '#app/text/voting.ts'
import { nextStep } from './next-step.ts'

const ReadinessList = lazyPart(() => import('#app/screens/session/readiness/readiness-list.tsx'))

const t = sessionText.chair

type Ask = null | { kind: 'open' } | { kind: 'goTo'; item: Item; number: number } | { kind: 'openVote' } | { kind: 'closeVote' } | { kind: 'end' } | { kind: 'aside'; item: Item; number: number }

/** All acts of running a session with their questions; shared by the chair's console and the secretary's desk. */
export function useControl(view: Session, acts: Acts, presence: Presence | null, facts: FlowFacts) {
  const flow = useFlow(view, acts, facts)
  const [ask, setAsk] = useState<Ask>(null)
  const [question, setQuestion] = useState('')
  const [form, setForm] = useState<VoteForm>('open')
  const [wish, setWish] = useState(noWish)
  const [aside, setAside] = useState<{ act: 'hold_over' | 'withdraw'; reason: string }>({ act: 'hold_over', reason: '' })
  const meetingId = view.meeting.id
  const step = nextStep(view, facts.canAdopt)
  const here = currentItem(view)
  const vote = openVote(view)

  /** Each act names the item this screen shows: another device may have gone on a moment ago. */
  const fromItemId = view.meeting.currentItemId
  const goTo = (item: Item) => void acts.run(meetingGoToItem, { meetingId, itemId: item.id, fromItemId })
  const askVote = () => {
    setQuestion(here ? t.questionFor(here.title) : '')
    setForm('open')
    setWish(noWish)
    acts.clearError()
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
      case 'adoptBlock':
        return void flow.openBlock()
      case 'openVote':
        return askVote()
      case 'openPlanned':
        return void acts.run(votePlanOpen, { meetingId, plannedId: step.row.planned.id, voteId: newId() })
      case 'endRun':
        return void acts.run(votePlanRun, { meetingId, act: 'end' })
      case 'closeVote':
        return setAsk({ kind: 'closeVote' })
      case 'end':
        return setAsk({ kind: 'end' })
      case 'none':
        return
    }
  }
  const pick = (item: Item, number: number) => (here ? setAsk({ kind: 'goTo', item, number }) : goTo(item))
  /** Hold over or withdraw an item asks for the reason; taking it back needs none and can be undone the same way. */
  const setAsideOrBack = (item: Item, number: number) => {
    acts.clearError()
    if (item.status === 'held_over' || item.status === 'withdrawn') return void acts.run(meetingSetItemAside, { meetingId, itemId: item.id, act: 'take_back', fromItemId })
    setAside({ act: 'hold_over', reason: '' })
    setAsk({ kind: 'aside', item, number })
  }
  const confirmAside = async () => {
    if (ask?.kind !== 'aside') return
    const answer = await acts.run(meetingSetItemAside, { meetingId, itemId: ask.item.id, act: aside.act, reason: aside.reason, fromItemId })
    if (answer?.ok) close()
  }
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
  /** A refusal leaves the question open, with all that was typed. */
  const openBallots = async () => {
    const answer = await acts.run(voteOpen, { meetingId, fromItemId, voteId: newId(), question, ...(form === 'secret' ? { form } : {}), ...wished(wish) })
    if (answer?.ok) close()
  }
  const left = vote ? Math.max(0, presentFor(view, vote) - castCount(vote)) : 0
  const missing = vote && !vote.options ? Math.max(0, vote.needed - vote.count.for) : 0
  const pendingItems = view.items.filter(i => i.status === 'pending').length
  const q = view.quorum
  const dialogs = (
    <>
      {flow.dialogs}
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
        title={secretText.openTitle}
        footer={
          <>
            <Button onClick={close}>{shellText.button.cancel}</Button>
            <Button
              variant="primary"
              disabled={question.trim() === '' || !isWishComplete(wish) || (form === 'secret' && isTooFewForSecret(view))}
              isSending={acts.isBusy(voteOpen.name)}
              onClick={() => void openBallots()}
            >
              {form === 'secret' ? secretText.confirm : t.voteConfirm}
            </Button>
          </>
        }
      >
        <FormChoice view={view} form={form} onForm={setForm} />
        {form === 'secret' && isTooFewForSecret(view) && <FormError>{secretText.tooFew}</FormError>}
        <TextArea label={t.question} hint={t.questionHint} value={question} maxLength={1000} rows={4} required onChange={e => setQuestion(e.target.value)} />
        <OpenVoteFields value={wish} closed={view.votes.filter(v => v.itemId === here?.id && v.status === 'closed')} onChange={setWish} />
        <p className="mt-3 flex items-start gap-2">
          <Scale className="mt-0.5" aria-hidden />
          <span>{form === 'secret' ? secretText.body(view.meeting.membersInOffice) : t.voteBody(view.meeting.membersInOffice)}</span>
        </p>
        {/* Who would get the ballot now, before it is opened. */}
        <Suspense fallback={null}>
          <ReadinessList view={view} presence={presence} isShort isSecret={form === 'secret'} />
        </Suspense>
        {acts.error && <FormError>{acts.error}</FormError>}
      </Dialog>
      {vote && (
        <ConfirmDialog
          isOpen={ask?.kind === 'closeVote'}
          title={isUnderSeal(vote) ? secretText.close.title : missing > 0 ? t.closeTitleShort(missing) : t.closeTitle}
          cancelLabel={t.closeWait}
          confirmLabel={isUnderSeal(vote) ? secretText.close.confirm : t.closeConfirm}
          isSending={acts.isBusy(voteClose.name)}
          onClose={close}
          onConfirm={() => void finish(acts.run(voteClose, { voteId: vote.id }))}
        >
          <p>{isUnderSeal(vote) ? secretText.close.body(castCount(vote), left) : vote.options ? votingText.options.closeBody(castCount(vote), left) : t.closeBody(vote.count.for, vote.needed, vote.base, left)}</p>
        </ConfirmDialog>
      )}
      <Dialog
        isOpen={ask?.kind === 'aside'}
        onClose={close}
        title={ask?.kind === 'aside' ? sessionText.aside.title(ask.number) : ''}
        footer={
          <>
            <Button onClick={close}>{shellText.button.cancel}</Button>
            <Button variant="primary" disabled={aside.reason.trim() === ''} isSending={acts.isBusy(meetingSetItemAside.name)} onClick={() => void confirmAside()}>
              {sessionText.aside.confirm}
            </Button>
          </>
        }
      >
        {ask?.kind === 'aside' && <p className="font-semibold text-text">{ask.item.title}</p>}
        <fieldset className="mt-3 flex flex-col gap-1">
          <legend className="text-sm font-semibold">{sessionText.aside.how}</legend>
          {(['hold_over', 'withdraw'] as const).map(act => (
            <label key={act} className="flex min-h-11 items-start gap-2.5 rounded-md px-1 py-2">
              <input type="radio" name="aside" className="mt-1 size-4" checked={aside.act === act} onChange={() => setAside({ ...aside, act })} />
              <span>
                <span className="block font-semibold">{sessionText.aside[act]}</span>
                <span className="block text-sm text-text-3">{sessionText.aside[`${act}Hint`]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <TextArea label={sessionText.aside.reason} rows={2} value={aside.reason} maxLength={500} onChange={e => setAside({ ...aside, reason: e.target.value })} />
        {acts.error && <FormError>{acts.error}</FormError>}
      </Dialog>
      <ConfirmDialog isOpen={ask?.kind === 'end'} title={t.endTitle} confirmLabel={t.endConfirm} isSending={acts.isBusy(meetingEnd.name)} onClose={close} onConfirm={() => void finish(acts.run(meetingEnd, { meetingId }))}>
        <p>{t.endBody(pendingItems)}</p>
      </ConfirmDialog>
    </>
  )

  const label = (() => {
    switch (step.kind) {
      case 'goTo':
        return t.step.goTo(step.number)
      case 'adoptBlock':
        return flowText.block.step(step.count)
      case 'openPlanned':
        return planText.run.step(step.n, step.of)
      case 'endRun':
        return planText.run.stepEnd
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
      case 'adoptBlock':
        return flowText.block.lead(step.count)
      case 'openVote':
        return t.consequence.openVote(q.present, q.total)
      case 'openPlanned':
        return planText.run.consequence(step.row.planned.question)
      case 'endRun':
        return planText.run.consequenceEnd
      case 'closeVote':
        return t.consequence.closeVote(left)
      case 'end':
        return t.consequence.end
      case 'none':
        if (view.meeting.status !== 'ended') return ''
        return view.meeting.sealedAt ? flowText.seal.done(view.meeting.sealedAt) : t.consequence.ended
    }
  })()
  const isSending = [meetingOpen, meetingResume, meetingGoToItem, voteOpen, votePlanOpen, votePlanRun, voteClose, meetingEnd].some(d => acts.isBusy(d.name))
  return { flow, step, label, consequence, next, pick, setAsideOrBack, voteKey, askVote, askEnd: () => setAsk({ kind: 'end' }), isSending, dialogs }
}
