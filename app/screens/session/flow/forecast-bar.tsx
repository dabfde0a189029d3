import { type ReactNode, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError } from '#app/components/field.tsx'
import { Hourglass, Undo2 } from '#app/components/icon.tsx'
import { useNow } from '#app/components/use-now.ts'
import { meetingSetItemAside } from '#app/contracts/meeting.ts'
import { forecastEnd, proposeDefer } from '#app/domain/meeting/clock.ts'
import { type Item, numberOf } from '#app/screens/session/derive.ts'
import type { Room } from '#app/screens/session/room.ts'
import { flowText } from '#app/text/flow.ts'
import { formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'

const t = flowText.defer

/**
 * When the session will end at the pace it has shown, always in sight under the agenda; when that is late, the way to the
 * items that could wait. What is proposed opens only when asked for: nothing moves under a finger.
 */
export function ForecastBar({ room }: { room: Room }) {
  const { view, canControl } = room
  const now = useNow(room.now, 15_000)
  const [isOpen, setOpen] = useState(false)
  const { status } = view.meeting
  if (status === 'ended' || status === 'cancelled') return null
  const forecast = forecastEnd(view.meeting, view.items, now)
  const minutes = Math.round(forecast.lateSeconds / 60)
  const isLasting = status === 'running' || status === 'paused'
  const isLate = isLasting && proposeDefer(view.meeting, view.items, now).ids.length > 0
  return (
    <div className="flex flex-col gap-2 border-line bg-bg px-2.5 text-sm max-lg:order-first max-lg:border-b max-lg:pb-3 lg:sticky lg:-bottom-3 lg:mt-auto lg:-mb-3 lg:border-t lg:py-3">
      <p role="status">
        <strong className={cx('flex items-center gap-1.5 font-semibold', isLate && 'text-soon')}>
          {isLate && <Hourglass className="shrink-0" aria-hidden />}
          {sessionText.forecast(formatTime(forecast.endsAt))}
        </strong>
        <span className="text-text-3">{isLate ? t.late(minutes, view.meeting.endsAt) : sessionText.planned(formatTime(view.meeting.endsAt))}</span>
      </p>
      {isLate && canControl && (
        <Button size="sm" className="self-start" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {t.open}
        </Button>
      )}
      {isOpen && <DeferDialog room={room} now={now} onClose={() => setOpen(false)} />}
    </div>
  )
}

/** Which items to hold over so that the session ends when announced: one press each, one press back. */
function DeferDialog({ room, now, onClose }: { room: Room; now: number; onClose: () => void }) {
  const { view, acts } = room
  const [held, setHeld] = useState<readonly string[]>([])
  const forecast = forecastEnd(view.meeting, view.items, now)
  const proposal = proposeDefer(view.meeting, view.items, now)
  const minutes = Math.round(forecast.lateSeconds / 60)
  const meetingId = view.meeting.id
  const close = () => {
    acts.clearError()
    onClose()
  }
  const hold = async (itemId: string) => {
    const answer = await acts.run(meetingSetItemAside, { meetingId, itemId, act: 'hold_over', reason: t.reason, fromItemId: view.meeting.currentItemId }, itemId)
    if (answer?.ok) setHeld(ids => [...ids, itemId])
  }
  const back = (itemId: string) => void acts.run(meetingSetItemAside, { meetingId, itemId, act: 'take_back' }, itemId)
  const items = (ids: readonly string[]): Item[] => view.items.filter(i => ids.includes(i.id))
  const heldNow = items(held).filter(i => i.status === 'held_over')
  const row = (item: Item, aside: string, button: ReactNode) => (
    <li key={item.id} className="flex items-center gap-3 py-2">
      <span className="min-w-0 flex-1 text-text">
        <span className="block">
          {numberOf(view, item.id)}. {item.title || sessionText.untitled}
        </span>
        <span className="block text-sm text-text-3">{aside}</span>
      </span>
      {button}
    </li>
  )
  return (
    <Dialog isOpen onClose={close} title={proposal.ids.length > 0 ? t.title(minutes) : t.inTime(forecast.endsAt)} footer={<Button onClick={close}>{shellText.button.close}</Button>}>
      <p>
        {proposal.ids.length > 0 && t.lead(proposal.endsAt)} {t.pace(Math.round(forecast.pace * 100))}.
      </p>
      {proposal.ids.length > 0 && (
        <ul aria-label={t.list} className="mt-2 divide-y divide-line">
          {proposal.ids.map(id => {
            const item = view.items.find(i => i.id === id)
            if (!item) return null
            const n = numberOf(view, id)
            return row(
              item,
              t.minutes(Math.round(item.minutes * forecast.pace)),
              <Button className="shrink-0" aria-label={t.holdOne(n)} isSending={acts.isBusy(id)} onClick={() => void hold(id)}>
                {t.hold}
              </Button>,
            )
          })}
        </ul>
      )}
      {heldNow.length > 0 && (
        <section className="mt-3">
          <h3 className="font-semibold text-text">{t.heldTitle}</h3>
          <ul className="divide-y divide-line">
            {heldNow.map(item =>
              row(
                item,
                sessionText.itemStatus.held_over,
                <Button variant="plain" className="shrink-0" icon={<Undo2 aria-hidden />} aria-label={sessionText.aside.takeBackOne(item.title)} isSending={acts.isBusy(item.id)} onClick={() => back(item.id)}>
                  {sessionText.aside.takeBack}
                </Button>,
              ),
            )}
          </ul>
        </section>
      )}
      {acts.error && <FormError>{acts.error}</FormError>}
    </Dialog>
  )
}
