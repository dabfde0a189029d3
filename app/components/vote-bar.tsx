import { shellText } from '#app/text/shell.ts'
import { cx } from './cx.ts'
import { Minus, X } from './icon.tsx'

export type VoteFigures = { for: number; against: number; abstain: number; needed: number; base: number; presentVoters: number }

/** Who has not answered yet and who is away, never below zero. */
export function restOf(v: VoteFigures): { cast: number; notYet: number; absent: number } {
  const cast = v.for + v.against + v.abstain
  const absent = Math.max(0, Math.min(v.base - cast, v.base - v.presentVoters))
  return { cast, absent, notYet: Math.max(0, v.base - cast - absent) }
}

/**
 * One cell per member in office. "Tán thành" grows from the left; everything else stays on the right, so that nothing
 * but "tán thành" can reach the mark after cell `needed`.
 */
export function VoteBar({ figures, size = 'md', label }: { figures: VoteFigures; size?: 'md' | 'hall'; label?: string }) {
  const { notYet, absent } = restOf(figures)
  const cells = [
    ...Array.from({ length: figures.for }, () => 'for' as const),
    ...Array.from({ length: notYet }, () => 'notYet' as const),
    ...Array.from({ length: absent }, () => 'absent' as const),
    ...Array.from({ length: figures.abstain }, () => 'abstain' as const),
    ...Array.from({ length: figures.against }, () => 'against' as const),
  ]
  const isHall = size === 'hall'
  const look = {
    for: 'bg-vote-for',
    notYet: 'border border-line-strong bg-surface',
    absent: 'border border-dashed border-line-strong',
    abstain: 'bg-vote-none text-surface',
    against: 'bg-vote-against text-surface',
  }
  const gap = isHall ? 14 : 3
  const mark = figures.base > 0 ? (figures.needed / figures.base) * 100 : 0
  return (
    <div role="img" aria-label={label ?? shellText.vote.bar({ ...figures, notYet, absent })} className="relative">
      <div className="grid" style={{ gap, gridTemplateColumns: `repeat(${Math.max(1, cells.length)}, minmax(0, 1fr))` }}>
        {cells.map((c, i) => (
          <span key={i} className={cx('flex min-w-0 items-center justify-center transition-colors', isHall ? 'h-[92px] rounded-[10px] text-[30px]' : 'h-8 rounded-[3px] text-[0.6rem]', look[c], isHall && (c === 'notYet' || c === 'absent') && 'border-[3px]')}>
            {isHall && c === 'against' && <X aria-hidden />}
            {isHall && c === 'abstain' && <Minus aria-hidden />}
          </span>
        ))}
      </div>
      <span
        aria-hidden
        className={cx('absolute rounded-full bg-text', isHall ? '-top-5 -bottom-5 w-2' : '-top-1.5 -bottom-1.5 w-[3px]')}
        // The mark stands in the gap after cell `needed`: the gaps take part in the width.
        style={{ left: `calc(${mark}% + ${(gap * (figures.needed / Math.max(1, figures.base)) - gap / 2).toFixed(2)}px - ${isHall ? 4 : 1.5}px)` }}
      />
    </div>
  )
}
