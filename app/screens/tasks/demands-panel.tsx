import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Check, Hourglass, MessageSquareReply, Minus, TriangleAlert } from '#app/components/icon.tsx'
import type { FullTask } from '#app/live/reducers/task.ts'
import { formatDateTime } from '#app/text/format.ts'
import { treeText as x } from '#app/text/task-tree.ts'
import type { OpenForm } from './more-form.tsx'
import { Section } from './section.tsx'
import { momentOf } from './timeline.tsx'

type Demand = FullTask['demands'][number]

/** Đôn đốc, giải trình: whom, until when, what was answered; the unit asked answers here. */
export function DemandsPanel({ view, now, ownUnitIds, onForm }: { view: FullTask; now: number; ownUnitIds: readonly string[]; onForm: (form: OpenForm) => void }) {
  if (view.demands.length === 0) return null
  const waiting = view.demands.filter(d => d.status === 'waiting')
  const over = view.demands.filter(d => d.status !== 'waiting')
  const row = (d: Demand) => <DemandRow key={d.id} demand={d} now={now} mayAnswer={ownUnitIds.includes(d.unitId)} onForm={onForm} />
  return (
    <Section id="don-doc" title={x.demands}>
      <ul className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface">
        {waiting.map(row)}
        {over.map(row)}
      </ul>
    </Section>
  )
}

function DemandRow({ demand: d, now, mayAnswer, onForm }: { demand: Demand; now: number; mayAnswer: boolean; onForm: (form: OpenForm) => void }) {
  const isLate = d.status === 'waiting' && d.dueAt !== null && now > d.dueAt
  const isAnsweredLate = d.answeredAt !== null && d.dueAt !== null && d.answeredAt > d.dueAt
  return (
    <li className="flex flex-col gap-1.5 px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <strong className="font-semibold">{x.demandKind[d.kind]}</strong> {x.demandTo(d.unitName)}
        {isLate && d.dueAt !== null ? (
          <Chip tone="late" icon={<TriangleAlert aria-hidden />}>
            {x.demandLate(formatDateTime(d.dueAt))}
          </Chip>
        ) : (
          <Chip tone={d.status === 'waiting' ? 'soon' : d.status === 'answered' ? 'ok' : 'neutral'} icon={d.status === 'waiting' ? <Hourglass aria-hidden /> : d.status === 'answered' ? <Check aria-hidden /> : <Minus aria-hidden />}>
            {x.demandStatus[d.status]}
          </Chip>
        )}
        {d.status === 'waiting' && d.dueAt !== null && !isLate && <span className="text-sm text-text-3">{x.demandDue(formatDateTime(d.dueAt))}</span>}
      </p>
      <p className="whitespace-pre-line text-text-2">{d.text}</p>
      <p className="text-sm text-text-3">
        {d.askedByLabel}, {momentOf(d.askedAt, now)}
      </p>
      {d.answer && (
        <div className="rounded-md bg-surface-2 px-3 py-1.5">
          <p className="whitespace-pre-line">{d.answer}</p>
          <p className="text-sm text-text-3">
            {d.answeredByLabel}, {d.answeredAt === null ? '' : momentOf(d.answeredAt, now)}
            {isAnsweredLate && <span className="font-semibold text-soon"> · {x.answeredLate}</span>}
          </p>
        </div>
      )}
      {d.status === 'waiting' && mayAnswer && (
        <p>
          <Button size="sm" variant="primary" icon={<MessageSquareReply aria-hidden />} onClick={() => onForm({ name: 'answer', id: d.id })}>
            {x.answer}
          </Button>
        </p>
      )}
    </li>
  )
}
