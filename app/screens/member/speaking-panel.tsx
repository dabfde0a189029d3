import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { CountBadge } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { Select, TextArea } from '#app/components/field.tsx'
import { BellRing, ChevronRight, CircleHelp, Gavel, Info, MessageSquareReply, Mic } from '#app/components/icon.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { SpeakerTimer } from '#app/components/timer.tsx'
import { speakingRequest, speakingWithdraw } from '#app/contracts/meeting.ts'
import type { DoorKind, SpeakingKind } from '#app/domain/meeting/speaking.ts'
import { newId } from '#app/live/new-id.ts'
import type { Item, Participant, Session, Speaking } from '#app/screens/session/derive.ts'
import { askedOf, doorOf, isNext, kindOf, listsOf, rulesIn } from '#app/screens/session/speaking/derive.ts'
import { RequestDialog, useRequestDialog } from '#app/screens/session/speaking/request-dialog.tsx'
import { TimeAlerts } from '#app/screens/session/speaking/time-alerts.tsx'
import type { Acts } from '#app/screens/session/use-session.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { formatNumber } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { speakingText } from '#app/text/speaking.ts'

const t = speakingText.member
const words = sessionText.member
type Asked = { kind: Exclude<SpeakingKind, 'present'>; question?: Speaking }

/** The member's part in speaking: the own turn, what may be asked for now, and the lists of who asked and who was called. */
export function SpeakingPanel({ view, here, self, acts, now }: { view: Session; here: Item; self: Participant | null; acts: Acts; now: number }) {
  const lists = useMemo(() => listsOf(view, here.id), [view, here.id])
  const [asking, setAsking] = useState<Asked | null>(null)
  const mine = view.queue.filter(q => q.itemId === here.id && q.participantId === self?.id && (q.status === 'waiting' || q.status === 'called' || q.status === 'speaking'))
  const declined = view.queue.filter(q => q.itemId === here.id && q.participantId === self?.id && q.status === 'declined').at(-1)
  const questions = askedOf(view, self)
  const has = (kind: SpeakingKind) => mine.some(q => kindOf(q) === kind)
  const doors = { speech: doorOf(view, here.id, 'speech'), question: doorOf(view, here.id, 'question') }
  const mayAsk = view.meeting.status === 'running' && self !== null && self.isPresent && self.role !== 'observer'
  const shut = (kind: DoorKind) => {
    const state = doors[kind]
    // "Not opened yet" is no news about questions: most items have none.
    return state === 'open' || (kind === 'question' && state === 'not_open') ? null : shutText(state, kind)
  }
  useBuzz(mine, lists)
  const closeAsk = () => {
    acts.clearError()
    setAsking(null)
  }

  return (
    <section aria-label={words.queueTitle} className="flex flex-col gap-3">
      <TimeAlerts view={view} now={now} selfId={self?.id ?? null} />
      {mine.map(s => (
        <OwnTurn key={s.id} speech={s} view={view} isNext={isNext(lists, s)} place={lists.waiting[kindOf(s) === 'question' || kindOf(s) === 'answer' ? 'question' : 'speech'].findIndex(w => w.id === s.id) + 1} acts={acts} now={now} />
      ))}
      {declined?.declineReason && mine.length === 0 && <Notice>{words.declined(declined.declineReason)}</Notice>}
      {mayAsk &&
        questions.map(q => (
          <div key={q.id} role="status" className="flex flex-col gap-2 rounded-2xl border border-act-line bg-act-soft px-4 py-3">
            <p className="font-semibold text-act">{t.askedOfMe(q.label)}</p>
            <p className="break-words whitespace-pre-line">{q.subject}</p>
            <Button size="lg" icon={<MessageSquareReply aria-hidden />} onClick={() => setAsking({ kind: 'answer', question: q })}>
              {t.answer}
            </Button>
          </div>
        ))}
      {mayAsk && (
        <div className="flex flex-wrap gap-2">
          {doors.speech === 'open' && !has('speech') && (
            <Button size="lg" className="flex-1 whitespace-nowrap" icon={<Mic aria-hidden />} onClick={() => setAsking({ kind: 'speech' })}>
              {words.speak}
            </Button>
          )}
          {doors.question === 'open' && !has('question') && (
            <Button size="lg" className="flex-1" icon={<CircleHelp aria-hidden />} onClick={() => setAsking({ kind: 'question' })}>
              {t.ask}
            </Button>
          )}
          {!has('order') && (
            <Button size="lg" variant="plain" icon={<Gavel aria-hidden />} onClick={() => setAsking({ kind: 'order' })}>
              {t.order}
            </Button>
          )}
        </div>
      )}
      {mayAsk && (
        <div role="status" className="flex flex-col gap-2 empty:hidden">
          {shut('speech') && <Notice>{shut('speech')}</Notice>}
          {shut('question') && <Notice>{shut('question')}</Notice>}
        </div>
      )}
      <QueueLists view={view} lists={lists} selfId={self?.id ?? null} />
      {asking && <AskDialog key={asking.kind} asked={asking} view={view} here={here} self={self} acts={acts} onClose={closeAsk} />}
    </section>
  )
}

