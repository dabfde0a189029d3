import { useRevalidator } from '@remix-run/react'
import { useState } from 'react'
import { Banner } from '#app/components/banner.tsx'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { DateInput, FormError, Select, TextInput } from '#app/components/field.tsx'
import { CalendarClock, CircleCheck, History, ShieldCheck, TriangleAlert } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { ruleSetAddVersion, ruleSetWithdraw } from '#app/contracts/rule-set.ts'
import type { MeetingRuleSet } from '#app/domain/meeting/rule-set.ts'
import { changeOf, checkChange, type RuleChange, type RuleKind, timelineProblems, type Version, withChange } from '#app/domain/meeting/rule-versions.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { ruleSetText as t } from '#app/text/rule-sets.ts'
import { RuleBench } from './rule-bench.tsx'
import { RuleForm } from './rule-form.tsx'

export type StoredVersion = { id: string; set: MeetingRuleSet; sessions: number }
type Data = { versions: StoredVersion[]; today: string; mayKeep: boolean; isAdmin: boolean }

const kindOrder: RuleKind[] = ['committee_session', 'other', 'poll', 'sample']
const stateOf = (set: MeetingRuleSet, today: string): keyof typeof t.state =>
  set.meetingKind === 'sample' ? 'sample' : set.validFrom > today ? 'coming' : set.validTo !== null && set.validTo < today ? 'past' : 'now'
const versionOf = ({ id, set }: StoredVersion): Version => ({ id, code: set.code, meetingKind: set.meetingKind, validFrom: set.validFrom, validTo: set.validTo })

/** Bộ quy tắc: the versions in time, the rules of the chosen one to try changes on, and the bench beside them. */
export function RuleSetsScreen({ data }: { data: Data }) {
  const { versions, today } = data
  const first = versions.find(v => v.set.meetingKind === 'committee_session' && stateOf(v.set, today) === 'now') ?? versions[0]
  const [chosenId, choose] = useState(first?.id ?? '')
  const chosen = versions.find(v => v.id === chosenId) ?? first
  const problems = timelineProblems(versions.map(versionOf))
  return (
    <>
      <p className="mb-4 max-w-3xl text-text-2">{t.lead}</p>
      {problems.length > 0 && (
        <div className="mb-4 overflow-hidden rounded-lg">
          <Banner tone="soon" icon={<TriangleAlert aria-hidden />} title={t.problems}>
            {problems.map(t.problem).join(' ')}
          </Banner>
        </div>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(16rem,20rem)_minmax(0,1fr)]">
        <Card title={t.list} isFlush>
          {kindOrder.map(kind => {
            const own = versions.filter(v => v.set.meetingKind === kind)
            if (own.length === 0) return null
            return (
              <section key={kind} aria-label={t.kind[kind]} className="border-b border-line last:border-b-0">
                <h3 className="px-4 pt-3 text-sm font-semibold text-text-2">{t.kind[kind]}</h3>
                {t.kindHint[kind] && <p className="px-4 text-sm text-text-3">{t.kindHint[kind]}</p>}
                <ul className="py-1">
                  {own.map(v => (
                    <VersionRow key={v.id} version={v} state={stateOf(v.set, today)} isChosen={v.id === chosen?.id} onChoose={() => choose(v.id)} />
                  ))}
                </ul>
              </section>
            )
          })}
        </Card>
        {chosen && <Workbench key={chosen.id} chosen={chosen} data={data} onSaved={choose} />}
      </div>
    </>
  )
}

const stateLook = { now: { tone: 'ok', Icon: CircleCheck }, coming: { tone: 'act', Icon: CalendarClock }, past: { tone: 'neutral', Icon: History }, sample: { tone: 'neutral', Icon: ShieldCheck } } as const

function VersionRow({ version, state, isChosen, onChoose }: { version: StoredVersion; state: keyof typeof t.state; isChosen: boolean; onChoose: () => void }) {
  const { set, sessions } = version
  const { tone, Icon } = stateLook[state]
  const unverified = Object.values(changeOf(set).sources).filter(s => !s.isVerified).length
  return (
    <li>
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={onChoose}
        className={`block min-h-11 w-full border-l-4 px-4 py-2 text-left hover:bg-surface-2 ${isChosen ? 'border-act bg-act-soft' : 'border-transparent'}`}
      >
        <span className="block font-semibold">{set.name}</span>
        {state !== 'sample' && <span className="block text-sm text-text-2">{`${t.validity(set.validFrom, set.validTo)}; ${t.sessions(sessions)}`}</span>}
        <span className="mt-1 flex flex-wrap gap-1.5">
          {state !== 'sample' && (
            <Chip tone={tone} icon={<Icon aria-hidden />}>
              {t.state[state]}
            </Chip>
          )}
          {unverified > 0 ? (
            <Chip tone="soon" icon={<TriangleAlert aria-hidden />}>
              {t.unverified(unverified)}
            </Chip>
          ) : (
            <Chip tone="ok" icon={<ShieldCheck aria-hidden />}>
              {t.allVerified}
            </Chip>
          )}
        </span>
      </button>
    </li>
  )
}

/** The chosen version: its rules to try changes on, the bench, and a new version made of what stands in the form. */
function Workbench({ chosen, data, onSaved }: { chosen: StoredVersion; data: Data; onSaved: (id: string) => void }) {
  const [change, setChange] = useState<RuleChange>(() => changeOf(chosen.set))
  const edited = withChange(chosen.set, chosen.set, change)
  // Half-typed fractions count nothing: the bench keeps to the last rules that can be counted by.
  const sound = checkChange(chosen.set.meetingKind, change)
  const isCountable = sound.ok || sound.code !== 'RULE_SET_FRACTION_WRONG'
  const isEdited = JSON.stringify(change) !== JSON.stringify(changeOf(chosen.set))
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <div className="grid gap-4">
        <Card title={t.rules} aside={t.rulesAside}>
          <RuleForm change={change} onChange={setChange} problem={sound.ok ? null : sound.code} />
          {isEdited && (
            <Button size="sm" className="mt-3" onClick={() => setChange(changeOf(chosen.set))}>
              {t.reset}
            </Button>
          )}
        </Card>
        {data.mayKeep ? <NewVersion chosen={chosen} change={change} today={data.today} onSaved={onSaved} /> : <p className="text-sm text-text-2">{t.mayNotKeep}</p>}
        {data.mayKeep && chosen.set.validFrom > data.today && <Withdraw chosen={chosen} />}
      </div>
      <div className="max-xl:order-first xl:sticky xl:top-20">
        <RuleBench rules={isCountable ? edited : chosen.set} from={chosen.set} />
      </div>
    </div>
  )
}

