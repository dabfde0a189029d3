/**
 * Giấy và tiền tiết kiệm: the pages that would have been printed for a session, and what they would have cost. Only what is
 * known is counted: a paper whose pages nobody knows adds nothing and is said, and without a price there is no money.
 */

/** What is counted of one session, or of several together. */
export type SavingsInput = {
  /** people who would have got every paper: chair, members, substitutes, secretaries */
  readers: number
  /** pages of all papers with a known number of pages, one copy */
  paperPages: number
  papers: number
  /** papers whose number of pages is not known */
  unknownPapers: number
  /** copies for guests: pages of the papers of the items each is invited for, all guests together */
  guestPages: number
  /** people who would have got an invitation on paper */
  invited: number
  /** ballots on paper there would have been: members with a ballot in every vote held on the devices */
  ballots: number
}
export type SavingsPrice = { perPage: number; source: string } | null

/** An invitation (mẫu 1.7, Nghị định 30/2020/NĐ-CP) and a ballot are one page each. */
export const INVITATION_PAGES = 1
export const BALLOT_PAGES = 1

export type Savings = { paper: number; guest: number; invitation: number; ballot: number; pages: number; money: number | null; unknownPapers: number }

export function savings(input: SavingsInput, price: SavingsPrice): Savings {
  for (const [name, n] of Object.entries(input)) if (!Number.isInteger(n) || n < 0) throw new RangeError(`${name} is no count: ${n}`)
  if (input.unknownPapers > input.papers) throw new RangeError('more papers without pages than papers')
  const paper = input.paperPages * input.readers
  const invitation = input.invited * INVITATION_PAGES
  const ballot = input.ballots * BALLOT_PAGES
  const pages = paper + input.guestPages + invitation + ballot
  return { paper, guest: input.guestPages, invitation, ballot, pages, money: price ? Math.round(pages * price.perPage) : null, unknownPapers: input.unknownPapers }
}

/** Sessions together: their savings added, so that the total of the page is the total of its rows. */
export function sumSavings(all: readonly Savings[]): Savings {
  const zero: Savings = { paper: 0, guest: 0, invitation: 0, ballot: 0, pages: 0, money: all.length > 0 && all.every(s => s.money !== null) ? 0 : null, unknownPapers: 0 }
  return all.reduce(
    (a, b) => ({
      paper: a.paper + b.paper,
      guest: a.guest + b.guest,
      invitation: a.invitation + b.invitation,
      ballot: a.ballot + b.ballot,
      pages: a.pages + b.pages,
      money: a.money === null || b.money === null ? null : a.money + b.money,
      unknownPapers: a.unknownPapers + b.unknownPapers,
    }),
    zero,
  )
}
