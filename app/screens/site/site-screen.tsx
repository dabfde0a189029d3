import { Suspense, useState } from 'react'
import { type BallotChoice, BallotPad } from '#app/components/ballot-pad.tsx'
import { ConnectionBanner, ConnectionMark } from '#app/components/banner.tsx'
import { Button, IconButton } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { ConfirmDialog, Dialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { CircleCheck, Mic, Minus, Plus, Trash2, UserCheck, Users, VoteIcon } from '#app/components/icon.tsx'
import { ItemTimer, SpeakerTimer } from '#app/components/timer.tsx'
import { Toaster, toast } from '#app/components/toast.tsx'
import { voteCast } from '#app/contracts/meeting.ts'
import { siteAddPerson, siteRemovePerson, siteRequestSpeaking } from '#app/contracts/site.ts'
import { newId } from '#app/live/new-id.ts'
import { reduceSites, type Site, type SitesState } from '#app/live/reducers/site.ts'
import { lazyPart } from '#app/live/patience.ts'
import { useCommand } from '#app/live/use-command.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { useStream } from '#app/live/use-stream.ts'
import { SessionAnnouncer } from '#app/screens/session/announcer.tsx'
import { currentItem, isBeforeOpening, numberOf, openVote, type Participant, queueOf, type Session, standing, type Vote, voteOf } from '#app/screens/session/derive.ts'
import { Papers } from '#app/screens/session/papers.tsx'
import { padWords, sealOn } from '#app/screens/session/use-ballot.ts'
import { secretText } from '#app/text/secret.ts'
import { TopBar } from '#app/screens/session/top-bar.tsx'
import { type Acts, useActs, useOutbox, useSession } from '#app/screens/session/use-session.ts'
import { VotePanel } from '#app/screens/session/vote-panel.tsx'
import { VideoButton } from '#app/screens/video/video-button.tsx'
import { errorText } from '#app/text/errors.ts'
import { formatDateLong, formatTime, formatTimeSeconds } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'
import { siteText as t } from '#app/text/site.ts'
import { usePin } from './use-pin.tsx'

const OptionsPad = lazyPart(() => import('#app/screens/session/voting/options-pad.tsx'))

export type SiteData = { view: Session; seq: number; now: number; userId: string; siteId: string; sites: { sites: readonly Site[]; seq: number } }

/**
 * The shared device of a commune's room: what the session is at on one side, the people of the room on the other, in
 * large type. Papers load only when opened; everything else is a few hundred bytes an act.
 */
export function SiteScreen(data: SiteData) {
  const view = useSession(data)
  useOutbox(data.userId)
  const { meeting } = view
  const { view: rooms } = useStream<SitesState>({ stream: `sites:${meeting.id}`, seq: data.sites.seq, view: data.sites, reduce: reduceSites })
  const site = rooms.sites.find(s => s.id === data.siteId)
  const acts = useActs()
  const here = currentItem(view)
  const vote = openVote(view)
  const queue = queueOf(view, here?.id ?? null)
  const speaker = queue.find(q => q.status === 'speaking')
  const next = queue.find(q => q.status === 'called') ?? queue.find(q => q.status === 'waiting')
  const shownVote = voteOf(view, here?.id ?? null)
  const isOver = meeting.status === 'ended' || meeting.status === 'cancelled'
  return (
    <div data-large-type className="flex min-h-dvh flex-col bg-bg text-lg">
      <TopBar
        to={`/phien-hop/${meeting.id}`}
        title={site?.name ?? t.title}
        lead={
          <>
            {meeting.title}
            {here && ` · ${sessionText.item(numberOf(view, here.id), standing(view).length)}`}
          </>
        }
      >
        {here?.status === 'presenting' && <ItemTimer item={here} pausedAt={meeting.pausedAt} now={data.now} isLarge />}
        <VideoButton view={view} />
        <ConnectionMark />
      </TopBar>
      <ConnectionBanner />
      <SessionAnnouncer view={view} now={data.now} />
      <main className="grid flex-1 gap-5 p-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
        <section aria-label={sessionText.inHand} className="flex flex-col gap-4">
          <div className="rounded-2xl border border-line bg-surface p-5" role="status">
            {isBeforeOpening(view) ? (
              <>
                <h2 className="text-2xl font-semibold">{t.waitingTitle}</h2>
                <p className="mt-1 text-xl text-text-2">
                  {formatTime(meeting.startsAt)}, {formatDateLong(meeting.startsAt)}
                </p>
              </>
            ) : isOver ? (
              <h2 className="text-2xl font-semibold">{t.ended}</h2>
            ) : meeting.status === 'paused' ? (
              <h2 className="text-2xl font-semibold">{t.paused}</h2>
            ) : here ? (
              <>
                <h2 className="text-2xl font-semibold text-balance">{here.title}</h2>
                {here.presenter && <p className="mt-1 text-xl text-text-2">{sessionText.presents(here.presenter)}</p>}
              </>
            ) : (
              <h2 className="text-2xl font-semibold">{sessionText.noItem}</h2>
            )}
          </div>
          {!isOver && here && (
            <div className="rounded-2xl border border-line bg-surface p-5" aria-live="polite">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Mic className="text-2xl text-text-3" aria-hidden />
                {speaker ? (
                  <>
                    <span className="text-text-3">{t.now}</span>
                    <span className="text-xl font-semibold">{speaker.label}</span>
                    {speaker.startedAt !== null && <SpeakerTimer speech={speaker} now={data.now} isLarge />}
                  </>
                ) : (
                  <span className="text-text-2">{t.nobodySpeaks}</span>
                )}
              </p>
              {next && (
                <p className="mt-2 flex flex-wrap gap-x-3">
                  <span className="text-text-3">{t.nextUp}</span>
                  <span className="font-semibold">{next.label}</span>
                </p>
              )}
            </div>
          )}
          {shownVote && !isOver && (
            <div className="rounded-2xl border border-line bg-surface p-5">
              <VotePanel view={view} vote={shownVote} isQuestionShown />
            </div>
          )}
          {here && !isOver && <Papers view={view} itemId={here.id} isTouch />}
          <p className="text-sm text-text-3">{t.lowData}</p>
        </section>
        {site && <People view={view} site={site} acts={acts} vote={vote} isOver={isOver} />}
      </main>
      {acts.error && (
        <div className="px-5 pb-4">
          <FormError>{acts.error}</FormError>
        </div>
      )}
      <Toaster />
    </div>
  )
}

type Asked = { kind: 'speak' | 'remove'; person: Participant } | { kind: 'add' } | null

function People({ view, site, acts, vote, isOver }: { view: Session; site: Site; acts: Acts; vote: Vote | null; isOver: boolean }) {
  const voteId = vote?.id ?? null
  const meetingId = view.meeting.id
  const [asked, setAsked] = useState<Asked>(null)
  const [granted, setGranted] = useState<{ person: Participant; grantId: string; voteId: string } | null>(null)
  const pin = usePin(meetingId, (person, grantId) => voteId && setGranted({ person, grantId, voteId }))
  const facts = new Map(site.people.map(p => [p.participantId, p]))
  const people = view.participants.filter(p => p.siteId === site.id)
  const present = people.filter(p => p.isPresent).length
  const queue = queueOf(view, view.meeting.currentItemId)
  const waiting = queue.filter(q => q.status === 'waiting')
  const isRunning = view.meeting.status === 'running'
  const close = () => setAsked(null)
  return (
    <section aria-label={t.people} className="flex flex-col gap-3">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="flex-1 text-xl font-semibold">{t.people}</h2>
        <Chip tone={present > 0 ? 'ok' : 'neutral'} isLarge icon={<Users aria-hidden />}>
          {t.summary(present, people.length)}
        </Chip>
        {!isOver && (
          <Button size="lg" icon={<Plus aria-hidden />} onClick={() => setAsked({ kind: 'add' })}>
            {t.add}
          </Button>
        )}
      </header>
      {people.length === 0 && (
        <Empty icon={<Users aria-hidden />} title={t.noPeople}>
          {!isOver && t.noPeopleHint}
        </Empty>
      )}
      <ul className="flex flex-col gap-3">
        {people.map(p => {
          const stay = p.intervals.at(-1)
          const mine = queue.find(q => q.participantId === p.id)
          const hasPin = facts.get(p.id)?.hasPin ?? false
          return (
            <li key={p.id} className="rounded-2xl border border-line bg-surface p-4">
              <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
                <p className="min-w-0 flex-1">
                  <span className="block text-xl font-semibold">{p.label}</span>
                  <span className="mt-1 flex flex-wrap gap-2">
                    <Chip tone={p.isPresent ? 'ok' : 'neutral'} isLarge icon={p.isPresent ? <CircleCheck aria-hidden /> : <Minus aria-hidden />}>
                      {p.isPresent && stay ? t.presentSince(formatTime(stay.arrivedAt)) : stay?.leftAt ? t.leftAt(formatTime(stay.leftAt)) : t.notYet}
                    </Chip>
                    {mine && (
                      <Chip tone="act" isLarge icon={<Mic aria-hidden />}>
                        {mine.status === 'speaking' ? t.speaking : mine.status === 'called' ? t.called : t.waiting(waiting.findIndex(w => w.id === mine.id) + 1)}
                      </Chip>
                    )}
                  </span>
                </p>
                {!p.isPresent && !isOver && (
                  <IconButton label={t.remove(p.label)} onClick={() => setAsked({ kind: 'remove', person: p })}>
                    <Trash2 aria-hidden />
                  </IconButton>
                )}
              </div>
              {!isOver && (
                <div className="mt-3 flex flex-wrap gap-2">
                  {!p.isPresent && (
                    <Button size="lg" variant="primary" icon={<UserCheck aria-hidden />} aria-label={t.confirmOne(p.label)} onClick={() => pin.ask({ person: p, hasPin, for: 'arrive' })}>
                      {t.confirm}
                    </Button>
                  )}
                  {p.isPresent && voteId && p.isVoter && (
                    <Button size="lg" variant="primary" icon={<VoteIcon aria-hidden />} aria-label={t.voteOne(p.label)} onClick={() => pin.ask({ person: p, hasPin, for: 'vote', voteId })}>
                      {t.vote}
                    </Button>
                  )}
                  {p.isPresent && isRunning && !mine && view.meeting.currentItemId && (
                    <Button size="lg" icon={<Mic aria-hidden />} aria-label={t.speakOne(p.label)} onClick={() => setAsked({ kind: 'speak', person: p })}>
                      {t.speak}
                    </Button>
                  )}
                  {p.isPresent && (
                    <Button size="lg" variant="plain" aria-label={t.leaveOne(p.label)} onClick={() => pin.ask({ person: p, hasPin, for: 'leave' })}>
                      {t.leave}
                    </Button>
                  )}
                </div>
              )}
            </li>
          )
        })}
      </ul>
      {pin.dialog}
      {granted && vote && granted.voteId === vote.id && <SharedBallot key={granted.grantId} person={granted.person} grantId={granted.grantId} vote={vote} onClose={() => setGranted(null)} />}
      {asked?.kind === 'add' && <AddPerson meetingId={meetingId} siteId={site.id} acts={acts} onClose={close} />}
      {asked?.kind === 'speak' && <AskToSpeak meetingId={meetingId} person={asked.person} acts={acts} onClose={close} />}
      <ConfirmDialog
        isOpen={asked?.kind === 'remove'}
        title={asked?.kind === 'remove' ? t.removeTitle(asked.person.label) : ''}
        confirmLabel={t.removeConfirm}
        isSending={acts.isBusy(siteRemovePerson.name)}
        onClose={close}
        onConfirm={async () => {
          if (asked?.kind === 'remove') await acts.run(siteRemovePerson, { meetingId, participantId: asked.person.id })
          close()
        }}
      >
        <p>{t.removeBody}</p>
      </ConfirmDialog>
    </section>
  )
}

/** The ballot of the person whose PIN was just right: one touch, now or not at all; nothing waits on a shared device. */
function SharedBallot({ person, grantId, vote, onClose }: { person: Participant; grantId: string; vote: Vote; onClose: () => void }) {
  const send = useCommand()
  const { state } = useConnection()
  const [sending, setSending] = useState<BallotChoice | 'sealed' | null>(null)
  // A sealed ballot without an answer may be stored already: it is sent again as it is, never sealed anew.
  const [unsure, setUnsure] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const voteId = vote.id
  const isSecret = vote.form === 'secret'
  const sendOff = async (ballot: { choice: BallotChoice } | { picks: number[] } | { sealed: string }) => {
    setSending('choice' in ballot ? ballot.choice : 'picks' in ballot ? 'for' : 'sealed')
    setError(null)
    const answer = await send(voteCast, { voteId, ...ballot, grantId }, { isOnlyNow: true, commandId: grantId })
    setSending(null)
    if (!answer.ok) {
      const isUnknown = answer.code === 'NO_ANSWER' || answer.code === 'SERVER_BUSY'
      setUnsure('sealed' in ballot && isUnknown ? ballot.sealed : null)
      return setError('sealed' in ballot && isUnknown ? secretText.notKnown : errorText(answer.code, answer.params))
    }
    toast('sealed' in ballot ? `${t.ballotDone(person.label, formatTimeSeconds(answer.data.castAt))} ${shellText.vote.receipt(answer.data.receipt)}` : t.ballotDone(person.label, formatTimeSeconds(answer.data.castAt)))
    onClose()
  }
  const cast = async (choice: BallotChoice | number[]) => {
    if (!isSecret) return sendOff(Array.isArray(choice) ? { picks: choice } : { choice })
    if (!vote.seal) return
    setSending('sealed')
    return sendOff({ sealed: (await sealOn(voteId, vote.seal, choice)).sealed })
  }
  return (
    <Dialog isOpen onClose={onClose} title={t.ballotOf(person.label)} footer={<Button onClick={onClose}>{shellText.button.cancel}</Button>}>
      <p className="mb-3 text-lg text-text-2">{t.ballotHint}</p>
      {unsure && !sending ? (
        <>
          {error && <FormError>{error}</FormError>}
          <Button size="lg" variant="primary" onClick={() => void sendOff({ sealed: unsure })}>
            {secretText.resend}
          </Button>
        </>
      ) : vote.options ? (
        <Suspense fallback={null}>
          <OptionsPad question={vote.question} options={vote.options} recorded={null} sending={sending !== null} isLineLost={state !== 'online'} isChangeAllowed error={error} isHeld={vote.held !== undefined} onCast={picks => void cast(picks)} {...(isSecret ? { secret: padWords } : {})} />
        </Suspense>
      ) : (
        <BallotPad answers={vote.answers} isHeld={vote.held !== undefined} recorded={null} sending={sending} isLineLost={state !== 'online'} isChangeAllowed error={error} onCast={c => void cast(c)} {...(isSecret ? { secret: padWords } : {})} />
      )}
    </Dialog>
  )
}

function AddPerson({ meetingId, siteId, acts, onClose }: { meetingId: string; siteId: string; acts: Acts; onClose: () => void }) {
  const [name, setName] = useState('')
  const [position, setPosition] = useState('')
  const [isTried, setTried] = useState(false)
  // One id for the form: pressed twice on a slow line it is one person.
  const [participantId] = useState(newId)
  const submit = async () => {
    setTried(true)
    if (!name.trim() || !position.trim()) return
    const answer = await acts.run(siteAddPerson, { meetingId, siteId, participantId, name, position })
    if (answer?.ok) onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.addTitle}
      footer={
        <>
          <Button size="lg" onClick={onClose}>
            {shellText.button.cancel}
          </Button>
          <Button size="lg" variant="primary" isSending={acts.isBusy(siteAddPerson.name)} onClick={() => void submit()}>
            {t.addConfirm}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextInput label={t.name} value={name} maxLength={200} error={isTried && !name.trim() ? t.nameRequired : undefined} onChange={e => setName(e.target.value)} />
        <TextInput label={t.position} hint={t.positionHint} value={position} maxLength={200} error={isTried && !position.trim() ? t.positionRequired : undefined} onChange={e => setPosition(e.target.value)} />
        {acts.error && <FormError>{acts.error}</FormError>}
      </div>
    </Dialog>
  )
}

function AskToSpeak({ meetingId, person, acts, onClose }: { meetingId: string; person: Participant; acts: Acts; onClose: () => void }) {
  const [subject, setSubject] = useState('')
  const [requestId] = useState(newId)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.speakTitle(person.label)}
      footer={
        <>
          <Button size="lg" onClick={onClose}>
            {shellText.button.cancel}
          </Button>
          <Button
            size="lg"
            variant="primary"
            isSending={acts.isBusy(siteRequestSpeaking.name)}
            onClick={async () => {
              const answer = await acts.run(siteRequestSpeaking, { meetingId, participantId: person.id, requestId, subject })
              if (answer?.ok) onClose()
            }}
          >
            {t.speakConfirm}
          </Button>
        </>
      }
    >
      <TextInput label={t.speakSubject} hint={t.speakSubjectHint} value={subject} maxLength={300} onChange={e => setSubject(e.target.value)} />
      {acts.error && <FormError>{acts.error}</FormError>}
    </Dialog>
  )
}
