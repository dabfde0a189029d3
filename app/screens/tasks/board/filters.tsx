import { useEffect, useRef, useState } from 'react'
import { SOURCES, STATES, type TaskFilter, UNIT_KINDS, type UnitKind, URGENCIES } from '#app/domain/task/filter.ts'
import { type Group, type Place, PLACES } from '#app/domain/task/figures.ts'
import { Button } from '#app/components/button.tsx'
import { cx } from '#app/components/cx.ts'
import { FormDialog } from '#app/components/dialog.tsx'
import { DateInput, Select } from '#app/components/field.tsx'
import { Search, SlidersHorizontal, X } from '#app/components/icon.tsx'
import { type Unit, UnitPicker } from '#app/components/unit-picker.tsx'
import { useKeys } from '#app/components/use-keys.ts'
import { Link } from '@remix-run/react'
import { formatDate } from '#app/text/format.ts'
import { boardText as b } from '#app/text/task-board.ts'
import { taskText as t } from '#app/text/tasks.ts'
import { type Address, changed } from './use-address.ts'

export type Choices = { units: readonly Unit[]; fields: readonly { code: string; name: string }[]; leaders: readonly { id: string; name: string }[] }
type Props = { address: Address; choices: Choices; isAll: boolean; hasUnit: boolean }

const TYPING_PAUSE_MS = 300
export const sourceWord = { conclusion: t.sourceConclusion, document: t.sourceDocument, plan: t.sourcePlan } as const
const roleWord = { lead: t.roleLead, coordinate: t.roleCoordinate } as const
const stateOptions = [['all', b.allSteps] as const, ...STATES.map(s => [s, t.state[s]] as const)]
const placeOptions = PLACES.map(p => [p, b.places[p]] as const)

/** How many conditions are set; what the address says by itself (a unit's own board) is none. */
export const filterCount = (filter: TaskFilter): number => Object.keys(filter).length - (filter.dueFrom && filter.dueTo ? 1 : 0) - (filter.from && filter.to ? 1 : 0)

/** The conditions of a list in one bar, all in the address: the usual ones at hand, the rest one touch away; a sheet on a phone. */
export function Filters({ address, choices, isAll, hasUnit }: Props) {
  const { filter, board, go, to } = address
  const [isOpen, setOpen] = useState(false)
  const isSteps = board.view === 'steps'
  const set = (change: Parameters<typeof changed>[1]) => void go({ filter: changed(filter, change) })
  const inline = ['q', 'place', ...(isSteps ? [] : ['state']), 'source', ...(isAll ? ['unitId'] : []), ...(hasUnit ? ['role'] : [])]
  const others = filterCount(Object.fromEntries(Object.entries(filter).filter(([k]) => !inline.includes(k))) as TaskFilter)
  return (
    <section aria-label={b.filters} className="mb-3 flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField value={filter.q ?? ''} onChange={q => set({ q: q.trim() })} />
        <div className="contents max-md:hidden">
          {isAll && <Inline label={t.filterUnit} value={filter.unitId} options={choices.units.map(u => [u.id, u.name] as const)} onChange={unitId => set({ unitId, ...(unitId ? {} : { role: null }) })} />}
          {hasUnit && <Inline label={t.filterRole} value={filter.role} options={Object.entries(roleWord)} onChange={role => set({ role: role as 'lead' })} />}
          <Inline label={t.filterDeadline} value={filter.place} options={placeOptions} onChange={place => set({ place: place as Place, group: null })} />
          {!isSteps && <Inline label={t.filterState} any={b.openSteps} value={filter.state} options={stateOptions} onChange={state => set({ state: state as 'all' })} />}
          <Inline label={t.filterSource} value={filter.source} options={SOURCES.map(s => [s, sourceWord[s]] as const)} onChange={source => set({ source })} />
          <Button icon={<SlidersHorizontal aria-hidden />} onClick={() => setOpen(true)}>
            {b.moreFilters(others)}
          </Button>
        </div>
        <Button className="md:hidden" icon={<SlidersHorizontal aria-hidden />} onClick={() => setOpen(true)}>
          {b.filtersOn(filterCount(filter) - (filter.q ? 1 : 0))}
        </Button>
        {filterCount(filter) > 0 && (
          <Link to={to({ filter: {} })} preventScrollReset className="inline-flex min-h-9 items-center gap-1 px-2 font-semibold text-act hover:underline max-md:hidden pointer-coarse:min-h-11">
            <X aria-hidden />
            {t.clear}
          </Link>
        )}
      </div>
      <SetFilters address={address} choices={choices} />
      {isOpen && <FilterSheet address={address} choices={choices} isAll={isAll} hasUnit={hasUnit} onClose={() => setOpen(false)} />}
    </section>
  )
}

