import { useState, type ReactNode } from 'react'
import { useNavigate } from '@remix-run/react'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { FormError } from '#app/components/field.tsx'
import { Landmark, WifiOff } from '#app/components/icon.tsx'
import { useNow } from '#app/components/use-now.ts'
import { meetingHandBack, meetingTakeOver } from '#app/contracts/people.ts'
import { LOST_CONTACT_SECONDS } from '#app/domain/meeting/presiding.ts'
import type { MyPart, PeopleDesk } from '#app/live/reducers/people.ts'
import { useAct } from '#app/live/use-command.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDate, formatTime } from '#app/text/format.ts'
import { peopleText } from '#app/text/people.ts'

const t = peopleText.presiding

function Strip({ icon, children, action }: { icon: ReactNode; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-act-line bg-act-soft px-5 py-2 text-md text-act">
      <p role="status" className="flex min-w-0 flex-1 items-start gap-2.5 font-semibold">
        <span className="mt-0.5">{icon}</span>
        <span>{children}</span>
      </p>
      {action}
    </div>
  )
}

/**
 * Who leads by written assignment, on every screen of the session. The chair takes back, the Vice-Chairman gives back;
 * the chair may also hand over while leading (`desk` given).
 */
export function PresidingBanner({ view, selfId, desk }: { view: Session; selfId: string | null; desk?: PeopleDesk }) {
  const back = useAct(meetingHandBack, { isOnlyNow: true })
  const [isAsking, setAsking] = useState(false)
  const { presiding } = view
  if (!presiding) return desk ? <HandOver view={view} selfId={selfId} desk={desk} /> : null
  const isMine = presiding.participantId === selfId
  const isChair = view.participants.some(p => p.id === selfId && p.role === 'chair')
  const words = t.banner(presiding.label, formatTime(presiding.since), presiding.document)
  return (
    <>
      <Strip
        icon={<Landmark aria-hidden />}
        action={
          (isMine || isChair) &&
          view.meeting.status !== 'ended' && (
            <Button className="min-h-11" onClick={() => setAsking(true)}>
              {isMine ? t.handBack : t.takeBack}
            </Button>
          )
        }
      >
        {words}
        {isChair && <span className="block text-sm font-normal text-text-2">{t.takeBackHint}</span>}
      </Strip>
      <ConfirmDialog
        isOpen={isAsking}
        title={isMine ? t.handBackTitle : t.takeBackTitle}
        confirmLabel={isMine ? t.handBack : t.takeBack}
        isSending={back.isSending}
        error={back.refusal && errorText(back.refusal.code, back.refusal.params)}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          const answer = await back.run({ meetingId: view.meeting.id })
          if (answer?.ok) setAsking(false)
        }}
      >
        <p>{words}.</p>
        <p className="mt-1">{t.handBackBody}</p>
      </ConfirmDialog>
    </>
  )
}

/** The chair gives the session to the named Vice-Chairman at will. */
function HandOver({ view, selfId, desk }: { view: Session; selfId: string | null; desk: PeopleDesk }) {
  const give = useAct(meetingTakeOver, { isOnlyNow: true })
  const [isAsking, setAsking] = useState(false)
  const { assignment } = desk
  const isChair = view.participants.some(p => p.id === selfId && p.role === 'chair')
  const { status } = view.meeting
  if (!assignment || !isChair || status === 'draft' || status === 'ended' || status === 'cancelled') return null
  return (
    <>
      <Strip
        icon={<Landmark aria-hidden />}
        action={
          <Button className="min-h-11" onClick={() => setAsking(true)}>
            {t.handOver}
          </Button>
        }
      >
        <span className="font-normal text-text-2">
          {t.title}: {t.inForce(assignment.label, assignment.documentNumber, formatDate(assignment.documentOn))}
        </span>
      </Strip>
      <ConfirmDialog
        isOpen={isAsking}
        title={t.handOverTitle(assignment.label)}
        confirmLabel={t.handOver}
        isSending={give.isSending}
        error={give.refusal && errorText(give.refusal.code, give.refusal.params)}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          const answer = await give.run({ meetingId: view.meeting.id })
          if (answer?.ok) setAsking(false)
        }}
      >
        <p>{t.handOverBody(assignment.documentNumber)}</p>
      </ConfirmDialog>
    </>
  )
}

/** On the device of the named Vice-Chairman: may they lead now, and the one press that does it. */
export function TakeOverCard({ view, part, selfId, now }: { view: Session; part: MyPart; selfId: string | null; now: number }) {
  const take = useAct(meetingTakeOver, { isOnlyNow: true })
  const [isAsking, setAsking] = useState(false)
  const navigate = useNavigate()
  const at = useNow(now, 1000)
  const { assignment } = part
  const { status } = view.meeting
  if (!assignment || status === 'draft' || status === 'ended' || status === 'cancelled') return null
  const console = `/phien-hop/${view.meeting.id}/dieu-hanh`
  if (view.presiding?.participantId === selfId)
    return (
      <section className="flex flex-wrap items-center gap-3 rounded-2xl border border-act-line bg-act-soft p-4">
        <p className="min-w-0 flex-1 text-md font-semibold text-act">{t.now}</p>
        <ButtonLink to={console} variant="primary" size="lg">
          {t.toConsole}
        </ButtonLink>
      </section>
    )
  const chair = view.participants.find(p => p.role === 'chair')
  const isLost = part.chairLostAt !== null && at - part.chairLostAt >= LOST_CONTACT_SECONDS * 1000
  const isReady = !chair?.isPresent || isLost
  return (
    <section className="flex flex-col gap-3 rounded-2xl border border-act-line bg-act-soft p-4">
      <p className="flex items-start gap-2.5 text-md font-semibold text-act">
        <Landmark className="mt-0.5" aria-hidden />
        <span>{t.assigned(assignment.documentNumber, formatDate(assignment.documentOn))}</span>
      </p>
      {part.chairLostAt !== null && (
        <p role="status" className="flex items-center gap-2 text-md font-semibold text-soon">
          <WifiOff aria-hidden />
          {peopleText.presence.chairLost(formatTime(part.chairLostAt))}
        </p>
      )}
      <p className="text-text-2">{isReady ? t.takeReady : t.takeWhen(LOST_CONTACT_SECONDS)}</p>
      <Button variant={isReady ? 'primary' : 'outline'} size="lg" disabled={!isReady} onClick={() => setAsking(true)}>
        {t.take}
      </Button>
      <FormError>{take.refusal && !isAsking && errorText(take.refusal.code, take.refusal.params)}</FormError>
      <ConfirmDialog
        isOpen={isAsking}
        title={t.takeTitle}
        confirmLabel={t.take}
        isSending={take.isSending}
        error={take.refusal && errorText(take.refusal.code, take.refusal.params)}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          const answer = await take.run({ meetingId: view.meeting.id })
          if (answer?.ok) navigate(console)
        }}
      >
        <p>{t.takeBody}</p>
      </ConfirmDialog>
    </section>
  )
}
