import { memo, useCallback, useMemo, useState } from 'react'
import { Button, IconButton } from '#app/components/button.tsx'
import { CountBadge } from '#app/components/chip.tsx'
import { Ellipsis, TimerIcon, UserCheck } from '#app/components/icon.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { toast } from '#app/components/toast.tsx'
import { speakingCall, speakingStart } from '#app/contracts/meeting.ts'
import { speakingTakeBack } from '#app/contracts/speaking.ts'
import type { DoorKind } from '#app/domain/meeting/speaking.ts'
import { sessionText } from '#app/text/session.ts'
import { speakingText } from '#app/text/speaking.ts'
import { openVote, type Session, type Speaking } from './derive.ts'
import { answererOf, doorOf, isAnswered, kindOf, listsOf, rulesIn } from './speaking/derive.ts'
import { DesignateDialog, useDesignate } from './speaking/designate-dialog.tsx'
import { DoorBar } from './speaking/door-bar.tsx'
import { FrontRow } from './speaking/front-row.tsx'
import { KindChip } from './speaking/kind-chip.tsx'
import { LimitsDialog } from './speaking/limits-dialog.tsx'
import { NotSpoken } from './speaking/not-spoken.tsx'
import { RequestDialog, useRequestDialog } from './speaking/request-dialog.tsx'
import { TimeAlerts } from './speaking/time-alerts.tsx'
import type { Acts } from './use-session.ts'

const t = sessionText.queue
const words = speakingText.list

/**
 * Who speaks, is called, waits: speeches and questions apart, called and not called apart, points of order above all. With
 * `acts` each row carries its one act, the rest lies behind "⋯"; all are off while a vote is open.
 */
export function QueuePanel({ view, now, acts, isTouch }: { view: Session; now: number; acts?: Acts; isTouch?: boolean }) {
  const itemId = view.meeting.currentItemId
  const meetingId = view.meeting.id
  // One pass over the log for every change, not one for every row.
  const lists = useMemo(() => listsOf(view, itemId), [view, itemId])
  const [list, setList] = useState<DoorKind>('speech')
  const [which, setWhich] = useState<'notCalled' | 'called'>('notCalled')
  const [naming, setNaming] = useState<{ question: Speaking | null } | null>(null)
  const [isLimits, setLimits] = useState(false)
  const dialog = useRequestDialog()
  const designate = useDesignate(view, acts)
  const isVoting = openVote(view) !== null
  const isOff = view.meeting.status !== 'running'
  const size = isTouch ? 'h-11 min-w-17 px-3.5 text-md' : 'min-w-17'
  const rows = which === 'called' ? lists.called[list] : lists.waiting[list]
  const { open } = dialog

  const run = acts?.run
  const call = useCallback(
    async (s: Speaking) => {
      const input = { meetingId, requestId: s.id }
      const answer = await run?.(speakingCall, input, s.id)
      if (answer?.ok) toast(speakingText.act.called(s.label), { label: speakingText.act.undo, run: () => void run?.(speakingTakeBack, input, s.id) })
    },
    [run, meetingId],
  )
  const answer = (question: Speaking) => {
    const who = answererOf(view, question)
    if (who) void designate(who.id, who.label, 'answer', question)
    else setNaming({ question })
  }

  return (
    <section aria-label={t.title} className="flex flex-col gap-3">
      <header className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h2 className="flex items-center gap-2 text-card font-semibold">
          {speakingText.title} {lists.waiting.speech.length + lists.waiting.question.length > 0 && <CountBadge count={lists.waiting.speech.length + lists.waiting.question.length} />}
        </h2>
        {isVoting && <span className="text-text-3">{t.waitVote}</span>}
        {acts && itemId && (
          <span className="-mr-2 ml-auto flex">
            <IconButton label={speakingText.designate.open} disabled={isVoting || isOff} onClick={() => setNaming({ question: null })}>
              <UserCheck aria-hidden />
            </IconButton>
            <IconButton label={speakingText.limits.open} onClick={() => setLimits(true)}>
              <TimerIcon aria-hidden />
            </IconButton>
          </span>
        )}
      </header>
      <TimeAlerts view={view} now={now} />
      <div aria-live="assertive">
        {lists.orders.map(s => (
          <div key={s.id} className="mb-2 flex flex-col gap-2 rounded-lg border border-soon-line bg-soon-soft p-3">
            <KindChip kind="order" />
            <p className="font-semibold">{words.order(s.label)}</p>
            {s.subject && <p className="break-words">{s.subject}</p>}
            {acts && (
              <>
                <p className="text-sm text-text-2">{words.orderHint}</p>
                <div className="flex flex-wrap gap-2">
                  <Button aria-label={words.orderStartOne(s.label)} disabled={isVoting || isOff} isSending={acts.isBusy(s.id)} onClick={() => void acts.run(speakingStart, { meetingId, requestId: s.id }, s.id)}>
                    {words.orderStart}
                  </Button>
                  <Button variant="plain" aria-label={words.more(s.label)} onClick={() => open(s)}>
                    {t.decline}
                  </Button>
                </div>
              </>
            )}
          </div>
        ))}
      </div>
      {lists.front.length > 0 && (
        <ul aria-label={words.now} className="flex flex-col gap-2">
          {lists.front.map(s => (
            <FrontRow
              key={s.id}
              speech={s}
              meetingId={meetingId}
              now={now}
              warnSeconds={rulesIn(view).warnSeconds}
              acts={acts}
              isOff={isOff}
              isVoting={isVoting}
              questioner={s.questionId ? (view.queue.find(q => q.id === s.questionId)?.label ?? null) : null}
              onOpen={open}
            />
          ))}
        </ul>
      )}
      {itemId === null ? (
        <p className="border-t border-line pt-3 text-text-3">{sessionText.noItem}</p>
      ) : (
        <Tabs
          label={words.kinds}
          value={list}
          onChange={setList}
          tabs={[
            { key: 'speech', label: speakingText.kind.speech, count: lists.waiting.speech.length },
            { key: 'question', label: speakingText.kind.question, count: lists.waiting.question.length },
          ]}
        >
          <DoorBar
            key={list}
            meetingId={meetingId}
            itemId={itemId}
            kind={list}
            state={doorOf(view, itemId, list)}
            waiting={lists.waiting[list].length}
            isTalking={lists.called[list].some(s => s.status === 'speaking')}
            acts={acts}
            isOff={isOff}
          />
          <div role="group" aria-label={words.which} className="mt-3 flex gap-1">
            {(['notCalled', 'called'] as const).map(key => (
              <button
                key={key}
                type="button"
                aria-pressed={which === key}
                onClick={() => setWhich(key)}
                className={`min-h-8 rounded-md px-2.5 text-sm pointer-coarse:min-h-11 ${which === key ? 'bg-surface-3 font-semibold' : 'text-text-2 hover:bg-surface-2'}`}
              >
                {words[key]} ({lists[key === 'called' ? 'called' : 'waiting'][list].length})
              </button>
            ))}
          </div>
          {rows.length === 0 ? (
            <p className="mt-2 border-t border-line pt-3 text-text-3">{which === 'called' ? words.noneCalled[list] : words.none[list]}</p>
          ) : (
            <ol aria-label={words[which]} className="mt-2 divide-y divide-line border-t border-line">
              {rows.map((s, i) => (
                <Row
                  key={s.id}
                  speech={s}
                  n={which === 'called' ? null : i + 1}
                  times={lists.times.get(s.participantId) ?? 0}
                  size={size}
                  isOff={isOff || isVoting}
                  isBusy={acts?.isBusy(s.id) ?? false}
                  canRun={acts !== undefined}
                  onOpen={open}
                  onCall={call}
                  onAnswer={acts && s.kind === 'question' && s.status !== 'waiting' && !isAnswered(view, s) ? () => answer(s) : undefined}
                />
              ))}
            </ol>
          )}
        </Tabs>
      )}
      <NotSpoken view={view} acts={acts} isOff={isOff || isVoting || itemId === null} />
      <RequestDialog view={view} id={dialog.id} acts={acts} onClose={dialog.close} />
      {acts && <DesignateDialog view={view} acts={acts} isOpen={naming !== null} question={naming?.question ?? null} onClose={() => setNaming(null)} />}
      {acts && isLimits && <LimitsDialog view={view} acts={acts} onClose={() => setLimits(false)} />}
    </section>
  )
}

