import { taskAcceptPart } from '#app/contracts/task-tree.ts'
import type { WorkCalendar } from '#app/domain/calendar/working-days.ts'
import type { TaskAct } from '#app/domain/task/machine.ts'
import { partActs, partClock } from '#app/domain/task/part.ts'
import { Button } from '#app/components/button.tsx'
import { Chip, type Tone } from '#app/components/chip.tsx'
import { FormError } from '#app/components/field.tsx'
import { AlarmClock, Check, Gauge, Hourglass, type LucideIcon, Megaphone, Pencil, Plus, Send, TriangleAlert, Undo2, UserCheck, UserMinus } from '#app/components/icon.tsx'
import type { FullTask } from '#app/live/reducers/task.ts'
import { useAct } from '#app/live/use-command.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDate } from '#app/text/format.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import type { OpenForm } from './more-form.tsx'
import { Section } from './section.tsx'
import { momentOf } from './timeline.tsx'

type Part = FullTask['coordinators'][number]
const looks: Record<Part['state'], { tone: Tone; Icon: LucideIcon }> = {
  asked: { tone: 'neutral', Icon: Hourglass },
  accepted: { tone: 'neutral', Icon: UserCheck },
  reporting: { tone: 'act', Icon: Gauge },
  done: { tone: 'ok', Icon: Check },
  declined: { tone: 'soon', Icon: Undo2 },
}

/** How long a unit has been quiet, at `now`, by the same rule as everywhere. */
export const clockOf = (view: FullTask, part: Part, now: number, calendar: WorkCalendar, silentDays: number) =>
  partClock({ state: part.state, taskState: view.card.state, askedAt: part.askedAt, lastActAt: part.lastActAt, dueOn: part.dueOn, deadlineOn: view.card.deadlineOn, now, calendar, silentDays })

type Props = { view: FullTask; now: number; calendar: WorkCalendar; silentDays: number; ownUnitIds: readonly string[]; acts: readonly TaskAct[]; onForm: (form: OpenForm) => void }

/** Đơn vị phối hợp: each with its part, its day, how far it is and who is silent; the own unit acts on its own line. */
export function PartsPanel({ view, now, calendar, silentDays, ownUnitIds, acts, onForm }: Props) {
  const parts = view.coordinators
  const done = parts.filter(p => p.state === 'done').length
  const isOffice = acts.includes('removePart')
  // Work given on inside a unit has nobody beside it, mostly.
  if (parts.length === 0 && (!isOffice || view.card.depth > 0)) return null
  return (
    <Section
      id="phoi-hop"
      title={x.parts}
      aside={parts.length > 0 ? x.partsCount(done, parts.length) : undefined}
      action={
        isOffice && (
          <Button size="sm" icon={<Plus aria-hidden />} onClick={() => onForm({ name: 'addPart' })}>
            {x.addPart}
          </Button>
        )
      }
    >
      {parts.length === 0 ? (
        <p className="text-text-3">{x.partsNone}</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface">
          {parts.map(part => (
            <PartRow key={part.unitId} part={part} view={view} clock={clockOf(view, part, now, calendar, silentDays)} now={now} isOwn={ownUnitIds.includes(part.unitId)} acts={acts} onForm={onForm} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function PartRow({ part, view, clock, now, isOwn, acts, onForm }: { part: Part; view: FullTask; clock: ReturnType<typeof clockOf>; now: number; isOwn: boolean; acts: readonly TaskAct[]; onForm: (form: OpenForm) => void }) {
  const { tone, Icon } = looks[part.state]
  const accept = useAct(taskAcceptPart)
  const form = (name: OpenForm['name']) => () => onForm({ name, id: part.unitId })
  const mine = isOwn ? partActs(part.state).filter(act => acts.includes(act)) : []
  const due = part.dueOn ? formatDate(part.dueOn) : view.card.deadlineOn ? formatDate(view.card.deadlineOn) : ''
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <strong className="font-semibold">{part.unitName}</strong>
        <Chip tone={tone} icon={<Icon aria-hidden />}>
          {x.partState[part.state]}
        </Chip>
        {clock.isLate ? (
          <Chip tone="late" icon={<TriangleAlert aria-hidden />}>
            {x.partLate(due)}
          </Chip>
        ) : (
          clock.isSilent && (
            <Chip tone="soon" icon={<AlarmClock aria-hidden />}>
              {x.quiet(clock.quietDays)}
            </Chip>
          )
        )}
      </div>
      <p className="text-text-2">
        {part.part || <span className="text-text-3">{x.partWhole}</span>}
        {part.dueOn && <span className="text-text-3"> ({x.partDue(due)})</span>}
      </p>
      {part.note && (
        <p className="rounded-md bg-surface-2 px-3 py-1.5 whitespace-pre-line text-text-2">
          {part.note}
          {part.lastActAt !== null && <span className="block text-sm text-text-3">{momentOf(part.lastActAt, now)}</span>}
        </p>
      )}
      {(mine.length > 0 || acts.includes('urge') || acts.includes('setPart')) && (
        <div className="flex flex-wrap gap-2">
          {mine.includes('acceptPart') && (
            <Button size="sm" variant="primary" icon={<UserCheck aria-hidden />} isSending={accept.isSending} onClick={() => void accept.run({ taskId: view.card.id, unitId: part.unitId })}>
              {x.acceptPart}
            </Button>
          )}
          {mine.includes('finishPart') && (
            <Button size="sm" variant="primary" icon={<Send aria-hidden />} onClick={form('finishPart')}>
              {x.finishPart}
            </Button>
          )}
          {mine.includes('reportPart') && (
            <Button size="sm" icon={<Gauge aria-hidden />} onClick={form('reportPart')}>
              {x.reportPart}
            </Button>
          )}
          {mine.includes('declinePart') && (
            <Button size="sm" variant="plain" icon={<Undo2 aria-hidden />} onClick={form('declinePart')}>
              {x.declinePart}
            </Button>
          )}
          {acts.includes('urge') && part.state !== 'done' && (
            <Button size="sm" icon={<Megaphone aria-hidden />} aria-label={x.partOf(x.demandKind.urge, part.unitName)} onClick={form('urge')}>
              {x.demandKind.urge}
            </Button>
          )}
          {acts.includes('setPart') && (
            <Button size="sm" variant="plain" icon={<Pencil aria-hidden />} aria-label={x.partOf(x.editPart, part.unitName)} onClick={form('setPart')}>
              {x.editPart}
            </Button>
          )}
          {acts.includes('removePart') && (
            <Button size="sm" variant="plain" icon={<UserMinus aria-hidden />} aria-label={x.partOf(x.removePart, part.unitName)} onClick={form('removePart')}>
              {x.removePart}
            </Button>
          )}
        </div>
      )}
      <FormError>{accept.refusal && errorText(accept.refusal.code, accept.refusal.params)}</FormError>
    </li>
  )
}
