import { useEffect, useState } from 'react'
import { formatTimeSeconds } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'
import { Button } from './button.tsx'
import { answerWords, voteWords } from '#app/text/vote-words.ts'
import { cx } from './cx.ts'
import { Check, CircleCheck, Minus, RefreshCw, Smartphone, X } from './icon.tsx'

export type BallotChoice = 'for' | 'against' | 'abstain'
/** choice null: a secret ballot, of which the device keeps nothing but the receipt */
export type Recorded = { choice: BallotChoice | null; castAt: number; receipt: string; /** of a vote with options: places in its list */ picks?: number[] }
export type PadWords = { recorded: string; recordedHint: string; hint: string; again: string; againHint: string; keep: string }

const answers: { choice: BallotChoice; Icon: typeof Check }[] = [
  { choice: 'for', Icon: Check },
  { choice: 'against', Icon: X },
  { choice: 'abstain', Icon: Minus },
]

/**
 * Three equal answers; a touch sends. "Đã ghi nhận" only with what the server answered (`recorded`).
 * `sending` is the answer on its way (`sealed` = a secret one, of which nothing is shown), `isLineLost` says that it waits on
 * this device. A secret ballot that is recorded hides the answers until the voter asks for them again.
 */
export function BallotPad({
  recorded,
  sending,
  isLineLost,
  isChangeAllowed,
  castSoFar,
  error,
  answers: kind,
  isHeld,
  onCast,
  secret,
}: {
  recorded: Recorded | null
  sending: BallotChoice | 'sealed' | null
  isLineLost: boolean
  isChangeAllowed: boolean
  castSoFar?: string
  error?: string | null
  /** which words the three answers carry */
  answers?: 'standard' | 'opinion'
  /** dừng nhận phiếu: nothing can be sent now */
  isHeld?: boolean
  onCast: (choice: BallotChoice) => void
  /** words of a secret ballot */
  secret?: PadWords
}) {
  const t = shellText.vote
  const [isAgain, setAgain] = useState(false)
  // A new receipt: the ballot was replaced, the answers go.
  useEffect(() => setAgain(false), [recorded?.receipt])
  const isHidden = secret !== undefined && (sending !== null || (recorded !== null && !isAgain))
  const words = answerWords(kind)
  const isFixed = recorded !== null && !isChangeAllowed
  return (
    <section aria-label={t.pad} className="flex flex-col gap-3">
      <BallotState recorded={recorded} sending={sending !== null} isLineLost={isLineLost} castSoFar={castSoFar} error={error} secret={secret} ask={t.choose} {...(isHidden && isChangeAllowed ? { onAgain: () => setAgain(true) } : {})} />
      {!isHidden && answers.map(({ choice, Icon }) => {
        const isMine = !sending && recorded !== null && recorded.choice === choice
        const isOnWay = sending === choice
        return (
          <button
            key={choice}
            type="button"
            aria-label={words[choice]}
            aria-pressed={isMine}
            aria-busy={isOnWay || undefined}
            disabled={(isFixed && !isMine) || isHeld}
            onClick={() => {
              if (!sending && !isMine && !isFixed) onCast(choice)
            }}
            className={cx(
              'flex min-h-[68px] items-center gap-4 rounded-2xl bg-surface px-5 text-left text-card font-semibold transition-colors',
              isMine
                ? 'border-2 border-act bg-act-soft text-act'
                : isOnWay
                  ? 'border-2 border-act text-text'
                  : 'border border-line-strong text-text active:bg-surface-2 disabled:text-text-3',
            )}
          >
            <span className={cx('flex size-9 items-center justify-center rounded-full border', isMine ? 'border-act bg-act text-on-act' : 'border-line-strong')}>
              <Icon aria-hidden />
            </span>
            <span className="flex-1">{words[choice]}</span>
            {isMine && <span className="max-w-24 text-right text-sm leading-tight">{t.yours}</span>}
          </button>
        )
      })}
      {secret && isAgain && !isHidden && (
        <Button size="lg" variant="plain" onClick={() => setAgain(false)}>
          {secret.keep}
        </Button>
      )}
      <p className="text-center text-sm text-text-3">
        {secret && !isHidden && <span className="block">{isAgain ? secret.againHint : secret.hint}</span>}
        {isHeld ? voteWords.heldHint : recorded ? (isChangeAllowed ? t.mayChange : t.mayNotChange) : isChangeAllowed ? t.touchSends : t.touchSendsOnce}
      </p>
    </section>
  )
}

/**
 * Where the ballot is: on its way, recorded with its receipt, or still to be chosen; and why it was not taken. `onAgain`:
 * the answers are hidden, a recorded secret ballot may be replaced.
 */
export function BallotState({ recorded, sending, isLineLost, castSoFar, error, secret, ask, onAgain }: { recorded: Recorded | null; sending: boolean; isLineLost: boolean; castSoFar?: string; error?: string | null; secret?: PadWords; ask: string; onAgain?: () => void }) {
  const t = shellText.vote
  return (
    <>
      <div aria-live="assertive" className="contents">
        {sending ? (
          <p className={cx('flex min-h-16 items-center gap-3 rounded-lg border px-4 py-3 text-md font-semibold', isLineLost ? 'border-soon-line bg-soon-soft text-soon' : 'border-act-line bg-act-soft text-act')}>
            {isLineLost ? <Smartphone aria-hidden /> : <RefreshCw className="turning" aria-hidden />}
            {isLineLost ? t.notSent : t.sending}
          </p>
        ) : recorded ? (
          <p className="flex min-h-16 items-center gap-3 rounded-lg border border-ok-line bg-ok-soft px-4 py-2.5">
            <CircleCheck className="text-xl text-ok" aria-hidden />
            <span>
              <strong className="block text-lg font-semibold text-ok">{secret ? secret.recorded : t.recorded(formatTimeSeconds(recorded.castAt))}</strong>
              <span className="block text-text-2">{t.receipt(recorded.receipt)}</span>
              {secret && <span className="block text-sm text-text-2">{secret.recordedHint}</span>}
            </span>
          </p>
        ) : (
          <p className="flex flex-wrap items-baseline justify-between gap-2">
            <strong className="text-lg font-semibold">{ask}</strong>
            {castSoFar && <span className="text-text-2">{castSoFar}</span>}
          </p>
        )}
      </div>
      {error && (
        <p role="alert" className="rounded-lg border border-late-line bg-late-soft px-4 py-3 text-late">
          {error}
        </p>
      )}
      {onAgain && recorded && !sending && (
        <Button size="lg" onClick={onAgain}>
          {secret?.again}
        </Button>
      )}
    </>
  )
}
