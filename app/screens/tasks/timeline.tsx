import { AlarmClock, CalendarClock, Check, CircleHelp, CirclePause, Eye, Flag, Gauge, ListChecks, type LucideIcon, Megaphone, MessageSquareReply, Paperclip, Play, Send, Undo2, UserCheck, UserMinus, Users } from '#app/components/icon.tsx'
import type { FullTask } from '#app/live/reducers/task.ts'
import { civilToday, formatBytes, formatDateTime, formatDayMonth, formatTime } from '#app/text/format.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import { taskText as t } from '#app/text/tasks.ts'

const icons: Record<string, LucideIcon> = { assign: Flag, accept: UserCheck, refuse: Undo2, reassign: Flag, report: Gauge, submit: Send, confirm: Check, sendBack: Undo2, urge: Megaphone, recall: Undo2, amend: Flag, requestExtension: CalendarClock, decideExtension: CalendarClock, pause: CirclePause, resume: Play, reopen: Undo2, alert: AlarmClock, delegate: UserCheck, handOver: UserCheck, transfer: Flag, addChild: ListChecks, extend: CalendarClock, explain: CircleHelp, answer: MessageSquareReply, setPart: Users, removePart: UserMinus, setFollowers: Eye, setMonitor: Eye, attach: ListChecks, acceptPart: UserCheck, reportPart: Gauge, finishPart: Check, declinePart: Undo2, undo: Undo2 }

/** "hôm nay 08:47" within the day, "25/11 lúc 14:10" before. */
export const momentOf = (at: number, now: number): string =>
  civilToday(at) === civilToday(now) ? t.today(formatTime(at)) : t.momentAt(formatDayMonth(at), formatTime(at))

/** Diễn biến: newest first; who, act, result, time. A correction is a new line. */
export function Timeline({ lines, now }: { lines: FullTask['timeline']; now: number }) {
  return (
    <section aria-labelledby="dien-bien">
      <header className="mb-2 flex items-baseline justify-between">
        <h2 id="dien-bien" className="text-lg font-semibold">
          {t.timeline}
        </h2>
        <span className="text-sm text-text-3">{t.timelineCount(lines.length)}</span>
      </header>
      {lines.length === 0 && <p className="text-text-3">{t.timelineEmpty}</p>}
      <ol aria-live="polite" className="flex flex-col">
        {lines.map(line => {
          const Icon = icons[line.act] ?? Flag
          return (
            <li key={line.seq} className="relative flex gap-3 pb-4 before:absolute before:top-8 before:bottom-0 before:left-[15px] before:w-px before:bg-line last:before:hidden">
              <span className="flex size-8 shrink-0 items-center justify-center rounded-full border border-line bg-surface text-text-2">
                <Icon aria-hidden />
              </span>
              <div className="min-w-0 pt-1">
                <p>
                  <strong className="font-semibold">{line.unitName || line.byLabel}</strong> {t.did[line.act]}
                  {line.percent !== null && line.act === 'report' ? ` ${t.percent(line.percent)}` : ''}
                  {line.target && line.target.label !== line.unitName ? `: ${line.target.label}` : ''}
                </p>
                {line.from !== null && line.from !== line.to && (
                  <p className="text-sm text-text-3">
                    {t.state[line.from]} → {t.state[line.to]}
                  </p>
                )}
                {line.dueAt && <p className="text-text-2">{x.demandDue(formatDateTime(line.dueAt))}</p>}
                {line.note && line.act !== 'assign' && <p className="whitespace-pre-line text-text-2">{line.note}</p>}
                {line.productRef && <p className="text-text-2">{t.productRef(line.productRef)}</p>}
                {line.files.length > 0 && (
                  <ul className="mt-1 flex flex-col gap-1">
                    {line.files.map(f => (
                      <li key={f.id}>
                        <a href={`/tep/${f.id}`} target="_blank" rel="noreferrer" className="inline-flex items-center gap-1.5 font-semibold text-act underline-offset-2 hover:underline">
                          <Paperclip aria-hidden />
                          {f.name}
                          <span className="font-normal text-text-3">{formatBytes(f.size)}</span>
                        </a>
                      </li>
                    ))}
                  </ul>
                )}
                <p className="text-sm text-text-3">
                  {momentOf(line.at, now)}
                  {line.unitName && line.byLabel !== line.unitName ? ` · ${line.byLabel}` : ''}
                </p>
              </div>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
