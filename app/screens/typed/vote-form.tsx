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
import { listFault, ListFields, type Lists, optionsOf } from '#app/screens/session/voting/open-vote-fields.tsx'
import { answerWords } from '#app/text/vote-words.ts'
import { readFigure, readTime } from './derive.ts'
import { ballotOf, isWrong as isWrongPicks, ListBallots, ListTotals, noPicks, NumberedOptions, type TypedPicks } from './list-ballots.tsx'
import { ItemSelect } from './small-forms.tsx'
import type { FormProps } from './typed-screen.tsx'

const t = typedText.vote
const choices = ['for', 'against', 'abstain'] as const
type Choice = (typeof choices)[number]
type Draft = { voteId: string; itemId: string; question: string; kind: 'three' | 'list'; lists: Lists; form: 'open' | 'openTotals' | 'secret'; at: string; ballots: Record<string, Choice>; picks: Record<string, TypedPicks>; votes: string[]; totals: Record<Choice, string> }
const empty: Draft = { voteId: '', itemId: '', question: '', kind: 'three', lists: { list: '', min: '1', max: '1', places: '1' }, form: 'open', at: '', ballots: {}, picks: {}, votes: [], totals: { for: '', against: '', abstain: '' } }

/** Ballots counted on paper: by name, or totals of a secret vote; or paper ballots for a vote that is open on the devices. */
export function VoteForm({ view, began, reason, needReason }: FormProps) {
  const act = useAct(voteTypeBack)
  const { value, set } = useDraft<Draft>(`typed/${view.meeting.id}/vote`, empty)
  const [isTried, setTried] = useState(false)
  const [kept, setKept] = useState<OutputOf<typeof voteTypeBack>['kept']>([])
  const open = view.votes.filter(v => v.status === 'open')
  const joined = open.find(v => v.id === value.voteId)
  const options = joined ? (joined.options ?? null) : value.kind === 'list' ? optionsOf(value.lists) : null
  const isSecret = !joined && value.form === 'secret'
  const isTotals = isSecret || (!joined && options !== null && value.form === 'openTotals')
  const voters = view.participants.filter(p => p.isVoter)
  const at = readTime(began, value.at)
  const numbers = { for: readFigure(value.totals.for), against: options ? 0 : readFigure(value.totals.against), abstain: readFigure(value.totals.abstain) }
  const votes = options && isTotals ? options.list.map((_, i) => readFigure(value.votes[i] ?? '')) : null
  // Of totals only the Chairman's paper has a name, and a secret one none.
  const named = isSecret ? [] : isTotals ? voters.filter(p => p.isCommitteeChair) : voters
  const ballots = options
    ? named.flatMap(p => ballotOf(p.userId, value.picks[p.userId] ?? noPicks, options.list.length) ?? [])
    : named.flatMap(p => (value.ballots[p.userId] ? [{ userId: p.userId, choice: value.ballots[p.userId] as Choice }] : []))
  const count = isTotals
    ? { for: numbers.for ?? 0, against: numbers.against ?? 0, abstain: numbers.abstain ?? 0 }
    : ballots.reduce((sum, b) => ({ ...sum, [b.choice]: sum[b.choice] + 1 }), { for: 0, against: 0, abstain: 0 })
  const words = joined?.answers ? answerWords(joined.answers) : t
  const itemId = joined?.itemId ?? value.itemId
  const save = async () => {
    setTried(true)
    setKept([])
    const isWrong = !itemId || at.at === null || (!joined && value.question.trim() === '') || (isTotals && Object.values(numbers).includes(null)) || votes?.includes(null) || (!joined && value.kind === 'list' && listFault(value.lists) !== null) || (options && named.some(p => isWrongPicks(value.picks[p.userId] ?? noPicks, options.list.length)))
    if (!needReason() || isWrong || at.at === null) return
    const answer = await act.run({
      meetingId: view.meeting.id,
      voteId: joined?.id ?? newId(),
      itemId,
      question: joined ? '' : value.question,
      form: isSecret ? 'secret' : 'open',
      at: at.at,
      ballots,
      count: isTotals ? count : null,
      ...(options && !joined ? { options } : {}),
      ...(votes ? { optionVotes: votes.map(n => n ?? 0) } : {}),
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
          <Select label={t.kind} value={value.kind} onChange={e => set({ kind: e.target.value as Draft['kind'], form: value.form === 'openTotals' ? 'open' : value.form })}>
            <option value="three">{t.three}</option>
            <option value="list">{t.list}</option>
          </Select>
          {value.kind === 'list' && (
            <div className="grid gap-3 sm:grid-cols-2">
              <ListFields value={value.lists} isAsked={isTried} onChange={part => set({ lists: { ...value.lists, ...part } })} />
            </div>
          )}
          <fieldset className="flex flex-wrap gap-x-6">
            <legend className="text-sm font-semibold">{t.form}</legend>
            {(['open', ...(value.kind === 'list' ? (['openTotals'] as const) : []), 'secret'] as const).map(f => (
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
      {options && options.list.length > 0 && !isTotals && <NumberedOptions list={options.list} />}
      {isTotals && options && <ListTotals list={options.list} votes={value.votes} answered={value.totals.for} abstain={value.totals.abstain} isTried={isTried} onChange={part => set({ ...(part.votes ? { votes: part.votes } : {}), totals: { ...value.totals, ...(part.answered === undefined ? {} : { for: part.answered }), ...(part.abstain === undefined ? {} : { abstain: part.abstain }) } })} />}
      {isTotals && !options && (
        <fieldset>
          <legend className="mb-1 text-sm font-semibold">{t.totals}</legend>
          <div className="grid gap-3 sm:grid-cols-3 md:max-w-xl">
            {choices.map(c => (
              <TextInput key={c} label={t[c]} inputMode="numeric" value={value.totals[c]} error={isTried && numbers[c] === null ? t.totalWrong : undefined} onChange={e => set({ totals: { ...value.totals, [c]: e.target.value } })} />
            ))}
          </div>
        </fieldset>
      )}
      {named.length > 0 && (
        <fieldset>
          <legend className="mb-1 text-sm font-semibold">{t.ballots}</legend>
          {options && <p className="text-sm text-text-3">{isTotals ? t.chairHint : t.picksHint}</p>}
          {options ? (
            <ListBallots voters={named} count={options.list.length} value={value.picks} isTried={isTried} onChange={(userId, next) => set({ picks: { ...value.picks, [userId]: next } })} />
          ) : (
            <ul className="divide-y divide-line">
              {named.map(p => (
                <li key={p.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 py-2">
                  <span className="min-w-0 flex-[1_1_14rem] font-semibold">{p.label}</span>
                  <Select label={t.ballotOf(p.label)} isLabelHidden frameClassName="w-full sm:w-56" value={value.ballots[p.userId] ?? ''} onChange={e => choose(p.userId, e.target.value)}>
                    <option value="">{t.noBallot}</option>
                    {choices.map(c => (
                      <option key={c} value={c}>
                        {words[c]}
                      </option>
                    ))}
                  </Select>
                </li>
              ))}
            </ul>
          )}
        </fieldset>
      )}
      <p role="status" className="font-semibold">
        {options ? t.sumList(count.for, count.abstain) : t.sum(count.for, count.against, count.abstain)}
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
              <li key={k.label}>{t.keptOne(k.label, options && k.choice === 'for' ? t.chosenOnDevice : words[k.choice])}</li>
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
