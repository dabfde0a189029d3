import { Link } from '@remix-run/react'
import { Chip } from '#app/components/chip.tsx'
import { Paperclip } from '#app/components/icon.tsx'
import type { FullTask } from '#app/live/reducers/task.ts'
import { formatBytes, formatDate, formatDateTime } from '#app/text/format.ts'
import { sourceText as s } from '#app/text/sources.ts'
import { taskText as t } from '#app/text/tasks.ts'

/** What a task rests on: the document or note itself, where in it, and what else was given from it. */
export function TaskSource({ source }: { source: NonNullable<FullTask['source']> }) {
  const d = source.document
  return (
    <div className="mt-1.5 flex flex-col gap-2">
      {source.place && <p className="text-text-2">{s.at(source.place)}</p>}
      {source.importRow !== null && <p className="text-text-3">{s.row(source.importRow)}</p>}
      {d && (
        <div className="rounded-md border border-line bg-surface-2 px-3 py-2">
          <p>{d.extract}</p>
          <p className="text-sm text-text-3">{d.kind === 'note' ? s.noteAt(d.signer, d.notedAt === null ? '' : formatDateTime(d.notedAt)) : d.signer ? s.signedBy(d.signer) : null}</p>
          {d.file && (
            <a href={`/tep/${d.file.id}`} target="_blank" rel="noreferrer" className="inline-flex min-h-9 items-center gap-1.5 font-semibold text-act underline-offset-2 hover:underline">
              <Paperclip aria-hidden />
              {s.openFile(d.file.name)}
              <span className="font-normal text-text-3">{formatBytes(d.file.size)}</span>
            </a>
          )}
        </div>
      )}
      {source.siblings.length > 0 && (
        <details open={source.siblings.length <= 4}>
          <summary className="min-h-9 cursor-pointer py-1.5 font-semibold">
            {d ? s.siblings : s.siblingsOfPlan} ({source.siblings.length})
          </summary>
          <ul className="flex flex-col divide-y divide-line">
            {source.siblings.map(o => (
              <li key={o.id} className="flex flex-col gap-0.5 py-1.5">
                <span className="flex flex-wrap items-center gap-2">
                  <Link to={`/nhiem-vu/${o.id}`} className="font-semibold text-act underline-offset-2 hover:underline">
                    {o.code}
                  </Link>
                  <Chip>{t.state[o.state as keyof typeof t.state]}</Chip>
                  <span className="text-sm text-text-3">
                    {o.leadUnitName}
                    {o.deadlineOn ? `, ${t.dueOn(formatDate(o.deadlineOn))}` : ''}
                  </span>
                </span>
                <span className="line-clamp-2">{o.title}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
