import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Dialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { TextArea, TextInput } from '#app/components/field.tsx'
import { History, Mic } from '#app/components/icon.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { useNow } from '#app/components/use-now.ts'
import { speakingCorrect, speakingNote } from '#app/contracts/speaking.ts'
import { typedMoment } from '#app/domain/calendar/typed-time.ts'
import { spokenSeconds } from '#app/domain/meeting/speaking.ts'
import { turnsByPerson, turnsByUnit } from '#app/domain/meeting/turns.ts'
import { newId } from '#app/live/new-id.ts'
import { useCommand } from '#app/live/use-command.ts'
import { numberOf, type Speaking } from '#app/screens/session/derive.ts'
import { kindOf } from '#app/screens/session/speaking/derive.ts'
import { KindChip } from '#app/screens/session/speaking/kind-chip.tsx'
import { errorText } from '#app/text/errors.ts'
import { civilToday, formatDuration, formatTime, formatTimeSeconds } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'
import { speakingText } from '#app/text/speaking.ts'
import type { DeskRoom, SpeakingDesk } from '../desk.ts'

const t = speakingText.log
type Note = SpeakingDesk['notes'][number]
type Correction = SpeakingDesk['corrections'][number]

/** Sổ phát biểu: every turn with its times, notes and corrections; turns and time by person and by unit. */
export function SpeechTab({ room }: { room: DeskRoom }) {
  const [how, setHow] = useState<'log' | 'people' | 'units'>('log')
  return (
    <Card title={t.title}>
      <Tabs
        label={t.view}
        value={how}
        onChange={setHow}
        tabs={[
          { key: 'log', label: t.title },
          { key: 'people', label: t.people },
          { key: 'units', label: t.units },
        ]}
      >
        {how === 'log' ? <Log room={room} /> : <Turns room={room} by={how} />}
      </Tabs>
    </Card>
  )
}

function Log({ room }: { room: DeskRoom }) {
  const [correcting, setCorrecting] = useState<Speaking | null>(null)
  const { notes, corrections } = room.speaking
  const turns = useMemo(
    () => room.view.queue.filter(s => (s.status === 'done' || s.status === 'speaking') && s.startedAt !== null).sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0)),
    [room.view.queue],
  )
  if (turns.length === 0)
    return (
      <Empty icon={<Mic aria-hidden />} title={t.none}>
        {t.noneHint}
      </Empty>
    )
  return (
    <>
      <ol className="divide-y divide-line">
        {turns.map(s => (
          <Turn
            key={s.id}
            room={room}
            speech={s}
            note={notes.find(n => n.requestId === s.id) ?? null}
            corrections={corrections.filter(c => c.requestId === s.id)}
            onCorrect={() => setCorrecting(s)}
          />
        ))}
      </ol>
      {correcting && <CorrectDialog key={correcting.id} room={room} speech={correcting} onClose={() => setCorrecting(null)} />}
    </>
  )
}

function Turn({ room, speech: s, note, corrections, onCorrect }: { room: DeskRoom; speech: Speaking; note: Note | null; corrections: Correction[]; onCorrect: () => void }) {
  const start = s.startedAt ?? 0
  const n = numberOf(room.view, s.itemId)
  return (
    <li className="flex flex-col gap-2 py-3 [contain-intrinsic-size:auto_9rem] [content-visibility:auto]">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-semibold">{s.label}</span>
        <KindChip kind={kindOf(s)} />
        {n > 0 && <span className="text-sm text-text-3">{t.item(n)}</span>}
        <span className="ml-auto text-sm text-text-2">
          {formatTimeSeconds(start)} – {s.endedAt ? formatTimeSeconds(s.endedAt) : t.running}
          {s.endedAt && <strong className="ml-2 font-semibold text-text">{formatDuration(spokenSeconds(s, s.endedAt))}</strong>}
        </span>
        {room.canRecord && s.status === 'done' && (
          <Button size="sm" aria-label={t.correctOne(s.label, formatTime(start))} onClick={onCorrect}>
            {t.correct}
          </Button>
        )}
      </div>
      {s.toLabel && <p className="text-sm text-act">{speakingText.to(s.toLabel)}</p>}
      {s.subject && <p className="line-clamp-3 text-sm break-words text-text-2">{s.subject}</p>}
      {corrections.map(c => (
        <p key={c.id} className="flex items-start gap-1.5 text-sm text-text-2">
          <History className="mt-0.5" aria-hidden />
          <span>{t.corrected(formatTimeSeconds(c.oldStartedAt), formatTimeSeconds(c.oldEndedAt), c.reason, c.byLabel)}</span>
        </p>
      ))}
      <NoteField meetingId={room.view.meeting.id} speech={s} note={note} />
    </li>
  )
}

