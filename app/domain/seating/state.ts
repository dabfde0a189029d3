/** What a seat shows: Có mặt, Chưa điểm danh, Vắng (có lý do), Đăng ký phát biểu, Đang phát biểu, Đã phát biểu, Ghế trống. */
export const seatStates = ['present', 'not_checked_in', 'absent', 'asked', 'speaking', 'spoken', 'empty'] as const
export type SeatState = (typeof seatStates)[number]

export type SeatFacts = {
  isPresent: boolean
  /** asked for leave, or left with or without a word */
  isAway: boolean
  /** requests of this person in this session */
  requests: readonly ('waiting' | 'called' | 'speaking' | 'done' | 'withdrawn' | 'declined')[]
}

/** The strongest fact wins: who speaks, who asks, then presence. null = nobody sits here. */
export function seatState(f: SeatFacts | null): SeatState {
  if (f === null) return 'empty'
  if (f.requests.includes('speaking')) return 'speaking'
  if (f.requests.includes('called') || f.requests.includes('waiting')) return 'asked'
  if (!f.isPresent) return f.isAway ? 'absent' : 'not_checked_in'
  return f.requests.includes('done') ? 'spoken' : 'present'
}

const words: readonly [RegExp, string][] = [
  [/^Phó Chủ tịch/i, 'PCT'],
  [/^Chủ tịch/i, 'CT'],
  [/^Phó Giám đốc/i, 'PGĐ'],
  [/^Giám đốc/i, 'GĐ'],
  [/^Phó Chánh /i, 'PC '],
  [/^Chỉ huy trưởng/i, 'CHT'],
]

/** A label short enough for a seat on the wall, in the usual abbreviations: "Giám đốc Sở Nội vụ" → "GĐ SNV". */
export function shortLabel(label: string): string {
  const [pattern, short] = words.find(([p]) => p.test(label)) ?? [null, '']
  const rest = (pattern ? label.replace(pattern, '') : label).trim()
  const tail = rest
    .replace(/UBND tỉnh/i, '')
    .split(/[\s,–-]+/)
    .filter(w => w !== '' && !/^(và|của|các)$/i.test(w))
    .map(w => (/^\(?\d+\)?$/.test(w) ? w.replace(/[()]/g, '') : (w[0] ?? '').toUpperCase()))
    .join('')
    .slice(0, 5)
  return [short.trim(), tail].filter(Boolean).join(' ')
}
