/**
 * Sẵn sàng biểu quyết: whether a ballot that opens now would reach each member in office. Ready is who is recorded as
 * present and has a device that answers, or sits in a commune's room and votes there by PIN. An unopened paper is said,
 * and hinders nobody: the law asks for no reading before a vote.
 */

/** `shared`: the device of a commune's room; `never`: no device was seen; `unknown`: not told yet. */
export type DeviceLine = 'online' | 'lost' | 'never' | 'shared' | 'unknown'

export type VoterFacts = { isPresent: boolean; hasStayed: boolean; isExcused: boolean; line: DeviceLine; papers: number; opened: number }

/** What is told beside a name, most important first. */
export type ReadinessNote = 'excused' | 'left' | 'not_checked_in' | 'line_lost' | 'no_device' | 'line_unknown' | 'votes_at_site' | 'papers_unopened' | 'papers_partly'

export function voterReadiness(f: VoterFacts): { isReady: boolean; notes: ReadinessNote[] } {
  const notes: ReadinessNote[] = []
  if (!f.isPresent) notes.push(f.hasStayed ? 'left' : f.isExcused ? 'excused' : 'not_checked_in')
  else if (f.line === 'lost') notes.push('line_lost')
  else if (f.line === 'never') notes.push('no_device')
  else if (f.line === 'unknown') notes.push('line_unknown')
  else if (f.line === 'shared') notes.push('votes_at_site')
  if (f.isPresent && f.papers > 0 && f.opened === 0) notes.push('papers_unopened')
  else if (f.isPresent && f.opened < f.papers) notes.push('papers_partly')
  return { isReady: f.isPresent && (f.line === 'online' || f.line === 'shared'), notes }
}

/**
 * The two hurdles of a vote before it is opened: who must be here (quorum of the rule set), and whether those ready could
 * carry it at all, were all of them in favour. `votesNeeded` = the majority over all members in office.
 */
export function readinessSummary(facts: { ready: number; present: number; total: number; quorumNeeded: number; votesNeeded: number }) {
  const { ready, present, total, quorumNeeded, votesNeeded } = facts
  if (ready > present || present > total) throw new RangeError('more ready than present, or present than members')
  return { ready, notReady: total - ready, missingForQuorum: Math.max(0, quorumNeeded - present), missingToPass: Math.max(0, votesNeeded - ready) }
}
