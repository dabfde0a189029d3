import { Form } from '@remix-run/react'
import { useMemo, useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Empty } from '#app/components/empty.tsx'
import { DateInput, TextInput } from '#app/components/field.tsx'
import { CircleCheck, Landmark, Search, TriangleAlert } from '#app/components/icon.tsx'
import { fold } from '#app/domain/search/fold.ts'
import { isInForce } from '#app/domain/unit/rearrange.ts'
import { formatDate } from '#app/text/format.ts'
import { unitText as t } from '#app/text/units.ts'
import { RearrangeForm } from './rearrange-form.tsx'

export type UnitRow = {
  id: string
  name: string
  short: string | null
  kind: string
  parentId: string | null
  parentName: string | null
  validFrom: string
  validTo: string | null
  openTasks: number
  people: number
  nowName: string | null
}
export type UnitsData = {
  today: string
  on: string
  mayRearrange: boolean
  orphans: { id: string; code: string; unitName: string }[]
  units: UnitRow[]
  changes: { id: string; on: string; kind: string; document: string | null; from: string; to: string }[]
}

/** Cơ cấu đơn vị: the order of a day, what followed what, and the act that changes it. */
export function UnitsScreen({ data }: { data: UnitsData }) {
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const inForce = useMemo(() => data.units.filter(u => isInForce(u, data.on)), [data])
  const words = fold(typed).split(/\s+/).filter(Boolean)
  const shown = inForce.filter(u => words.every(w => fold(`${u.name} ${u.short ?? ''}`).includes(w)))
  return (
    <div className="flex flex-col gap-4">
      <p className={`flex items-start gap-2 rounded-md border px-3 py-2.5 ${data.orphans.length === 0 ? 'border-ok-line bg-ok-soft text-ok' : 'border-late-line bg-late-soft text-late'}`} role="status">
        {data.orphans.length === 0 ? <CircleCheck className="mt-0.5" aria-hidden /> : <TriangleAlert className="mt-0.5" aria-hidden />}
        <span>
          <strong className="font-semibold">{`${t.orphans}: ${data.orphans.length}. `}</strong>
          {data.orphans.length === 0 ? t.noOrphans : t.someOrphans(data.orphans.length)}
          {data.orphans.length > 0 && <span className="block text-sm">{data.orphans.slice(0, 20).map(o => `${o.code} (${o.unitName})`).join(', ')}</span>}
        </span>
      </p>
      <Form method="get" className="grid gap-3 md:grid-cols-[minmax(0,1fr)_14rem_auto_auto] md:items-start">
        <TextInput label={t.search} hint={t.searchHint} type="search" autoComplete="off" value={typed} onChange={e => setTyped(e.target.value)} />
        <DateInput key={data.on} label={t.on} hint={t.onHint} name="ngay" defaultValue={data.on} />
        <Button type="submit" className="min-h-11 md:mt-6 md:min-h-10" icon={<Search aria-hidden />}>
          {t.show}
        </Button>
        {data.mayRearrange && !isOpen && (
          <Button variant="primary" className="min-h-11 md:mt-6 md:min-h-10" icon={<Landmark aria-hidden />} onClick={() => setOpen(true)}>
            {t.rearrange}
          </Button>
        )}
      </Form>
      {isOpen && <RearrangeForm data={data} onClose={() => setOpen(false)} />}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <Card title={`${t.on} ${formatDate(data.on)} · ${t.count(shown.length)}`} isFlush>
          {shown.length === 0 ? (
            <Empty icon={<Landmark aria-hidden />} title={t.none}>
              {t.noneHint}
            </Empty>
          ) : (
            <ul className="divide-y divide-line">
              {shown.map(u => (
                <li key={u.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
                  <p className="min-w-0 flex-[1_1_16rem]">
                    <span className="font-semibold">{u.name}</span> {u.short && <span className="text-sm text-text-3">{u.short}</span>}
                    <span className="block text-sm text-text-3">
                      {[t.unitKind[u.kind] ?? u.kind, u.parentName, u.validTo ? t.span(u.validFrom, u.validTo) : t.from(u.validFrom)].filter(Boolean).join(' · ')}
                    </span>
                  </p>
                  {u.nowName && <Chip tone="neutral">{t.now(u.nowName)}</Chip>}
                  <p className="text-sm text-text-2">{`${t.openTasks(u.openTasks)} · ${t.people(u.people)}`}</p>
                </li>
              ))}
            </ul>
          )}
        </Card>
        <Card title={t.history}>
          {data.changes.length === 0 ? (
            <p className="text-text-3">{t.noHistory}</p>
          ) : (
            <ol className="flex max-h-[36rem] flex-col divide-y divide-line overflow-y-auto" tabIndex={0} aria-label={t.history}>
              {data.changes.map(c => (
                <li key={c.id} className="py-2">
                  <span className="font-semibold">{t.step(c.from, c.to)}</span>
                  <span className="block text-sm text-text-3">{[`${formatDate(c.on)}, ${t.kindOf(c.kind)}`, c.document].filter(Boolean).join(' · ')}</span>
                </li>
              ))}
            </ol>
          )}
        </Card>
      </div>
    </div>
  )
}
