import { TextInput } from '#app/components/field.tsx'
import { typedText } from '#app/text/typed.ts'
import { readFigure, readPicks } from './derive.ts'

const t = typedText.vote

/** One person's paper on a list, as typed: numbers of the options marked, or that nothing was chosen. */
export type TypedPicks = { picks: string; isAbstain: boolean }
export const noPicks: TypedPicks = { picks: '', isAbstain: false }
export const isWrong = (p: TypedPicks, count: number): boolean => !p.isAbstain && readPicks(p.picks, count) === null
/** As the command takes it; null = no paper. */
export const ballotOf = (userId: string, p: TypedPicks, count: number) =>
  p.isAbstain ? { userId, choice: 'abstain' as const } : p.picks.trim() === '' ? null : { userId, choice: 'for' as const, picks: readPicks(p.picks, count) ?? [] }

/** The options with the numbers they are typed by. */
export function NumberedOptions({ list }: { list: readonly string[] }) {
  return (
    <section aria-label={t.options} className="rounded-xl border border-line bg-surface-2 px-4 py-3">
      <h3 className="text-sm font-semibold">{t.options}</h3>
      <ol className="mt-1 max-h-60 list-decimal overflow-y-auto pl-7">
        {list.map(option => (
          <li key={option} className="break-words">
            {option}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Papers by name: for each member the numbers marked. */
export function ListBallots({ voters, count, value, isTried, onChange }: { voters: readonly { id: string; userId: string; label: string }[]; count: number; value: Readonly<Record<string, TypedPicks>>; isTried: boolean; onChange: (userId: string, next: TypedPicks) => void }) {
  return (
    <ul className="divide-y divide-line">
      {voters.map(p => {
        const mine = value[p.userId] ?? noPicks
        return (
          <li key={p.id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5 py-2">
            <span className="min-w-0 flex-[1_1_14rem] pt-2 font-semibold">{p.label}</span>
            <span className="flex flex-wrap items-start gap-x-4 gap-y-1">
              <TextInput
                label={t.picksOf(p.label)}
                isLabelHidden
                frameClassName="w-44"
                inputMode="text"
                placeholder="1, 3"
                disabled={mine.isAbstain}
                value={mine.isAbstain ? '' : mine.picks}
                error={isTried && isWrong(mine, count) ? t.picksWrong(count) : undefined}
                onChange={e => onChange(p.userId, { ...mine, picks: e.target.value })}
              />
              <label className="flex min-h-11 items-center gap-2.5">
                <input type="checkbox" className="size-5" aria-label={t.abstained(p.label)} checked={mine.isAbstain} onChange={e => onChange(p.userId, { ...mine, isAbstain: e.target.checked })} />
                {t.abstain}
              </label>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** Totals counted on paper: votes of each option, how many ballots chose, how many did not. */
export function ListTotals({ list, votes, answered, abstain, isTried, onChange }: { list: readonly string[]; votes: readonly string[]; answered: string; abstain: string; isTried: boolean; onChange: (part: { votes?: string[]; answered?: string; abstain?: string }) => void }) {
  const wrong = (typed: string) => (isTried && readFigure(typed) === null ? t.totalWrong : undefined)
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-sm font-semibold">{t.totals}</legend>
      <ul className="divide-y divide-line">
        {list.map((option, i) => (
          <li key={option} className="flex items-center justify-between gap-4 py-1.5">
            <span className="min-w-0 break-words">
              {i + 1}. {option}
            </span>
            <TextInput label={t.votesOf(option)} isLabelHidden frameClassName="w-24 shrink-0" inputMode="numeric" value={votes[i] ?? ''} error={wrong(votes[i] ?? '')} onChange={e => onChange({ votes: list.map((_, at) => (at === i ? e.target.value : (votes[at] ?? ''))) })} />
          </li>
        ))}
      </ul>
      <div className="grid gap-3 sm:grid-cols-2 md:max-w-xl">
        <TextInput label={t.answered} inputMode="numeric" value={answered} error={wrong(answered)} onChange={e => onChange({ answered: e.target.value })} />
        <TextInput label={t.abstain} inputMode="numeric" value={abstain} error={wrong(abstain)} onChange={e => onChange({ abstain: e.target.value })} />
      </div>
    </fieldset>
  )
}
