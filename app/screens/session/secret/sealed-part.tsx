import { Chip } from '#app/components/chip.tsx'
import { CircleAlert, Lock, Radio, Scale } from '#app/components/icon.tsx'
import { secretText as t } from '#app/text/secret.ts'
import { sessionText } from '#app/text/session.ts'
import { NotesOfVote, VoteList } from '../voting/vote-extras.tsx'
import { castCount, presentFor, type Session, type Vote } from '../derive.ts'

const r = t.receipt

/** A secret vote until it is closed: how many have voted, for everybody alike. */
export function SealedPart({ view, vote, isQuestionShown }: { view: Session; vote: Vote; isQuestionShown?: boolean }) {
  return (
    <div className="flex flex-col gap-3">
      <header className="flex items-center justify-between gap-3">
        <h2 className="flex items-center gap-2 text-card font-semibold">
          <Lock aria-hidden />
          {t.title}
        </h2>
        <Chip tone="act" icon={<Radio aria-hidden />} className="shrink-0">
          {sessionText.vote.open}
        </Chip>
      </header>
      {isQuestionShown && <p className="text-md">{vote.question}</p>}
      <p role="status" className="text-lg font-semibold">
        {t.turnout(castCount(vote), presentFor(view, vote))}
      </p>
      {vote.uncounted ? (
        <p role="alert" className="flex items-start gap-2 rounded-lg border border-late-line bg-late-soft px-3 py-2.5 text-late">
          <CircleAlert className="mt-1 shrink-0" aria-hidden />
          <span>
            <strong className="block font-semibold">{t.uncounted.title}</strong>
            <span className="text-text">{t.uncounted[vote.uncounted]}</span>
          </span>
        </p>
      ) : (
        <p className="text-text-2">{t.hidden}</p>
      )}
      <VoteList vote={vote} limit={5} />
      <NotesOfVote vote={vote} />
      <p className="flex items-start gap-2 text-sm text-text-3">
        <Scale className="mt-0.5" aria-hidden />
        <span>{vote.ruleText}</span>
      </p>
    </div>
  )
}

/** What a closed secret vote shows beside its totals. */
export function Counted({ vote }: { vote: Vote }) {
  return (
    <div className="flex flex-col gap-2">
      {(vote.invalid ?? 0) > 0 && <p className="font-semibold">{t.invalidCount(vote.invalid ?? 0)}</p>}
      <CountedReceipts receipts={vote.receipts ?? []} />
    </div>
  )
}

/** The receipts of the ballots counted, for anybody who kept one. */
function CountedReceipts({ receipts }: { receipts: readonly string[] }) {
  if (receipts.length === 0) return <p className="text-text-3">{r.none}</p>
  return (
    <details>
      <summary className="flex min-h-11 cursor-pointer items-center font-semibold text-act">{r.list(receipts.length)}</summary>
      <p className="text-sm text-text-3">{r.hint}</p>
      <ul className="mt-2 grid grid-cols-[repeat(auto-fill,minmax(7.5rem,1fr))] gap-x-3 gap-y-1 font-semibold tabular-nums">
        {receipts.map((code, i) => (
          <li key={i}>{code}</li>
        ))}
      </ul>
    </details>
  )
}
