import { CircleCheck } from '#app/components/icon.tsx'
import { conclusionText as t } from '#app/text/conclusion.ts'
import { FileList } from './file-list.tsx'
import type { Agreed } from './read.ts'

/** One agreed conclusion, on the phone and on paper. */
export function AgreedConclusion({ title, agreed }: { title: string; agreed: Agreed }) {
  return (
    <div className="flex flex-col gap-2">
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="inline-flex items-start gap-1.5 text-sm text-ok">
        <CircleCheck aria-hidden className="mt-0.5 shrink-0" />
        <span>
          {t.agreedAt(agreed.at, agreed.byLabel)}
          {agreed.n > 1 && `, ${t.time(agreed.n)}`}
        </span>
      </p>
      <ol className="flex list-decimal flex-col gap-3 pl-6 text-lg">
        {agreed.lines.map(l => (
          <li key={l.id}>
            {l.text}
            {l.lead && (
              <span className="block text-sm text-text-2">
                {[t.lead(l.lead), l.coordinators.length > 0 && t.coordinators(l.coordinators.join(', ')), l.deadlineOn ? t.deadline(l.deadlineOn) : t.undated, l.task && t.task(l.task.code)].filter(Boolean).join(' · ')}
              </span>
            )}
          </li>
        ))}
      </ol>
      <FileList files={agreed.files} />
    </div>
  )
}
