import { Form, Link, useNavigation, useSearchParams } from '@remix-run/react'
import { useMemo, type ReactNode } from 'react'
import { Button, ButtonLink, buttonClass } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { cx } from '#app/components/cx.ts'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { Empty } from '#app/components/empty.tsx'
import { DateInput, FormError, Select } from '#app/components/field.tsx'
import { ArrowDown, ArrowLeft, ArrowUp, ChartColumn, Download } from '#app/components/icon.tsx'
import { LinkTabs } from '#app/components/link-tabs.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { type Group, type Grouping, type PersonMonth, sortKeys, type SortKey, sum } from '#app/domain/statistics/roll-up.ts'
import { civilToday } from '#app/text/format.ts'
import { groupName, groupsOf, statisticsText as t } from '#app/text/statistics.ts'
import { SavingsByMonth, type SavingsData } from './savings-by-month.tsx'
import { AttendanceChart } from './attendance-chart.tsx'

export type StatisticsData = {
  from: string
  to: string
  who: 'members' | 'all'
  rows: PersonMonth[]
  sessions: { month: string; sessions: number }[]
  scope: 'all' | 'units' | 'own'
  now: number
  /** paper and money saved, for who sees all sessions */
  savings: SavingsData | null
}
const groupings: readonly Grouping[] = ['member', 'month', 'unit']

/** The days of a period that is one press away, as of today. */
function quickPeriods(now: number): { label: string; from: string; to: string }[] {
  const today = civilToday(now)
  const [year, month] = [today.slice(0, 4), Number(today.slice(5, 7))]
  const two = (n: number) => String(n).padStart(2, '0')
  const quarter = Math.floor((month - 1) / 3) * 3 + 1
  const last = String(Number(year) - 1)
  const p = t.filter.periods
  return [
    { label: p.month, from: `${year}-${two(month)}-01`, to: today },
    { label: p.quarter, from: `${year}-${two(quarter)}-01`, to: today },
    { label: p.year, from: `${year}-01-01`, to: today },
    { label: p.lastYear, from: `${last}-01-01`, to: `${last}-12-31` },
  ]
}