function shutText(state: 'not_open' | 'stopped' | 'ended', kind: DoorKind): string {
  return speakingText.door.member[state](speakingText.door.what[kind])
}

/**
 * The device of who is called, or next in line, buzzes once. It never stands alone: the same news is on the screen in words and
 * colour, and read out.
 */
function useBuzz(mine: readonly Speaking[], lists: ReturnType<typeof listsOf>) {
  const felt = useRef(new Map<string, string>())
  useEffect(() => {
    for (const s of mine) {
      const state = s.status === 'called' ? 'called' : isNext(lists, s) ? 'next' : s.status
      const before = felt.current.get(s.id)
      felt.current.set(s.id, state)
      if (before === state || (before === undefined && state !== 'called')) continue
      if (state === 'called') buzz([300, 150, 300])
      else if (state === 'next') buzz([200])
    }
  }, [mine, lists])
}

/** Not every device can, and a browser refuses before the first touch: then the words on the screen are all there is. */
function buzz(pattern: number[]): void {
  try {
    navigator.vibrate?.(pattern)
  } catch {
    return
  }
}

function OwnTurn({ speech: s, view, isNext: isComing, place, acts, now }: { speech: Speaking; view: Session; isNext: boolean; place: number; acts: Acts; now: number }) {
  const kind = kindOf(s)
  const isCalled = s.status === 'called'
  return (
    <div className={`flex flex-wrap items-center gap-3 rounded-2xl border px-4 py-3 ${isCalled ? 'border-2 border-act bg-act-soft' : 'border-act-line bg-act-soft'}`}>
      {isCalled || isComing ? <BellRing className="text-xl text-act" aria-hidden /> : <Mic className="text-xl text-act" aria-hidden />}
      <div className="min-w-0 flex-1">
        <p role={isCalled ? 'alert' : 'status'} className={`font-semibold text-act ${isCalled ? 'text-card' : ''}`}>
          {s.status === 'speaking' ? t.speaking[kind] : isCalled ? t.called[kind] : t.placeOf[kind](place)}
          {isComing && <span className="block">{t.next}</span>}
        </p>
        {s.subject && <p className="line-clamp-2 text-sm break-words text-text-2">{s.subject}</p>}
        {s.toLabel && <p className="text-sm text-text-2">{speakingText.to(s.toLabel)}</p>}
        {s.pausedAt && <p className="text-sm text-soon">{speakingText.clock.paused}</p>}
      </div>
      {s.status === 'speaking' && s.startedAt !== null && (
        <SpeakerTimer speech={s} warnSeconds={rulesIn(view).warnSeconds} now={now} isLarge />
      )}
      {s.status !== 'speaking' && (
        <Button size="lg" isSending={acts.isBusy(s.id)} onClick={() => void acts.run(speakingWithdraw, { meetingId: view.meeting.id, requestId: s.id }, s.id)}>
          {t.withdrawOf[kind]}
        </Button>
      )}
    </div>
  )
}

/** Who asked and who was called, speeches and questions apart; a touch shows the whole of one. */
function QueueLists({ view, lists, selfId }: { view: Session; lists: ReturnType<typeof listsOf>; selfId: string | null }) {
  const [list, setList] = useState<DoorKind>('speech')
  const dialog = useRequestDialog()
  const of = (kind: DoorKind) => [...lists.called[kind], ...lists.waiting[kind]]
  const total = of('speech').length + of('question').length
  if (total === 0) return null
  const groups = [
    { title: speakingText.list.called, rows: lists.called[list] },
    { title: speakingText.list.notCalled, rows: lists.waiting[list] },
  ]
  return (
    <details className="rounded-2xl border border-line bg-surface px-4 py-3">
      <summary className="min-h-11 content-center font-semibold">{t.lists(total)}</summary>
      <Tabs
        label={speakingText.list.kinds}
        isTouch
        value={list}
        onChange={setList}
        tabs={[
          { key: 'speech', label: speakingText.kind.speech, count: of('speech').length },
          { key: 'question', label: speakingText.kind.question, count: of('question').length },
        ]}
      >
        {of(list).length === 0 && <p className="text-text-3">{speakingText.list.none[list]}</p>}
        {groups.map(
          g =>
            g.rows.length > 0 && (
              <section key={g.title} aria-label={g.title}>
                <h3 className="flex items-center gap-2 pt-1 text-sm font-semibold text-text-3">
                  {g.title} <CountBadge count={g.rows.length} />
                </h3>
                <ol className="divide-y divide-line">
                  {g.rows.map(q => (
                    <li key={q.id} className="[contain-intrinsic-size:auto_4rem] [content-visibility:auto]">
                      <button type="button" aria-label={speakingText.view(q.label)} className="flex min-h-11 w-full items-center gap-3 py-2 text-left" onClick={() => dialog.open(q)}>
                        <span className="min-w-0 flex-1">
                          <span className="block font-semibold">
                            {q.label}
                            {q.participantId === selfId && <span className="font-normal text-text-3"> ({t.mine})</span>}
                          </span>
                          {q.toLabel && <span className="block text-sm text-act">{speakingText.to(q.toLabel)}</span>}
                          <span className="block truncate text-sm text-text-3">{[speakingText.state[q.status], q.subject].filter(Boolean).join(' · ')}</span>
                        </span>
                        <ChevronRight className="text-text-3" aria-hidden />
                      </button>
                    </li>
                  ))}
                </ol>
              </section>
            ),
        )}
      </Tabs>
      <RequestDialog view={view} id={dialog.id} onClose={dialog.close} />
    </details>
  )
}

