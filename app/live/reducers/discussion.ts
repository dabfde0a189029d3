import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { type ChatMessageView, chatSaid, chatWithdrawn } from '#app/contracts/discussion.ts'

export type Message = z.output<typeof ChatMessageView>
/** What came over a stream since the page was loaded: messages, and which earlier ones were taken back. */
export type ChatFeed = { said: Message[]; withdrawn: Record<string, number> }
export const emptyFeed: ChatFeed = { said: [], withdrawn: {} }

/** The feed after one event of `chat:{id}`, `line:{id}` or `desk:{id}`; the same object when it was about something else. */
export function reduceChat(feed: ChatFeed, e: StreamEvent): ChatFeed {
  if (e.name === chatSaid.name) {
    const { message } = e.payload as PayloadOf<typeof chatSaid>
    return feed.said.some(m => m.id === message.id) ? feed : { ...feed, said: [...feed.said, message] }
  }
  if (e.name === chatWithdrawn.name) {
    const { messageId, withdrawnAt } = e.payload as PayloadOf<typeof chatWithdrawn>
    return { ...feed, withdrawn: { ...feed.withdrawn, [messageId]: withdrawnAt } }
  }
  return feed
}

/** One channel in order: what was loaded and what came since, each message once, withdrawn ones without their text. */
export function messagesOf(loaded: readonly Message[], feed: ChatFeed, lineId: string | null): Message[] {
  const byId = new Map<string, Message>()
  for (const m of [...loaded, ...feed.said]) if (m.lineId === lineId && !byId.get(m.id)?.withdrawnAt) byId.set(m.id, m)
  return [...byId.values()]
    .map(m => {
      const at = feed.withdrawn[m.id]
      return at === undefined ? m : { ...m, text: '', withdrawnAt: at }
    })
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

/** Messages of others that came since and were not yet read; a desk's own answers are no news to it. */
export const unreadIn = (feed: ChatFeed, lineId: string | null, userId: string, readAt: number, isDesk: boolean): number =>
  feed.said.filter(m => m.lineId === lineId && m.authorId !== userId && m.at > readAt && feed.withdrawn[m.id] === undefined && !(isDesk && m.isFromDesk)).length
