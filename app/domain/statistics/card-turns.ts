/** Lượt cho ý kiến of one opinion card: each time a member answered, the first time and each change. `at` in ms. */
export type CardTurn = { n: number; at: number; who: string; isChange: boolean }

/** Turns in the order they were taken; `acts` as the card's course tells them, in any order. */
export function cardTurns(acts: readonly { act: string; byLabel: string; at: number }[]): CardTurn[] {
  const seen = new Set<string>()
  return acts
    .filter(a => a.act === 'answer')
    .sort((a, b) => a.at - b.at)
    .map(({ byLabel, at }, i) => {
      const isChange = seen.has(byLabel)
      seen.add(byLabel)
      return { n: i + 1, at, who: byLabel, isChange }
    })
}

/** Members by what they chose; the last group has not answered. Empty groups stay: a nought is an answer too. */
export const membersByChoice = <M extends { choice: 'for' | 'against' | 'other' | null }>(members: readonly M[]): { choice: 'for' | 'against' | 'other' | null; members: M[] }[] =>
  (['for', 'against', 'other', null] as const).map(choice => ({ choice, members: members.filter(m => m.choice === choice) }))
