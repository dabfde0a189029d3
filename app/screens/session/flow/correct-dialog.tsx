import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { toast } from '#app/components/toast.tsx'
import { meetingCorrectItem } from '#app/contracts/flow.ts'
import { currentItem, type Item, numberOf, type Session } from '#app/screens/session/derive.ts'
import { onDayOf } from '#app/screens/session/on-day.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { errorText } from '#app/text/errors.ts'
import { flowText } from '#app/text/flow.ts'
import { formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'

const t = flowText.correct
const statuses = ['pending', 'concluded', 'held_over', 'withdrawn'] as const
type Status = (typeof statuses)[number]
type Draft = { began: string; ended: string; minutes: string; status: Status | '' }
const clock = (at: number | null | undefined): string => (at ? formatTime(at) : '')
/** The item as the record has it now, as it would be typed. */
const asTyped = (item: Item): Draft => ({ began: clock(item.beganAt), ended: clock(item.endedAt), minutes: item.spentSeconds > 0 ? String(Math.round(item.spentSeconds / 60)) : '', status: '' })

/** Sửa có lý do: first which item, then only what was changed is sent; what the record said before stays in the history. */
export function CorrectDialog({ view, acts, onClose }: { view: Session; acts: Acts; onClose: () => void }) {
  // The item in hand, else the last one that was dealt with: what was just noted wrongly.
  const dealt = view.items.filter(i => i.beganAt !== undefined).sort((a, b) => (b.beganAt ?? 0) - (a.beganAt ?? 0))
  const [itemId, setItemId] = useState((currentItem(view) ?? dealt[0] ?? view.items[0])?.id ?? '')
  const item = view.items.find(i => i.id === itemId)
  const [draft, setDraft] = useState<Draft>(item ? asTyped(item) : { began: '', ended: '', minutes: '', status: '' })
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState<Record<string, string>>({})
  const [isUnchanged, setUnchanged] = useState(false)
  if (!item) return null
  const isInHand = item.status === 'presenting'
  const set = (part: Partial<Draft>) => {
    setUnchanged(false)
    setDraft({ ...draft, ...part })
  }
  const choose = (id: string) => {
    const next = view.items.find(i => i.id === id)
    if (!next) return
    acts.clearError()
    setItemId(id)
    setDraft(asTyped(next))
    setWrong({})
    setUnchanged(false)
  }
  const send = async () => {
    const found: Record<string, string> = {}
    const time = (field: string, typed: string, kept: number | null | undefined): number | undefined => {
      if (typed === clock(kept) || typed.trim() === '') return undefined
      const at = onDayOf(typed, view.meeting.openedAt ?? view.meeting.startsAt)
      if (at === null) found[field] = t.timeWrong
      return at ?? undefined
    }
    const beganAt = time('beganAt', draft.began, item.beganAt)
    const endedAt = time('endedAt', draft.ended, item.endedAt)
    if (reason.trim() === '') found.reason = t.noReason
    const isSpentTyped = draft.minutes !== '' && Math.round(item.spentSeconds / 60) !== Number(draft.minutes)
    if (isSpentTyped && !/^\d{1,4}$/.test(draft.minutes)) found.spentSeconds = t.minutesWrong
    setWrong(found)
    if (Object.keys(found).length > 0) return
    if (beganAt === undefined && endedAt === undefined && !isSpentTyped && draft.status === '') return setUnchanged(true)
    const answer = await acts.run(meetingCorrectItem, {
      meetingId: view.meeting.id,
      itemId: item.id,
      ...(beganAt === undefined ? {} : { beganAt }),
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(isSpentTyped ? { spentSeconds: Number(draft.minutes) * 60 } : {}),
      ...(draft.status === '' ? {} : { status: draft.status }),
      reason,
    })
    if (!answer) return
    if (!answer.ok) {
      setWrong(Object.fromEntries(Object.entries(answer.fields ?? {}).map(([field, code]) => [field, errorText(code, answer.params)])))
      return
    }
    toast(t.done)
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.title}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" isSending={acts.isBusy(meetingCorrectItem.name)} onClick={() => void send()}>
            {t.confirm}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={e => {
          e.preventDefault()
          void send()
        }}
      >
        <p>{t.lead}</p>
        <Select label={t.item} value={itemId} onChange={e => choose(e.target.value)}>
          {view.items.map(i => (
            <option key={i.id} value={i.id}>
              {numberOf(view, i.id) > 0 ? `${numberOf(view, i.id)}. ` : ''}
              {(i.title || sessionText.untitled).slice(0, 80)}
            </option>
          ))}
        </Select>
        <div className="grid gap-3 sm:grid-cols-2">
          <TextInput label={t.began} hint={t.timeHint} error={wrong.beganAt} inputMode="numeric" autoComplete="off" value={draft.began} onChange={e => set({ began: e.target.value })} />
          {!isInHand && <TextInput label={t.ended} hint={t.timeHint} error={wrong.endedAt} inputMode="numeric" autoComplete="off" value={draft.ended} onChange={e => set({ ended: e.target.value })} />}
        </div>
        {!isInHand && (
          <div className="grid gap-3 sm:grid-cols-2">
            <TextInput label={t.spent} error={wrong.spentSeconds} inputMode="numeric" autoComplete="off" value={draft.minutes} onChange={e => set({ minutes: e.target.value })} />
            <Select label={t.status} value={draft.status} onChange={e => set({ status: e.target.value as Status | '' })}>
              <option value="">{`${t.keep}: ${sessionText.itemStatus[item.status]}`}</option>
              {statuses
                .filter(s => s !== item.status)
                .map(s => (
                  <option key={s} value={s}>
                    {sessionText.itemStatus[s]}
                  </option>
                ))}
            </Select>
          </div>
        )}
        <TextArea label={t.reason} rows={2} maxLength={500} required error={wrong.reason} value={reason} onChange={e => setReason(e.target.value)} />
        {isUnchanged && <FormError>{t.nothing}</FormError>}
        {acts.error && Object.keys(wrong).length === 0 && <FormError>{acts.error}</FormError>}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  )
}
