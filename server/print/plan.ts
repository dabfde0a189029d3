/** What a pack is made of, in words: the hash of this is the name of the file, so the same session makes the same pack once. */
export type PackPlan = {
  /** raised when the print itself changes */
  form: number
  title: string
  when: string
  place: string
  host: string
  agenda: { n: number; title: string; presenter: string; minutes: number; lead: string; isVote: boolean }[]
  people: { label: string; role: string; unit: string; isVoter: boolean }[]
  voters: number
  papers: { title: string; item: string; sha256: string }[]
}
