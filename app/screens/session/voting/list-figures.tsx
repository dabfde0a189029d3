import { sessionText } from '#app/text/session.ts'
import { votingText } from '#app/text/voting.ts'
import type { Vote } from '../derive.ts'
import { OptionResults } from './option-results.tsx'

/** Nhiều phương án, danh sách: what a ballot takes, and how the options stand. */
export default function ListFigures({ vote, limit }: { vote: Vote; limit?: number }) {
  const o = vote.options
  if (!o) return null
  return (
    <>
      <p className="text-text-2">
        {votingText.options.rules(o.list.length, o.min, o.max, o.places)}; {sessionText.vote.needed(vote.needed, vote.base)}
      </p>
      <OptionResults vote={vote} {...(limit === undefined ? {} : { limit })} />
    </>
  )
}