/** Sends itself once typing rests. What the address says replaces what is written only while nobody writes. */
function SearchField({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), [])
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = value
  }, [value])
  useKeys({ '/': () => input.current?.focus() })
  const send = () => {
    if (timer.current) clearTimeout(timer.current)
    const q = input.current?.value ?? ''
    if (q.trim() !== value) onChange(q)
  }
  return (
    <form
      role="search"
      className="relative inline-flex min-h-11 grow items-center md:min-h-9 md:max-w-64"
      onSubmit={e => {
        e.preventDefault()
        send()
      }}
    >
      <Search aria-hidden className="absolute left-3 text-text-3" />
      <input
        ref={input}
        type="search"
        name="q"
        aria-label={t.search}
        aria-keyshortcuts="/"
        defaultValue={value}
        placeholder={t.search}
        title={t.searchHint}
        onChange={() => {
          if (timer.current) clearTimeout(timer.current)
          timer.current = setTimeout(send, TYPING_PAUSE_MS)
        }}
        onKeyDown={e => e.key === 'Escape' && e.currentTarget.blur()}
        className="min-h-11 w-full rounded-md border border-line-strong bg-surface pr-3 pl-9 md:min-h-9"
      />
    </form>
  )
}

function Inline({ label, value, options, any = t.any, onChange }: { label: string; value: string | undefined; options: readonly (readonly [string, string])[]; any?: string; onChange: (value: string) => void }) {
  return (
    <span className={cx('inline-flex min-h-9 items-stretch rounded-md border pointer-coarse:min-h-11', value ? 'border-act-line bg-act-soft font-semibold text-act' : 'border-line-strong bg-surface')}>
      <label className={cx('inline-flex items-center gap-1.5 pl-3', value ? 'pr-1' : 'pr-3')}>
        <span className="text-sm">{label}:</span>
        <select value={value ?? ''} onChange={e => onChange(e.target.value)} className="max-w-44 field-sizing-content bg-transparent py-1 font-semibold text-ellipsis">
          <option value="" className="bg-surface text-text">
            {any}
          </option>
          {options.map(([key, word]) => (
            <option key={key} value={key} className="bg-surface text-text">
              {word}
            </option>
          ))}
        </select>
      </label>
      {value && (
        <button type="button" aria-label={b.remove(label)} title={b.remove(label)} onClick={() => onChange('')} className="inline-flex w-8 items-center justify-center rounded-r-md hover:bg-surface pointer-coarse:w-11">
          <X aria-hidden />
        </button>
      )}
    </span>
  )
}

const range = (from: string | undefined, to: string | undefined): string => b.range(from ? formatDate(from) : null, to ? formatDate(to) : null)

/** Every condition without a place in the bar, and on a phone all of them, each with a cross. */
function SetFilters({ address: { filter, to }, choices }: Pick<Props, 'address' | 'choices'>) {
  const name = (list: readonly { name: string }[], is: (item: never) => boolean) => list.find(is as never)?.name ?? ''
  const chips: { keys: (keyof TaskFilter)[]; word: string; isInBar?: boolean }[] = []
  const add = (on: unknown, keys: (keyof TaskFilter)[], word: string, isInBar = false) => on && chips.push({ keys, word, isInBar })
  add(filter.unitId, ['unitId', 'role'], name(choices.units, (u: { id: string }) => u.id === filter.unitId), true)
  add(filter.role, ['role'], roleWord[filter.role ?? 'lead'], true)
  add(filter.place, ['place'], filter.place ? b.places[filter.place] : '', true)
  add(filter.state, ['state'], filter.state === 'all' ? b.allSteps : t.state[filter.state ?? 'draft'], true)
  add(filter.source, ['source'], sourceWord[(filter.source ?? 'plan') as 'plan'], true)
  add(filter.group, ['group'], b.groups[filter.group ?? 'open'])
  add(filter.unitKind, ['unitKind'], b.unitKinds[filter.unitKind ?? 'department'])
  add(filter.document, ['document'], `${b.document}: ${filter.document ?? ''}`)
  add(filter.field, ['field'], filter.field === 'none' ? b.noField : name(choices.fields, (f: { code: string }) => f.code === filter.field))
  add(filter.leaderId, ['leaderId'], name(choices.leaders, (l: { id: string }) => l.id === filter.leaderId) || b.leader)
  add(filter.urgency, ['urgency'], `${b.urgency}: ${t.urgency[(filter.urgency ?? 'normal') as 'normal']}`)
  add(filter.dueFrom ?? filter.dueTo, ['dueFrom', 'dueTo'], b.dueRange(range(filter.dueFrom, filter.dueTo)))
  add(filter.from ?? filter.to, ['from', 'to'], b.periodRange(range(filter.from, filter.to)))
  add(filter.isExtended, ['isExtended'], b.onlyExtended)
  add(filter.isTop, ['isTop'], b.onlyTop)
  if (chips.length === 0) return null
  return (
    <ul className={cx('flex flex-wrap gap-2', chips.every(c => c.isInBar) && 'md:hidden')}>
      {chips.map(({ keys, word, isInBar }) => (
        <li key={keys.join()} className={isInBar ? 'md:hidden' : undefined}>
          <Link
            to={to({ filter: changed(filter, Object.fromEntries(keys.map(k => [k, null]))) })}
            preventScrollReset
            aria-label={b.remove(word)}
            className="inline-flex min-h-11 items-center gap-2 rounded-md border border-act-line bg-act-soft px-3 text-sm font-semibold text-act hover:bg-surface md:min-h-8"
          >
            {word}
            <X aria-hidden />
          </Link>
        </li>
      ))}
      <li className="md:hidden">
        <Link to={to({ filter: {} })} preventScrollReset className="inline-flex min-h-11 items-center px-2 font-semibold text-act">
          {t.clear}
        </Link>
      </li>
    </ul>
  )
}

