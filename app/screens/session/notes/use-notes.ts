import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Answer, PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { noteChanged, noteRemove, noteRestore, noteSave } from '#app/contracts/note.ts'
import { type Draft, type Note, withDrafts } from '#app/domain/note/notes.ts'
import { newId } from '#app/live/new-id.ts'
import { sendOnce } from '#app/live/outbox.ts'
import { getSocket, serverNow } from '#app/live/socket.ts'
import { useStream } from '#app/live/use-stream.ts'
import { errorText } from '#app/text/errors.ts'
import { notesText } from '#app/text/notes.ts'
import type { Anchor } from './door.ts'

/** A pause in typing after which a note is sent. */
const REST_MS = 700
const RETRY_MS = 3_000
const AGAIN = new Set(['NO_ANSWER', 'SERVER_BUSY', 'TOO_MANY', 'INTERNAL'])

type Told = Record<string, number>
/** Versions of notes as told by the own stream; the words themselves are never in an event. */
const reduce = (told: Told, e: StreamEvent): Told => {
  if (e.name !== noteChanged.name) return told
  const p = e.payload as PayloadOf<typeof noteChanged>
  return { ...told, [p.noteId]: p.version }
}
const nobody: Told = {}

/**
 * Own notes of a session. What is typed stays on this device until the server has it, and is sent by itself; a note changed
 * on another device of the same person meanwhile is kept beside it, none is overwritten.
 */
