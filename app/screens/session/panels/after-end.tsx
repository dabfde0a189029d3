import type { ReactNode } from 'react'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { BookOpen, CircleCheck, Hourglass, Lock, Pencil } from '#app/components/icon.tsx'
import { agreement, numbered } from '#app/screens/conclusion/read.ts'
import { type Session, standing } from '#app/screens/session/derive.ts'
import type { Room } from '#app/screens/session/room.ts'
import { flowText } from '#app/text/flow.ts'
import { sessionText } from '#app/text/session.ts'

const t = sessionText.afterEnd

/** A session that is over is no longer led: its record is what a console shows next. */
export const hasEnded = (view: Session): boolean => view.meeting.status === 'ended'

/** What the session leaves to do once it is over – conclusions not agreed to, items not reached, the seal – in place of vote and queue. */
export function AfterEnd({ room }: { room: Room }) {
  const { view, lines } = room
  const items = standing(view)
  const waiting = items.filter(i => agreement(numbered(lines, i.id)).hasNews)
  const later = items.filter(i => i.status === 'pending' || i.status === 'held_over')
  const given = lines.filter(l => l.task).length
  const { sealedAt, id } = view.meeting
  return (
    <Card title={t.title}>
      <ul className="flex flex-col divide-y divide-line">
        <Row isDone={waiting.length === 0}>
          {waiting.length === 0 ? t.allAgreed : t.toAgree(waiting.map(i => items.indexOf(i) + 1))}
        </Row>
        {given > 0 && <Row isDone>{t.given(given)}</Row>}
        {later.length > 0 && <Row isDone={false}>{t.later(later.map(i => items.indexOf(i) + 1))}</Row>}
        <Row isDone={Boolean(sealedAt)}>{sealedAt ? flowText.seal.done(sealedAt) : t.notSealed}</Row>
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">
        {/* Who does not run the session has no bar below. */}
        {!room.canControl && <RecordLink room={room} />}
        <ButtonLink to={`/phien-hop/${id}/ket-luan`} size={room.isTouch ? 'lg' : 'md'} icon={<Pencil aria-hidden />}>
          {t.conclusions}
        </ButtonLink>
        {room.control.flow.canSeal && room.canControl && (
          <Button variant="plain" size={room.isTouch ? 'lg' : 'md'} icon={<Lock aria-hidden />} onClick={() => void room.control.flow.openSeal()}>
            {flowText.seal.open}
          </Button>
        )}
      </div>
    </Card>
  )
}

/** The way on from a console whose session is over. */
export function RecordLink({ room }: { room: Room }) {
  return (
    <ButtonLink to={`/phien-hop/${room.view.meeting.id}/ho-so`} variant="primary" size={room.isTouch ? 'xl' : 'lg'} icon={<BookOpen aria-hidden />}>
      {t.record}
    </ButtonLink>
  )
}

function Row({ isDone, children }: { isDone: boolean; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2.5 py-2.5">
      {isDone ? <CircleCheck className="mt-0.5 text-ok" aria-hidden /> : <Hourglass className="mt-0.5 text-soon" aria-hidden />}
      <span>{children}</span>
    </li>
  )
}
