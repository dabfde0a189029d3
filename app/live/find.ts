/** One line of what the server found. */
export type FoundLine = { kind: 'task' | 'meeting' | 'paper' | 'unit' | 'card'; to: string; label: string; aside: string }

/** Asks the server for what matches, within what this person may see. Nothing while the line is away. */
export async function findEverywhere(text: string): Promise<FoundLine[]> {
  const answer = await fetch(`/tim-kiem?q=${encodeURIComponent(text)}`, { headers: { Accept: 'application/json' } })
  if (!answer.ok) return []
  return (await answer.json()) as FoundLine[]
}
