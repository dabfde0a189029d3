import type { Standing } from '#app/domain/presentation/presenting.ts'
import type { Actor } from '#server/command/context.ts'

/**
 * Who may show pages in a session: the chair and its secretaries; a participant while a grant of theirs stands. Nobody else,
 * whatever their office. `role` null = not on the list.
 */
export function presentingStanding(_actor: Actor, facts: { role: string | null; isGranted: boolean }): Standing {
  if (facts.role === 'chair' || facts.role === 'secretary') return 'runs'
  if (facts.role !== null && facts.role !== 'observer' && facts.isGranted) return 'granted'
  return 'none'
}
