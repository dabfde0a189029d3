import { useState } from 'react'
import { dutyAmend, dutyResume, dutySet, dutyStop } from '#app/contracts/duty.ts'
import { civilDateInVietnam } from '#app/domain/calendar/working-days.ts'
import { dutyDueOn, type Every, inRhythm, MONTHS, nextPeriod, upcoming } from '#app/domain/task/duty.ts'
import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { ConfirmDialog, FormDialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { DateInput, FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { cx } from '#app/components/cx.ts'
import { CalendarClock, CirclePause, Pencil, Play, Plus } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Unit, UnitPicker } from '#app/components/unit-picker.tsx'
import { newId } from '#app/live/new-id.ts'
import { type Duty, reduceDuties } from '#app/live/reducers/plan.ts'
import { type Refused, useAct } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'
import { useDraft } from '#app/screens/tasks/use-draft.ts'
import { Ways } from '#app/screens/tasks/ways.tsx'
import { dutyText as t, periodName } from '#app/text/duties.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDate } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'
import { taskText } from '#app/text/tasks.ts'

const EVERY: readonly Every[] = ['month', 'quarter', 'half', 'year']
/** Periods shown before a duty is set, so that a wrong rule is seen. */
const SHOWN = 3

type Data = { duties: readonly Duty[]; opened: Record<string, number>; units: readonly Unit[]; seq: number; stream: string; now: number }

/** Việc định kỳ: set, see what comes next, switch off and on. */
export function DutyPage({ data }: { data: Data }) {
  const { view: duties } = useStream({ stream: data.stream, seq: data.seq, view: data.duties, reduce: reduceDuties })
  const [stopping, setStopping] = useState<Duty | null>(null)
  const [amending, setAmending] = useState<Duty | null>(null)
  const stop = useAct(dutyStop)
  const resume = useAct(dutyResume)
  return (
    <div className="mx-auto max-w-6xl">
      <PageTitle title={t.title}>{t.intro}</PageTitle>
      <Ways current="duty" />
      <DutyForm units={data.units} today={civilDateInVietnam(data.now)} />
      <h2 className="mt-8 mb-2 text-lg font-semibold">{t.listTitle(duties.length)}</h2>
      <FormError>{resume.refusal && errorText(resume.refusal.code, resume.refusal.params)}</FormError>
      {duties.length === 0 ? (
        <Empty icon={<CalendarClock aria-hidden />} title={t.empty}>{t.emptyBody}</Empty>
      ) : (
        <div className="rounded-xl border border-line bg-surface px-4">
          <DataTable
            caption={t.title}
            rows={duties}
            rowKey={d => d.id}
            columns={[
              { key: 'title', head: t.columnDuty, isHead: true, cell: d => (
                <span className="flex max-w-md flex-col">
                  <span className="line-clamp-2">{d.title}</span>
                  <span className="text-sm font-normal text-text-3">{d.sourceLabel}</span>
                </span>
              ) },
              { key: 'unit', head: t.columnUnit, cell: d => d.leadUnitName },
              { key: 'rule', head: t.columnRule, cell: d => t.rule(d.every, d.dueDay, d.dueMonth) },
              { key: 'next', head: t.columnNext, cell: d => (
                <span className="flex flex-col">
                  <span>{!d.isOn ? '–' : d.nextPeriod && d.nextOpensOn ? t.next(periodName(d.nextPeriod), formatDate(d.nextOpensOn)) : t.ended}</span>
                  {data.opened[d.id] !== undefined && <span className="text-sm text-text-3">{t.tasks(data.opened[d.id] ?? 0)}</span>}
                </span>
              ) },
              { key: 'state', head: t.columnState, cell: d => (
                <span className="flex flex-wrap items-center gap-2">
                  <Chip tone={d.isOn ? 'ok' : 'neutral'} icon={d.isOn ? <Play aria-hidden /> : <CirclePause aria-hidden />}>
                    {d.isOn ? t.on : t.off}
                  </Chip>
                  <Button size="sm" icon={<Pencil aria-hidden />} aria-label={`${t.amend}: ${d.title}`} onClick={() => setAmending(d)}>
                    {t.amend}
                  </Button>
                  {d.isOn ? (
                    <Button size="sm" aria-label={`${t.stop}: ${d.title}`} onClick={() => setStopping(d)}>
                      {t.stop}
                    </Button>
                  ) : (
                    <Button size="sm" aria-label={`${t.resume}: ${d.title}`} isSending={resume.isSending} onClick={() => void resume.run({ dutyId: d.id, baseVersion: d.version }).then(a => a?.ok && toast(t.resumed))}>
                      {t.resume}
                    </Button>
                  )}
                </span>
              ) },
            ]}
          />
        </div>
      )}
      {amending && <AmendDuty duty={amending} units={data.units} today={civilDateInVietnam(data.now)} onClose={() => setAmending(null)} />}
      <ConfirmDialog
        isOpen={stopping !== null}
        title={t.stopTitle}
        confirmLabel={t.stop}
        isSending={stop.isSending}
        error={stop.refusal && errorText(stop.refusal.code, stop.refusal.params)}
        onClose={() => setStopping(null)}
        onConfirm={() =>
          void (stopping &&
            stop.run({ dutyId: stopping.id, baseVersion: stopping.version }).then(a => {
              if (!a?.ok) return
              setStopping(null)
              toast(t.stopped)
            }))
        }
      >
        <p className="font-semibold">{stopping?.title}</p>
        <p className="mt-2">{t.stopBody}</p>
      </ConfirmDialog>
    </div>
  )
}

type Terms = { content: string; sourceLabel: string; leadUnitId: string | null; coordinatorIds: string[]; every: Every; dueMonth: number; dueDay: string; startsOn: string | null; endsOn: string | null }
const empty: Terms = { content: '', sourceLabel: '', leadUnitId: null, coordinatorIds: [], every: 'quarter', dueMonth: 3, dueDay: '20', startsOn: null, endsOn: null }

/** The terms as the server takes them; null while something is missing. */
function termsOf(value: Terms) {
  const dueDay = Number(value.dueDay)
  const { content, sourceLabel, leadUnitId, coordinatorIds, every, endsOn } = value
  if (content.trim() === '' || sourceLabel.trim() === '' || !leadUnitId || !isDay(dueDay)) return null
  return { content, sourceLabel, leadUnitId, coordinatorIds, every, endsOn, dueDay, dueMonth: Math.min(value.dueMonth, MONTHS[every]) }
}
const isDay = (day: number): boolean => Number.isInteger(day) && day >= 1 && day <= 31

function DutyForm({ units, today }: { units: readonly Unit[]; today: string }) {
  const { value, set } = useDraft('duty', empty)
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(dutySet)
  const submit = async () => {
    setAsked(true)
    const terms = termsOf(value)
    if (!terms) return
    const answer = await run({ ...terms, dutyId: newId(), startsOn: value.startsOn ?? today })
    if (!answer?.ok) return
    toast(t.created)
    set(empty)
    setAsked(false)
  }
  return (
    <form
      noValidate
      aria-label={t.create}
      className="mt-4 flex flex-col gap-4 rounded-xl border border-line bg-surface p-5"
      onSubmit={e => {
        e.preventDefault()
        void submit()
      }}
    >
      <DutyFields value={value} set={set} units={units} today={today} isAsked={isAsked} refusal={refusal} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" size="lg" icon={<Plus aria-hidden />} isSending={isSending}>
          {t.create}
        </Button>
      </div>
    </form>
  )
}

/** Sửa: every term but the first day; the periods that come are seen before it is sent. */
function AmendDuty({ duty, units, today, onClose }: { duty: Duty; units: readonly Unit[]; today: string; onClose: () => void }) {
  const known = new Set(units.map(u => u.id))
  const [value, setValue] = useState<Terms>(() => ({ ...duty, coordinatorIds: duty.coordinatorIds.filter(id => known.has(id)), dueDay: `${duty.dueDay}` }))
  const [isAsked, setAsked] = useState(false)
  const { run, isSending, refusal } = useAct(dutyAmend)
  const gone = duty.coordinatorIds.filter(id => !known.has(id)).length
  const submit = async () => {
    setAsked(true)
    const terms = termsOf(value)
    if (!terms) return
    const answer = await run({ ...terms, dutyId: duty.id, baseVersion: duty.version })
    if (!answer?.ok) return
    toast(t.amended)
    onClose()
  }
  return (
    <FormDialog isWide title={t.amendTitle} submitLabel={shellText.button.save} isSending={isSending} onSubmit={() => void submit()} onClose={onClose}>
      <p>{t.amendHint}</p>
      {gone > 0 && <p className="text-soon">{t.unitsGone(gone)}</p>}
      <DutyFields value={value} set={change => setValue(v => ({ ...v, ...change }))} units={units} today={today} isAsked={isAsked} refusal={refusal} isBegun waiting={duty.nextPeriod} />
    </FormDialog>
  )
}

/** `isBegun`: a duty that stands, whose first day is not asked for; `waiting`: the period it waits for. */
function DutyFields({ value, set, units, today, isAsked, refusal, isBegun = false, waiting = null }: { value: Terms; set: (change: Partial<Terms>) => void; units: readonly Unit[]; today: string; isAsked: boolean; refusal: Refused | null; isBegun?: boolean; waiting?: string | null }) {
  const startsOn = value.startsOn ?? today
  const dueDay = Number(value.dueDay)
  const rule = { every: value.every, dueMonth: Math.min(value.dueMonth, MONTHS[value.every]), dueDay, startsOn, endsOn: value.endsOn }
  const coming: { period: string; opensOn: string; due: string }[] = []
  for (let next = isDay(dueDay) ? upcoming(rule, today, waiting && inRhythm(value.every, waiting)) : null; next && coming.length < SHOWN; next = upcoming(rule, today, nextPeriod(rule.every, next.period))) {
    coming.push({ ...next, due: dutyDueOn(rule, next.period) })
  }
  const fields = refusal?.fields ?? {}
  const wrong = (name: string, isEmpty = false) => (isAsked && isEmpty ? taskText.required : fields[name] ? errorText(fields[name], refusal?.params) : undefined)
  return (
    <>
      <TextArea label={t.content} rows={2} maxLength={5000} value={value.content} onChange={e => set({ content: e.target.value })} error={wrong('content', value.content.trim() === '')} />
      <div className={cx('grid gap-4', isBegun ? 'sm:grid-cols-2' : 'md:grid-cols-3')}>
        <UnitPicker label={taskText.fieldLead} hint={taskText.fieldUnitHint} units={units} value={value.leadUnitId} onChange={leadUnitId => set({ leadUnitId })} error={isAsked && !value.leadUnitId ? taskText.unitMissing : wrong('leadUnitId')} />
        <UnitPicker isMulti label={taskText.fieldCoordinators} hint={taskText.fieldUnitHint} units={units} value={value.coordinatorIds} excludeIds={value.leadUnitId ? [value.leadUnitId] : []} onChange={coordinatorIds => set({ coordinatorIds })} error={wrong('coordinatorIds')} />
        <TextInput label={t.basis} hint={t.basisHint} maxLength={300} value={value.sourceLabel} onChange={e => set({ sourceLabel: e.target.value })} error={wrong('sourceLabel', value.sourceLabel.trim() === '')} />
      </div>
      <div className={cx('grid items-end gap-4 sm:grid-cols-2', !isBegun && 'lg:grid-cols-5')}>
        <Select label={t.everyLabel} value={value.every} onChange={e => set({ every: e.target.value as Every, dueMonth: MONTHS[e.target.value as Every] })}>
          {EVERY.map(e => (
            <option key={e} value={e}>
              {t.every[e]}
            </option>
          ))}
        </Select>
        <TextInput label={`${t.dueDay} (${t.dueDayHint})`} inputMode="numeric" value={value.dueDay} onChange={e => set({ dueDay: e.target.value })} error={isAsked && !isDay(dueDay) ? taskText.required : undefined} />
        <Select label={t.dueMonth} value={rule.dueMonth} disabled={value.every === 'month'} onChange={e => set({ dueMonth: Number(e.target.value) })}>
          {Array.from({ length: MONTHS[value.every] }, (_, i) => (
            <option key={i} value={i + 1}>
              {t.monthName(value.every, i + 1)}
            </option>
          ))}
        </Select>
        {!isBegun && <DateInput label={t.startsOn} value={startsOn} onValue={d => set({ startsOn: d })} />}
        <DateInput label={t.endsOn} value={value.endsOn} onValue={endsOn => set({ endsOn })} error={wrong('endsOn')} />
      </div>
      <div aria-live="polite" className="text-sm text-text-2">
        <p className="font-semibold">{t.preview}</p>
        {coming.length === 0 && <p className="text-late">{t.previewNone}</p>}
        {coming.map(c => (
          <p key={c.period}>{t.previewRow(periodName(c.period), formatDate(c.opensOn), formatDate(c.due))}</p>
        ))}
      </div>
      <FormError>{refusal && errorText(refusal.code, refusal.params)}</FormError>
    </>
  )
}
