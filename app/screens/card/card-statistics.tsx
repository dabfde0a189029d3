import { Form, Link, useNavigation, useSearchParams } from '@remix-run/react'
import { useMemo } from 'react'
import { Button, ButtonLink, buttonClass } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { Empty } from '#app/components/empty.tsx'
import { DateInput, FormError } from '#app/components/field.tsx'
import { ChartColumn, Download } from '#app/components/icon.tsx'
import { LinkTabs } from '#app/components/link-tabs.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { type CardTally, sumCards } from '#app/domain/statistics/cards.ts'
import { type Bar, StackedBars } from '#app/screens/statistics/stacked-bars.tsx'
import { type CardMemberRow, type CardStatRow, cardStatisticsText as t } from '#app/text/card-statistics.ts'
import { cardText } from '#app/text/cards.ts'
import { formatDate, formatNumber } from '#app/text/format.ts'

export type CardStatisticsData = { from: string; to: string; members: CardMemberRow[]; cards: CardStatRow[] | null; now: number }

const bars: readonly Bar<CardTally & { name: string }>[] = [
  { label: t.columns.for, token: '--vote-for', value: r => r.for },
  { label: t.columns.other, token: '--soon-line', value: r => r.other },
  { label: t.columns.against, token: '--vote-against', value: r => r.against },
  { label: t.columns.silent, token: '--vote-none', value: r => r.silent },
  { label: t.columns.waiting, token: '--act-line', value: r => r.waiting },
]

/** Thống kê phiếu lấy ý kiến, by member and by card: chart, table, workbook. */
export function CardStatistics({ data, error }: { data: CardStatisticsData; error: string | null }) {
  const [params] = useSearchParams()
  const isLoading = useNavigation().state !== 'idle'
  const by = data.cards && params.get('theo') === 'phieu' ? 'card' : 'member'
  const rows = useMemo(() => (by === 'card' ? (data.cards ?? []).map(r => ({ ...r, name: `${r.code} ${r.title}` })) : data.members.map(r => ({ ...r, name: r.label }))), [by, data])
  const total = sumCards(rows)
  const c = t.columns
  const figure = (key: keyof CardTally, label: string): Column<CardTally> => ({ key, head: label, isFigure: true, className: 'min-w-16', cell: r => r[key] })
  const figures = [figure('received', c.received), { key: 'rate', head: c.rate, isFigure: true, className: 'min-w-32 whitespace-nowrap', cell: (r: CardTally) => t.rate(r) }, figure('for', c.for), figure('against', c.against), figure('other', c.other), figure('silent', c.silent), figure('waiting', c.waiting)]
  const memberColumns: Column<CardMemberRow>[] = [
    { key: 'name', head: c.member, isHead: true, className: 'min-w-44', cell: r => <>{r.label}<span className="block text-sm font-normal text-text-3">{r.unitName}</span></> },
    ...figures,
    { key: 'changes', head: c.changes, isFigure: true, cell: r => r.changes },
    { key: 'hours', head: c.hours, isFigure: true, cell: r => (r.hours === null ? '–' : formatNumber(r.hours, 1)) },
  ]
  const cardColumns: Column<CardStatRow>[] = [
    { key: 'name', head: c.card, isHead: true, className: 'min-w-56', cell: r => <Link to={`/phieu-lay-y-kien/${r.id}/ho-so`} className="inline-flex min-h-11 flex-col justify-center text-act hover:underline md:min-h-6">{r.title}<span className="text-sm font-normal text-text-3">{[r.code, r.leadUnitName].filter(Boolean).join(' · ')}</span></Link> },
    { key: 'sent', head: c.sent, cell: r => formatDate(r.sentOn) },
    ...figures,
    { key: 'extensions', head: c.extensions, isFigure: true, cell: r => r.extensions },
    { key: 'outcome', head: c.outcome, className: 'min-w-32', cell: r => (r.outcome ? cardText.outcome[r.outcome] : cardText.status[r.status]) },
  ]
  const to = (change: Record<string, string>) => {
    const next = new URLSearchParams(params)
    for (const [name, value] of Object.entries(change)) next.set(name, value)
    return `/thong-ke/phieu-lay-y-kien?${next}`
  }
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4">
      <PageTitle
        title={t.title}
        actions={
          <>
            <ButtonLink to="/thong-ke" className="print:hidden">
              {t.toAttendance}
            </ButtonLink>
            <a className={buttonClass('outline', 'lg', 'print:hidden')} href={`/thong-ke/phieu-lay-y-kien.xlsx?${new URLSearchParams({ tu: data.from, den: data.to })}`} download>
              <Download aria-hidden />
              {t.export}
            </a>
          </>
        }
      >
        {t.range(data.from, data.to)} · {data.cards ? t.lead : t.ownLead}
      </PageTitle>
      <Card title={t.filter.label} className="print:hidden">
        <Form method="get" className="grid items-end gap-3 sm:grid-cols-[repeat(2,minmax(0,1fr))_auto]">
          <DateInput key={`from-${data.from}`} label={t.filter.from} name="tu" defaultValue={data.from} />
          <DateInput key={`to-${data.to}`} label={t.filter.to} name="den" defaultValue={data.to} />
          {by === 'card' && <input type="hidden" name="theo" value="phieu" />}
          <Button type="submit" variant="primary" isSending={isLoading}>
            {t.filter.run}
          </Button>
        </Form>
        <FormError>{error}</FormError>
      </Card>
      {data.cards && (
        <LinkTabs label={t.by.label} items={(['member', 'card'] as const).map(g => ({ key: g, to: to({ theo: g === 'card' ? 'phieu' : 'thanh-vien' }), label: t.by[g], isCurrent: g === by }))} />
      )}
      {rows.length === 0 ? (
        <Empty icon={<ChartColumn aria-hidden />} title={t.none}>
          {t.noneHint}
        </Empty>
      ) : (
        <>
          <Card title={t.chart.title}>
            <StackedBars rows={rows} bars={bars} words={{ ...t.chart, summary: t.chart.summary(total) }} />
          </Card>
          <Card title={t.table[by]}>
            {by === 'card' ? (
              <DataTable caption={t.table.card} rows={data.cards ?? []} rowKey={r => r.id} columns={cardColumns} />
            ) : (
              <DataTable caption={t.table.member} rows={data.members} rowKey={r => r.userId} columns={memberColumns} />
            )}
            <p className="mt-3 font-semibold">
              {t.total}: {t.rate(total)}
            </p>
          </Card>
        </>
      )}
      <p className="text-sm text-text-2">{t.how}</p>
    </div>
  )
}
