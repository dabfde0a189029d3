import { Form, Link, useSearchParams } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Button, ButtonLink, buttonClass } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip, CountBadge } from '#app/components/chip.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { Empty } from '#app/components/empty.tsx'
import { Select, TextInput } from '#app/components/field.tsx'
import { ArrowRight, ChartColumn, CircleCheck, Gavel, Inbox, Plus, Search } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { useNow } from '#app/components/use-now.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { type Mine, type MyList, reduceCardRows, reduceMyList, type Row } from '#app/live/reducers/card.ts'
import { useStream } from '#app/live/use-stream.ts'
import { useCalendar } from '#app/screens/tasks/deadline.ts'
import { cardText as t } from '#app/text/cards.ts'
import { decidedText } from '#app/text/decided.ts'
import { formatDate } from '#app/text/format.ts'
import { CardDue, StatusChip } from './parts.tsx'

export type CardListData = {
  desk: { rows: readonly Row[]; seq: number; stream: string; units: readonly { id: string; name: string }[]; mayDraft: boolean } | null
  mine: { view: MyList; seq: number; stream: string; now: number }
  calendar: readonly CalendarDay[]
}

const FILTERS = ['preparing', 'running', 'done', 'off'] as const

/** Phiếu lấy ý kiến: what waits for this person first, with its day; below, for the Office, every card. */
export function CardList({ data }: { data: CardListData }) {
  const { view } = useStream({ stream: data.mine.stream, seq: data.mine.seq, view: data.mine.view, reduce: reduceMyList })
  const now = useNow(data.mine.now, 30_000)
  const isWaiting = (c: Mine) => c.status === 'sent' && (c.closesAt === null || now < c.closesAt)
  const waiting = view.own.filter(c => isWaiting(c) && c.choice === null).sort((a, b) => (a.closesAt ?? 0) - (b.closesAt ?? 0))
  const answered = view.own.filter(c => isWaiting(c) && c.choice !== null)
  const over = view.own.filter(c => !isWaiting(c))
  const staff = view.staff.filter(c => isWaiting(c) && c.choice === null)
  const isMember = view.own.length > 0
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4">
      <PageTitle
        title={t.title}
        actions={
          <>
            {(data.desk || isMember) && (
              <ButtonLink to="/thong-ke/phieu-lay-y-kien" size="lg" icon={<ChartColumn aria-hidden />}>
                {t.list.statistics}
              </ButtonLink>
            )}
            {data.desk && (
              <ButtonLink to="/viec-chu-tich-quyet-dinh" size="lg" icon={<Gavel aria-hidden />}>
                {decidedText.title}
              </ButtonLink>
            )}
            {data.desk?.mayDraft && (
              <ButtonLink to="/phieu-lay-y-kien/moi" variant="primary" size="lg" icon={<Plus aria-hidden />}>
                {t.list.new}
              </ButtonLink>
            )}
          </>
        }
      >
        {t.lead}
      </PageTitle>
      {!data.desk && view.own.length + view.staff.length === 0 && (
        <Empty icon={<Inbox aria-hidden />} title={t.list.noneMine}>
          {t.list.noneMineHint}
        </Empty>
      )}
      {isMember && (
        <div aria-live="polite" className="flex flex-col gap-4">
          {waiting.length === 0 && !data.desk ? (
            <Empty icon={<CircleCheck aria-hidden />} title={t.list.noneMine}>
              {t.list.noneMineHint}
            </Empty>
          ) : (
            <MyCards title={t.list.waiting} cards={waiting} now={now} days={data.calendar} action={t.list.answer} isPrimary />
          )}
          <MyCards title={t.list.answered} cards={answered} now={now} days={data.calendar} action={t.list.open} />
        </div>
      )}
      <MyCards title={t.list.staff} cards={staff} now={now} days={data.calendar} action={t.list.open} />
      {data.desk && <DeskList desk={data.desk} now={now} days={data.calendar} />}
      <MyCards title={t.list.over} cards={over} now={now} days={data.calendar} action={t.list.open} />
    </div>
  )
}

