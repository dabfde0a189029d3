import { refused, type Refused } from '#app/domain/verdict.ts'

/** What is stored of a PIN's tries. Times in ms since 1970. */
export type PinState = { fails: number; lockedUntil: number | null }

/** Wrong tries before a pause; the pauses grow, so that a thousand tries take weeks. */
const TRIES = 5
const PAUSE_MINUTES = [5, 15, 60, 240] as const

export type PinRefusal = 'PIN_WEAK'

/** Whether it may be tried now. */
export const isPinLocked = (state: PinState, now: number): boolean => state.lockedUntil !== null && now < state.lockedUntil

/** Tries that are left before the next pause. */
export const triesLeft = (state: PinState): number => TRIES - (state.fails % TRIES)

/** After a wrong try: one more on the account, and a pause after each fifth. */
export const afterWrongPin = (state: PinState, now: number): PinState => {
  const fails = state.fails + 1
  if (fails % TRIES !== 0) return { fails, lockedUntil: null }
  const minutes = PAUSE_MINUTES[Math.min(fails / TRIES, PAUSE_MINUTES.length) - 1] ?? 240
  return { fails, lockedUntil: now + minutes * 60_000 }
}

/** After the right one nothing is held against the person. */
export const afterRightPin = (): PinState => ({ fails: 0, lockedUntil: null })

/** Six digits that others would try first: one digit over and over, a run up or down, one pair or three repeated. */
export const checkPin = (pin: string): { ok: true } | Refused<PinRefusal> => {
  const digits = [...pin].map(Number)
  const steps = digits.slice(1).map((d, i) => d - (digits[i] ?? 0))
  const isRun = steps.every(s => s === 0) || steps.every(s => s === 1) || steps.every(s => s === -1)
  const isRepeated = /^(\d{2})\1\1$/.test(pin) || /^(\d{3})\1$/.test(pin)
  return isRun || isRepeated ? refused('PIN_WEAK') : { ok: true }
}