/** Thống kê: who was invited, came, was late or away, spoke and voted; by person, month or unit, as chart and as table. */
export function StatisticsScreen({ data, error, children }: { data: StatisticsData; error: string | null; children?: ReactNode }) {
  const [params] = useSearchParams()
  const isLoading = useNavigation().state !== 'idle'
  const by = groupings.find(g => g === params.get('theo')) ?? 'member'
  const asked = params.get('sap') ?? ''
  const key: SortKey = sortKeys.find(k => k === asked.replace(/^-/, '')) ?? 'name'
  const isDown = asked.startsWith('-')
  const personId = params.get('nguoi')
  const ofPerson = useMemo(() => (personId ? data.rows.filter(r => r.userId === personId) : null), [personId, data.rows])
  const shownBy: Grouping = ofPerson ? 'month' : by
  const groups = useMemo(() => groupsOf(ofPerson ?? data.rows, shownBy, { key, isDown }), [ofPerson, data.rows, shownBy, key, isDown])
  const bars = useMemo(() => groups.map(g => ({ ...g, name: groupName(g, shownBy) })), [groups, shownBy])
  const total = useMemo(() => sum(groups), [groups])
  const held = data.sessions.reduce((n, s) => n + s.sessions, 0)
  /** the same page with something else asked for */
  const to = (change: Record<string, string | null>): string => {
    const next = new URLSearchParams(params)
    for (const [name, value] of Object.entries(change)) {
      if (value === null) next.delete(name)
      else next.set(name, value)
    }
    return `/thong-ke?${next}`
  }
  const sortable = (k: SortKey, label: string): ReactNode => {
    const isThis = key === k
    const next = isThis && !isDown ? `-${k}` : k
    return (
      <Link to={to({ sap: isThis ? next : k === 'name' ? k : `-${k}` })} preventScrollReset className="inline-flex min-h-11 items-center gap-1 md:min-h-6" aria-label={t.sortBy(label)}>
        {label}
        {isThis && (isDown ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />)}
      </Link>
    )
  }
  const c = t.columns
  const sortOf = (k: SortKey) => (key === k ? (isDown ? 'descending' : 'ascending') : 'none') as 'ascending'
  const figure = (k: Exclude<SortKey, 'name' | 'rate'>, label: string): Column<Group> => ({ key: k, head: sortable(k, label), isFigure: true, sort: sortOf(k), className: 'min-w-16', cell: g => g[k] })
  const columns: Column<Group>[] = [
    {
      key: 'name',
      head: sortable('name', c.name[shownBy]),
      isHead: true,
      sort: sortOf('name'),
      className: 'min-w-44',
      cell: g => (
        <>
          {shownBy === 'member' ? (
            <Link to={to({ nguoi: g.key })} className="inline-flex min-h-11 items-center text-act underline underline-offset-2 md:min-h-6" aria-label={t.detail(g.name)}>
              {g.name}
            </Link>
          ) : (
            groupName(g, shownBy)
          )}
          {g.unitName && <span className="block text-sm font-normal text-text-3">{g.unitName}</span>}
        </>
      ),
    },
    ...(shownBy === 'member' || ofPerson ? [] : [{ key: 'people', head: c.people, isFigure: true, cell: (g: Group) => g.people }]),
    figure('invited', c.invited),
    { key: 'rate', head: sortable('rate', c.rate), isFigure: true, sort: sortOf('rate'), className: 'whitespace-nowrap', cell: g => t.rate(g) },
    figure('late', c.late),
    figure('excused', c.excused),
    figure('unexcused', c.unexcused),
    figure('substituted', c.substituted),
    figure('speeches', c.speeches),
    { key: 'speechSeconds', head: sortable('speechSeconds', c.speechSeconds), isFigure: true, sort: sortOf('speechSeconds'), cell: g => t.speechTime(g.speechSeconds) },
    { key: 'ballotsCast', head: sortable('ballotsCast', c.ballots), isFigure: true, sort: sortOf('ballotsCast'), cell: g => t.ballots(g) },
  ]
  const query = new URLSearchParams({ tu: data.from, den: data.to, ai: data.who })
  const personName = ofPerson?.at(-1)?.label ?? ''
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4">
      <PageTitle
        title={t.title}
        actions={
          <>
            <ButtonLink to="/thong-ke/phieu-lay-y-kien" size="lg" className="print:hidden">
              {t.toCards}
            </ButtonLink>
            <a className={buttonClass('outline', 'lg', 'print:hidden')} href={`/thong-ke.xlsx?${query}`} download>
              <Download aria-hidden />
              {t.export}
            </a>
          </>
        }
      >
        <p>
          {t.range(data.from, data.to)} · {t.sessions(held)} · {t.lead[data.scope]}
        </p>
      </PageTitle>

      <Card title={t.filter.label} className="print:hidden">
        <Form method="get" action="/thong-ke" className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[repeat(3,minmax(0,1fr))_auto]">
          <DateInput key={`from-${data.from}`} label={t.filter.from} name="tu" defaultValue={data.from} />
          <DateInput key={`to-${data.to}`} label={t.filter.to} name="den" defaultValue={data.to} />
          {data.scope === 'own' ? (
            <input type="hidden" name="ai" value={data.who} />
          ) : (
            <Select label={t.filter.who} name="ai" key={data.who} defaultValue={data.who}>
              <option value="members">{t.filter.members}</option>
              <option value="all">{t.filter.all}</option>
            </Select>
          )}
          <input type="hidden" name="theo" value={by} />
          <Button type="submit" variant="primary" isSending={isLoading}>
            {t.filter.run}
          </Button>
        </Form>
        {error && (
          <div className="mt-3">
            <FormError>{error}</FormError>
          </div>
        )}
        <nav aria-label={t.filter.quick} className="mt-3 flex flex-wrap gap-2">
          {quickPeriods(data.now).map(p => (
            <Link
              key={p.label}
              to={to({ tu: p.from, den: p.to })}
              aria-current={p.from === data.from && p.to === data.to ? 'true' : undefined}
              className={buttonClass('plain', 'sm', cx(p.from === data.from && p.to === data.to && 'bg-act-soft'))}
            >
              {p.label}
            </Link>
          ))}
        </nav>
      </Card>

      {ofPerson ? (
        <div className="flex flex-wrap items-center gap-3">
          <Link to={to({ nguoi: null })} className={buttonClass('outline', 'md')}>
            <ArrowLeft aria-hidden />
            {t.detailBack}
          </Link>
          <h2 className="text-lg font-semibold">{t.detailTitle(personName)}</h2>
        </div>
      ) : (
        <LinkTabs label={t.by.label} items={groupings.map(g => ({ key: g, to: to({ theo: g, sap: null }), label: t.by[g], isCurrent: g === by }))} />
      )}

      {groups.length === 0 ? (
        <Empty icon={<ChartColumn aria-hidden />} title={t.none}>
          {t.noneHint}
        </Empty>
      ) : (
        <>
          <Card title={t.chart.title}>
            <AttendanceChart rows={bars} total={total} />
          </Card>
          <Card title={t.table}>
            <DataTable caption={t.table} rows={groups} rowKey={g => g.key} columns={columns} />
            <p className="mt-3 font-semibold">
              {t.total}: {t.rate(total)}
            </p>
          </Card>
        </>
      )}
      {children}
      {data.savings && !ofPerson && <SavingsByMonth data={data.savings} />}
      <Card title={t.how.title}>
        <ul className="flex list-disc flex-col gap-1 pl-5 text-text-2">
          {t.how.lines.map(l => (
            <li key={l}>{l}</li>
          ))}
        </ul>
      </Card>
    </div>
  )
}