/**
 * One line of a list, drawn again only when it changed: a queue of sixty stays smooth. Laying rows out as they come into
 * sight (`content-visibility`) cost half as much again of every frame scrolled (`npm run bench -- chair-scroll`).
 */
const Row = memo(function Row({
  speech: s,
  n,
  times,
  size,
  isOff,
  isBusy,
  canRun,
  onOpen,
  onCall,
  onAnswer,
}: {
  speech: Speaking
  n: number | null
  times: number
  size: string
  isOff: boolean
  isBusy: boolean
  canRun: boolean
  onOpen: (s: Speaking) => void
  onCall: (s: Speaking) => Promise<void>
  onAnswer: (() => void) | undefined
}) {
  return (
    <li className="flex items-center gap-2 py-2.5">
      {n !== null && (
        <span className="w-5 shrink-0 text-center font-semibold text-text-3" aria-hidden>
          {n}
        </span>
      )}
      <div className="min-w-0 flex-1">
        <p className="text-md font-semibold">{s.label}</p>
        {s.toLabel && <p className="text-sm font-semibold text-act">{speakingText.to(s.toLabel)}</p>}
        <p className="text-sm text-text-3">
          <span className="line-clamp-2 break-words">{s.subject || t.noSubject}</span>
          <span>
            {[kindOf(s) === 'speech' || kindOf(s) === 'question' ? null : speakingText.kind[kindOf(s)], s.status === 'waiting' ? t.times(times) : speakingText.state[s.status]].filter(Boolean).join(' · ')}
          </span>
        </p>
      </div>
      <span className="flex shrink-0 items-center gap-1">
        <IconButton label={canRun ? words.more(s.label) : speakingText.view(s.label)} onClick={() => onOpen(s)}>
          <Ellipsis aria-hidden />
        </IconButton>
        {canRun && s.status === 'waiting' && (
          <Button className={size} aria-label={t.callOne(s.label)} disabled={isOff} isSending={isBusy} onClick={() => void onCall(s)}>
            {t.call}
          </Button>
        )}
        {onAnswer && (
          <Button size="sm" aria-label={words.answerOne(s.label)} disabled={isOff} onClick={onAnswer}>
            {words.answer}
          </Button>
        )}
      </span>
    </li>
  )
})
