import { useEffect, useId, useMemo, useState } from 'react'
import { BallotState, type PadWords, type Recorded } from '#app/components/ballot-pad.tsx'
import { Button } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { TextInput } from '#app/components/field.tsx'
import { fold } from '#app/domain/search/fold.ts'
import type { Vote } from '#app/screens/session/derive.ts'
import { shellText } from '#app/text/shell.ts'
import { votingText } from '#app/text/voting.ts'

const t = votingText.pad
/** A list longer than this gets a field to find in. */
const SHORT = 8

/**
 * A ballot on named options: choose, then send; what was chosen stays until it is recorded, whatever the line does. One
 * option is a round mark that moves, several are boxes. A secret ballot that is recorded hides the list until asked again.
 */
export default function OptionsPad({ question, options, recorded, sending, isLineLost, isChangeAllowed, castSoFar, error, isHeld, onCast, secret }: {
  question: string
  options: NonNullable<Vote['options']>
  recorded: Recorded | null
  sending: boolean
  isLineLost: boolean
  isChangeAllowed: boolean
  castSoFar?: string
  error?: string | null
  isHeld?: boolean
  onCast: (picks: number[] | 'abstain') => void
  secret?: PadWords
}) {
  const { list, min, max } = options
  const name = useId()
  const [picks, setPicks] = useState<readonly number[]>(recorded?.picks ?? [])
  const [typed, setTyped] = useState('')
  const [isOnlyChosen, setOnlyChosen] = useState(false)
  const [isAgain, setAgain] = useState(false)
  useEffect(() => setAgain(false), [recorded?.receipt])
  const isHidden = secret !== undefined && (sending || (recorded !== null && !isAgain))
  // Of a secret ballot nothing stays on the screen once it is on its way.
  useEffect(() => {
    if (isHidden) setPicks([])
  }, [isHidden])
  const folded = useMemo(() => list.map(fold), [list])
  const wanted = fold(typed.trim())
  const shown = list.map((_, i) => i).filter(i => (wanted === '' || folded[i]?.includes(wanted)) && (!isOnlyChosen || picks.includes(i)))
  const isFixed = recorded !== null && !isChangeAllowed
  const isShut = isFixed || isHeld === true || sending
  const isFull = max > 1 && picks.length >= max
  const toggle = (i: number) => {
    if (isShut || (isFull && !picks.includes(i))) return
    setPicks(max === 1 ? [i] : picks.includes(i) ? picks.filter(p => p !== i) : [...picks, i])
  }
  const isSame = recorded?.picks !== undefined && recorded.picks.length === picks.length && recorded.picks.every(p => picks.includes(p))
  const isAbstained = recorded !== null && recorded.choice === 'abstain'
  return (
    <section aria-label={shellText.vote.pad} className="flex flex-col gap-3">
      <p className="line-clamp-2 text-md font-semibold">{question}</p>
      <BallotState recorded={recorded} sending={sending} isLineLost={isLineLost} castSoFar={castSoFar} error={error} secret={secret} ask={t.ask(min, max)} {...(isHidden && isChangeAllowed ? { onAgain: () => setAgain(true) } : {})} />
      {!isHidden && (
        <>
          {list.length > SHORT && (
            <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
              <TextInput
                label={t.find}
                placeholder={t.findHint}
                type="search"
                frameClassName="min-w-0 flex-1"
                maxLength={100}
                value={typed}
                onChange={e => setTyped(e.target.value)}
                onKeyDown={e => {
                  // With the keyboard: type a few letters, Enter marks the first one found.
                  if (e.key !== 'Enter' || wanted === '' || shown[0] === undefined) return
                  e.preventDefault()
                  toggle(shown[0])
                }}
              />
              {max > 1 && (
                <label className="flex min-h-11 items-center gap-2">
                  <input type="checkbox" className="size-5" checked={isOnlyChosen} onChange={e => setOnlyChosen(e.target.checked)} />
                  {t.onlyChosen}
                </label>
              )}
            </div>
          )}
          <fieldset disabled={isShut} className="flex max-h-[40dvh] flex-col gap-1.5 overflow-y-auto overscroll-contain">
            <legend className="sr-only">{t.list}</legend>
            {shown.map(i => {
              const isMine = picks.includes(i)
              return (
                <label key={i} className={cx('flex min-h-12 shrink-0 cursor-pointer items-start gap-3 rounded-xl border px-3.5 py-2.5', isMine ? 'border-act bg-act-soft font-semibold text-act' : 'border-line-strong bg-surface', isFull && !isMine && 'cursor-not-allowed text-text-3')}>
                  <input type={max === 1 ? 'radio' : 'checkbox'} name={name} className="mt-1 size-5 shrink-0" checked={isMine} disabled={isFull && !isMine} onChange={() => toggle(i)} />
                  <span className="min-w-0 break-words">
                    {list.length > SHORT && <span className="text-text-3">{i + 1}. </span>}
                    {list[i]}
                  </span>
                </label>
              )
            })}
            {shown.length === 0 && <p className="py-2 text-text-3">{isOnlyChosen && wanted === '' ? t.noneChosen : t.notFound}</p>}
          </fieldset>
          <p aria-live="polite" className="text-md font-semibold">
            {t.chosen(picks.length, min, max)}
            {isFull && <span className="ml-1 font-normal text-text-2">{t.full}</span>}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button size="lg" variant="primary" className="flex-1" disabled={isShut || picks.length < min || picks.length > max || isSame} onClick={() => onCast([...picks].sort((a, b) => a - b))}>
              {recorded ? t.resend : t.send}
            </Button>
            <Button size="lg" disabled={isShut || isAbstained} onClick={() => onCast('abstain')}>
              {shellText.vote.abstain}
            </Button>
          </div>
          {secret && isAgain && (
            <Button size="lg" variant="plain" onClick={() => setAgain(false)}>
              {secret.keep}
            </Button>
          )}
        </>
      )}
      <p className="text-center text-sm text-text-3">
        {secret && !isHidden && <span className="block">{isAgain ? secret.againHint : secret.hint}</span>}
        {isHeld ? votingText.heldHint : isChangeAllowed ? shellText.vote.mayChange : shellText.vote.mayNotChange}
      </p>
    </section>
  )
}
