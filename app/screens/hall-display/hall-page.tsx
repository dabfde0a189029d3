import { useEffect, useMemo } from 'react'
import { reduceHallSelf, type Display, type HallSelf } from '#app/live/reducers/hall.ts'
import { useStream } from '#app/live/use-stream.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { useSession } from '#app/screens/session/use-session.ts'
import { hallText } from '#app/text/hall.ts'
import { formatTime } from '#app/text/format.ts'
import { peopleText } from '#app/text/people.ts'
import { sessionText } from '#app/text/session.ts'
import { HallStages } from './hall-display.tsx'
import { HallScreen } from './hall-frame.tsx'
import { reloadWhenServerAnswers, useHallDevice } from './use-hall-device.ts'

const t = sessionText.hall

export type HallData = {
  displayId: string
  hallSeq: number
  display: Display
  code: string | null
  meetingId: string | null
  session: { view: Session; seq: number } | null
  now: number
}

/** A screen on the wall: the code while it waits, afterwards what its desk sets. Told of everything by its own stream. */
export function HallPage({ data, onStale }: { data: HallData; onStale: () => void }) {
  useHallDevice()
  // One object for each answer of the loader: the stream starts from it and alone changes it.
  const start = useMemo<HallSelf>(() => ({ display: data.display, meetingId: data.meetingId }), [data.display, data.meetingId])
  const { view: self } = useStream<HallSelf>({ stream: `hall:${data.displayId}`, seq: data.hallSeq, view: start, reduce: reduceHallSelf })
  const isStale = self.meetingId !== data.meetingId
  useEffect(() => {
    if (isStale) onStale()
  }, [isStale, onStale])
  // Released: nothing of the session stays on the wall while the new code is fetched.
  if (data.session && self.meetingId === data.meetingId) return <Following session={data.session} display={self.display ?? data.display} now={data.now} />
  return <HallPairing code={data.code} now={data.now} />
}

function Following({ session, display, now }: { session: { view: Session; seq: number }; display: Display; now: number }) {
  const view = useSession({ ...session, now })
  return (
    <HallScreen title={view.meeting.title} now={now} theme={display.theme}>
      {view.presiding && view.meeting.status !== 'ended' && (
        <p role="status" className="mt-6 text-[36px] leading-[52px] font-semibold text-act">
          {peopleText.presiding.banner(view.presiding.label, formatTime(view.presiding.since), view.presiding.document)}
        </p>
      )}
      <HallStages view={view} settings={display} now={now} doorPath="/man-hinh/ma-diem-danh" />
    </HallScreen>
  )
}

/** Before pairing: the six digits the secretary types. */
export function HallPairing({ code, now }: { code: string | null; now: number }) {
  const spaced = code ? `${code.slice(0, 3)} ${code.slice(3)}` : '··· ···'
  return (
    <HallScreen title={t.pairTitle} now={now}>
      <div className="flex flex-1 flex-col items-center justify-center gap-8">
        <p className="text-[48px] leading-[72px] text-text-2">{t.pairLead}</p>
        <p role="status" aria-label={t.code(spaced)} className="rounded-[32px] border-2 border-line-strong bg-surface px-24 py-10 text-[200px] leading-[1.1] font-bold tracking-[0.04em]">
          {spaced}
        </p>
      </div>
    </HallScreen>
  )
}

/** Something is wrong on the other side: say so, and come back without a hand. */
export function HallTrouble({ kind, now }: { kind: 'full' | 'broken'; now: number }) {
  useEffect(() => {
    const again = setInterval(() => void reloadWhenServerAnswers(), 10_000)
    return () => clearInterval(again)
  }, [])
  return (
    <HallScreen title={t.title} now={now}>
      <div role="status" className="flex flex-1 flex-col items-center justify-center gap-6 text-center">
        <p className="text-[88px] leading-[120px] font-semibold">{kind === 'full' ? hallText.full : hallText.broken}</p>
        <p className="text-[48px] leading-[72px] text-text-2">{kind === 'full' ? hallText.fullLead : hallText.brokenLead}</p>
      </div>
    </HallScreen>
  )
}
