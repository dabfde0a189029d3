import { Link, useNavigate, useRevalidator, useSearchParams } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { isMapped, PLAN_FIELDS, type PlanField, type PlanIssue, type PlanMapping, type PlanRow } from '#app/domain/plan/rows.ts'
import { writePlanTerm } from '#app/domain/plan/term.ts'
import { planDrop, planFix, planKeepTwins, planMap, planRun } from '#app/contracts/plan.ts'
import { Button, buttonClass, ButtonLink } from '#app/components/button.tsx'
import { Chip, type Tone } from '#app/components/chip.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { FormError, Select, TextInput } from '#app/components/field.tsx'
import { ArrowLeft, Check, CircleAlert, Download, TriangleAlert } from '#app/components/icon.tsx'
import { LinkTabs } from '#app/components/link-tabs.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { Pages } from '#app/components/pages.tsx'
import { ProgressBar } from '#app/components/progress-bar.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Plan, reducePlan } from '#app/live/reducers/plan.ts'
import { useAct } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDateTime } from '#app/text/format.ts'
import { faultText, planText as t } from '#app/text/plans.ts'
import { PlanStatus } from './plan-list.tsx'

type Fate = 'new' | 'error' | 'same' | 'twin' | 'kept' | 'different'
type Row = PlanRow & { fate: Fate; twin: { code: string; taskId: string | null; row: number | null } | null }
type Filter = 'error' | 'twin' | 'new' | 'same' | 'all'
type Sheet = {
  name: string
  columns: { letter: string; head: string }[]
  mapping: PlanMapping
  counts: { rows: number; errorRows: number; errorCells: number; new: number; twin: number; same: number; duties: number; proposals: number }
  filter: Filter
  page: number
  pages: number
  rows: Row[]
  proposals: { cell: string; text: string }[]
  fixes: number
  units: string[]
}
type Data = { plan: Plan; seq: number; stream: string; now: number; sheet: Sheet | null }

/** One plan: which column is what, what is wrong by cell, then all of it at once. */
export function PlanPage({ data }: { data: Data }) {
  const { view: plan } = useStream({ stream: data.stream, seq: data.seq, view: data.plan, reduce: reducePlan })
  const revalidate = useRef(useRevalidator().revalidate)
  // Rows are judged by the server; a change of the plan, by whomever, asks for them once.
  const isStale = plan.version > data.plan.version && plan.status === 'open'
  useEffect(() => {
    if (isStale) revalidate.current()
  }, [isStale, plan.version])
  return (
    <div className="mx-auto max-w-6xl">
      <Link to="/nhiem-vu/ke-hoach" className="mb-3 inline-flex min-h-9 items-center gap-1.5 font-semibold text-act hover:underline">
        <ArrowLeft aria-hidden />
        {t.back}
      </Link>
      <PageTitle title={plan.planLabel}>
        {plan.fileName} · {t.by(plan.createdByLabel, formatDateTime(plan.createdAt))}
      </PageTitle>
      <div aria-live="polite" className="flex flex-col gap-3">
        <PlanStatus status={plan.status} />
        {plan.status === 'running' && (
          <div className="flex max-w-xl flex-col gap-1">
            <ProgressBar percent={plan.total > 0 ? Math.round((plan.done / plan.total) * 100) : 0} label={t.running(plan.done, plan.total)} />
            <p className="font-semibold">{t.running(plan.done, plan.total)}</p>
            <p className="text-sm text-text-3">{t.runningHint}</p>
          </div>
        )}
        {plan.status === 'done' && <p className="text-lg font-semibold text-ok">{t.done(plan.tasks, plan.duties)}</p>}
        {plan.failed && plan.status === 'open' && (
          <p role="alert" className="flex items-start gap-2 rounded-md border border-late-line bg-late-soft px-3 py-2.5 text-late">
            <CircleAlert aria-hidden className="mt-0.5 shrink-0" />
            <span>{t.failed(errorText(plan.failed, { n: data.sheet?.counts.errorCells ?? '' }))}</span>
          </p>
        )}
      </div>
      {plan.status === 'done' ? (
        <div className="mt-4 flex flex-wrap gap-2">
          <ButtonLink to="/nhiem-vu" variant="primary">
            {t.toTasks}
          </ButtonLink>
          <ExportLink id={plan.id} />
        </div>
      ) : (
        data.sheet && plan.status === 'open' && <Review plan={plan} sheet={data.sheet} />
      )}
    </div>
  )
}

