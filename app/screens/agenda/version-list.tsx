import type { AgendaChange } from '#app/domain/agenda/version.ts'
import { agendaText } from '#app/text/agenda.ts'
import { formatDateTime } from '#app/text/format.ts'

export type IssuedVersion = { n: number; issuedAt: number; reason: string | null; changes: readonly AgendaChange[] }

/** Các bản đã ban hành, newest first; an adjustment says why and what it changed. */
export function VersionList({ versions }: { versions: readonly IssuedVersion[] }) {
  if (versions.length === 0) return <p className="text-base text-text-3">{agendaText.noVersions}</p>
  return (
    <ol className="flex flex-col gap-4">
      {versions.map(v => (
        <li key={v.n}>
          <p className="font-semibold">{agendaText.issued(v.n)}</p>
          <p className="text-sm text-text-3">{agendaText.issuedAt(formatDateTime(v.issuedAt))}</p>
          {v.reason && <p className="text-base">{agendaText.because(v.reason)}</p>}
          {v.n > 1 && v.changes.length > 0 && (
            <ul className="mt-1 list-disc pl-5 text-base text-text-2">
              {v.changes.map((c, i) => (
                <li key={i}>{agendaText.change(c)}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  )
}
