import { useCallback, useEffect, useMemo, useState } from 'react'
import type { z } from 'zod'
import { chatRead, type ChatSetup } from '#app/contracts/discussion.ts'
import { type ChatFeed, emptyFeed, reduceChat, unreadIn } from '#app/live/reducers/discussion.ts'
import { useCommand } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'

/** From the loader: which channels this person has and how much is unread in each ("room" or a participant of a line). */
export type DiscussionHead = {
  room: { stream: string; seq: number } | null
  line: { stream: string; seq: number; participantId: string } | null
  isDesk: boolean
  /** as it was when the page was loaded; a screen that follows the session knows better */
  setup: z.output<typeof ChatSetup> | null
  unread: Record<string, number>
}
export type Discussion = ReturnType<typeof useDiscussion>

/**
 * Follows the room's chat and the own line, and counts what is unread. Light: the messages of before and the panel come when it is
 * opened. `deskFeed`: the desk follows all lines over `desk:{id}` and hands in what came there.
 */
export function useDiscussion(meetingId: string, userId: string, head: DiscussionHead, deskFeed?: ChatFeed) {
  const send = useCommand()
  // A loader that ran again counted anew: what came over the stream before is in its numbers.
  const start = useMemo(() => ({ head, feed: { ...emptyFeed } }), [head])
  const { view: room } = useStream({ stream: head.room?.stream ?? '', seq: head.room?.seq ?? 0, view: start.feed, reduce: reduceChat })
  const ownLine = deskFeed ? null : head.line
  const { view: line } = useStream({ stream: ownLine?.stream ?? '', seq: ownLine?.seq ?? 0, view: start.feed, reduce: reduceChat })
  const lineFeed = deskFeed ?? line
  const [readAt, setReadAt] = useState<Record<string, number>>({})
  useEffect(() => setReadAt({}), [head])

  const unreadOf = useCallback(
    (lineId: string | null): number => {
      const channel = lineId ?? 'room'
      const before = readAt[channel] === undefined ? (head.unread[channel] ?? 0) : 0
      return before + unreadIn(lineId === null ? room : lineFeed, lineId, userId, readAt[channel] ?? 0, deskFeed !== undefined)
    },
    [readAt, head.unread, room, lineFeed, userId, deskFeed],
  )
  /** Everything up to this moment was seen; told to the server for this person's other devices. */
  const markRead = useCallback(
    (lineId: string | null, upTo: number) => {
      const channel = lineId ?? 'room'
      setReadAt(before => ((before[channel] ?? -1) >= upTo ? before : { ...before, [channel]: upTo }))
      void send(chatRead, { meetingId, lineId, upTo }, { isOnlyNow: true })
    },
    [send, meetingId],
  )
  const lineIds = useMemo(
    () => (deskFeed ? [...new Set([...Object.keys(head.unread).filter(k => k !== 'room'), ...deskFeed.said.flatMap(m => (m.lineId ? [m.lineId] : []))])] : head.line ? [head.line.participantId] : []),
    [deskFeed, head.unread, head.line],
  )
  const unread = (head.room ? unreadOf(null) : 0) + lineIds.reduce((sum, id) => sum + unreadOf(id), 0)
  return { meetingId, userId, head, room, line: lineFeed, isDesk: deskFeed !== undefined, unread, unreadOf, markRead }
}