export function useNotes(meetingId: string, owner: string) {
  const key = `tantrao.notes.${owner}.${meetingId}`
  const [loaded, setLoaded] = useState<{ notes: Note[]; seq: number } | null>(null)
  const [isLost, setLost] = useState(false)
  const [drafts, setDraftsState] = useState<Draft[]>([])
  const [savedAt, setSavedAt] = useState<number | null>(null)
  const [isSending, setSending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [round, setRound] = useState(0)
  const held = useRef<Draft[]>([])
  /** stored since the list on its way was asked for: it may have been read before, and must not hide them */
  const stored = useRef(new Map<string, Note>())

  const setDrafts = useCallback(
    (change: (list: Draft[]) => Draft[]) => {
      held.current = change(held.current)
      setDraftsState(held.current)
      try {
        if (held.current.length === 0) localStorage.removeItem(key)
        else localStorage.setItem(key, JSON.stringify(held.current))
      } catch {
        // Storage denied or full: the words stay in the open page and are sent from there.
        return
      }
    },
    [key],
  )

  useEffect(() => {
    const end = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const load = () => {
      stored.current.clear()
      return fetch(`/phien-hop/${meetingId}/ghi-chu`, { signal: end.signal })
        .then(async r => {
          if (!r.ok) throw new Error(String(r.status))
          const list = (await r.json()) as { notes: Note[]; seq: number }
          const newer = [...stored.current.values()].filter(s => !list.notes.some(n => n.id === s.id && n.version >= s.version))
          setLoaded({ ...list, notes: [...newer, ...list.notes.filter(n => !newer.some(s => s.id === n.id))] })
          setLost(false)
        })
        .catch(() => {
          if (end.signal.aborted) return
          setLost(true)
          timer = setTimeout(() => void load(), RETRY_MS)
        })
    }
    void load()
    return () => {
      end.abort()
      clearTimeout(timer)
    }
  }, [meetingId, round])

  const reload = useCallback(() => setRound(r => r + 1), [])
  const [told, setTold] = useState<Told>(nobody)
  // Another device changed a note: one request for all that changed in this moment.
  const known = loaded?.notes
  const isStale = known !== undefined && Object.entries(told).some(([id, version]) => version > Math.max(known.find(n => n.id === id)?.version ?? 0, ownVersions.get(id) ?? 0))
  useEffect(() => {
    if (!isStale) return
    const timer = setTimeout(() => {
      for (const [id, version] of Object.entries(told)) ownVersions.set(id, version)
      reload()
    }, 300)
    return () => clearTimeout(timer)
  }, [isStale, told, reload])

  const isBusy = useRef(false)
  const flush = useCallback(async () => {
    if (isBusy.current) return
    isBusy.current = true
    try {
      for (;;) {
        const draft = held.current.find(d => d.text.trim() !== '')
        if (!draft) break
        setSending(true)
        const { id: noteId, commandId, at: _at, ...rest } = draft
        const answer = (await sendOnce(noteSave.name, { meetingId, noteId, ...rest }, commandId)) as Answer<{ version: number; updatedAt: number }>
        if (!answer.ok) {
          if (answer.code === 'NOTE_CHANGED_MEANWHILE' || answer.code === 'CONFLICT') {
            // Both are kept: the other device's as it is, this one's as a note of its own.
            setDrafts(list => list.map(d => (d.id === noteId ? { ...d, id: newId(), baseVersion: 0, commandId: newId() } : d)))
            setProblem(notesText.forked)
            reload()
            continue
          }
          if (!AGAIN.has(answer.code)) setProblem(errorText(answer.code, answer.params))
          break
        }
        const { version, updatedAt } = answer.data
        ownVersions.set(noteId, version)
        const note: Note = { id: noteId, itemId: draft.itemId, paperId: draft.paperId, page: draft.page, text: draft.text.trim(), version, updatedAt }
        stored.current.set(noteId, note)
        setLoaded(l => l && { ...l, notes: [note, ...l.notes.filter(n => n.id !== noteId)] })
        setSavedAt(updatedAt)
        // What was typed while this was on its way goes next, upon the version that stands now.
        setDrafts(list => list.flatMap(d => (d.id !== noteId ? [d] : d.commandId === commandId ? [] : [{ ...d, baseVersion: version }])))
      }
    } finally {
      isBusy.current = false
      setSending(false)
    }
  }, [meetingId, reload, setDrafts])

  // What an earlier page left here, and whenever the line comes back.
  useEffect(() => {
    try {
      const left = JSON.parse(localStorage.getItem(key) ?? '[]') as Draft[]
      held.current = left
      setDraftsState(left)
    } catch {
      held.current = []
    }
    const socket = getSocket()
    const onConnect = () => void flush()
    socket.on('connect', onConnect)
    void flush()
    return () => {
      socket.off('connect', onConnect)
      void flush()
    }
  }, [key, flush])
  const isWaiting = drafts.some(d => d.text.trim() !== '')
  useEffect(() => {
    if (!isWaiting) return
    const timer = setTimeout(() => void flush(), REST_MS)
    const again = setInterval(() => void flush(), RETRY_MS)
    return () => {
      clearTimeout(timer)
      clearInterval(again)
    }
  }, [drafts, isWaiting, flush])

  const notes = useMemo(() => withDrafts(loaded?.notes ?? [], drafts), [loaded, drafts])
  return {
    notes,
    isLoaded: loaded !== null,
    ear: loaded && { seq: loaded.seq, onTold: setTold, onReload: reload },
    isLost,
    problem,
    savedAt,
    state: (isWaiting ? (isSending ? 'saving' : 'here') : 'stored') as 'saving' | 'here' | 'stored',
    /** @returns id of the new, still empty note */
    begin: (anchor: Anchor): string => {
      const id = newId()
      setDrafts(list => [...list, { id, ...anchor, text: '', baseVersion: 0, commandId: newId(), at: serverNow() }])
      return id
    },
    type: (id: string, text: string) => {
      setProblem(null)
      setDrafts(list => {
        const draft = list.find(d => d.id === id)
        if (draft) return list.map(d => (d.id === id ? { ...d, text, commandId: newId(), at: serverNow() } : d))
        const note = loaded?.notes.find(n => n.id === id)
        if (!note) return list
        return [...list, { id, itemId: note.itemId, paperId: note.paperId, page: note.page, text, baseVersion: note.version, commandId: newId(), at: serverNow() }]
      })
    },
    /** an empty new note, or an emptied field, leaves nothing behind */
    dropEmpty: () => setDrafts(list => list.filter(d => d.text.trim() !== '')),
    remove: async (id: string): Promise<boolean> => {
      setDrafts(list => list.filter(d => d.id !== id))
      if (!loaded?.notes.some(n => n.id === id)) return true
      const answer = (await sendOnce(noteRemove.name, { noteId: id }, newId())) as Answer
      if (!answer.ok) setProblem(errorText(answer.code, answer.params))
      else {
        ownVersions.set(id, (loaded.notes.find(n => n.id === id)?.version ?? 0) + 1)
        stored.current.delete(id)
        setLoaded(l => l && { ...l, notes: l.notes.filter(n => n.id !== id) })
      }
      return answer.ok
    },
    restore: async (id: string): Promise<void> => {
      const answer = (await sendOnce(noteRestore.name, { noteId: id }, newId())) as Answer
      if (!answer.ok) setProblem(errorText(answer.code, answer.params))
      reload()
    },
  }
}

/** Hears on the own stream which notes changed. Rendered once the list is there, so that it begins where the list ends. */
export function NotesEar({ owner, seq, onTold, onReload }: { owner: string; seq: number; onTold: (told: Told) => void; onReload: () => void }) {
  const { view } = useStream<Told>({ stream: `user:${owner}`, seq, view: nobody, reduce, onReload })
  useEffect(() => onTold(view), [view, onTold])
  return null
}

/** Versions this page brought about or has already asked for: hearing of them is no news. */
const ownVersions = new Map<string, number>()
