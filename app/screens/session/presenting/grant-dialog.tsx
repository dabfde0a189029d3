import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { TextInput } from '#app/components/field.tsx'
import { CircleCheck } from '#app/components/icon.tsx'
import { presentationGrant, presentationRevoke } from '#app/contracts/presentation.ts'
import { fold } from '#app/domain/search/fold.ts'
import { presentationText } from '#app/text/presentation.ts'
import { currentItem, type Session } from '../derive.ts'
import type { Acts } from '../use-session.ts'

const t = presentationText.grant

/** Whom the chair lets present during the item in hand: its presenter first, then those it was given to, then the list. Guests and the press are not on it: they follow a part of the session, not its page. */
export default function GrantDialog({ view, acts, onClose }: { view: Session; acts: Acts; onClose: () => void }) {
  const [find, setFind] = useState('')
  const meetingId = view.meeting.id
  const given = new Set(view.presenterIds ?? [])
  const presenter = fold(currentItem(view)?.presenter ?? '')
  const words = fold(find).split(/\s+/).filter(Boolean)
  const isPresenter = (label: string) => presenter !== '' && fold(label) === presenter
  const people = view.participants
    .filter(p => p.role === 'member' || p.role === 'substitute')
    .filter(p => words.every(w => fold(`${p.label} ${p.unitName ?? ''}`).includes(w)))
    .sort((a, b) => Number(isPresenter(b.label)) - Number(isPresenter(a.label)) || Number(given.has(b.id)) - Number(given.has(a.id)) || a.rank - b.rank)
  return (
    <Dialog isOpen onClose={onClose} title={t.title}>
      <p className="mb-3 text-text-2">{t.lead}</p>
      <TextInput label={t.find} hint={t.findHint} value={find} onChange={e => setFind(e.target.value)} />
      {people.length === 0 && <p className="mt-3 text-text-3">{t.nobody}</p>}
      <ul className="mt-3 max-h-[45vh] divide-y divide-line overflow-y-auto" aria-label={t.title}>
        {people.map(p => (
          <li key={p.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <span className="min-w-0 flex-[1_1_12rem]">
              <span className="font-semibold">{p.label}</span>
              {isPresenter(p.label) && <span className="block text-sm text-text-3">{t.presents}</span>}
            </span>
            {given.has(p.id) && (
              <Chip tone="ok" icon={<CircleCheck aria-hidden />}>
                {t.isGiven}
              </Chip>
            )}
            <Button
              className="min-h-11"
              isSending={acts.isBusy(p.id)}
              aria-label={given.has(p.id) ? t.takeOne(p.label) : t.giveOne(p.label)}
              onClick={() => void acts.run(given.has(p.id) ? presentationRevoke : presentationGrant, { meetingId, participantId: p.id }, p.id)}
            >
              {given.has(p.id) ? t.take : t.give}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
