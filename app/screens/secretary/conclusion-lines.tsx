import { useCallback, useEffect, useRef, useState } from 'react'
import { Link } from '@remix-run/react'
import { Button, IconButton } from '#app/components/button.tsx'
import { Empty } from '#app/components/empty.tsx'
import { controlClass } from '#app/components/field.tsx'
import { FileText, ListChecks, Plus, Trash2 } from '#app/components/icon.tsx'
import { SaveMark, type SaveState } from '#app/components/save-mark.tsx'
import type { Unit } from '#app/components/unit-picker.tsx'
import { conclusionAddLine, conclusionEditLine, conclusionRemoveLine } from '#app/contracts/meeting.ts'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { newId } from '#app/live/new-id.ts'
import { serverNow } from '#app/live/socket.ts'
import { useCommand } from '#app/live/use-command.ts'
import { useConnection } from '#app/live/use-connection.ts'
import type { Line } from '#app/screens/session/derive.ts'
import type { Acts } from '#app/screens/session/use-session.ts'
import { AssignFromLine } from '#app/screens/tasks/assign-from-line.tsx'
import { errorText } from '#app/text/errors.ts'
import { formatDate } from '#app/text/format.ts'
import { sessionText } from '#app/text/session.ts'

const t = sessionText.desk
const PAUSE_MS = 300

/** What the server would store of a text: the comparison must not see a difference that it removes. */
const tidy = (text: string): string => text.normalize('NFC').trim()

type Draft = { text: string; version: number }
const draftKey = (lineId: string): string => `tantrao.line.${lineId}`

/** A draft outlives the page; where storage is refused the page itself still holds the words. */
const drafts = {
  read(lineId: string): Draft | null {
    try {
      return JSON.parse(localStorage.getItem(draftKey(lineId)) ?? 'null') as Draft | null
    } catch {
      return null
    }
  },
  write(lineId: string, draft: Draft | null): boolean {
    try {
      if (draft) localStorage.setItem(draftKey(lineId), JSON.stringify(draft))
      else localStorage.removeItem(draftKey(lineId))
      return true
    } catch {
      return false
    }
  },
}

/**
 * One line being written: saved 300 ms after the last key, one save at a time, each on the version it was made from.
 * When another wrote meanwhile both texts stay, and the person chooses.
 */
function useLine(meetingId: string, line: Line) {
  const send = useCommand()
  const { state: lineState } = useConnection()
  const [text, setText] = useState(line.text)
  const [mark, setMark] = useState<{ state: SaveState; at: number | null }>({ state: 'stored', at: null })
  const [conflict, setConflict] = useState<{ text: string; version: number } | null>(null)
  const [error, setError] = useState<string | null>(null)
  const own = useRef({ text: line.text, stored: line.text, version: line.version, isOnWay: false, isStuck: false })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const newest = useRef(line)
  newest.current = line

  const save = useCallback(async () => {
    const o = own.current
    if (o.isOnWay || o.isStuck || tidy(o.text) === tidy(o.stored)) return
    o.isOnWay = true
    const sent = o.text
    setMark(m => ({ ...m, state: 'saving' }))
    const answer = await send(conclusionEditLine, { meetingId, lineId: line.id, text: sent, baseVersion: o.version })
    o.isOnWay = false
    if (answer.ok) {
      o.stored = sent
      o.version = Math.max(o.version, answer.data.version)
      setError(null)
      if (tidy(o.text) === tidy(sent)) {
        drafts.write(line.id, null)
        setMark({ state: 'stored', at: serverNow() })
      } else void save()
      return
    }
    o.isStuck = true
    setMark(m => ({ ...m, state: 'failed' }))
    if (answer.code === 'LINE_CHANGED_MEANWHILE') setConflict({ text: newest.current.text, version: Number(answer.params?.version ?? newest.current.version) })
    else setError(errorText(answer.code, answer.params))
  }, [send, meetingId, line.id])

  const type = useCallback(
    (next: string) => {
      const o = own.current
      o.text = next
      o.isStuck = conflictless(o.isStuck, conflict)
      setText(next)
      drafts.write(line.id, { text: next, version: o.version })
      setMark(m => ({ ...m, state: 'saving' }))
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void save(), PAUSE_MS)
    },
    [line.id, save, conflict],
  )

  // Words of others are taken at once unless this person has words not yet stored.
  useEffect(() => {
    const o = own.current
    if (line.version <= o.version) return
    if (tidy(o.text) === tidy(o.stored) && !o.isOnWay) {
      Object.assign(o, { text: line.text, stored: line.text, version: line.version })
      setText(line.text)
    } else if (tidy(line.text) === tidy(o.text)) {
      o.version = line.version
    } else if (conflict) setConflict({ text: line.text, version: line.version })
  }, [line.version, line.text, conflict])

  // What an earlier page could not store is offered to the server again, on the version it was written from.
  useEffect(() => {
    const draft = drafts.read(line.id)
    if (!draft || tidy(draft.text) === tidy(own.current.stored)) return
    own.current.text = draft.text
    own.current.version = draft.version
    setText(draft.text)
    void save()
  }, [line.id, save])
  useEffect(() => () => clearTimeout(timer.current), [])

  const settle = (isMine: boolean) => {
    const o = own.current
    const theirs = newest.current.version >= (conflict?.version ?? 0) ? newest.current : { text: conflict?.text ?? '', version: conflict?.version ?? 0 }
    o.isStuck = false
    o.stored = theirs.text
    o.version = theirs.version
    setConflict(null)
    if (isMine) void save()
    else {
      o.text = theirs.text
      setText(theirs.text)
      drafts.write(line.id, null)
      setMark({ state: 'stored', at: null })
    }
  }
  const state: SaveState = mark.state === 'saving' && lineState !== 'online' ? 'here' : mark.state
  const theirs = conflict && newest.current.version >= conflict.version ? newest.current.text : (conflict?.text ?? '')
  return { text, type, flush: () => void save(), mark: { state, at: mark.at }, conflict: conflict ? theirs : null, settle, error }
}
/** A failed save may be tried again with the next key; a conflict waits for the person's choice. */
const conflictless = (isStuck: boolean, conflict: unknown): boolean => isStuck && conflict !== null

