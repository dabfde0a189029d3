import { useEffect, useRef, useState } from 'react'
import { presentationShow } from '#app/contracts/meeting.ts'
import { isWhole, type Place } from '#app/domain/presentation/place.ts'
import { sendLatest } from '#app/live/latest.ts'
import { useCommand } from '#app/live/use-command.ts'
import { errorText } from '#app/text/errors.ts'
import type { Session } from '../derive.ts'

/** Page turns a second at most on the wire; a quick hand's last page always arrives. */
const EVERY_MS = 200
const AGAIN = new Set(['NO_ANSWER', 'SERVER_BUSY', 'TOO_MANY'])

export type At = { paperId: string; page: number; place: Place }

/**
 * This device as the presenter's: its page stands here at once and goes to everybody else as fast as they can use it.
 * @param userId who is at this device
 */
export function usePresenting(view: Session, userId: string | null) {
  const send = useCommand()
  const [mine, setMine] = useState<At | null>(null)
  const [error, setError] = useState<string | null>(null)
  const meetingId = view.meeting.id
  const { presenting } = view
  const isMine = presenting !== null && userId !== null && presenting.byId === userId

  const sendRef = useRef(send)
  sendRef.current = send
  const line = useRef<ReturnType<typeof sendLatest<At>> | null>(null)
  line.current ??= sendLatest<At>(EVERY_MS, async at => {
    const answer = await sendRef.current(presentationShow, { meetingId, paperId: at.paperId, page: at.page, ...(isWhole(at.place) ? {} : { place: at.place }) }, { isOnlyNow: true })
    if (answer.ok) return 'done'
    if (AGAIN.has(answer.code)) return 'again'
    setError(errorText(answer.code, answer.params))
    setMine(null)
    return 'done'
  })
  useEffect(() => () => line.current?.drop(), [])

  // The server said the same, or somebody took over: its word stands.
  const isConfirmed = mine !== null && isMine && presenting.paperId === mine.paperId && presenting.page === mine.page && samePlace(presenting.place, mine.place)
  const isTaken = presenting !== null && !isMine
  const before = useRef(isMine)
  useEffect(() => {
    if (isConfirmed) setMine(null)
    else if (before.current && isTaken) {
      line.current?.drop()
      setMine(null)
    }
    before.current = isMine
  }, [isConfirmed, isTaken, isMine])

  return {
    isMine,
    /** what this device shows and the server has not said yet */
    mine,
    error,
    show: (at: At) => {
      setError(null)
      setMine(at)
      line.current?.push(at)
    },
    /** nothing more goes out: the presentation was stopped here */
    rest: () => {
      line.current?.drop()
      setMine(null)
    },
  }
}

const samePlace = (a: Place | undefined, b: Place): boolean => (isWhole(a) && isWhole(b)) || (a !== undefined && Math.abs(a.zoom - b.zoom) + Math.abs(a.x - b.x) + Math.abs(a.y - b.y) < 0.002)
