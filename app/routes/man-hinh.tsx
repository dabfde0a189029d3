import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { HallPage, HallTrouble } from '#app/screens/hall-display/hall-page.tsx'
import { sessionText } from '#app/text/session.ts'

/** A code lives a quarter of an hour; the page asks for a fresh one well before. */
const RENEW_MS = 5 * 60_000

export const meta: MetaFunction = () => [{ title: `${sessionText.hall.title} – Tân Trào` }]

export async function loader({ context }: LoaderFunctionArgs) {
  const seen = await context.hall({ create: true })
  const picture = seen && (await context.hallView(seen))
  return {
    hall: seen && picture ? { displayId: seen.displayId, code: seen.code, meetingId: seen.meetingId, now: context.now, ...picture } : null,
    now: context.now,
  }
}

/** The screen of the hall: no account, no control. */
export default function Hall() {
  const { hall, now } = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  const isWaiting = hall !== null && hall.meetingId === null
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(revalidate, RENEW_MS)
    return () => clearInterval(timer)
  }, [isWaiting, revalidate])
  if (!hall) return <HallTrouble kind="full" now={now} />
  // Another identity (the browser forgot its cookie) needs another socket: the page begins again.
  return <HallPage key={hall.displayId} data={hall} onStale={revalidate} />
}

/** The server was away at the wrong moment. */
export function ErrorBoundary() {
  return <HallTrouble kind="broken" now={Date.now()} />
}
