import type { Outcome } from './majority.ts'

/** Passed, by the threshold or by the Chairman's side. */
export const isPassed = (outcome: Outcome): boolean => outcome === 'passed' || outcome === 'passed_by_chair'