function ExportLink({ id, hasFaults }: { id: string; hasFaults?: boolean }) {
  return (
    <a href={`/nhiem-vu/ke-hoach/${id}/bang.xlsx`} className={buttonClass('outline')}>
      <Download aria-hidden />
      {hasFaults ? t.exportFaults : t.export}
    </a>
  )
}

function Review({ plan, sheet }: { plan: Plan; sheet: Sheet }) {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const on = { importId: plan.id, baseVersion: plan.version }
  const fix = useAct(planFix)
  const start = useAct(planRun)
  const drop = useAct(planDrop)
  const keep = useAct(planKeepTwins)
  const [asks, setAsks] = useState<'run' | 'drop' | null>(null)
  const { counts } = sheet
  const to = (change: Record<string, string>) => {
    const next = new URLSearchParams(search)
    for (const [name, value] of Object.entries(change)) next.set(name, value)
    return `?${next.toString()}`
  }
  const mend = async (fixes: { cell: string; text: string | null }[]) => {
    const answer = await fix.run({ ...on, fixes })
    if (answer?.ok) toast(t.mended(fixes.length))
    return answer?.ok ?? false
  }
  const amounts: Record<Filter, number> = { error: counts.errorRows, twin: counts.twin, new: counts.new, same: counts.same, all: counts.rows }
  const refusal = fix.refusal ?? keep.refusal
  return (
    <div className="mt-5 flex flex-col gap-5">
      <Columns key={JSON.stringify(sheet.mapping)} plan={plan} sheet={sheet} />
      <section aria-label={t.filterLabel} className="flex flex-col gap-4 rounded-xl border border-line bg-surface p-5">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <div>
            <p role="status" className="font-semibold">
              {t.counts(counts)}
            </p>
            <p className={counts.errorCells > 0 ? 'text-late' : 'text-text-2'}>{counts.errorCells > 0 ? t.runBlocked(counts.errorCells) : t.ready(counts.new - counts.duties, counts.duties)}</p>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setAsks('drop')}>{t.drop}</Button>
            <ExportLink id={plan.id} hasFaults={counts.errorCells > 0} />
            <Button variant="primary" disabled={counts.errorCells > 0 || counts.new === 0} onClick={() => setAsks('run')}>
              {t.run(counts.new)}
            </Button>
          </div>
        </div>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <LinkTabs label={t.filterLabel} items={(Object.keys(t.filters) as Filter[]).map(f => ({ key: f, to: to({ loc: f, trang: '1' }), label: t.filter(f, amounts[f]), isCurrent: f === sheet.filter }))} />
          {sheet.filter === 'error' && sheet.proposals.length > 0 && (
            <Button icon={<Check aria-hidden />} isSending={fix.isSending} onClick={() => void mend(sheet.proposals)}>
              {t.acceptAll(sheet.proposals.length)}
            </Button>
          )}
        </div>
        <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
        {sheet.rows.length === 0 ? (
          <p className="text-text-3">{t.none[sheet.filter]}</p>
        ) : sheet.filter === 'error' ? (
          <Faults rows={sheet.rows} units={sheet.units} isSending={fix.isSending} onMend={mend} />
        ) : (
          <Rows rows={sheet.rows} isSending={keep.isSending} onKeep={(row, isKept) => void keep.run({ ...on, rows: [row], isKept })} />
        )}
        <Pages page={sheet.page} pages={sheet.pages} />
      </section>
      <ConfirmDialog
        isOpen={asks === 'run'}
        title={t.confirmTitle(counts.new)}
        confirmLabel={t.run(counts.new)}
        isSending={start.isSending}
        error={start.refusal && errorText(start.refusal.code, start.refusal.params)}
        onClose={() => setAsks(null)}
        onConfirm={() => void start.run(on).then(a => a?.ok && setAsks(null))}
      >
        <p>{t.confirmBody}</p>
        <p className="mt-2">{t.runHint}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asks === 'drop'}
        title={t.dropTitle}
        confirmLabel={t.drop}
        isSending={drop.isSending}
        error={drop.refusal && errorText(drop.refusal.code, drop.refusal.params)}
        onClose={() => setAsks(null)}
        onConfirm={() => void drop.run(on).then(a => a?.ok && navigate('/nhiem-vu/ke-hoach'))}
      >
        {t.dropBody}
      </ConfirmDialog>
    </div>
  )
}

