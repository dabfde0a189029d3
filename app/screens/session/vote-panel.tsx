import { Chip } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { CircleCheck, CircleAlert, Hourglass, Lock, Radio, Scale } from '#app/components/icon.tsx'
import { VoteBar } from '#app/components/vote-bar.tsx'
import { agendaMarks } from '#app/text/agenda-marks.ts'
import { sessionText } from '#app/text/session.ts'
import { answerWords } from '#app/text/vote-words.ts'
import { NotesOfVote, VoteList } from '#app/screens/session/voting/vote-extras.tsx'
import { castCount, figuresOf, isUnderSeal, numberOf, optionNames, presentFor, type Session, type Vote } from './derive.ts'
import { Counted, SealedPart } from './secret/sealed-part.tsx'

const t = sessionText.vote

/** The state of a vote in one sentence: enough, or how many are missing; once closed the outcome. */
export function VoteVerdict({ vote }: { vote: Vote }) {
  const has = vote.count.for >= vote.needed
  const passed = vote.result ? vote.result.outcome.startsWith('passed') : has
  const words = vote.result ? t.outcome[vote.result.outcome] : has ? t.enough(vote.count.for, vote.needed) : t.missing(vote.needed - vote.count.for)
  const Icon = passed ? CircleCheck : vote.result ? CircleAlert : Hourglass
  return (
    <p role="status" className={cx('flex items-center gap-2 rounded-lg border px-3 py-2 text-md font-semibold', passed ? 'border-ok-line bg-ok-soft text-ok' : 'border-soon-line bg-soon-soft text-soon')}>
      <Icon aria-hidden />
      {words}
    </p>
  )
}

const paperOr = (isPaper: true | undefined, choice: string): string => (isPaper ? t.onPaper(choice) : choice)

/** After closing: the legal sentence, and each member's ballot by name. */
export function VoteResult({ vote }: { vote: Vote }) {
  if (!vote.result) return null
  return (
    <div className="flex flex-col gap-3">
      <p className="text-md">{vote.result.sentence}.</p>
      {vote.receipts && <Counted vote={vote} />}
      {vote.ballots && (
        <details>
          <summary className="font-semibold text-act">{t.byName}</summary>
          <ul className="mt-2 divide-y divide-line">
            {vote.ballots.map((b, i) => (
              <li key={i} className="flex justify-between gap-3 py-1.5">
                <span>{b.label}</span>
                <span className={b.choice ? 'font-semibold' : 'text-text-3'}>{b.choice ? paperOr(b.isPaper, b.picks ? optionNames(vote, b.picks) : answerWords(vote.answers)[b.choice].toLowerCase()) : t.noBallot}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

/** The items one vote decides together. */
function BlockOfVote({ view, ids }: { view: Session; ids: readonly string[] }) {
  return (
    <details>
      <summary className="font-semibold text-act">{agendaMarks.oneVote(ids.length)}</summary>
      <ol className="mt-1 flex flex-col gap-1">
        {view.items
          .filter(i => ids.includes(i.id))
          .map(i => (
            <li key={i.id}>
              {numberOf(view, i.id)}. {i.title}
            </li>
          ))}
      </ol>
    </details>
  )
}

/** The vote of an item: live count while open, result after. Colour only in the count. */
export function VotePanel({ view, vote, isQuestionShown }: { view: Session; vote: Vote; isQuestionShown?: boolean }) {
  const present = presentFor(view, vote)
  if (isUnderSeal(vote)) return <SealedPart view={view} vote={vote} {...(isQuestionShown === undefined ? {} : { isQuestionShown })} />
  const words = answerWords(vote.answers)
  return (
    <div className="flex flex-col gap-3">
      <header className="flex items-center justify-between gap-3">
        <h2 className="flex items-center gap-2 text-card font-semibold">
          {vote.form === 'secret' && <Lock aria-hidden />}
          {vote.form === 'secret' ? t.secretTitle : t.title}
        </h2>
        {vote.status === 'open' ? (
          <Chip tone="act" icon={<Radio aria-hidden />} className="shrink-0">
            {t.open}
          </Chip>
        ) : (
          <Chip className="shrink-0">{t.closed}</Chip>
        )}
      </header>
      {isQuestionShown && <p className="text-md">{vote.question}</p>}
      {vote.blockItemIds && <BlockOfVote view={view} ids={vote.blockItemIds} />}
      {vote.options && vote.result && <VoteVerdict vote={vote} />}
      {vote.options ? (
        <VoteList vote={vote} />
      ) : (
        <>
          <p className="flex items-baseline gap-2">
            <strong key={vote.count.for} className="flash rounded-sm text-fig leading-none font-bold">
              {vote.count.for}
            </strong>
            <span className="inline-block size-3.5 rounded-[3px] bg-vote-for" aria-hidden />
            <span className="text-lg font-semibold">{words.for.toLowerCase()}</span>
            <span className="ml-auto text-md text-text-2">{t.needed(vote.needed, vote.base)}</span>
          </p>
          <VoteBar figures={figuresOf(view, vote)} />
          <p className="flex flex-wrap justify-between gap-x-4 text-md">
            <span>
              <span className="mr-1.5 inline-block size-3.5 rounded-[3px] bg-vote-against align-[-2px]" aria-hidden />
              <strong>{vote.count.against}</strong> {words.against.toLowerCase()}
            </span>
            <span>
              <span className="mr-1.5 inline-block size-3.5 rounded-[3px] bg-vote-none align-[-2px]" aria-hidden />
              <strong>{vote.count.abstain}</strong> {words.abstain.toLowerCase()}
            </span>
          </p>
        </>
      )}
      {!vote.options && <VoteVerdict vote={vote} />}
      <NotesOfVote vote={vote} />
      {vote.status === 'open' ? <p className="text-text-2">{t.cast(castCount(vote), present)}</p> : <VoteResult vote={vote} />}
      <p className="flex items-start gap-2 text-sm text-text-3">
        <Scale className="mt-0.5" aria-hidden />
        <span>{vote.ruleText}</span>
      </p>
    </div>
  )
}
