import { Link } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { Printer } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { type Desk, type DeskMember, reduceCardDesk } from '#app/live/reducers/card.ts'
import { useStream } from '#app/live/use-stream.ts'
import { cardText } from '#app/text/cards.ts'
import { formatDate, formatDateTime } from '#app/text/format.ts'
import { BackToList, CardContent, FileLink, ResultWords, StatusChip } from './parts.tsx'

const t = cardText.record

/** Nhiệm vụ từ phiếu. */
export function CardTasks({ tasks }: { tasks: Desk['card']['tasks'] }) {
  return (
    <Card title={cardText.desk.tasks}>
      {tasks.length === 0 && <p className="text-text-2">{cardText.desk.noTasks}</p>}
      <ul className="flex flex-col gap-3">
        {tasks.map(task => (
          <li key={task.id}>
            <Link to={`/nhiem-vu/${task.id}`} className="font-semibold text-act hover:underline">
              {task.title}
            </Link>
            <p className="text-sm text-text-3">{[task.code, task.leadUnitName, task.deadlineOn && formatDate(task.deadlineOn)].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Diễn biến của phiếu, newest first. */
export function CardHistory({ acts }: { acts: Desk['acts'] }) {
  return (
    <Card title={cardText.desk.history}>
      <ol className="flex max-h-[32rem] flex-col gap-3 overflow-y-auto print:max-h-none" tabIndex={0} aria-label={cardText.desk.history}>
        {acts.map(a => (
          <li key={a.seq}>
            <p>
              <span className="font-semibold">{cardText.act[a.act]}</span> · {a.byLabel}
            </p>
            {a.note && <p className="text-text-2">{a.note}</p>}
            <p className="text-sm text-text-3">{formatDateTime(a.at)}</p>
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** Hồ sơ phiếu lấy ý kiến: everything of one card on one page, for reading and for paper. */
export function CardRecord({ data }: { data: { view: Desk; seq: number; stream: string } }) {
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: data.view, reduce: reduceCardDesk })
  const { card, members } = view
  const c = t.columns
  const isOver = card.status === 'closed' || card.status === 'concluded'
  const columns: Column<DeskMember>[] = [
    { key: 'member', head: c.member, isHead: true, className: 'min-w-44', cell: m => <>{m.label}{m.unitName && <span className="block text-sm font-normal text-text-3">{m.unitName}</span>}</> },
    { key: 'choice', head: c.choice, className: 'min-w-32', cell: m => (m.choice ? cardText.choice[m.choice] : isOver ? <>{t.silent}{m.isLapsed && <span className="block text-sm text-text-3">{cardText.desk.lapsed}</span>}</> : t.notYet) },
    { key: 'text', head: c.text, className: 'min-w-56', cell: m => <span className="flex flex-col gap-1.5 whitespace-pre-line">{m.text}{m.file && <FileLink file={m.file} />}</span> },
    { key: 'at', head: c.at, className: 'min-w-36', cell: m => (m.answeredAt ? formatDateTime(m.answeredAt) : '') },
    { key: 'explanation', head: c.explanation, className: 'min-w-56', cell: m => m.explanation && <><strong className="font-semibold">{cardText.explanation[m.explanation.kind]}.</strong> <span className="whitespace-pre-line">{m.explanation.text}</span></> },
  ]
  const steps: [string, number | null, string | null][] = [
    [t.drafted, card.draftedAt, card.draftedLabel],
    [t.approved, card.approvedAt, card.approvedLabel],
    [t.sent, card.sentAt, card.sentLabel],
    [t.ended, card.closedAt, card.closedHow && t.how[card.closedHow]],
    [t.conclusion, card.concludedAt, card.concludedLabel],
  ]
  return (
    <article className="mx-auto flex max-w-5xl flex-col gap-4">
      <BackToList />
      <PageTitle
        title={t.title}
        actions={
          <Button size="lg" className="print:hidden" icon={<Printer aria-hidden />} onClick={() => window.print()}>
            {t.print}
          </Button>
        }
      >
        <span className="flex flex-wrap items-center gap-2">
          {card.code ?? cardText.noCode} <StatusChip status={card.status} />
        </span>
        <strong className="mt-1 block text-lg font-semibold text-text">{card.title}</strong>
      </PageTitle>
      {card.result && (
        <Card title={cardText.desk.result}>
          <ResultWords result={card.result} />
          {card.conclusion && <p className="mt-3 whitespace-pre-line">{card.conclusion}</p>}
          {card.ruleText && <p className="mt-2 text-sm text-text-3">{card.ruleText}. {card.silence && cardText.silenceDesk(card.silence.isAgreement)}</p>}
        </Card>
      )}
      <Card title={cardText.desk.content}>
        <CardContent card={card} />
        <dl className="mt-4 grid grid-cols-[7rem_1fr] gap-x-3 gap-y-1.5">
          {steps.map(([name, at, by]) => at !== null && (
            <div key={name} className="contents">
              <dt className="text-text-3">{name}</dt>
              <dd>{[formatDateTime(at), by].filter(Boolean).join(' · ')}</dd>
            </div>
          ))}
          {card.extensions.map(e => (
            <div key={e.n} className="contents">
              <dt className="text-text-3">{t.extensions}</dt>
              <dd>{cardText.mine.extended(e.fromOn, e.toOn, e.reason)} ({e.byLabel})</dd>
            </div>
          ))}
        </dl>
      </Card>
      {members.length > 0 && (
        <Card title={t.opinions}>
          <DataTable caption={t.opinions} rows={members} rowKey={m => m.userId} columns={columns} />
        </Card>
      )}
      {card.tasks.length > 0 && <CardTasks tasks={card.tasks} />}
      <CardHistory acts={view.acts} />
    </article>
  )
}
