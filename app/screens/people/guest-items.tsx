import { useState } from 'react'
import type { z } from 'zod'
import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError } from '#app/components/field.tsx'
import { EyeOff, Info, ClipboardList } from '#app/components/icon.tsx'
import { toast } from '#app/components/toast.tsx'
import { guestSetItems } from '#app/contracts/audience.ts'
import type { DeskView } from '#app/contracts/meeting.ts'
import { reduceDeskAudience, withHidden } from '#app/live/reducers/hidden.ts'
import { useAct } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'
import { type Participant, type Session, standing } from '#app/screens/session/derive.ts'
import { audienceText } from '#app/text/audience.ts'
import { errorText } from '#app/text/errors.ts'
import { sessionText } from '#app/text/session.ts'
import { shellText } from '#app/text/shell.ts'

const t = audienceText.slots
export type GuestSlotsData = { view: Pick<z.output<typeof DeskView>, 'guests' | 'hidden'>; seq: number; mayChange: boolean }
type Numbered = { id: string; n: number; title: string; isHidden: boolean }

/** Which items each guest is invited for, followed; with the items of the session as the desk numbers them. */
export function useGuestSlots(view: Session, data: GuestSlotsData): { items: Numbered[]; of: (participantId: string) => Numbered[] } {
  const { view: slots } = useStream({ stream: `desk:${view.meeting.id}`, seq: data.seq, view: data.view, reduce: reduceDeskAudience })
  const items = standing(withHidden(view, slots.hidden)).map((i, at) => ({ id: i.id, n: at + 1, title: i.title || sessionText.untitled, isHidden: i.isHidden ?? false }))
  const chosen = new Map(slots.guests.map(g => [g.participantId, new Set(g.itemIds)]))
  return { items, of: participantId => items.filter(i => chosen.get(participantId)?.has(i.id)) }
}

/** Under a guest's name: what they are invited for, or that nothing was chosen yet. */
export function GuestItemsLine({ items }: { items: Numbered[] }) {
  if (items.length === 0)
    return (
      <Chip tone="soon" icon={<Info aria-hidden />} className="mt-1">
        {t.none}
      </Chip>
    )
  return (
    <p className="flex items-start gap-1.5 text-sm text-text-2">
      <ClipboardList className="mt-0.5 shrink-0" aria-hidden />
      <span>{items.length === 1 ? t.one(items[0]?.n ?? 0, items[0]?.title ?? '') : t.many(items.map(i => i.n))}</span>
    </p>
  )
}

/** Chọn nội dung mời một khách: the whole list is saved as it stands. */
export function GuestItemsDialog({ meetingId, person, items, given, onClose }: { meetingId: string; person: Participant; items: Numbered[]; given: Numbered[]; onClose: () => void }) {
  const set = useAct(guestSetItems)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(given.map(i => i.id)))
  const isAll = items.length > 0 && items.every(i => chosen.has(i.id))
  const toggle = (id: string) =>
    setChosen(before => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  const save = async () => {
    const answer = await set.run({ meetingId, participantId: person.id, itemIds: items.filter(i => chosen.has(i.id)).map(i => i.id) })
    if (!answer?.ok) return
    toast(t.saved(person.label))
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.title(person.label)}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" isSending={set.isSending} onClick={() => void save()}>
            {t.save(items.filter(i => chosen.has(i.id)).length)}
          </Button>
        </>
      }
    >
      <p className="mb-2 text-text-2">{t.hint}</p>
      {items.length === 0 ? (
        <p className="text-text-3">{t.noItems}</p>
      ) : (
        <fieldset>
          <legend className="sr-only">{t.legend}</legend>
          <Button size="sm" variant="plain" className="min-h-11" onClick={() => setChosen(isAll ? new Set() : new Set(items.map(i => i.id)))}>
            {isAll ? t.clear : t.all}
          </Button>
          <ul className="divide-y divide-line border-y border-line">
            {items.map(i => (
              <li key={i.id}>
                <label className="flex min-h-12 cursor-pointer items-center gap-3 py-2">
                  <input type="checkbox" className="size-5 shrink-0 accent-(--act)" checked={chosen.has(i.id)} onChange={() => toggle(i.id)} />
                  <span className="tabular min-w-6 text-right text-text-3">{i.n}</span>
                  <span className="min-w-0 flex-1">{i.title}</span>
                  {i.isHidden && (
                    <Chip tone="soon" icon={<EyeOff aria-hidden />}>
                      {audienceText.hidden}
                    </Chip>
                  )}
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
      )}
      <FormError>{set.refusal && errorText(set.refusal.code, set.refusal.params)}</FormError>
    </Dialog>
  )
}