function LineRow({ meetingId, line, n, units, calendar, acts, isFocused }: { meetingId: string; line: Line; n: number; units: readonly Unit[]; calendar: readonly CalendarDay[]; acts: Acts; isFocused: boolean }) {
  const row = useLine(meetingId, line)
  const field = useRef<HTMLTextAreaElement>(null)
  const [isAssigning, setAssigning] = useState(false)
  useEffect(() => {
    if (isFocused) field.current?.focus()
  }, [isFocused])
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex items-start gap-3">
        <span className="w-6 pt-2 text-right font-semibold text-text-3" aria-hidden>
          {n}.
        </span>
        <textarea
          ref={field}
          aria-label={t.line(n)}
          value={row.text}
          rows={2}
          maxLength={5000}
          className={controlClass(row.conflict !== null, '[field-sizing:content] md:text-md')}
          onChange={e => row.type(e.target.value)}
          onBlur={row.flush}
        />
        <IconButton label={t.removeLine(n)} disabled={line.task !== null} onClick={() => void acts.run(conclusionRemoveLine, { meetingId, lineId: line.id }, line.id)}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 pl-9">
        <SaveMark state={row.mark.state} at={row.mark.at} />
        {line.task ? (
          <Link to={`/nhiem-vu/${line.task.id}`} className="inline-flex items-center gap-1.5 text-sm font-semibold text-act">
            <FileText aria-hidden />
            {t.assigned(line.task.code, line.task.leadUnit, line.task.deadlineOn ? formatDate(line.task.deadlineOn) : null)}
          </Link>
        ) : (
          !isAssigning && (
            <Button size="sm" icon={<ListChecks aria-hidden />} aria-label={t.assignOne(n)} disabled={row.text.trim() === '' || row.mark.state === 'failed'} onClick={() => setAssigning(true)}>
              {t.assign}
            </Button>
          )
        )}
      </div>
      {row.error && (
        <p role="alert" className="pl-9 text-late">
          {row.error}
        </p>
      )}
      {row.conflict !== null && (
        <div role="alert" className="ml-9 rounded-lg border border-soon-line bg-soon-soft p-3">
          <p className="font-semibold text-soon">{t.conflict}</p>
          <p className="my-2 whitespace-pre-line">{row.conflict}</p>
          <div className="flex flex-wrap gap-2">
            <Button size="sm" onClick={() => row.settle(true)}>
              {t.keepMine}
            </Button>
            <Button size="sm" onClick={() => row.settle(false)}>
              {t.takeTheirs}
            </Button>
          </div>
        </div>
      )}
      {isAssigning && !line.task && (
        <section aria-label={t.task.title} className="ml-9 rounded-xl border border-act-line bg-surface-2 p-4">
          <AssignFromLine meetingId={meetingId} line={{ ...line, text: row.text }} units={units} calendar={calendar} onDone={() => setAssigning(false)} />
        </section>
      )}
    </li>
  )
}

/** Adds a line and puts the caret into it once it stands. */
export function useAddLine(meetingId: string, itemId: string | null, acts: Acts) {
  const [focusId, setFocusId] = useState<string | null>(null)
  const add = () => {
    if (!itemId) return
    const lineId = newId()
    setFocusId(lineId)
    void acts.run(conclusionAddLine, { meetingId, itemId, lineId, text: '' })
  }
  return { add, focusId }
}

/** The conclusion of one item, line by line; each line may become a task and keeps the link. */
export function ConclusionLines({
  meetingId,
  lines,
  units,
  calendar,
  acts,
  focusId,
  onAdd,
}: {
  meetingId: string
  lines: readonly Line[]
  units: readonly Unit[]
  calendar: readonly CalendarDay[]
  acts: Acts
  focusId: string | null
  onAdd: () => void
}) {
  return (
    <>
      {lines.length === 0 ? (
        <Empty icon={<FileText aria-hidden />} title={t.conclusionNone}>
          {t.conclusionNoneHint}
        </Empty>
      ) : (
        <ol className="divide-y divide-line">
          {lines.map((l, i) => (
            <LineRow key={l.id} meetingId={meetingId} line={l} n={i + 1} units={units} calendar={calendar} acts={acts} isFocused={focusId === l.id} />
          ))}
        </ol>
      )}
      <Button className="mt-3" icon={<Plus aria-hidden />} isSending={acts.isBusy(conclusionAddLine.name)} onClick={onAdd}>
        {t.addLine}
      </Button>
    </>
  )
}
