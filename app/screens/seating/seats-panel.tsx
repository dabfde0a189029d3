import { Suspense, useEffect, useState } from 'react'
import { useFetcher } from '@remix-run/react'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FormError, Select } from '#app/components/field.tsx'
import { Armchair } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { seatingSetRoom } from '#app/contracts/seating.ts'
import { lazyPart } from '#app/live/patience.ts'
import type { Session } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { seatingText as t } from '#app/text/seating.ts'
import { shellText } from '#app/text/shell.ts'
import { SeatMap } from './seat-map.tsx'

/** Dragging is loaded with the first look at the map, never with the console. */
const SeatEditor = lazyPart(() => import('./seat-editor.tsx'))

type Rooms = { rooms: { id: string; name: string }[] }

/** Sơ đồ chỗ ngồi at the desk: the room, everybody's place, moves, print. */
export function SeatsPanel({ view, acts, mayChange }: { view: Session; acts: Acts; mayChange: boolean }) {
  const { seating } = view
  if (!mayChange) return seating ? <SeatMap view={view} seating={seating} /> : <Empty icon={<Armchair aria-hidden />} title={t.noRoom} />
  return (
    <div className="flex flex-col gap-4">
      <ChooseRoom view={view} acts={acts} />
      {seating ? (
        <Suspense fallback={<SeatMap view={view} seating={seating} />}>
          <SeatEditor view={view} seating={seating} acts={acts} />
        </Suspense>
      ) : (
        <Empty icon={<Armchair aria-hidden />} title={t.noRoom}>
          {t.noRoomHint}
        </Empty>
      )}
      <FormError>{acts.error}</FormError>
    </div>
  )
}

function ChooseRoom({ view, acts }: { view: Session; acts: Acts }) {
  const fetcher = useFetcher<Rooms>()
  const { load } = fetcher
  useEffect(() => load('/so-do-phong/danh-sach'), [load])
  const rooms = fetcher.data?.rooms
  const [picked, pick] = useState<string | null>(null)
  const value = picked ?? view.seating?.layoutId ?? rooms?.[0]?.id ?? ''
  const base = `/phien-hop/${view.meeting.id}`
  return (
    <div className="flex flex-wrap items-end gap-2">
      {rooms && rooms.length > 0 ? (
        <>
          <Select frameClassName="flex-[1_1_14rem]" label={t.room} value={value} onChange={e => pick(e.target.value)}>
            {rooms.map(r => (
              <option key={r.id} value={r.id}>
                {r.name}
              </option>
            ))}
          </Select>
          <Button
            className="min-h-10"
            variant={view.seating ? 'outline' : 'primary'}
            isSending={acts.isBusy(seatingSetRoom.name)}
            onClick={async () => {
              const answer = await acts.run(seatingSetRoom, { meetingId: view.meeting.id, layoutId: value })
              if (answer?.ok) toast(t.chosen(rooms.find(r => r.id === value)?.name ?? ''))
            }}
          >
            {view.seating ? t.chooseAgain : t.choose}
          </Button>
        </>
      ) : (
        rooms && <p className="flex-1 text-text-3">{t.noRooms}</p>
      )}
      <ButtonLink className="min-h-10" to="/so-do-phong">
        {t.manage}
      </ButtonLink>
      {view.seating && (
        <>
          <ButtonLink className="min-h-10" to={`${base}/bien-ten.pdf`} reloadDocument target="_blank">
            {t.plates}
          </ButtonLink>
          <ButtonLink className="min-h-10" to={`${base}/so-do-cho-ngoi.pdf`} reloadDocument target="_blank">
            {t.printPlan}
          </ButtonLink>
        </>
      )}
    </div>
  )
}

/** The chair's way to the map: one button, the map over the console. */
export function SeatsButton({ view, acts }: { view: Session; acts: Acts }) {
  const [isOpen, open] = useState(false)
  if (!view.seating) return null
  return (
    <>
      <Button className="min-h-11 max-sm:px-2.5" icon={<Armchair aria-hidden />} onClick={() => open(true)}>
        <span className="max-sm:sr-only">{t.open}</span>
      </Button>
      <Dialog isOpen={isOpen} onClose={() => open(false)} title={t.map(view.seating.name)} isWide footer={<Button data-first onClick={() => open(false)}>{shellText.button.close}</Button>}>
        <Suspense fallback={<SeatMap view={view} seating={view.seating} />}>
          <SeatEditor view={view} seating={view.seating} acts={acts} />
        </Suspense>
        <FormError>{acts.error}</FormError>
      </Dialog>
    </>
  )
}
