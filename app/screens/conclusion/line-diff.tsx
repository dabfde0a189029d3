import { diffWordsWithSpace } from 'diff'
import { conclusionText as t } from '#app/text/conclusion.ts'

/** Word by word what changed since the agreement: taken out struck through, put in underlined, both named for readers. */
export default function LineDiff({ before, after }: { before: string; after: string }) {
  return (
    <p className="text-sm text-text-2">
      <span className="font-semibold">{t.was} </span>
      {diffWordsWithSpace(before, after).map((part, i) =>
        part.added ? (
          <ins key={i} className="bg-ok-soft text-ok underline underline-offset-2">
            <span className="sr-only">{t.added} </span>
            {part.value}
          </ins>
        ) : part.removed ? (
          <del key={i} className="bg-late-soft text-late">
            <span className="sr-only">{t.removed} </span>
            {part.value}
          </del>
        ) : (
          <span key={i}>{part.value}</span>
        ),
      )}
    </p>
  )
}
