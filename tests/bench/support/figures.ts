// What every bench prints: one JSON object a line, with its peer measured in the same run.
export type Figure = { metric: string; value: number; unit: string; peer?: number | null; goal?: number | null; met?: boolean | null; digits?: number }

const round = (n: number, digits: number): number => Math.round(n * 10 ** digits) / 10 ** digits

/** The share-th value of a sorted list, e.g. 0.95. */
export const at = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN

export const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)

/** Prints a figure; returns false only when its goal was missed. */
export function print(bench: string, f: Figure): boolean {
  const digits = f.digits ?? 1
  const peer = f.peer ?? null
  const line = {
    bench,
    metric: f.metric,
    value: round(f.value, digits),
    unit: f.unit,
    peer: peer === null ? null : round(peer, digits),
    ratio: peer === null ? null : round(f.value / peer, 2),
    goal: f.goal ?? null,
    met: f.met ?? null,
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
  return line.met !== false
}