/** Everything a list can be filtered by, set together. */
function FilterSheet({ address: { filter, board, go }, choices, isAll, hasUnit, onClose }: Props & { onClose: () => void }) {
  const [f, setF] = useState(filter)
  const [isAsked, setAsked] = useState(false)
  const set = (change: Parameters<typeof changed>[1]) => setF(now => changed(now, change))
  const isWrong = (from: string | undefined, to: string | undefined) => from !== undefined && to !== undefined && to < from
  const wrong = { due: isWrong(f.dueFrom, f.dueTo), period: isWrong(f.from, f.to) }
  const select = (label: string, value: string | undefined, options: readonly (readonly [string, string])[], onChange: (v: string) => void, any: string = t.any) => (
    <Select label={label} value={value ?? ''} onChange={e => onChange(e.target.value)}>
      <option value="">{any}</option>
      {options.map(([key, word]) => (
        <option key={key} value={key}>
          {word}
        </option>
      ))}
    </Select>
  )
  const check = (label: string, isOn: boolean | undefined, onChange: (is: boolean) => void) => (
    <label className="flex min-h-11 items-center gap-2.5 sm:col-span-2">
      <input type="checkbox" className="size-5 accent-act" checked={isOn ?? false} onChange={e => onChange(e.target.checked)} />
      {label}
    </label>
  )
  return (
    <FormDialog
      isWide
      title={b.filters}
      submitLabel={b.apply}
      cancelLabel={t.cancel}
      onClose={onClose}
      onSubmit={() => {
        setAsked(true)
        if (wrong.due || wrong.period) return
        void go({ filter: f })
        onClose()
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {isAll && (
          <div className="sm:col-span-2">
            <UnitPicker label={t.filterUnit} hint={t.fieldUnitHint} units={choices.units} value={f.unitId ?? null} onChange={unitId => set({ unitId, ...(unitId ? {} : { role: null }) })} />
          </div>
        )}
        {(hasUnit || f.unitId) && select(t.filterRole, f.role, Object.entries(roleWord), role => set({ role: role as 'lead' }))}
        {isAll && select(b.unitKind, f.unitKind, (Object.keys(UNIT_KINDS) as UnitKind[]).map(k => [k, b.unitKinds[k]] as const), unitKind => set({ unitKind: unitKind as UnitKind }))}
        {select(t.filterDeadline, f.place, placeOptions, place => set({ place: place as Place, group: null }))}
        {board.view !== 'steps' && select(t.filterState, f.state, stateOptions, state => set({ state: state as 'all' }), b.openSteps)}
        {select(t.filterSource, f.source, SOURCES.map(s => [s, sourceWord[s]] as const), source => set({ source }))}
        {select(b.field, f.field, [...choices.fields.map(x => [x.code, x.name] as const), ['none', b.noField] as const], field => set({ field }))}
        {select(b.leader, f.leaderId, choices.leaders.map(l => [l.id, l.name] as const), leaderId => set({ leaderId }))}
        {select(b.urgency, f.urgency, URGENCIES.map(u => [u, t.urgency[u]] as const), urgency => set({ urgency }))}
        {f.group && select(b.group, f.group, [[f.group, b.groups[f.group]] as const], group => set({ group: group as Group }))}
        <div className="grid gap-3 sm:col-span-2 sm:grid-cols-2">
          <DateInput label={b.dueFrom} value={f.dueFrom ?? null} onValue={dueFrom => set({ dueFrom })} />
          <DateInput label={b.dueTo} value={f.dueTo ?? null} onValue={dueTo => set({ dueTo })} error={isAsked && wrong.due ? b.rangeWrong : undefined} />
          <DateInput label={b.from} value={f.from ?? null} onValue={from => set({ from })} />
          <DateInput label={b.to} value={f.to ?? null} onValue={to => set({ to })} error={isAsked && wrong.period ? b.rangeWrong : undefined} />
        </div>
        {check(b.onlyExtended, f.isExtended, is => set({ isExtended: is ? true : null }))}
        {(hasUnit || f.unitId) && check(b.onlyTop, f.isTop, is => set({ isTop: is ? true : null }))}
      </div>
    </FormDialog>
  )
}
