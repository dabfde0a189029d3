import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip, type Tone } from '#app/components/chip.tsx'
import { FormError, Select, TextInput } from '#app/components/field.tsx'
import { CircleCheck, CircleAlert, Scale } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import type { Outcome } from '#app/domain/voting/majority.ts'
import { ruleOn, type ChairSide, type Ruling, type VoteForm } from '#app/domain/voting/ruling.ts'
import { changedBy, sampleCases } from '#app/domain/voting/sample-cases.ts'
import { legalSentence } from '#app/domain/voting/sentence.ts'
import { ruleSetText as t, stepSource, stepText } from '#app/text/rule-sets.ts'

const look: Record<Outcome, { tone: Tone; Icon: typeof Scale }> = {
  passed: { tone: 'ok', Icon: CircleCheck },
  passed_by_chair: { tone: 'ok', Icon: CircleCheck },
  not_passed: { tone: 'late', Icon: CircleAlert },
  not_passed_by_chair: { tone: 'late', Icon: CircleAlert },
  undecided: { tone: 'soon', Icon: Scale },
}

type Figures = { form: VoteForm; N: string; recused: string; for: string; against: string; abstain: string; present: string; chair: keyof typeof t.chairSide }
const start: Figures = { form: 'open', N: '27', recused: '0', for: '14', against: '8', abstain: '2', present: '24', chair: 'for' }
const whole = (s: string): number => (/^\d{1,4}$/.test(s.trim()) ? Number(s) : NaN)

function rule(rules: MeetingRuleSet, f: Figures): { ruling: Ruling; silent: number } | null {
  const [N, recused, votesFor, against, abstain] = [f.N, f.recused, f.for, f.against, f.abstain].map(whole) as [number, number, number, number, number]
  const silent = N - recused - votesFor - against - abstain
  const present = whole(f.present)
  const isSession = f.form === 'open' || f.form === 'secret'
  if (!(silent >= 0) || (isSession && !(present <= N))) return null
  const chair: ChairSide = f.chair === 'none' ? null : f.chair
  return { silent, ruling: ruleOn({ form: f.form, rules, N, recused, count: { for: votesFor, against, abstain }, silent, present: isSession ? present : 0, chair }) }
}

/** Bàn thử: figures in, result with its arithmetic out, by the rules as they stand in the form beside it. */
export function RuleBench({ rules, from }: { rules: MeetingRuleSet; from: MeetingRuleSet }) {
  const [f, set] = useState<Figures>(start)
  const field = (key: 'N' | 'recused' | 'for' | 'against' | 'abstain' | 'present', label: string) => (
    <TextInput label={label} inputMode="numeric" value={f[key]} onChange={e => set({ ...f, [key]: e.target.value })} />
  )
  const done = rule(rules, f)
  const isSession = f.form === 'open' || f.form === 'secret'
  return (
    <Card title={t.bench} aside={t.benchLead}>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Select label={t.formLabel} frameClassName="col-span-2" value={f.form} onChange={e => set({ ...f, form: e.target.value as VoteForm })}>
          {Object.entries(t.form).map(([key, label]) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </Select>
        <Select label={t.chair} frameClassName="col-span-2" value={f.chair} onChange={e => set({ ...f, chair: e.target.value as Figures['chair'] })}>
          {Object.entries(t.chairSide).map(([key, label]) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </Select>
        {field('N', t.total)}
        {field('recused', t.recused)}
        {isSession && field('present', t.present)}
        {field('for', t.votesFor)}
        {field('against', t.against)}
        {field('abstain', t.abstain)}
      </div>
      <div className="mt-4" role="status" aria-live="polite">
        {done ? <Result ruling={done.ruling} silent={done.silent} /> : <FormError>{t.impossible}</FormError>}
      </div>
      <Samples before={from} after={rules} />
    </Card>
  )
}

function Result({ ruling, silent }: { ruling: Ruling; silent: number }) {
  const { tone, Icon } = look[ruling.outcome]
  const sentence = legalSentence(ruling, ruling.rule)
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Chip isLarge tone={tone} icon={<Icon aria-hidden />}>
          {t.outcome[ruling.outcome]}
        </Chip>
        <span className="text-sm text-text-2">{t.silent(silent)}</span>
      </div>
      <p className="mt-2 text-md font-semibold">{sentence}</p>
      {ruling.needsLegalConfirmation && <p className="mt-1 text-sm text-soon">{t.confirm}</p>}
      <Button
        size="sm"
        className="mt-2"
        onClick={() => {
          void navigator.clipboard.writeText(sentence).then(() => toast(t.copied))
        }}
      >
        {t.copy}
      </Button>
      <h3 className="mt-4 text-sm font-semibold text-text-2">{t.arithmetic}</h3>
      <ol className="mt-1 list-decimal space-y-1 pl-5 text-sm">
        {ruling.steps.map(step => (
          <li key={step.code}>
            {stepText(step)}
            {step.source && <span className="block text-text-3">{stepSource(step.source)}</span>}
          </li>
        ))}
      </ol>
    </>
  )
}

/** Which sample cases come out otherwise by the edit. */
function Samples({ before, after }: { before: MeetingRuleSet; after: MeetingRuleSet }) {
  const changed = changedBy(before, after)
  const line = (r: Ruling) => t.sampleLine(t.outcome[r.outcome], r.for, r.needed)
  return (
    <section aria-label={t.samples} className="mt-5 border-t border-line pt-4">
      <h3 className="text-sm font-semibold text-text-2">{t.samples}</h3>
      <p className="mt-1 text-sm text-text-2" role="status">
        {changed.length === 0 ? t.samplesNone(sampleCases.length) : t.samplesSome(changed.length, sampleCases.length)}
      </p>
      {changed.length > 0 && (
        <ul className="mt-2 divide-y divide-line text-sm" data-testid="changed-samples">
          {changed.map(c => (
            <li key={c.sample.id} className="py-2">
              <span className="font-semibold">{c.sample.id}</span> {c.sample.what}
              <span className="block text-text-2">
                {t.before}: {line(c.before)}. {t.after}: <strong>{line(c.after)}</strong>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
