import { Form, useNavigation } from '@remix-run/react'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { FormError } from '#app/components/field.tsx'
import { FrontDoor } from '#app/components/front-door.tsx'
import { ArrowRight, CircleCheck, Hourglass, Info, UserCheck } from '#app/components/icon.tsx'
import { errorText } from '#app/text/errors.ts'
import { formatDateLong, formatTime } from '#app/text/format.ts'
import { peopleText } from '#app/text/people.ts'
import { sessionText } from '#app/text/session.ts'

const t = peopleText.door

export type DoorCheckData =
  | { kind: 'refused'; code: 'DOOR_CODE_WRONG' | 'DOOR_CODE_EXPIRED' }
  | { kind: 'not_invited'; title: string }
  | { kind: 'ready'; meetingId: string; title: string; place: string; startsAt: number; label: string; role: keyof typeof sessionText.role; arrivedAt: number | null }

type Answer = { ok: true; at: number } | { ok: false; code: string } | null

/** The phone at the door: who, which session, one tap; a code that ran out says so and what to do. */
export function DoorCheck({ door, commandId, answer }: { door: DoorCheckData; commandId: string; answer: Answer }) {
  const isSending = useNavigation().state !== 'idle'
  // What was recorded stays recorded, also when the code has run out since.
  const arrivedAt = answer?.ok ? answer.at : door.kind === 'ready' ? door.arrivedAt : null
  if (door.kind === 'refused' && arrivedAt === null)
    return (
      <FrontDoor title={t.refused[door.code]} lead={errorText(door.code)}>
        <p className="flex justify-center text-3xl text-soon">
          <Hourglass aria-hidden />
        </p>
        <ButtonLink to="/" size="lg">
          {t.home}
        </ButtonLink>
      </FrontDoor>
    )
  if (door.kind === 'not_invited')
    return (
      <FrontDoor title={t.notInvited} lead={t.notInvitedHint(door.title)}>
        <p className="flex justify-center text-3xl text-text-3">
          <Info aria-hidden />
        </p>
        <ButtonLink to="/" size="lg">
          {t.home}
        </ButtonLink>
      </FrontDoor>
    )
  const ready = door.kind === 'ready' ? door : null
  return (
    <FrontDoor title={ready?.title ?? t.checkTitle} lead={ready ? `${formatTime(ready.startsAt)}, ${formatDateLong(ready.startsAt)} · ${ready.place}` : ''}>
      {ready && <p className="mb-4 text-md font-semibold">{t.as(ready.label, sessionText.role[ready.role])}</p>}
      {arrivedAt !== null ? (
        <>
          <p role="status" className="flex items-center justify-center gap-2.5 rounded-lg border border-ok-line bg-ok-soft px-4 py-4 text-lg font-semibold text-ok">
            <CircleCheck aria-hidden />
            {t.done(formatTime(arrivedAt))}
          </p>
          <ButtonLink to={ready ? `/phien-hop/${ready.meetingId}/du-hop` : '/'} variant="primary" size="xl" className="mt-4 w-full" iconAfter={<ArrowRight aria-hidden />}>
            {ready ? t.enter : t.home}
          </ButtonLink>
        </>
      ) : (
        <Form method="post" className="flex flex-col gap-4">
          <input type="hidden" name="lenh" value={commandId} />
          <FormError>{answer && !answer.ok && errorText(answer.code)}</FormError>
          <Button type="submit" variant="primary" size="xl" icon={<UserCheck aria-hidden />} isSending={isSending}>
            {t.check}
          </Button>
        </Form>
      )}
    </FrontDoor>
  )
}