/** Saved when the typing rests and when the field is left; what is typed stays while it could not be saved. */
function NoteField({ meetingId, speech, note }: { meetingId: string; speech: Speaking; note: Note | null }) {
  const send = useCommand()
  const [typed, setTyped] = useState(note?.text ?? '')
  const [state, setState] = useState<'still' | 'saving'>('still')
  const [error, setError] = useState<string | null>(null)
  const given = useRef(note?.text ?? '')
  const isDirty = typed.trim() !== (note?.text ?? '')
  // A colleague's note replaces mine only while I have typed nothing of my own.
  useEffect(() => {
    if (note && typed === given.current) setTyped(note.text)
    given.current = note?.text ?? ''
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when the stored note changes
  }, [note?.version])
  const save = async () => {
    if (!isDirty || state === 'saving') return
    setState('saving')
    setError(null)
    const answer = await send(speakingNote, { meetingId, requestId: speech.id, text: typed, baseVersion: note?.version ?? 0 }, { commandId: newId() })
    setState('still')
    if (!answer.ok) setError(errorText(answer.code, answer.params))
    else given.current = typed
  }
  const latest = useRef(save)
  latest.current = save
  useEffect(() => {
    if (!isDirty) return
    const timer = setTimeout(() => void latest.current(), 1_200)
    return () => clearTimeout(timer)
  }, [typed, isDirty])
  return (
    <div>
      <TextArea
        label={t.noteOf(speech.label, formatTime(speech.startedAt ?? 0))}
        isLabelHidden
        placeholder={t.note}
        rows={Math.min(6, Math.max(1, typed.split('\n').length))}
        value={typed}
        maxLength={5000}
        error={error ?? undefined}
        onChange={e => setTyped(e.target.value)}
        onBlur={() => void save()}
      />
      <p role="status" className="min-h-5 text-xs text-text-3">
        {state === 'saving' ? t.noteSaving : isDirty ? t.noteUnsaved : note ? t.noteSaved(formatTimeSeconds(note.at)) : t.noteHint}
      </p>
    </div>
  )
}

function CorrectDialog({ room, speech, onClose }: { room: DeskRoom; speech: Speaking; onClose: () => void }) {
  const { startedAt, endedAt } = speech
  const [start, setStart] = useState(formatTimeSeconds(startedAt ?? 0))
  const [end, setEnd] = useState(formatTimeSeconds(endedAt ?? 0))
  const [reason, setReason] = useState('')
  const [errors, setErrors] = useState<Record<string, string>>({})
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    // A time that was not touched keeps its thousandths.
    const from = start === formatTimeSeconds(startedAt ?? 0) ? startedAt : typedMoment(civilToday(startedAt ?? 0), start)
    const to = end === formatTimeSeconds(endedAt ?? 0) ? endedAt : typedMoment(civilToday(endedAt ?? 0), end)
    const wrong = { ...(from === null ? { start: t.timeWrong } : {}), ...(to === null ? { end: t.timeWrong } : {}), ...(reason.trim() === '' ? { reason: errorText('ITEM_REASON_REQUIRED') } : {}) }
    setErrors(wrong)
    if (from === null || to === null || Object.keys(wrong).length > 0) return
    const answer = await room.acts.run(speakingCorrect, { meetingId: room.view.meeting.id, requestId: speech.id, startedAt: from, endedAt: to, reason })
    if (answer?.ok) onClose()
    else if (answer) {
      setErrors({ end: errorText(answer.code, answer.params) })
      room.acts.clearError()
    }
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.correctTitle(speech.label)}
      footer={
        <>
          <Button onClick={onClose}>{shellText.button.cancel}</Button>
          <Button variant="primary" type="submit" form="speech-times" isSending={room.acts.isBusy(speakingCorrect.name)}>
            {t.save}
          </Button>
        </>
      }
    >
      <p className="mb-3">{t.correctLead}</p>
      <form id="speech-times" noValidate className="flex flex-col gap-3" onSubmit={e => void submit(e)}>
        <div className="grid grid-cols-2 gap-3">
          <TextInput label={t.start} hint={t.timeHint} value={start} error={errors.start} onChange={e => setStart(e.target.value)} />
          <TextInput label={t.end} hint={t.timeHint} value={end} error={errors.end} onChange={e => setEnd(e.target.value)} />
        </div>
        <TextInput label={t.reason} value={reason} error={errors.reason} maxLength={500} required onChange={e => setReason(e.target.value)} />
      </form>
    </Dialog>
  )
}

function Turns({ room, by }: { room: DeskRoom; by: 'people' | 'units' }) {
  const now = useNow(room.now, 5_000)
  const { participants, queue } = room.view
  const heads = by === 'people' ? t.byPerson : t.byUnit
  const rows =
    by === 'units'
      ? turnsByUnit(participants, queue, now).map(u => ({ key: u.unitName, name: u.unitName, lead: null as string | null, turns: u.turns, seconds: u.seconds }))
      : turnsByPerson(participants, queue, now)
          .filter(p => p.role !== 'observer' && (p.isPresent || p.turns > 0))
          .sort((a, b) => b.seconds - a.seconds || a.rank - b.rank)
          .map(p => ({ key: p.id, name: p.label, lead: p.unitName, turns: p.turns, seconds: p.seconds }))
  if (rows.length === 0) return <Empty icon={<Mic aria-hidden />} title={t.none} />
  const [first, turns, time] = Object.values(heads)
  return (
    <table className="w-full text-left">
      <thead className="text-xs text-text-3">
        <tr>
          <th className="py-1.5 font-semibold">{first}</th>
          <th className="py-1.5 text-right font-semibold">{turns}</th>
          <th className="py-1.5 text-right font-semibold">{time}</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-t border-line">
        {rows.map(r => (
          <tr key={r.key}>
            <th scope="row" className="py-2 font-normal">
              <span className="font-semibold">{r.name}</span>
              {r.lead && <span className="block text-sm text-text-3">{r.lead}</span>}
            </th>
            <td className="py-2 text-right">{r.turns === 0 ? <span className="text-text-3">{t.notYet}</span> : r.turns}</td>
            <td className="py-2 text-right">{r.seconds > 0 ? formatDuration(r.seconds) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