/** Which column is what: guessed, shown, changed where it is wrong. */
function Columns({ plan, sheet }: { plan: Plan; sheet: Sheet }) {
  const [mapping, setMapping] = useState<PlanMapping>(sheet.mapping)
  const { run, isSending, refusal } = useAct(planMap)
  const isChanged = JSON.stringify(mapping) !== JSON.stringify(sheet.mapping)
  const lacks = !isMapped(sheet.mapping)
  const choose = (letter: string, field: string) =>
    setMapping(m => {
      // A meaning belongs to one column: taken here, it leaves where it was.
      const others = Object.entries(m).filter(([l, f]) => l !== letter && f !== field)
      return Object.fromEntries(field === '' ? others : [...others, [letter, field as PlanField]])
    })
  return (
    <details open={lacks || isChanged || undefined} className="rounded-xl border border-line bg-surface px-5 py-3">
      <summary className="min-h-9 cursor-pointer py-1 font-semibold">{t.mapping}</summary>
      <p className="mb-3 text-sm text-text-3">{t.mappingHint}</p>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {sheet.columns.map(c => (
          <Select key={c.letter} label={t.column(c.letter, c.head)} value={mapping[c.letter] ?? ''} onChange={e => choose(c.letter, e.target.value)}>
            <option value="">{t.ignored}</option>
            {PLAN_FIELDS.map(f => (
              <option key={f} value={f}>
                {t.fields[f]}
              </option>
            ))}
          </Select>
        ))}
      </div>
      <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
      <Button className="my-3" variant="primary" disabled={!isChanged} isSending={isSending} onClick={() => void run({ importId: plan.id, baseVersion: plan.version, mapping })}>
        {t.saveMapping}
      </Button>
    </details>
  )
}

/** What is wrong, cell by cell: what stands there, why it can't stay, what could stand there instead. */
function Faults({ rows, units, isSending, onMend }: { rows: readonly Row[]; units: readonly string[]; isSending: boolean; onMend: (fixes: { cell: string; text: string }[]) => Promise<boolean> }) {
  const faults = rows.flatMap(r => r.issues.filter(i => !i.isWarning).map(issue => ({ row: r, issue })))
  return (
    <>
      <datalist id="don-vi-ke-hoach">
        {units.map(u => (
          <option key={u} value={u} />
        ))}
      </datalist>
      <DataTable
        caption={t.filters.error}
        rows={faults}
        rowKey={f => f.issue.cell}
        columns={[
          { key: 'cell', head: t.cell, isHead: true, cell: f => <span className="tabular-nums">{f.issue.cell}</span> },
          { key: 'content', head: t.content, cell: f => <span className="line-clamp-2 max-w-72">{f.row.content || '–'}</span> },
          { key: 'fault', head: t.fault, cell: f => (
            <span className="flex max-w-80 flex-col">
              <span className="text-sm text-text-3">{t.fields[f.issue.field]}{f.issue.text ? `: “${f.issue.text}”` : ''}</span>
              <span className="text-late">{faultText(f.issue.code)}</span>
            </span>
          ) },
          { key: 'mend', head: t.mend, cell: f => <Mend key={f.issue.cell} issue={f.issue} isSending={isSending} onMend={onMend} /> },
        ]}
      />
    </>
  )
}

