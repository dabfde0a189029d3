import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData, useRevalidator } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { hallPaired, hallReleased } from '#app/contracts/meeting.ts'
import { useStream } from '#app/live/use-stream.ts'
import { HallDisplay, HallPairing } from '#app/screens/hall-display/hall-display.tsx'
import { sessionText } from '#app/text/session.ts'

/** A code lives a quarter of an hour; the page asks for a fresh one well before. */
const RENEW_MS = 5 * 60_000

export const meta: MetaFunction = () => [{ title: `${sessionText.hall.title} – Tân Trào` }]

export async function loader({ context }: LoaderFunctionArgs) {
  const display = await context.hall({ create: true })
  const session = display?.meetingId ? await context.hallView() : null
  return {
    displayId: display?.displayId ?? '',
    code: display?.code ?? '',
    meetingId: display?.meetingId ?? null,
    session: session ? { view: session.view, seq: session.seq } : null,
    now: context.now,
  }
}

type Pairing = { meetingId: string | null; isReleased: boolean }
const reduce = (pairing: Pairing, e: StreamEvent): Pairing => {
  if (e.name === hallPaired.name) return { meetingId: (e.payload as PayloadOf<typeof hallPaired>).meetingId, isReleased: false }
  if (e.name === hallReleased.name) return { meetingId: null, isReleased: true }
  return pairing
}

/** The screen of the hall: no account, no control. Told of its pairing by its own stream. */
export default function Hall() {
  const data = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  const { view: pairing } = useStream<Pairing>({ stream: `hall:${data.displayId}`, seq: 0, view: start, reduce })
  const isStale = pairing.isReleased || (pairing.meetingId !== null && pairing.meetingId !== data.meetingId)
  useEffect(() => {
    if (isStale) revalidate()
  }, [isStale, revalidate])
  useEffect(() => {
    if (data.meetingId) return
    const timer = setInterval(revalidate, RENEW_MS)
    return () => clearInterval(timer)
  }, [data.meetingId, revalidate])
  // Another identity (released, or the code ran out) needs another socket: the whole page begins again.
  const first = useRef(data.displayId)
  useEffect(() => {
    if (data.displayId !== first.current) location.reload()
  }, [data.displayId])
  if (data.session) return <HallDisplay {...data.session} now={data.now} />
  return <HallPairing code={data.code} now={data.now} />
}

/** One object for ever: the stream alone changes it. */
const start: Pairing = { meetingId: null, isReleased: false }
