/** Which rehearsal this page shows, if any: screens tell it, the frame of all screens asks. */
let current: string | null = null
const listeners = new Set<() => void>()

export const getRehearsal = (): string | null => current
export function onRehearsal(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
/** @param meetingId the rehearsal on the screen, null = a real session or none */
export function showRehearsal(meetingId: string | null): void {
  if (current === meetingId) return
  current = meetingId
  document.documentElement.toggleAttribute('data-rehearsal', meetingId !== null)
  for (const l of listeners) l()
}
