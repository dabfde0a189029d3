import { useFetcher } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { RefreshCw } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { attendanceRenewDoor } from '#app/contracts/people.ts'
import { serverNow } from '#app/live/socket.ts'
import { useAct } from '#app/live/use-command.ts'
import { errorText } from '#app/text/errors.ts'
import { peopleText } from '#app/text/people.ts'

const t = peopleText.door

export type Door = { svg: string; url: string; renewsAt: number; title: string }

/** The code of the door as it is now; asked again when the next one comes. `path` gives a Door as JSON. */
export function useDoor(path: string | null): { door: Door | null; again: () => void } {
  const fetcher = useFetcher<Door>()
  const load = useRef(fetcher.load)
  load.current = fetcher.load
  useEffect(() => {
    if (path) load.current(path)
  }, [path])
  const renewsAt = fetcher.data?.renewsAt
  useEffect(() => {
    if (renewsAt === undefined || !path) return
    const timer = setTimeout(() => load.current(path), Math.max(1_000, renewsAt - serverNow() + 250))
    return () => clearTimeout(timer)
  }, [renewsAt, path])
  // A screen that may not have one is answered without a picture.
  return { door: fetcher.data?.svg ? fetcher.data : null, again: () => path && load.current(path) }
}

export const doorSrc = (door: Door): string => `data:image/svg+xml;utf8,${encodeURIComponent(door.svg)}`

/** A code as a picture: dark on white in both themes, or no phone would read it. */
export function DoorPicture({ door, className }: { door: Door; className?: string }) {
  return <img src={doorSrc(door)} alt={t.alt(door.title)} className={className} />
}

/** Mã điểm danh ở cửa at the desk: shown, printed, made anew. */
export function DoorCard({ meetingId }: { meetingId: string }) {
  const { door, again } = useDoor(`/phien-hop/${meetingId}/ma-diem-danh`)
  const renew = useAct(attendanceRenewDoor)
  const [isAsking, setAsking] = useState(false)
  return (
    <Card title={t.title}>
      <div className="flex flex-wrap items-start gap-5">
        <div className="size-44 shrink-0 rounded-lg border border-line bg-white p-2">{door && <DoorPicture door={door} className="size-full" />}</div>
        <div className="flex min-w-0 flex-[1_1_16rem] flex-col gap-2 text-text-2">
          <p>{t.lead}</p>
          <p>{t.rotating}</p>
          <p>
            <strong className="font-semibold text-text">{t.printed}.</strong> {t.printedHint}
          </p>
          <div className="mt-1 flex flex-wrap gap-2">
            <ButtonLink to={`/phien-hop/${meetingId}/in-ma`} className="min-h-11 md:min-h-9">
              {t.print}
            </ButtonLink>
            <Button icon={<RefreshCw aria-hidden />} className="min-h-11 md:min-h-9" onClick={() => setAsking(true)}>
              {t.renew}
            </Button>
          </div>
        </div>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={t.renewTitle}
        confirmLabel={t.renewConfirm}
        isSending={renew.isSending}
        error={renew.refusal && errorText(renew.refusal.code, renew.refusal.params)}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (!(await renew.run({ meetingId }))?.ok) return
          setAsking(false)
          toast(t.renewed)
          again()
        }}
      >
        <p>{t.renewBody}</p>
      </ConfirmDialog>
    </Card>
  )
}
