import { useState, type ReactNode } from 'react'
import { siteConfirmBallot, siteConfirmPresence, siteSetPin } from '#app/contracts/site.ts'
import type { Answer } from '#app/contracts/define.ts'
import { newId } from '#app/live/new-id.ts'
import { useCommand } from '#app/live/use-command.ts'
import type { Participant } from '#app/screens/session/derive.ts'
import { errorText } from '#app/text/errors.ts'
import { formatTime } from '#app/text/format.ts'
import { siteText } from '#app/text/site.ts'
import { PinPad, type PinResult } from './pin-pad.tsx'

const t = siteText.pin

export type PinAsk = { person: Participant; hasPin: boolean } & ({ for: 'arrive' | 'leave' } | { for: 'vote'; voteId: string })

const refusal = (answer: Extract<Answer, { ok: false }>): PinResult => ({ error: answer.code === 'NO_ANSWER' ? t.offline : errorText(answer.fields?.pin ?? answer.code, answer.params) })

/**
 * The steps of a PIN at a shared device: who has none sets one first, twice; then it confirms presence, or grants one
 * ballot. Nothing of it waits on the device: a PIN is sent now or not at all.
 */
export function usePin(meetingId: string, onGranted: (person: Participant, grantId: string) => void): { ask: (a: PinAsk) => void; dialog: ReactNode } {
  const send = useCommand()
  const [asked, setAsked] = useState<PinAsk | null>(null)
  const [first, setFirst] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)
  const close = () => {
    setAsked(null)
    setFirst(null)
  }
  const done = async (pin: string): Promise<PinResult> => {
    if (!asked) return null
    const { person } = asked
    const on = { meetingId, participantId: person.id, pin }
    setSending(true)
    try {
      if (!asked.hasPin) {
        if (first === null) {
          setFirst(pin)
          return { next: 'again' }
        }
        if (first !== pin) {
          setFirst(null)
          return { error: t.differ }
        }
        const set = await send(siteSetPin, on, { isOnlyNow: true })
        if (!set.ok) {
          setFirst(null)
          return refusal(set)
        }
      }
      const answer =
        asked.for === 'vote'
          ? await send(siteConfirmBallot, { ...on, voteId: asked.voteId, grantId: newId() }, { isOnlyNow: true })
          : await send(siteConfirmPresence, { ...on, act: asked.for }, { isOnlyNow: true })
      if (!answer.ok) return refusal(answer)
      const { isConfirmed, triesLeft, lockedUntil } = answer.data
      const grantId = asked.for === 'vote' && 'grantId' in answer.data ? (answer.data.grantId as string | null) : null
      if (!isConfirmed) return { error: lockedUntil !== null ? t.locked(formatTime(lockedUntil)) : t.wrong(triesLeft) }
      if (grantId) onGranted(person, grantId)
      close()
      return null
    } finally {
      setSending(false)
    }
  }
  const isSetting = asked !== null && !asked.hasPin
  const dialog = asked && (
    <PinPad
      title={`${t.title[asked.for]} – ${asked.person.label}`}
      lead={isSetting ? (first === null ? t.setTitle : t.again) : t.enter}
      {...(isSetting && first === null ? { hint: t.setHint } : {})}
      isSending={isSending}
      onDone={done}
      onClose={close}
    />
  )
  return { ask: setAsked, dialog }
}
