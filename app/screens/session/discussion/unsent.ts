import { useCallback, useEffect, useRef, useState } from 'react'
import { chatSend } from '#app/contracts/discussion.ts'
import { newId } from '#app/live/new-id.ts'
import { useCommand } from '#app/live/use-command.ts'
import { serverNow } from '#app/live/socket.ts'
import { errorText } from '#app/text/errors.ts'

/** A message that is not yet seen on the stream: on its way, stored (answered), or refused with the sentence why. */
export type Unsent = { id: string; text: string; at: number; error: string | null; storedAt: number | null }
type Kept = { draft: string; unsent: Unsent[] }

const empty: Kept = { draft: '', unsent: [] }
const read = (key: string): Kept => {
  try {
    return { ...empty, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Kept>) }
  } catch {
    return empty
  }
}

/** Storage may be full or forbidden: then this page alone holds it. @returns whether it is on the device */
const write = (key: string, kept: Kept): boolean => {
  try {
    localStorage.setItem(key, JSON.stringify(kept))
    return true
  } catch {
    return false
  }
}

/**
 * What was typed and what is not acknowledged stays on this device, per person and channel: a cut line, a closed tab, a chat that
 * was switched off meanwhile lose nothing. Each message keeps its id, so that sending it again is counted once.
 */
export function useUnsent(userId: string, meetingId: string, lineId: string | null) {
  const key = `tantrao.chat.${userId}.${meetingId}.${lineId ?? 'room'}`
  const send = useCommand()
  const [kept, setKept] = useState<Kept>(empty)
  const latest = useRef(kept)
  const keep = useCallback(
    (change: (before: Kept) => Kept) => {
      latest.current = change(latest.current)
      setKept(latest.current)
      write(key, latest.current)
    },
    [key],
  )
  const patch = useCallback((id: string, change: Partial<Unsent>) => keep(k => ({ ...k, unsent: k.unsent.map(u => (u.id === id ? { ...u, ...change } : u)) })), [keep])

  const deliver = useCallback(
    async (message: { id: string; text: string }) => {
      patch(message.id, { error: null })
      const answer = await send(chatSend, { meetingId, messageId: message.id, lineId, text: message.text }, { commandId: message.id })
      if (answer.ok) patch(message.id, { storedAt: answer.data.at, error: null })
      else patch(message.id, { error: errorText(answer.code, answer.params) })
    },
    [send, patch, meetingId, lineId],
  )
  // What an earlier page left goes again with its old id; what was refused waits for the person.
  useEffect(() => {
    latest.current = read(key)
    setKept(latest.current)
    for (const u of latest.current.unsent) if (u.error === null && u.storedAt === null) void deliver(u)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each channel
  }, [key])

  return {
    draft: kept.draft,
    unsent: kept.unsent,
    setDraft: (draft: string) => keep(k => ({ ...k, draft })),
    say: (text: string) => {
      const message: Unsent = { id: newId(), text, at: serverNow(), error: null, storedAt: null }
      keep(k => ({ draft: '', unsent: [...k.unsent, message] }))
      void deliver(message)
    },
    again: (u: Unsent) => void deliver(u),
    drop: (id: string) => keep(k => ({ ...k, unsent: k.unsent.filter(u => u.id !== id) })),
    /** forgets what the stream has brought */
    settle: useCallback(
      (ids: ReadonlySet<string>) => {
        if (latest.current.unsent.some(u => ids.has(u.id))) keep(k => ({ ...k, unsent: k.unsent.filter(u => !ids.has(u.id)) }))
      },
      [keep],
    ),
  }
}