/** Longest text of a request, in characters; the server holds the same. */
const MAX = 2000
const label = { speech: words.speakSubject, question: t.question, answer: t.answerWhat, order: t.orderWhat }
const send = { speech: words.speakConfirm, ...t.send }

/** One form for all kinds. What is too long is said at the field and stays there, whole; nothing is cut off behind the back. */
function AskDialog({ asked, view, here, self, acts, onClose }: { asked: Asked; view: Session; here: Item; self: Participant | null; acts: Acts; onClose: () => void }) {
  const { kind, question } = asked
  const [typed, setTyped] = useState('')
  const [to, setTo] = useState('')
  const [errors, setErrors] = useState<Record<string, string>>({})
  // The item the form was opened on: if the session moves on meanwhile, the server says so instead of guessing.
  const itemId = useRef(here.id).current
  const length = typed.trim().length
  const isLong = length > MAX
  const people = view.participants.filter(p => p.id !== self?.id && p.role !== 'observer')
  const units = [...new Set([here.leadUnitName, ...people.map(p => p.unitName), ...view.items.map(i => i.leadUnitName)].filter((name): name is string => !!name))]
  const title = kind === 'speech' ? words.speakTitle : kind === 'question' ? t.askTitle : kind === 'order' ? t.orderTitle : t.answerTitle(question?.label ?? '')

  const submit = async () => {
    const wrong: Record<string, string> = {}
    if (kind === 'question' && to === '') wrong.to = errorText('SPEAKING_TO_REQUIRED')
    if (kind === 'question' && length === 0) wrong.subject = errorText('SPEAKING_SUBJECT_REQUIRED')
    setErrors(wrong)
    if (isLong || Object.keys(wrong).length > 0) return
    const [what, id = ''] = [to.slice(0, 2), to.slice(2)]
    const answer = await acts.run(speakingRequest, {
      meetingId: view.meeting.id,
      requestId: newId(),
      subject: typed,
      kind,
      itemId,
      ...(kind === 'question' ? { to: what === 'p:' ? { participantId: id } : { unitName: id } } : {}),
      ...(question ? { questionId: question.id } : {}),
    })
    if (answer?.ok) return onClose()
    if (answer && !answer.ok) setErrors(Object.fromEntries(Object.entries(answer.fields ?? {}).map(([field, code]) => [field, fieldErrorText(code)])))
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" isSending={acts.isBusy(speakingRequest.name)} onClick={() => void submit()}>
            {send[kind]}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {kind === 'order' && <p>{t.orderLead}</p>}
        {question?.subject && <p className="border-l-2 border-line pl-3 break-words whitespace-pre-line">{question.subject}</p>}
        {kind === 'question' && (
          <Select label={t.target} value={to} error={errors.to} required onChange={e => setTo(e.target.value)}>
            <option value="">{t.targetNone}</option>
            <optgroup label={t.targetUnits}>
              {units.map(name => (
                <option key={name} value={`u:${name}`}>
                  {name}
                </option>
              ))}
            </optgroup>
            <optgroup label={t.targetPeople}>
              {people.map(p => (
                <option key={p.id} value={`p:${p.id}`}>
                  {p.label}
                </option>
              ))}
            </optgroup>
          </Select>
        )}
        <TextArea
          label={label[kind]}
          hint={kind === 'speech' ? words.speakHint : kind === 'question' ? undefined : t.optional}
          rows={kind === 'question' ? 5 : 2}
          value={typed}
          error={isLong ? t.tooLong(formatNumber(length), formatNumber(MAX)) : errors.subject}
          onChange={e => setTyped(e.target.value)}
        />
        {(kind === 'question' || length > MAX / 2) && <p className="-mt-2 text-right text-sm text-text-3">{t.count(formatNumber(length), formatNumber(MAX))}</p>}
        {acts.error && Object.keys(errors).length === 0 && (
          <p role="alert" className="text-late">
            {acts.error}
          </p>
        )}
      </div>
    </Dialog>
  )
}

function Notice({ children }: { children: string | null }) {
  return (
    <p className="flex items-start gap-2.5 rounded-xl bg-surface-2 px-4 py-3 text-md text-text-2">
      <Info className="mt-0.5" aria-hidden />
      <span>{children}</span>
    </p>
  )
}
