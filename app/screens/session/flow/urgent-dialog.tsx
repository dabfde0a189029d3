import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, Select, TextArea, TextInput } from '#app/components/field.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Unit, UnitPicker } from '#app/components/unit-picker.tsx'
import { meetingAddUrgentItem } from '#app/contracts/flow.ts'
import { newId } from '#app/live/new-id.ts'
import { type Session, standing } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { flowText } from '#app/text/flow.ts'
import { shellText } from '#app/text/shell.ts'

const t = flowText.urgent

export type UrgentDraft = { itemId: string; title: string; presenter: string; minutes: string; unitId: string | null; isCollective: boolean; reason: string }
export const emptyUrgent = (): UrgentDraft => ({ itemId: newId(), title: '', presenter: '', minutes: '10', unitId: null, isCollective: false, reason: '' })

/**
 * Bổ sung khẩn: what, who, how long, where and why. The item's id stays the same when sending is tried again, and what was
 * typed stays with the console when the dialog is closed.
 */
export function UrgentDialog({ view, acts, units, draft, onDraft, onClose }: { view: Session; acts: Acts; units: readonly Unit[]; draft: UrgentDraft; onDraft: (draft: UrgentDraft) => void; onClose: () => void }) {
  const items = standing(view)
  const at = items.findIndex(i => i.id === view.meeting.currentItemId)
  const next = at < 0 ? items.find(i => i.status === 'pending') : items[at + 1]
  const { itemId, title, presenter, minutes, unitId, isCollective, reason } = draft
  const set = (part: Partial<UrgentDraft>) => onDraft({ ...draft, ...part })
  const [isTried, setTried] = useState(false)
  const [before, setBefore] = useState<string>(next?.id ?? '')
  const count = Number(minutes)
  const isMinutes = Number.isInteger(count) && count >= 1 && count <= 600
  const send = async () => {
    setTried(true)
    if (title.trim() === '' || reason.trim() === '' || !isMinutes) return
    const answer = await acts.run(meetingAddUrgentItem, { meetingId: view.meeting.id, itemId, title, presenter, minutes: count, leadUnitId: unitId, isCollective, reason, beforeId: before || null })
    if (!answer?.ok) return
    toast(t.done)
    onDraft(emptyUrgent())
    onClose()
  }
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={t.title}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" isSending={acts.isBusy(meetingAddUrgentItem.name)} onClick={() => void send()}>
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
        <TextArea label={t.name} rows={2} maxLength={1000} required error={isTried && title.trim() === '' ? t.noName : undefined} value={title} onChange={e => set({ title: e.target.value })} />
        <TextArea label={t.reason} rows={2} maxLength={500} required error={isTried && reason.trim() === '' ? t.noReason : undefined} value={reason} onChange={e => set({ reason: e.target.value })} />
        <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_7rem]">
          <TextInput label={t.presenter} maxLength={300} value={presenter} onChange={e => set({ presenter: e.target.value })} />
          <TextInput label={t.minutes} inputMode="numeric" error={isTried && !isMinutes ? t.wrongMinutes : undefined} value={minutes} onChange={e => set({ minutes: e.target.value.replace(/\D/g, '') })} />
        </div>
        <UnitPicker label={t.unit} units={units} value={unitId} onChange={id => set({ unitId: id })} />
        <Select label={t.place} value={before} onChange={e => setBefore(e.target.value)}>
          {items.slice(Math.max(0, at + 1)).map(i => (
            <option key={i.id} value={i.id}>
              {i.id === next?.id && at >= 0 ? `${t.placeNext} (${items.indexOf(i) + 1})` : t.placeBefore(items.indexOf(i) + 1, i.title.slice(0, 60))}
            </option>
          ))}
          <option value="">{t.placeLast}</option>
        </Select>
        <label className="flex min-h-11 items-center gap-2">
          <input type="checkbox" className="size-5 accent-(--act)" checked={isCollective} onChange={e => set({ isCollective: e.target.checked })} />
          {t.collective}
        </label>
        {acts.error && <FormError>{acts.error}</FormError>}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  )
}
