import type { ReactNode } from 'react'
import { Select, TextInput } from '#app/components/field.tsx'
import { type RuleChange, sourcedSettings } from '#app/domain/meeting/rule-versions.ts'
import { errorText } from '#app/text/errors.ts'
import { ruleSetText as t } from '#app/text/rule-sets.ts'

const whole = (s: string): number => (/^\d{1,4}$/.test(s.trim()) ? Number(s) : 0)

function Checkbox({ label, isChecked, onChange }: { label: ReactNode; isChecked: boolean; onChange: (isChecked: boolean) => void }) {
  return (
    <label className="flex min-h-11 items-center gap-3 md:min-h-9">
      <input type="checkbox" className="size-5 shrink-0 accent-(--act)" checked={isChecked} onChange={e => onChange(e.target.checked)} />
      <span>{label}</span>
    </label>
  )
}

/** The settings of a rule set. What cannot stand is said at its field while typing. */
export function RuleForm({ change, onChange, problem }: { change: RuleChange; onChange: (next: RuleChange) => void; problem: string | null }) {
  const put = (part: Partial<RuleChange>) => onChange({ ...change, ...part })
  const { threshold, quorum } = change
  const at = (...codes: string[]) => (problem && codes.includes(problem) ? errorText(problem) : undefined)
  const check = (key: 'isConsultative' | 'silenceIsAgreement' | 'recusalLeavesBase' | 'changeBallotAllowed' | 'showLiveCount') => (
    <Checkbox label={t.field[key]} isChecked={change[key]} onChange={isChecked => put({ [key]: isChecked })} />
  )
  return (
    <div className="grid gap-3">
      <Select label={t.field.base} value={change.base} error={at('RULE_SET_BASE_UNLAWFUL')} onChange={e => put({ base: e.target.value as RuleChange['base'] })}>
        {Object.entries(t.base).map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </Select>
      <Select
        label={t.field.threshold}
        value={threshold.kind}
        error={at('RULE_SET_THRESHOLD_LOW', threshold.kind === 'fraction' ? 'RULE_SET_FRACTION_WRONG' : '')}
        onChange={e => put({ threshold: e.target.value === 'fraction' ? { kind: 'fraction', num: 3, den: 4 } : { kind: e.target.value as 'over_half' | 'two_thirds' } })}
      >
        {Object.entries(t.thresholdKind).map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </Select>
      {threshold.kind === 'fraction' && (
        <div className="grid grid-cols-2 gap-3">
          <TextInput label={t.field.num} inputMode="numeric" value={threshold.num || ''} onChange={e => put({ threshold: { ...threshold, num: whole(e.target.value) } })} />
          <TextInput label={t.field.den} inputMode="numeric" value={threshold.den || ''} onChange={e => put({ threshold: { ...threshold, den: whole(e.target.value) } })} />
        </div>
      )}
      <Select label={t.field.tie} value={change.tie} onChange={e => put({ tie: e.target.value as RuleChange['tie'] })}>
        {Object.entries(t.tie).map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </Select>
      {change.tie === 'chair_side' && (
        <Select label={t.field.tieMeaning} value={change.tieMeaning} onChange={e => put({ tieMeaning: e.target.value as RuleChange['tieMeaning'] })}>
          {Object.entries(t.tieMeaning).map(([key, label]) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </Select>
      )}
      <Select label={t.field.optionsBy} value={change.optionsBy} error={at('RULE_SET_MOST_UNLAWFUL')} onChange={e => put({ optionsBy: e.target.value as RuleChange['optionsBy'] })}>
        {Object.entries(t.optionsBy).map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </Select>
      <Select
        label={t.field.quorum}
        value={quorum?.mode ?? 'none'}
        error={quorum && threshold.kind !== 'fraction' ? at('RULE_SET_FRACTION_WRONG') : undefined}
        onChange={e => put({ quorum: e.target.value === 'none' ? null : { num: quorum?.num ?? 2, den: quorum?.den ?? 3, mode: e.target.value as 'warning' | 'required' } })}
      >
        {Object.entries(t.quorum).map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </Select>
      {quorum && (
        <div className="grid grid-cols-2 gap-3">
          <TextInput label={t.field.quorumNum} inputMode="numeric" value={quorum.num || ''} onChange={e => put({ quorum: { ...quorum, num: whole(e.target.value) } })} />
          <TextInput label={t.field.quorumDen} inputMode="numeric" value={quorum.den || ''} onChange={e => put({ quorum: { ...quorum, den: whole(e.target.value) } })} />
        </div>
      )}
      <TextInput
        label={t.field.opinionCardDays}
        hint={t.field.opinionCardDaysHint}
        inputMode="numeric"
        value={change.opinionCardDays ?? ''}
        onChange={e => put({ opinionCardDays: whole(e.target.value) || null })}
      />
      <div className="grid gap-1">
        {check('silenceIsAgreement')}
        {check('recusalLeavesBase')}
        {check('changeBallotAllowed')}
        {check('showLiveCount')}
        {check('isConsultative')}
      </div>
      <fieldset className="grid gap-3 border-t border-line pt-3">
        <legend className="text-sm font-semibold text-text-2">{t.sources}</legend>
        {problem === 'RULE_SET_SOURCE_REQUIRED' && <p role="alert" className="text-sm text-late">{errorText(problem)}</p>}
        {sourcedSettings.map(key => {
          const source = change.sources[key] ?? { law: '', article: '', isVerified: false }
          const set = (part: Partial<typeof source>) => put({ sources: { ...change.sources, [key]: { ...source, ...part } } })
          return (
            <div key={key} role="group" aria-label={t.source[key]}>
              <p className="text-sm text-text-2">{t.source[key]}</p>
              <div className="mt-1 grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] gap-2">
                <TextInput label={t.lawOf(t.source[key])} isLabelHidden placeholder={t.law} maxLength={200} value={source.law} onChange={e => set({ law: e.target.value })} />
                <TextInput label={t.articleOf(t.source[key])} isLabelHidden placeholder={t.article} maxLength={100} value={source.article} onChange={e => set({ article: e.target.value })} />
              </div>
              <Checkbox label={<><span aria-hidden>{t.verified}</span><span className="sr-only">{t.verifiedOf(t.source[key])}</span></>} isChecked={source.isVerified} onChange={isVerified => set({ isVerified })} />
            </div>
          )
        })}
      </fieldset>
    </div>
  )
}
