import type { z } from 'zod'
import { cardChanged, type CardDesk, cardMembersChanged, cardMine, cardOpinionGiven, type CardRow, cardRowChanged, type MyCard, type OpinionView } from '#app/contracts/card.ts'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'

export type Desk = z.output<typeof CardDesk>
export type DeskMember = Desk['members'][number]
export type Mine = z.output<typeof MyCard>
export type Row = z.output<typeof CardRow>
export type Opinion = z.output<typeof OpinionView>
export type MyList = { own: readonly Mine[]; staff: readonly Mine[] }

/** The desk of one card after one event of `card:{id}`: the card as a whole, changed members by person, one line of history once. */
export function reduceCardDesk(view: Desk, e: StreamEvent): Desk {
  const withLine = (line: PayloadOf<typeof cardChanged>['line']) => (line ? [{ ...line, seq: e.seq }, ...view.acts.filter(a => a.seq !== e.seq)] : view.acts)
  if (e.name === cardChanged.name) {
    const { card, line } = e.payload as PayloadOf<typeof cardChanged>
    return card.id === view.card.id ? { ...view, card, acts: withLine(line) } : view
  }
  if (e.name !== cardMembersChanged.name) return view
  const { members, line } = e.payload as PayloadOf<typeof cardMembersChanged>
  const changed = new Map(members.map(m => [m.userId, m]))
  const known = new Set(view.members.map(m => m.userId))
  // The list itself comes once, when the card is sent, in its order.
  return { ...view, members: [...view.members.map(m => changed.get(m.userId) ?? m), ...members.filter(m => !known.has(m.userId))], acts: withLine(line) }
}

/** One's own card after one event of `user:{id}`; cards of others and everything else on that stream leave it as it is. */
export const reduceMyCard = (view: Mine, e: StreamEvent): Mine => {
  if (e.name !== cardMine.name) return view
  const { card } = e.payload as PayloadOf<typeof cardMine>
  return card.id === view.id && card.memberId === view.memberId ? card : view
}

/** The list of one's own cards: a new one on top, a known one in its place. */
export const reduceMyList = (view: MyList, e: StreamEvent): MyList => {
  if (e.name !== cardMine.name) return view
  const { card } = e.payload as PayloadOf<typeof cardMine>
  const isKnown = view.own.some(c => c.id === card.id)
  return { ...view, own: isKnown ? view.own.map(c => (c.id === card.id ? card : c)) : [card, ...view.own] }
}

/** The Office's list; order stays as loaded, a new card comes on top. */
export const reduceCardRows = (rows: readonly Row[], e: StreamEvent): readonly Row[] => {
  if (e.name !== cardRowChanged.name) return rows
  const { row } = e.payload as PayloadOf<typeof cardRowChanged>
  return rows.some(r => r.id === row.id) ? rows.map(r => (r.id === row.id ? row : r)) : [row, ...rows]
}

/** What other members said, where they see each other: the last word of each. */
export const reduceOpinions = (list: readonly Opinion[], e: StreamEvent): readonly Opinion[] => {
  if (e.name !== cardOpinionGiven.name) return list
  const { opinion } = e.payload as PayloadOf<typeof cardOpinionGiven>
  return [...list.filter(o => o.userId !== opinion.userId), opinion]
}
