import { Form, Link, useSubmit } from '@remix-run/react'
import { useRef } from 'react'
import { Button, buttonClass } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { cx } from '#app/components/cx.ts'
import { DateInput, Select } from '#app/components/field.tsx'
import { X } from '#app/components/icon.tsx'
import type { CivilDate } from '#app/domain/calendar/working-days.ts'
import { type Dimension, type Order, writeOrder } from '#app/domain/task/board.ts'
import { FILTER_KEYS, SOURCES, type TaskFilter, UNIT_KINDS, URGENCIES } from '#app/domain/task/filter.ts'
import { directionText as t, filterWords, type FilterNames } from '#app/text/direction.ts'
import { taskText } from '#app/text/tasks.ts'

const two = (n: number) => String(n).padStart(2, '0')
const lastDay = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** Periods one press away: the whole month, quarter or year a day lies in. */
export function periodsOf(today: CivilDate): { label: string; from: CivilDate; to: CivilDate }[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const first = Math.floor((month - 1) / 3) * 3 + 1
  const span = (y: number, a: number, b: number) => ({ from: `${y}-${two(a)}-01`, to: `${y}-${two(b)}-${lastDay(y, b)}` })
  return [
    { label: t.periods.month, ...span(year, month, month) },
    { label: t.periods.quarter, ...span(year, first, first + 2) },
    { label: t.periods.year, ...span(year, 1, 12) },
    { label: t.periods.lastYear, ...span(year - 1, 1, 12) },
  ]
}

type Props = { filter: TaskFilter; by: Dimension; order: Order; today: CivilDate; names: FilterNames; to: (change: Record<string, string | null>) => string }

/** Phạm vi số liệu: period and conditions, all in the address; what is set by a press elsewhere stands as a chip with its cross. */
export function DirectionFilter({ filter, by, order, today, names, to }: Props) {
  const submit = useSubmit()
  const form = useRef<HTMLFormElement>(null)
  const send = () => form.current && submit(form.current, { preventScrollReset: true })
  const select = (key: 'unitKind' | 'source' | 'field' | 'urgency', options: readonly (readonly [string, string])[]) => (
    <Select label={t.conditions[key]} name={FILTER_KEYS[key]} key={filter[key] ?? ''} defaultValue={filter[key] ?? ''} onChange={send}>
      <option value="">{t.any}</option>
      {options.map(([value, word]) => (
        <option key={value} value={value}>
          {word}
        </option>
      ))}
    </Select>
  )
  // Set from a row or a link, not by a field of this form.
  const beside = filterWords(filter, names).filter(w => ['unitId', 'leaderId', 'document', 'dueFrom', 'dueTo'].includes(w.key))
  return (
    <Card title={t.filterTitle} className="print:hidden">
      <nav aria-label={t.period} className="mb-3 flex flex-wrap gap-1">
        {periodsOf(today).map(p => {
          const isCurrent = p.from === filter.from && p.to === filter.to
          return (
            <Link key={p.label} to={to({ tu: p.from, den: p.to })} preventScrollReset aria-current={isCurrent ? 'true' : undefined} className={buttonClass(isCurrent ? 'outline' : 'plain', 'sm', cx(isCurrent && 'border-act-line bg-act-soft text-act'))}>
              {p.label}
            </Link>
          )
        })}
      </nav>
      <Form ref={form} method="get" action="/dieu-hanh" preventScrollReset className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4 2xl:grid-cols-4">
        <DateInput key={`from-${filter.from}`} label={t.from} name="tu" defaultValue={filter.from ?? null} />
        <DateInput key={`to-${filter.to}`} label={t.to} name="den" defaultValue={filter.to ?? null} />
        {select('unitKind', Object.keys(UNIT_KINDS).map(k => [k, t.unitKinds[k as keyof typeof UNIT_KINDS]] as const))}
        {select('source', SOURCES.map(s => [s, t.sources[s] ?? s] as const))}
        {select('field', [...(names.fields ?? []).map(f => [f.code, f.name] as const), ['none', t.noField]])}
        {select('urgency', URGENCIES.map(u => [u, taskText.urgency[u]] as const))}
        <Select label={t.structure} name={FILTER_KEYS.isWithFormer} key={`former-${filter.isWithFormer ?? ''}`} defaultValue={filter.isWithFormer ? 'co' : ''} onChange={send}>
          <option value="">{t.structures.then}</option>
          <option value="co">{t.structures.now}</option>
        </Select>
        {by !== 'unit' && <input type="hidden" name="theo" value={by} />}
        <input type="hidden" name="sap" value={writeOrder(order)} />
        {beside.map(w => (
          <input key={w.key} type="hidden" name={FILTER_KEYS[w.key]} value={String(filter[w.key])} />
        ))}
        <Button type="submit">{t.show}</Button>
      </Form>
      {beside.length > 0 && (
        <ul className="mt-3 flex flex-wrap gap-2">
          {beside.map(w => (
            <li key={w.key}>
              <Link to={to({ [FILTER_KEYS[w.key]]: null })} preventScrollReset aria-label={t.drop(w.label)} className="inline-flex min-h-9 items-center gap-1.5 rounded-md border border-act-line bg-act-soft px-3 font-semibold text-act pointer-coarse:min-h-11">
                {w.label}: {w.value}
                <X aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-3 text-sm text-text-3">{t.periodNote}</p>
    </Card>
  )
}
