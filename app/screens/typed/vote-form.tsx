import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { CircleAlert } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import type { OutputOf } from '#app/contracts/define.ts'
import { voteTypeBack } from '#app/contracts/typed.ts'
import { newId } from '#app/live/new-id.ts'
import { useAct } from '#app/live/use-command.ts'
import { useDraft } from '#app/screens/tasks/use-draft.ts'
import { errorText } from '#app/text/errors.ts'
import { typedText } from '#app/text/typed.ts'
import { readTime } from './derive.ts'
import { ItemSelect } from './small-forms.tsx'
import type { FormProps } from './typed-screen.tsx'

const t = typedText.vote
const choices = ['for', 'against', 'abstain'] as const
type Choice = (typeof choices)[number]
type Draft = { voteId: string; itemId: string; question: string; form: 'open' | 'secret'; at: string; ballots: Record<string, Choice>; totals: Record<Choice, string> }
const empty: Draft = { voteId: '', itemId: '', question: '', form: 'open', at: '', ballots: {}, totals: { for: '', against: '', abstain: '' } }
const figure = (typed: string): number | null => (typed.trim() === '' ? 0 : /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : null)

/** Ballots counted on paper: by name, or totals of a secret vote; or paper ballots for a vote that is open on the devices. */
export function VoteForm({ view, began, reason, needReason }: FormProps) {
  const act = useAct(voteTypeBack)
  const { value, set } = useDraft<Draft>(`typed/${view.meeting.id}/vote`, empty)
  const [isTried, setTried] = useState(false)
  const [kept, setKept] = useState<OutputOf<typeof voteTypeBack>['kept']>([])
  const open = view.votes.filter(v => v.status === 'open')
  const joined = open.find(v => v.id === value.voteId)
  const isSecret = !joined && value.form === 'secret'
  const voters = view.participants.filter(p => p.isVoter)
  const at = readTime(began, value.at)
  const numbers = { for: figure(value.totals.for), against: figure(value.totals.against), abstain: figure(value.totals.abstain) }
  const count = isSecret
    ? { for: numbers.for ?? 0, against: numbers.against ?? 0, abstain: numbers.abstain ?? 0 }
    : Object.values(value.ballots).reduce((sum, c) => ({ ...sum, [c]: sum[c] + 1 }), { for: 0, against: 0, abstain: 0 })
  const itemId = joined?.itemId ?? value.itemId
  const save = async () => {
    setTried(true)
    setKept([])
    const isWrong = !itemId || at.at === null || (!joined && value.question.trim() === '') || (isSecret && Object.values(numbers).includes(null))
    if (!needReason() || isWrong || at.at === null) return
    const answer = await act.run({
      meetingId: view.meeting.id,
      voteId: joined?.id ?? newId(),
      itemId,
      question: joined ? '' : value.question,
      form: isSecret ? 'secret' : 'open',
      at: at.at,
      ballots: isSecret ? [] : Object.entries(value.ballots).map(([userId, choice]) => ({ userId, choice })),
      count: isSecret ? count : null,
      reason,
    })
    if (!answer?.ok) return
    setKept(answer.data.kept)
    toast(t.done)
    set(empty)
    setTried(false)
  }
  const choose = (userId: string, choice: string) => {
    const { [userId]: _before, ...others } = value.ballots
    set({ ballots: choice === '' ? others : { ...others, [userId]: choice as Choice } })
  }
  return (
    <div className="flex flex-col gap-3">
      {open.length > 0 && (
        <Select label={t.which} value={joined?.id ?? ''} onChange={e => set({ voteId: e.target.value })}>
          <option value="">{t.fresh}</option>
          {open.map(v => (
            <option key={v.id} value={v.id}>
              {t.joined(v.question)}
            </option>
          ))}
        </Select>
      )}
      {!joined && (
        <>
          <ItemSelect view={view} value={value.itemId} error={isTried && !value.itemId ? typedText.itemMissing : undefined} onChange={id => set({ itemId: id })} />
          <TextArea label={t.question} rows={2} maxLength={1000} value={value.question} error={isTried && value.question.trim() === '' ? t.questionMissing : undefined} onChange={e => set({ question: e.target.value })} />
          <fieldset className="flex flex-wrap gap-x-6">
            <legend className="text-sm font-semibold">{t.form}</legend>
            {(['open', 'secret'] as const).map(f => (
              <label key={f} className="flex min-h-11 items-center gap-2.5">
                <input type="radio" name="typed-form" className="size-4" checked={value.form === f} onChange={() => set({ form: f })} />
                {t[f]}
              </label>
            ))}
          </fieldset>
        </>
      )}
      <TextInput
        label={t.at}
        placeholder="09:30"
        inputMode="numeric"
        frameClassName="max-w-48"
        value={value.at}
        error={isTried ? (at.error ?? (at.at === null ? typedText.timeMissing : undefined)) : undefined}
        onChange={e => set({ at: e.target.value })}
      />
      {isSecret ? (
        <fieldset>
          <legend className="mb-1 text-sm font-semibold">{t.totals}</legend>
          <div className="grid gap-3 sm:grid-cols-3 md:max-w-xl">
            {choices.map(c => (
              <TextInput key={c} label={t[c]} inputMode="numeric" value={value.totals[c]} error={isTried && numbers[c] === null ? t.totalWrong : undefined} onChange={e => set({ totals: { ...value.totals, [c]: e.target.value } })} />
            ))}
          </div>
        </fieldset>
      ) : (
        <fieldset>
          <legend className="mb-1 text-sm font-semibold">{t.ballots}</legend>
          <ul className="divide-y divide-line">
            {voters.map(p => (
              <li key={p.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 py-2">
                <span className="min-w-0 flex-[1_1_14rem] font-semibold">{p.label}</span>
                <Select label={t.ballotOf(p.label)} isLabelHidden frameClassName="w-full sm:w-56" value={value.ballots[p.userId] ?? ''} onChange={e => choose(p.userId, e.target.value)}>
                  <option value="">{t.noBallot}</option>
                  {choices.map(c => (
                    <option key={c} value={c}>
                      {t[c]}
                    </option>
                  ))}
                </Select>
              </li>
            ))}
          </ul>
        </fieldset>
      )}
      <p role="status" className="font-semibold">
        {t.sum(count.for, count.against, count.abstain)}
      </p>
      <FormError>{act.refusal && errorText(act.refusal.code, act.refusal.params)}</FormError>
      {kept.length > 0 && (
        <div role="alert" className="rounded-xl border border-soon-line bg-soon-soft px-4 py-3 text-soon">
          <p className="flex items-start gap-2 font-semibold">
            <CircleAlert className="mt-1 shrink-0" aria-hidden />
            {t.kept}
          </p>
          <p className="mt-1">{t.keptWhy}</p>
          <ul className="mt-1 list-disc pl-6">
            {kept.map(k => (
              <li key={k.label}>{t.keptOne(k.label, t[k.choice])}</li>
            ))}
          </ul>
        </div>
      )}
      <Button variant="primary" size="lg" className="self-start" isSending={act.isSending} onClick={() => void save()}>
        {joined ? t.saveJoined : t.save}
      </Button>
    </div>
  )
}
