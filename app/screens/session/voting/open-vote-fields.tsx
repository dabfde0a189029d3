import { Select, TextArea, TextInput } from '#app/components/field.tsx'
import { checkOptions, MAX_OPTIONS } from '#app/domain/voting/options.ts'
import type { Vote } from '#app/screens/session/derive.ts'
import { errorText } from '#app/text/errors.ts'
import { votingText } from '#app/text/voting.ts'

const t = votingText.open
/** minutes ballots are taken; 0 = until somebody closes */
const TIMES = [0, 1, 2, 3, 5, 10] as const

type Kind = 'standard' | 'opinion' | 'options'
/** Numbers as typed: an empty field is no zero. */
export type Lists = Pick<VoteWish, 'list' | 'min' | 'max' | 'places'>
export type VoteWish = { answers: Kind; minutes: number; againOfId: string; againReason: string; list: string; min: string; max: string; places: string }
export const noWish: VoteWish = { answers: 'standard', minutes: 0, againOfId: '', againReason: '', list: '', min: '1', max: '1', places: '1' }

export const optionsOf = (w: Lists) => ({
  list: w.list.split('\n').map(line => line.trim()).filter(line => line !== ''),
  min: Number(w.min) || 0,
  max: Number(w.max) || 0,
  places: Number(w.places) || 0,
})

/** What the command is told beside the question. */
export const wished = (w: VoteWish) => ({
  ...(w.answers === 'opinion' ? { answers: w.answers } : {}),
  ...(w.answers === 'options' ? { options: optionsOf(w) } : {}),
  ...(w.minutes > 0 ? { seconds: w.minutes * 60 } : {}),
  ...(w.againOfId ? { againOfId: w.againOfId, againReason: w.againReason } : {}),
})
/** A vote as it was wished, back in the fields. */
export const wishOf = (v: { answers: 'standard' | 'opinion'; seconds: number | null; options: { list: string[]; min: number; max: number; places: number } | null }): VoteWish => ({
  ...noWish,
  answers: v.options ? 'options' : v.answers,
  minutes: v.seconds === null ? 0 : Math.round(v.seconds / 60),
  ...(v.options ? { list: v.options.list.join('\n'), min: `${v.options.min}`, max: `${v.options.max}`, places: `${v.options.places}` } : {}),
})

/** The first thing wrong with the list, at its field. */
export const listFault = (w: Lists): { field: string; words: string } | null => {
  const options = optionsOf(w)
  if (options.list.length > MAX_OPTIONS) return { field: 'list', words: t.tooMany(options.list.length, MAX_OPTIONS) }
  const long = options.list.findIndex(label => label.length > 200)
  if (long >= 0) return { field: 'list', words: t.tooLong(long + 1) }
  const checked = checkOptions(options)
  return checked.ok ? null : { field: checked.field, words: errorText(checked.code, checked.params) }
}
export const isWishComplete = (w: VoteWish): boolean => (w.againOfId === '' || w.againReason.trim() !== '') && (w.answers !== 'options' || listFault(w) === null)

/** Choices of the question before a vote: answers or a list of options, time, and whether it repeats one that was closed. */
export function OpenVoteFields({ value, closed = [], onChange }: { value: VoteWish; closed?: readonly Vote[]; onChange: (next: VoteWish) => void }) {
  return (
    <div className="mt-3 grid gap-3 sm:grid-cols-2">
      {closed.length > 0 && (
        <Select label={t.again} frameClassName="sm:col-span-2" value={value.againOfId} onChange={e => onChange({ ...value, againOfId: e.target.value })}>
          <option value="">{t.fresh}</option>
          {closed.map(v => (
            <option key={v.id} value={v.id}>
              {t.repeat(v.question)}
            </option>
          ))}
        </Select>
      )}
      {value.againOfId && (
        <TextInput label={t.reason} hint={t.reasonHint} frameClassName="sm:col-span-2" maxLength={500} required value={value.againReason} onChange={e => onChange({ ...value, againReason: e.target.value })} />
      )}
      <Select label={t.answers} frameClassName="sm:col-span-2" value={value.answers} onChange={e => onChange({ ...value, answers: e.target.value as Kind })}>
        <option value="standard">{t.standard}</option>
        <option value="opinion">{t.opinion}</option>
        <option value="options">{t.options}</option>
      </Select>
      <Select label={t.time} frameClassName="sm:col-span-2" value={value.minutes} onChange={e => onChange({ ...value, minutes: Number(e.target.value) })}>
        {TIMES.map(minutes => (
          <option key={minutes} value={minutes}>
            {minutes === 0 ? t.noTime : t.minutes(minutes)}
          </option>
        ))}
      </Select>
      {value.answers === 'options' && <ListFields value={value} onChange={part => onChange({ ...value, ...part })} />}
    </div>
  )
}

/** Các lựa chọn, one a line, and how many a ballot takes; what is wrong is said at its field while it is typed. */
export function ListFields({ value, isAsked = false, onChange }: { value: Lists; /** an empty list is wrong too */ isAsked?: boolean; onChange: (part: Partial<Lists>) => void }) {
  const fault = value.list.trim() === '' && !isAsked ? null : listFault(value)
  const at = (field: string) => (fault?.field === field ? fault.words : undefined)
  const number = (field: 'min' | 'max' | 'places', label: string) => (
    <TextInput label={label} inputMode="numeric" maxLength={3} value={value[field]} error={at(field)} onChange={e => onChange({ [field]: e.target.value.replace(/\D/g, '') })} />
  )
  return (
    <>
      <TextArea label={t.list} hint={t.listHint(optionsOf(value).list.length)} frameClassName="sm:col-span-2" rows={5} required value={value.list} error={at('list')} onChange={e => onChange({ list: e.target.value })} />
      <fieldset className="grid grid-cols-1 gap-3 sm:col-span-2 sm:grid-cols-3">
        <legend className="mb-1 text-sm text-text-3">{t.howMany}</legend>
        {number('min', t.min)}
        {number('max', t.max)}
        {number('places', t.places)}
      </fieldset>
    </>
  )
}
