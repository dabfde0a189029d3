import { Link, useRevalidator } from '@remix-run/react'
import { useState } from 'react'
import { alertRulesSet } from '#app/contracts/alert.ts'
import { type AlertAudience, type AlertChannel, type AlertRules, AUDIENCES, OUTER_CHANNELS } from '#app/domain/task/alerts.ts'
import type { WarningThresholds } from '#app/domain/task/early-warning.ts'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Field, FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { Plus, Trash2 } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { useAct } from '#app/live/use-command.ts'
import { alertText, clockOf, minutesOf } from '#app/text/alerts.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { formatDateTime } from '#app/text/format.ts'
import { CheckBox } from './check-box.tsx'

const t = alertText.rules
const THRESHOLDS = Object.keys(t.threshold) as (keyof WarningThresholds)[]

export type RulesData = { rules: AlertRules; warning: WarningThresholds; savedAt: number | null; mayKeep: boolean; changes: { at: number; by: string; reason: string }[] }

/** What stands in the fields: figures as typed, so that a slip is shown and not mended behind somebody's back. */
type Typed = { steps: { key: number; days: string; side: 'before' | 'due' | 'after'; audience: AlertAudience[]; channels: AlertChannel[] }[]; time: string; from: string; to: string; isQuietOnDaysOff: boolean; warning: Record<keyof WarningThresholds, string> }
const typedOf = ({ rules, warning }: RulesData): Typed => ({
  steps: rules.steps.map((s, key) => ({ key, days: String(Math.abs(s.offset)), side: s.offset < 0 ? 'before' : s.offset === 0 ? 'due' : 'after', audience: [...s.audience], channels: s.channels.filter(c => c !== 'app') })),
  time: clockOf(rules.hour * 60 + rules.minute),
  from: rules.quiet ? clockOf(rules.quiet.from) : '',
  to: rules.quiet ? clockOf(rules.quiet.to) : '',
  isQuietOnDaysOff: rules.isQuietOnDaysOff,
  warning: Object.fromEntries(THRESHOLDS.map(k => [k, String(warning[k])])) as Typed['warning'],
})

/** Days that are no number are sent as too many: the rule refuses them at their step. */
const NO_NUMBER = 1000
const offsetTyped = (s: Typed['steps'][number]): number => (s.side === 'due' ? 0 : (s.side === 'before' ? -1 : 1) * (Number(s.days) || NO_NUMBER))