function Mend({ issue, isSending, onMend }: { issue: PlanIssue; isSending: boolean; onMend: (fixes: { cell: string; text: string }[]) => Promise<boolean> }) {
  const [typed, setTyped] = useState(issue.text)
  const { proposal } = issue
  return (
    <form
      className="flex min-w-72 flex-wrap items-center gap-2"
      onSubmit={e => {
        e.preventDefault()
        void onMend([{ cell: issue.cell, text: typed }])
      }}
    >
      <TextInput isLabelHidden label={t.mendOf(issue.cell)} value={typed} frameClassName="min-w-48 grow" autoComplete="off" list={issue.field === 'lead' ? 'don-vi-ke-hoach' : undefined} onChange={e => setTyped(e.target.value)} />
      <Button type="submit" size="sm" disabled={isSending || typed === issue.text} aria-label={t.saveOf(issue.cell)}>
        {t.save}
      </Button>
      {proposal !== null && (
        <Button size="sm" variant="plain" disabled={isSending} icon={<Check aria-hidden />} onClick={() => void onMend([{ cell: issue.cell, text: proposal }])}>
          {t.accept(proposal)}
        </Button>
      )}
    </form>
  )
}

const tones: Record<Fate, Tone> = { new: 'act', error: 'late', same: 'neutral', twin: 'soon', kept: 'act', different: 'soon' }

/** Rows as they will be given, with what was understood of them. */
function Rows({ rows, isSending, onKeep }: { rows: readonly Row[]; isSending: boolean; onKeep: (row: number, isKept: boolean) => void }) {
  return (
    <DataTable
      caption={t.filterLabel}
      rows={rows}
      rowKey={r => String(r.row)}
      columns={[
        { key: 'row', head: t.row, isFigure: true, cell: r => r.row },
        { key: 'content', head: t.content, isHead: true, cell: r => (
          <span className="flex max-w-96 flex-col">
            <span className="line-clamp-3">{r.content}</span>
            {r.issues.filter(i => i.isWarning).map(i => (
              <span key={`${i.cell}${i.code}`} className="flex items-start gap-1.5 text-sm font-normal text-soon">
                <TriangleAlert aria-hidden className="mt-0.5 shrink-0" />
                {i.cell}: {faultText(i.code)}
              </span>
            ))}
          </span>
        ) },
        { key: 'lead', head: t.lead, cell: r => (
          <span className="flex max-w-64 flex-col">
            <span>{r.leadName}</span>
            {r.coordinatorNames.length > 0 && <span className="text-sm text-text-3">{r.coordinatorNames.join(', ')}</span>}
          </span>
        ) },
        { key: 'deadline', head: t.deadline, cell: r => (r.term ? writePlanTerm(r.term) : '') },
        { key: 'fate', head: t.fate, cell: r => (
          <span className="flex flex-col items-start gap-1">
            <Chip tone={tones[r.fate]}>{t.fates[r.fate]}</Chip>
            {r.twin && (
              <span className="text-sm">
                {r.twin.taskId ? (
                  <Link to={`/nhiem-vu/${r.twin.taskId}`} className="font-semibold text-act underline-offset-2 hover:underline">
                    {t.twinOf(r.twin.code)}
                  </Link>
                ) : r.twin.row !== null ? (
                  t.twinOfRow(r.twin.row)
                ) : (
                  t.twinOf(r.twin.code)
                )}
              </span>
            )}
            {r.fate === 'different' && <span className="max-w-60 text-sm text-text-3">{t.differentHint}</span>}
            {(r.fate === 'twin' || r.fate === 'kept') && (
              <Button size="sm" disabled={isSending} onClick={() => onKeep(r.row, r.fate === 'twin')}>
                {r.fate === 'twin' ? t.keep : t.unkeep}
              </Button>
            )}
          </span>
        ) },
      ]}
    />
  )
}
