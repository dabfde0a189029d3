import { useState } from 'react'
import { cx } from '#app/components/cx.ts'
import { Dialog } from '#app/components/dialog.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { attendanceRecord } from '#app/contracts/meeting.ts'
import { fold } from '#app/domain/search/fold.ts'
import { serverNow } from '#app/live/socket.ts'
import { flowText } from '#app/text/flow.ts'
import { formatTime } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'
import type { DeskRoom } from './desk.ts'

const t = flowText.checkIn
const SHOWN = 8

/** Điểm danh hộ by typing a few letters and Enter, one person after another without leaving the field. */
export function QuickCheckIn({ room, onClose }: { room: DeskRoom; onClose: () => void }) {
  const { view, acts } = room
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const [done, setDone] = useState<string | null>(null)
  const { status } = view.meeting
  const isOpen = status === 'invited' || status === 'running' || status === 'paused'
  const words = fold(query).split(/\s+/).filter(Boolean)
  const found = view.participants
    .filter(p => {
      const text = fold(`${p.label} ${p.unitName ?? ''} ${sessionText.role[p.role]}`)
      return !p.isPresent && words.every(w => text.includes(w))
    })
    .slice(0, SHOWN)
  const chosen = found[Math.min(at, found.length - 1)]
  const record = async () => {
    if (!chosen || !isOpen) return
    const answer = await acts.run(attendanceRecord, { meetingId: view.meeting.id, participantId: chosen.id, act: 'arrive' }, chosen.id)
    if (!answer?.ok) return
    setDone(t.done(chosen.label, formatTime(serverNow())))
    setQuery('')
    setAt(0)
  }
  return (
    <Dialog isOpen onClose={onClose} title={t.title}>
      <TextInput
        label={t.field}
        hint={isOpen ? t.hint : t.closed}
        value={query}
        autoComplete="off"
        aria-controls="quick-check-in"
        aria-activedescendant={chosen ? `quick-${chosen.id}` : undefined}
        onChange={e => {
          setQuery(e.target.value)
          setAt(0)
        }}
        onKeyDown={e => {
          if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
            e.preventDefault()
            setAt(i => Math.max(0, Math.min(found.length - 1, i + (e.key === 'ArrowDown' ? 1 : -1))))
          } else if (e.key === 'Enter' && !e.nativeEvent.isComposing) {
            e.preventDefault()
            void record()
          }
        }}
      />
      <ul id="quick-check-in" role="listbox" aria-label={t.list} className="mt-2 flex flex-col">
        {found.map(p => (
          <li
            key={p.id}
            id={`quick-${p.id}`}
            role="option"
            aria-selected={p.id === chosen?.id}
            onMouseMove={() => setAt(found.indexOf(p))}
            onClick={() => void record()}
            className={cx('flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-3', p.id === chosen?.id ? 'bg-act-soft font-semibold text-act' : 'text-text')}
          >
            <span className="min-w-0 flex-1">{p.label}</span>
            <span className="text-sm font-normal text-text-3">{sessionText.role[p.role]}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="mt-2">{t.none}</p>}
      <p role="status" className="mt-2 font-semibold text-ok">
        {done}
      </p>
      {acts.error && <FormError>{acts.error}</FormError>}
    </Dialog>
  )
}