/** Quy tắc cảnh báo: steps, who, by which way; quiet hours; thresholds of early warning. */
export function AlertRulesScreen({ data }: { data: RulesData }) {
  const act = useAct(alertRulesSet, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  const [typed, setTyped] = useState(() => typedOf(data))
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const change = (part: Partial<Typed>) => setTyped(v => ({ ...v, ...part }))
  const changeStep = (key: number, part: Partial<Typed['steps'][number]>) => change({ steps: typed.steps.map(s => (s.key === key ? { ...s, ...part } : s)) })
  const fields = { ...(act.refusal?.fields ?? {}), ...wrong }
  const errorOf = (field: string) => (fields[field] ? (wrong[field] ?? fieldErrorText(fields[field])) : undefined)

  const save = async () => {
    const time = minutesOf(typed.time)
    const quiet = typed.from.trim() === '' && typed.to.trim() === '' ? null : { from: minutesOf(typed.from), to: minutesOf(typed.to) }
    const slips: Record<string, string> = {}
    if (time === null) slips.time = t.timeWrong
    if (quiet && (quiet.from === null || quiet.to === null)) slips['rules.quiet'] = t.timeWrong
    setWrong(slips)
    if (time === null || Object.keys(slips).length > 0) return
    const answer = await act.run({
      rules: {
        steps: typed.steps.map(s => ({ offset: offsetTyped(s), audience: s.audience, channels: ['app' as const, ...s.channels] })),
        hour: Math.floor(time / 60),
        minute: time % 60,
        quiet: quiet as { from: number; to: number } | null,
        isQuietOnDaysOff: typed.isQuietOnDaysOff,
      },
      warning: Object.fromEntries(THRESHOLDS.map(k => [k, typed.warning[k].trim() === '' || !Number.isFinite(Number(typed.warning[k])) ? -1 : Number(typed.warning[k])])) as WarningThresholds,
      baseAt: data.savedAt,
      reason,
    })
    if (!answer?.ok) return
    setReason('')
    toast(t.saved)
    revalidate()
  }

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={e => {
        e.preventDefault()
        void save()
      }}
    >
      <p className="max-w-3xl text-text-2">{data.mayKeep ? t.lead : `${t.lead} ${t.readOnly}`}</p>
      <fieldset disabled={!data.mayKeep} className="contents">
        <Card title={t.steps} isFlush>
          <ul className="divide-y divide-line">
            {typed.steps.map((s, i) => {
              const name = alertText.step(s.side === 'due' ? 0 : (s.side === 'before' ? -1 : 1) * (Number(s.days) || 0))
              return (
                <li key={s.key} className="grid gap-x-5 gap-y-3 px-4 py-3 lg:grid-cols-[19rem_minmax(0,1fr)_minmax(0,1fr)_auto] lg:items-start">
                  <div className="flex items-end gap-2">
                    {s.side !== 'due' && (
                      <TextInput label={t.days} inputMode="numeric" maxLength={2} value={s.days} frameClassName="w-20" aria-invalid={errorOf(`rules.steps.${i}`) ? true : undefined} onChange={e => changeStep(s.key, { days: e.target.value.replace(/\D/g, '') })} />
                    )}
                    <Select label={t.when} value={s.side} frameClassName="grow" onChange={e => changeStep(s.key, { side: e.target.value as 'before', days: s.days === '0' ? '1' : s.days })}>
                      <option value="before">{t.before}</option>
                      <option value="due">{alertText.step(0)}</option>
                      <option value="after">{t.after}</option>
                    </Select>
                  </div>
                  <Checks legend={t.who} of={name} options={AUDIENCES} label={a => alertText.audience[a]} value={s.audience} onValue={audience => changeStep(s.key, { audience })} />
                  <Checks legend={t.how} of={name} options={OUTER_CHANNELS} label={c => alertText.channel[c]} value={s.channels as (typeof OUTER_CHANNELS)[number][]} onValue={channels => changeStep(s.key, { channels })} />
                  {data.mayKeep && (
                    <Button variant="plain" aria-label={t.removeOne(name)} icon={<Trash2 aria-hidden />} onClick={() => change({ steps: typed.steps.filter(x => x.key !== s.key) })}>
                      {t.remove}
                    </Button>
                  )}
                  {errorOf(`rules.steps.${i}`) && (
                    <p role="alert" className="text-sm text-late lg:col-span-4">
                      {errorOf(`rules.steps.${i}`)}
                    </p>
                  )}
                </li>
              )
            })}
          </ul>
          {data.mayKeep && (
            <div className="border-t border-line px-4 py-3">
              <Button icon={<Plus aria-hidden />} onClick={() => change({ steps: [...typed.steps, { key: Math.max(-1, ...typed.steps.map(s => s.key)) + 1, days: '5', side: 'before', audience: ['clerk'], channels: ['email'] }] })}>
                {t.add}
              </Button>
              {errorOf('rules.steps') && (
                <p role="alert" className="mt-2 text-sm text-late">
                  {errorOf('rules.steps')}
                </p>
              )}
            </div>
          )}
        </Card>
        <div className="grid gap-4 lg:grid-cols-2">
          <Card title={t.times}>
            <div className="flex flex-col gap-3">
              <TextInput label={t.time} hint={t.timeHint} value={typed.time} frameClassName="max-w-64 [&_input]:max-w-28" onChange={e => change({ time: e.target.value })} error={errorOf('time')} />
              <Field id="quiet-from" label={t.quiet} hint={t.quietHint} error={errorOf('rules.quiet')}>
                <div className="flex flex-wrap gap-3">
                  <TextInput id="quiet-from" label={t.from} placeholder="20:00" value={typed.from} frameClassName="w-28" onChange={e => change({ from: e.target.value })} />
                  <TextInput label={t.to} placeholder="06:30" value={typed.to} frameClassName="w-28" onChange={e => change({ to: e.target.value })} />
                </div>
              </Field>
              <CheckBox label={t.daysOff} isChecked={typed.isQuietOnDaysOff} onChecked={isQuietOnDaysOff => change({ isQuietOnDaysOff })} />
            </div>
          </Card>
          <Card title={t.warning}>
            <p className="mb-3 text-text-2">{t.warningLead}</p>
            <div className="grid gap-3 sm:grid-cols-2">
              {THRESHOLDS.map(k => (
                <TextInput key={k} label={t.threshold[k]} inputMode="numeric" maxLength={4} value={typed.warning[k]} onChange={e => change({ warning: { ...typed.warning, [k]: e.target.value } })} error={fields[`warning.${k}`] ? errorText(fields[`warning.${k}`] ?? '', act.refusal?.params) : undefined} />
              ))}
            </div>
          </Card>
        </div>
        {data.mayKeep && (
          <Card>
            <div className="flex flex-col gap-3">
              <TextArea label={t.reason} hint={t.reasonHint} rows={2} maxLength={500} value={reason} onChange={e => setReason(e.target.value)} error={errorOf('reason')} />
              {act.refusal && <FormError>{errorText(act.refusal.code, act.refusal.params)}</FormError>}
              <Button type="submit" variant="primary" className="self-start" isSending={act.isSending}>
                {t.save}
              </Button>
            </div>
          </Card>
        )}
      </fieldset>
      <Card title={t.changes}>
        {data.changes.length === 0 ? (
          <p className="text-text-2">{t.noChanges}</p>
        ) : (
          <ul className="flex flex-col gap-1.5">
            {data.changes.map(c => (
              <li key={c.at}>
                <span className="text-text-3">{formatDateTime(c.at)}</span> · {c.by}: {c.reason}
              </li>
            ))}
          </ul>
        )}
        <p className="mt-3">
          <Link to="/canh-bao" className="font-semibold text-act underline">
            {alertText.sendings.title}
          </Link>
        </p>
      </Card>
    </form>
  )
}

/** Several of a few; each group says which step it belongs to. */
function Checks<V extends string>({ legend, of, options, label, value, onValue }: { legend: string; of: string; options: readonly V[]; label: (v: V) => string; value: readonly V[]; onValue: (v: V[]) => void }) {
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-semibold">
        {legend}
        <span className="sr-only">: {of}</span>
      </legend>
      <div className="flex flex-wrap gap-x-4">
        {options.map(o => (
          <CheckBox key={o} label={label(o)} isChecked={value.includes(o)} onChecked={is => onValue(is ? options.filter(x => x === o || value.includes(x)) : value.filter(x => x !== o))} />
        ))}
      </div>
    </fieldset>
  )
}