function NewVersion({ chosen, change, today, onSaved }: { chosen: StoredVersion; change: RuleChange; today: string; onSaved: (id: string) => void }) {
  const act = useAct(ruleSetAddVersion, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  const [head, setHead] = useState({ code: chosen.set.code, name: chosen.set.name, meetingKind: chosen.set.meetingKind, reason: '' })
  const [validFrom, setValidFrom] = useState<string | null>(null)
  const [id, setId] = useState(newId)
  const [isAsking, ask] = useState(false)
  const wrong = (field: string) => (act.refusal?.fields?.[field] ? fieldErrorText(act.refusal.fields[field]) : undefined)
  const save = async () => {
    const answer = await act.run({ id, fromId: chosen.id, ...head, validFrom: validFrom ?? '', change })
    ask(false)
    if (!answer?.ok) return
    toast(t.saved(validFrom ?? ''))
    setId(newId())
    revalidate()
    onSaved(answer.data.id)
  }
  return (
    <Card title={t.newVersion} aside={t.newVersionHint}>
      <form
        className="grid gap-3"
        onSubmit={e => {
          e.preventDefault()
          if (validFrom) ask(true)
        }}
      >
        <DateInput label={t.validFrom} value={validFrom} onValue={setValidFrom} min={today} error={wrong('validFrom')} required />
        <TextInput label={t.name} value={head.name} maxLength={200} required error={wrong('name')} onChange={e => setHead({ ...head, name: e.target.value })} />
        <div className="grid gap-3 sm:grid-cols-2">
          <TextInput label={t.code} hint={t.codeHint} value={head.code} maxLength={60} required error={wrong('code')} onChange={e => setHead({ ...head, code: e.target.value })} />
          <Select label={t.forKind} value={head.meetingKind} onChange={e => setHead({ ...head, meetingKind: e.target.value as RuleKind })}>
            {kindOrder.map(kind => (
              <option key={kind} value={kind}>
                {t.kind[kind]}
              </option>
            ))}
          </Select>
        </div>
        <TextInput label={t.reason} value={head.reason} maxLength={500} required error={wrong('reason')} onChange={e => setHead({ ...head, reason: e.target.value })} />
        {act.refusal && <FormError>{errorText(act.refusal.code, act.refusal.params)}</FormError>}
        <Button type="submit" variant="primary" className="justify-self-start">
          {t.save}
        </Button>
      </form>
      {isAsking && validFrom && (
        <ConfirmDialog isOpen title={t.saveTitle(head.name, validFrom)} confirmLabel={t.save} isSending={act.isSending} onClose={() => ask(false)} onConfirm={() => void save()}>
          <p>{t.saveBody(validFrom)}</p>
        </ConfirmDialog>
      )}
    </Card>
  )
}

function Withdraw({ chosen }: { chosen: StoredVersion }) {
  const act = useAct(ruleSetWithdraw, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  const [isAsking, ask] = useState(false)
  const [reason, setReason] = useState('')
  const run = async () => {
    const answer = await act.run({ id: chosen.id, reason })
    if (!answer?.ok) return
    toast(t.withdrawn)
    ask(false)
    revalidate()
  }
  return (
    <>
      <Button className="justify-self-start" onClick={() => ask(true)}>
        {t.withdraw}
      </Button>
      {isAsking && (
        <ConfirmDialog isOpen title={t.withdrawTitle(chosen.set.name)} confirmLabel={t.withdraw} isSending={act.isSending} onClose={() => ask(false)} onConfirm={() => void run()}>
          <p className="mb-3">{t.withdrawBody}</p>
          <TextInput label={t.reason} value={reason} maxLength={500} onChange={e => setReason(e.target.value)} error={act.refusal?.fields?.reason ? fieldErrorText(act.refusal.fields.reason) : undefined} />
          {act.refusal && !act.refusal.fields?.reason && <FormError>{errorText(act.refusal.code, act.refusal.params)}</FormError>}
        </ConfirmDialog>
      )}
    </>
  )
}
