import { useEffect, useState } from 'react'
import type { WarningReason } from '#app/domain/task/early-warning.ts'
import { Chip } from '#app/components/chip.tsx'
import { TriangleAlert } from '#app/components/icon.tsx'
import { alertText, warningText } from '#app/text/alerts.ts'

export type Warnings = Readonly<Record<string, readonly WarningReason[]>>
const NONE: Warnings = {}

/** Warnings that come after the list they belong to; until then, and when they can't be had, there are none. */
export function useWarnings(later: Promise<Warnings> | undefined): Warnings {
  const [warnings, setWarnings] = useState(NONE)
  useEffect(() => {
    let isGone = false
    later?.then(
      found => isGone || setWarnings(found),
      () => isGone || setWarnings(NONE),
    )
    return () => void (isGone = true)
  }, [later])
  return warnings
}

type Props = { reasons: readonly WarningReason[] | undefined }

/** Cảnh báo sớm in a list: one chip with the first reason in words, all of them for readers and on pointing. */
export function EarlyWarningChip({ reasons }: Props) {
  const [first, ...more] = reasons ?? []
  if (!first) return null
  return (
    <Chip tone="soon" icon={<TriangleAlert aria-hidden />} title={(reasons ?? []).map(warningText).join('\n')}>
      {more.length > 0 ? alertText.early.labelMore(more.length + 1) : alertText.early.label}
      <span className="sr-only">: {(reasons ?? []).map(warningText).join('; ')}</span>
    </Chip>
  )
}

/** Cảnh báo sớm on the page of a task: every reason, in words. */
export function EarlyWarning({ reasons }: Props) {
  if (!reasons || reasons.length === 0) return null
  return (
    <section aria-label={alertText.early.title} className="rounded-lg border border-soon-line bg-soon-soft px-3.5 py-2.5 text-soon">
      <h2 className="flex items-center gap-2 font-semibold">
        <TriangleAlert aria-hidden />
        {alertText.early.title}
      </h2>
      <ul className="mt-1 list-disc pl-6 text-text-2">
        {reasons.map(r => (
          <li key={warningText(r)}>{warningText(r)}</li>
        ))}
      </ul>
    </section>
  )
}
