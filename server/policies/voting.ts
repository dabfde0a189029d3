/** Why a person has no ballot, or null for a member in office. A substitute never votes; a guest never votes. */
export function noBallotReason(me: { role: string; isVoter: boolean } | null): 'guest' | 'substitute' | 'not_member' | null {
  if (me?.role === 'substitute') return 'substitute'
  if (me?.role === 'guest') return 'guest'
  return me?.isVoter ? null : 'not_member'
}
