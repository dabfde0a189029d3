import { Select, TextInput } from '#app/components/field.tsx'
import type { Vote } from '#app/screens/session/derive.ts'
import { votingText } from '#app/text/voting.ts'

const t = votingText.open
/** minutes ballots are taken; 0 = until somebody closes */
const TIMES = [0, 1, 2, 3, 5, 10] as const

export type VoteWish = { answers: 'standard' | 'opinion'; minutes: number; againOfId: string; againReason: string }
export const noWish: VoteWish = { answers: 'standard', minutes: 0, againOfId: '', againReason: '' }

/** What the command is told beside the question. */
export const wished = (w: VoteWish) => ({
  ...(w.answers === 'opinion' ? { answers: w.answers } : {}),
  ...(w.minutes > 0 ? { seconds: w.minutes * 60 } : {}),
  ...(w.againOfId ? { againOfId: w.againOfId, againReason: w.againReason } : {}),
})
export const isWishComplete = (w: VoteWish): boolean => w.againOfId === '' || w.againReason.trim() !== ''

/** Choices of the question before a vote: answers, time, and whether it repeats one that was closed. */
export function OpenVoteFields({ value, closed, onChange }: { value: VoteWish; closed: readonly Vote[]; onChange: (next: VoteWish) => void }) {
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
      <Select label={t.answers} value={value.answers} onChange={e => onChange({ ...value, answers: e.target.value as VoteWish['answers'] })}>
        <option value="standard">{t.standard}</option>
        <option value="opinion">{t.opinion}</option>
      </Select>
      <Select label={t.time} value={value.minutes} onChange={e => onChange({ ...value, minutes: Number(e.target.value) })}>
        {TIMES.map(minutes => (
          <option key={minutes} value={minutes}>
            {minutes === 0 ? t.noTime : t.minutes(minutes)}
          </option>
        ))}
      </Select>
    </div>
  )
}
