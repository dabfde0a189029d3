import { CirclePause, History, Info, TriangleAlert } from '#app/components/icon.tsx'
import type { Vote } from '#app/screens/session/derive.ts'
import { secretText } from '#app/text/secret.ts'
import { votingText as t } from '#app/text/voting.ts'

/** What stands beside the figures of a vote: held, asked to be cancelled, repeated why, who stepped aside, opinions for the record. */
export default function VoteNotes({ vote }: { vote: Vote }) {
  return (
    <>
      {vote.held && vote.status === 'open' && (
        <p role="status" className="flex items-start gap-2 rounded-lg border border-soon-line bg-soon-soft px-3 py-2 text-soon">
          <CirclePause className="mt-1 shrink-0" aria-hidden />
          <span>
            <strong className="font-semibold">{t.held}.</strong> {t.heldHint}
          </span>
        </p>
      )}
      {vote.cancelAsk && (
        <p role="status" className="flex items-start gap-2 rounded-lg border border-soon-line bg-soon-soft px-3 py-2 text-soon">
          <TriangleAlert className="mt-1 shrink-0" aria-hidden />
          <span>{secretText.cancel.asked(vote.cancelAsk.byLabel, vote.cancelAsk.reason)}</span>
        </p>
      )}
      {vote.again && (
        <p className="flex items-start gap-2 text-md text-text-2">
          <History className="mt-1 shrink-0" aria-hidden />
          <span>{t.again(vote.again.reason)}</span>
        </p>
      )}
      {vote.recused?.map(r => (
        <p key={r.label} className="flex items-start gap-2 text-md text-text-2">
          <Info className="mt-1 shrink-0" aria-hidden />
          <span>{t.recused(r.label, r.reason)}</span>
        </p>
      ))}
      {vote.reserved && (
        <section aria-label={vote.answers === 'opinion' ? t.otherOpinions : t.reserved}>
          <h3 className="font-semibold">{vote.answers === 'opinion' ? t.otherOpinions : t.reserved}</h3>
          <ul className="mt-1 flex flex-col gap-1.5">
            {vote.reserved.map(o => (
              <li key={o.userId ?? o.label}>
                <span className="block text-sm text-text-3">{o.label}</span>
                <span className="whitespace-pre-line">{o.text}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
