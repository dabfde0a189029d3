import { useEffect, useState } from 'react'
import { Button, IconButton } from '#app/components/button.tsx'
import { Empty } from '#app/components/empty.tsx'
import { FormError, TextArea, TextInput } from '#app/components/field.tsx'
import { Lock, NotebookPen, Plus, Trash2, Undo2, WifiOff } from '#app/components/icon.tsx'
import { SaveMark } from '#app/components/save-mark.tsx'
import { findNotes, type Note } from '#app/domain/note/notes.ts'
import { formatTime } from '#app/text/format.ts'
import { notesText as t } from '#app/text/notes.ts'
import { numberOf, type Session } from '../derive.ts'
import type { Anchor } from './door.ts'
import { NotesEar, useNotes } from './use-notes.ts'

/** From so many on a search is worth its place. */
const SEARCH_FROM = 3
const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

type Props = { view: Session; itemId: string | null; owner: string; begin: Anchor | null; onBegun: () => void }

/** Own notes of the session: written in place, saved by themselves, found without marks. */
export default function NotesPanel({ view, itemId, owner, begin, onBegun }: Props) {
  const notes = useNotes(view.meeting.id, owner)
  const [editing, setEditing] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [gone, setGone] = useState<string | null>(null)

  const start = (anchor: Anchor) => {
    notes.dropEmpty()
    setTyped('')
    setEditing(notes.begin(anchor))
  }
  useEffect(() => {
    if (!begin) return
    start(begin)
    onBegun()
    // eslint-disable-next-line react-hooks/exhaustive-deps -- begun once for each wish
  }, [begin])

  const done = () => {
    notes.dropEmpty()
    setEditing(null)
  }
  const remove = async (id: string) => {
    if (editing === id) setEditing(null)
    if (await notes.remove(id)) setGone(id)
  }
  const shown = notes.notes.filter(n => n.text.trim() !== '' || n.id === editing)
  const found = findNotes(shown, typed).concat(shown.filter(n => n.id === editing && !findNotes([n], typed).length))
  const place = (n: Note): string => {
    const paper = n.paperId ? view.papers.find(p => p.id === n.paperId) : undefined
    const number = n.itemId ? numberOf(view, n.itemId) : 0
    return [number > 0 ? t.ofItem(number) : t.ofSession, paper && n.page ? t.ofPage(paper.title, n.page) : null].filter(Boolean).join(' · ')
  }
  return (
    <div className="mt-2 flex flex-col gap-3">
      {notes.ear && <NotesEar owner={owner} {...notes.ear} />}
      <p className="flex items-start gap-2 text-sm text-text-3">
        <Lock className="mt-0.5" aria-hidden />
        {t.private}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Button icon={<Plus aria-hidden />} className="min-h-11" onClick={() => start({ itemId, paperId: null, page: null })}>
          {t.add}
        </Button>
        {(notes.savedAt !== null || notes.state !== 'stored') && <SaveMark state={notes.state} at={notes.savedAt} />}
      </div>
      {shown.length >= SEARCH_FROM && <TextInput label={t.find} hint={t.findHint} type="search" value={typed} onChange={e => setTyped(e.target.value)} />}
      {notes.isLost && (
        <p role="status" className="flex items-start gap-2 rounded-lg bg-soon-soft px-3 py-2 text-soon">
          <WifiOff className="mt-0.5" aria-hidden />
          {t.wait}
        </p>
      )}
      <FormError>{notes.problem}</FormError>
      {gone && (
        <p role="status" className="flex flex-wrap items-center gap-3 rounded-lg bg-surface-2 px-3 py-1.5">
          {t.removed}
          <Button
            variant="plain"
            className="min-h-11"
            icon={<Undo2 aria-hidden />}
            onClick={() => {
              void notes.restore(gone)
              setGone(null)
            }}
          >
            {t.undo}
          </Button>
        </p>
      )}
      {notes.isLoaded && shown.length === 0 && (
        <Empty icon={<NotebookPen aria-hidden />} title={t.none}>
          {t.noneHint}
        </Empty>
      )}
      {shown.length > 0 && found.length === 0 && <p className="text-text-3">{t.notFound}</p>}
      <ul aria-label={t.title} className="flex flex-col divide-y divide-line">
        {found.map(n =>
          n.id === editing ? (
            <li key={n.id} className="flex flex-col gap-2 py-3">
              <TextArea label={t.field} hint={place(n)} rows={4} maxLength={10_000} value={n.text} autoFocus onChange={e => notes.type(n.id, e.target.value)} onBlur={notes.dropEmpty} />
              <Button className="min-h-11 self-start" onClick={done}>
                {t.done}
              </Button>
            </li>
          ) : (
            <li key={n.id} className="flex items-start gap-2 py-1.5">
              <button type="button" aria-label={t.edit(shorten(n.text))} className="min-h-11 min-w-0 flex-1 rounded-lg px-1 py-1 text-left hover:bg-surface-2" onClick={() => setEditing(n.id)}>
                <span className="block text-md break-words whitespace-pre-line">{n.text}</span>
                <span className="block text-sm text-text-3">
                  {place(n)} · {formatTime(n.updatedAt)}
                </span>
              </button>
              <IconButton label={t.remove(shorten(n.text))} onClick={() => void remove(n.id)}>
                <Trash2 aria-hidden />
              </IconButton>
            </li>
          ),
        )}
      </ul>
    </div>
  )
}