function MyCards({ title, cards, now, days, action, isPrimary }: { title: string; cards: readonly Mine[]; now: number; days: readonly CalendarDay[]; action: string; isPrimary?: boolean }) {
  const calendar = useCalendar(days)
  if (cards.length === 0) return null
  return (
    <Card
      isFlush
      title={
        <span className="flex items-center gap-2">
          {title} <CountBadge count={cards.length} isStrong={isPrimary ?? false} />
        </span>
      }
    >
      <ul className="divide-y divide-line">
        {cards.map(c => (
          <li key={`${c.id}.${c.memberId}`} className="flex flex-col gap-2.5 px-4 py-3.5 sm:flex-row sm:items-center sm:justify-between">
            <div className="min-w-0">
              <Link to={`/phieu-lay-y-kien/${c.id}`} className="line-clamp-2 text-md font-semibold hover:text-act hover:underline">
                {c.title}
              </Link>
              <p className="text-sm text-text-3">{[c.code, c.leadUnitName, c.deadlineOn && t.due(c.deadlineOn)].filter(Boolean).join(' · ')}</p>
            </div>
            <div className="flex shrink-0 flex-wrap items-center gap-3">
              {c.choice && <Chip tone="ok" icon={<CircleCheck aria-hidden />}>{t.choice[c.choice]}</Chip>}
              {c.status === 'sent' ? <CardDue card={c} calendar={calendar} now={now} /> : <StatusChip status={c.status} />}
              <ButtonLink to={`/phieu-lay-y-kien/${c.id}`} variant={isPrimary ? 'primary' : 'outline'} className="max-sm:min-h-12 max-sm:flex-1" aria-label={`${action}: ${c.title}`} iconAfter={<ArrowRight aria-hidden />}>
                {action}
              </ButtonLink>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Every card, for the Office: filtered by the address, so that a link keeps what was looked for. */
function DeskList({ desk, now, days }: { desk: NonNullable<CardListData['desk']>; now: number; days: readonly CalendarDay[] }) {
  const { view: rows } = useStream({ stream: desk.stream, seq: desk.seq, view: desk.rows, reduce: reduceCardRows })
  const [params] = useSearchParams()
  const calendar = useCalendar(days)
  const isFiltered = ['buoc', 'q', 'don-vi'].some(name => params.get(name))
  const c = t.list.columns
  const cell = (row: Row): ReactNode => (
    <Link to={`/phieu-lay-y-kien/${row.id}/tong-hop`} className="inline-flex min-h-11 flex-col justify-center text-act hover:underline md:min-h-6">
      {row.title}
      <span className="text-sm font-normal text-text-3">{[row.code ?? t.noCode, row.leadUnitName].filter(Boolean).join(' · ')}</span>
    </Link>
  )
  const columns: Column<Row>[] = [
    { key: 'title', head: c.title, isHead: true, className: 'min-w-56', cell },
    { key: 'status', head: c.status, className: 'min-w-44', cell: r => <StatusChip status={r.status} /> },
    {
      key: 'deadline',
      head: c.deadline,
      className: 'min-w-36',
      cell: r => (
        <span className="flex flex-col gap-1">
          {r.deadlineOn && formatDate(r.deadlineOn)}
          <CardDue card={r} calendar={calendar} now={now} />
        </span>
      ),
    },
    { key: 'answered', head: c.answered, isFigure: true, cell: r => (r.total > 0 ? `${r.answered}/${r.total}` : '') },
    { key: 'outcome', head: c.outcome, className: 'min-w-32', cell: r => (r.outcome ? t.outcome[r.outcome] : '') },
  ]
  return (
    <Card title={t.list.deskTitle}>
      <Form method="get" role="search" className="mb-3 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_14rem_14rem_auto]">
        <TextInput label={t.list.search} type="search" name="q" key={`q${params.get('q')}`} defaultValue={params.get('q') ?? ''} />
        <Select label={t.list.status} name="buoc" key={`b${params.get('buoc')}`} defaultValue={params.get('buoc') ?? ''}>
          <option value="">{t.list.all}</option>
          {FILTERS.map(f => (
            <option key={f} value={f}>
              {t.list[f]}
            </option>
          ))}
        </Select>
        <Select label={t.list.unit} name="don-vi" key={`u${params.get('don-vi')}`} defaultValue={params.get('don-vi') ?? ''}>
          <option value="">{t.list.all}</option>
          {desk.units.map(u => (
            <option key={u.id} value={u.id}>
              {u.name}
            </option>
          ))}
        </Select>
        <div className="flex gap-2">
          <Button type="submit" icon={<Search aria-hidden />}>
            {t.list.find}
          </Button>
          {isFiltered && (
            <Link to="/phieu-lay-y-kien" className={buttonClass('plain', 'md')}>
              {t.list.clear}
            </Link>
          )}
        </div>
      </Form>
      {rows.length === 0 ? (
        <Empty icon={isFiltered ? <Search aria-hidden /> : <ChartColumn aria-hidden />} title={isFiltered ? t.list.noneFound : t.list.noneDesk} action={isFiltered && <ButtonLink to="/phieu-lay-y-kien">{t.list.clear}</ButtonLink>}>
          {isFiltered ? null : t.list.noneDeskHint}
        </Empty>
      ) : (
        <DataTable caption={t.list.deskTitle} rows={rows} rowKey={r => r.id} columns={columns} />
      )}
    </Card>
  )
}
