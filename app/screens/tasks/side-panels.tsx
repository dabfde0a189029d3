import { useEffect, useRef } from 'react'
import { taskSee } from '#app/contracts/task-tree.ts'
import { Eye, EyeOff, Paperclip } from '#app/components/icon.tsx'
import type { FullTask } from '#app/live/reducers/task.ts'
import { useCommand } from '#app/live/use-command.ts'
import { useConnection } from '#app/live/use-connection.ts'
import { formatBytes } from '#app/text/format.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import { Section } from './section.tsx'
import { momentOf } from './timeline.tsx'

/** Tệp của nhiệm vụ: everything that was handed in with any act, newest first. */
export function FilesPanel({ view, now }: { view: FullTask; now: number }) {
  const files = view.timeline.flatMap(line => line.files.map(f => ({ ...f, by: line.target?.kind === 'unit' && line.act.endsWith('Part') ? line.target.label : line.unitName || line.byLabel, at: line.at })))
  return (
    <Section id="tep" title={x.files}>
      {files.length === 0 && <p className="text-text-3">{x.filesNone}</p>}
      <ul className="flex flex-col gap-1">
        {files.map((f, i) => (
          <li key={`${f.id}.${i}`}>
            <a href={`/tep/${f.id}`} target="_blank" rel="noreferrer" className="inline-flex min-h-9 items-center gap-1.5 font-semibold text-act underline-offset-2 hover:underline">
              <Paperclip aria-hidden className="shrink-0" />
              <span className="break-all">{f.name}</span>
            </a>
            <span className="block text-sm text-text-3">
              {formatBytes(f.size)} · {f.by}, {momentOf(f.at, now)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Đã xem: each unit the task concerns, when it was first opened there and by whom; who has not opened it stands apart. */
export function SeenPanel({ view, now }: { view: FullTask; now: number }) {
  const involved = [{ unitId: view.card.leadUnitId, unitName: view.card.leadUnitName }, ...view.coordinators, ...view.followers]
  const notYet = involved.filter(u => !view.seen.some(s => s.unitId === u.unitId))
  return (
    <Section id="da-xem" title={x.seen}>
      <ul className="flex flex-col gap-1.5">
        {view.seen.map(s => (
          <li key={s.unitId ?? s.byLabel} className="flex items-start gap-2">
            <Eye aria-hidden className="mt-1 shrink-0 text-ok" />
            <span>
              <span className="font-semibold">{s.unitName || s.byLabel}</span>
              <span className="block text-sm text-text-3">{x.seenBy(s.byLabel, momentOf(s.firstAt, now))}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2 flex items-start gap-2">
        <EyeOff aria-hidden className="mt-1 shrink-0 text-text-3" />
        <span>{notYet.length === 0 ? x.notSeenNone : `${x.notSeen}: ${notYet.map(u => u.unitName).join(', ')}`}</span>
      </p>
    </Section>
  )
}

/** Says once that this person has opened the task, as soon as there is a line. */
export function useSee(taskId: string, hasSeen: boolean): void {
  const command = useCommand()
  const isOnline = useConnection().state === 'online'
  const told = useRef<string | null>(null)
  useEffect(() => {
    if (hasSeen || !isOnline || told.current === taskId) return
    told.current = taskId
    void command(taskSee, { taskId }, { isOnlyNow: true })
  }, [command, taskId, hasSeen, isOnline])
}
