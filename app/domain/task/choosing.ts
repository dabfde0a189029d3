/** What is chosen in a list, by pointer or by key: pure, so that a long walk with Shift can be tried without a screen. */
export type Chosen = { ids: readonly string[]; /** where a range begins */ from: string | null }
export const noneChosen: Chosen = { ids: [], from: null }

/** As many as one act on a selection takes. */
export const MOST_CHOSEN = 100

/** One more or one less; with `isRange` everything from where the last choice was made to here. */
export function choose(chosen: Chosen, id: string, { isRange = false, order = [] }: { isRange?: boolean; order?: readonly string[] } = {}): Chosen {
  const [a, b] = [chosen.from === null ? -1 : order.indexOf(chosen.from), order.indexOf(id)]
  if (isRange && a >= 0 && b >= 0) {
    const range = order.slice(Math.min(a, b), Math.max(a, b) + 1)
    return { ids: [...chosen.ids, ...range.filter(r => !chosen.ids.includes(r))], from: chosen.from }
  }
  return { ids: chosen.ids.includes(id) ? chosen.ids.filter(c => c !== id) : [...chosen.ids, id], from: id }
}

/** All that is shown, or none when all of it is chosen already. */
export const chooseAll = (chosen: Chosen, order: readonly string[]): Chosen => ({ ids: order.every(id => chosen.ids.includes(id)) ? [] : [...order], from: null })

/** What is no longer shown is no longer chosen. */
export const stillShown = (chosen: Chosen, order: readonly string[]): Chosen => {
  const shown = new Set(order)
  return chosen.ids.every(id => shown.has(id)) ? chosen : { ids: chosen.ids.filter(id => shown.has(id)), from: chosen.from !== null && shown.has(chosen.from) ? chosen.from : null }
}

/** The row `step` further on; the first one where nothing is at hand yet. */
export function moved(order: readonly string[], at: string | null, step: number): string | null {
  const i = at === null ? -1 : order.indexOf(at)
  return order[i < 0 ? 0 : Math.max(0, Math.min(order.length - 1, i + step))] ?? null
}
