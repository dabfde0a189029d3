import { useState } from 'react'
import { ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { TextInput } from '#app/components/field.tsx'
import { ArrowLeft, FileText, Info } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { typedBack } from '#app/contracts/typed.ts'
import { useStream } from '#app/live/use-stream.ts'
import { type Line, reduceLinesOf, type Session } from './derive.ts'
import { useDraft } from '#app/screens/tasks/use-draft.ts'
import { useSession } from '#app/screens/session/use-session.ts'
import { formatDate, formatDateTime } from '#app/text/format.ts'
import { itemName } from '#app/text/record-rows.ts'
import { typedText as t } from '#app/text/typed.ts'
import { AttendanceForm } from './attendance-form.tsx'
import { LineForm, SpeechForm } from './small-forms.tsx'
import { VoteForm } from './vote-form.tsx'

type Entry = { id: string; kind: keyof typeof t.list.kind; refId: string; reason: string; byLabel: string; at: number }
export type TypedData = { view: Session; seq: number; now: number; lines: Line[]; typed: { view: { entries: Entry[] }; seq: number } }
type Part = keyof typeof t.tab
/** What every form is given: the session, when it began (epoch ms), and the reason that holds for all of them. */
export type FormProps = { view: Session; began: number; reason: string; needReason: () => boolean }

const reduce = (view: { entries: Entry[] }, e: StreamEvent): { entries: Entry[] } => {
  if (e.name !== typedBack.name) return view
  const p = e.payload as PayloadOf<typeof typedBack>
  return { entries: [...p.entries.map(({ kind, refId }) => ({ id: `${e.seq}/${refId}`, kind, refId, reason: p.reason, byLabel: p.byLabel, at: p.at })), ...view.entries] }
}

/** Ghi từ giấy: one page for the secretary after the power came back; what stands on the paper is typed in part by part. */
export function TypedScreen(data: TypedData) {
  const view = useSession(data)
  const { meeting } = view
  const { entries } = useStream({ stream: `desk:${meeting.id}`, seq: data.typed.seq, view: data.typed.view, reduce }).view
  const lines = useStream({ stream: `desk:${meeting.id}`, seq: data.typed.seq, view: data.lines, reduce: reduceLinesOf }).view
  const [part, setPart] = useState<Part>('attendance')
  const [isAsked, setAsked] = useState(false)
  const { value, set } = useDraft(`typed/${meeting.id}/reason`, { reason: '' })
  const began = meeting.openedAt ?? meeting.startsAt
  const needReason = () => {
    setAsked(true)
    return value.reason.trim() !== ''
  }
  const form: FormProps = { view, began, reason: value.reason, needReason }
  const why = meeting.sealedAt ? t.sealed : meeting.openedAt === null ? t.notBegun : null
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4">
      <PageTitle
        title={t.title}
        actions={
          <ButtonLink to={`/phien-hop/${meeting.id}/ho-so`} size="lg" icon={<ArrowLeft aria-hidden />}>
            {t.back}
          </ButtonLink>
        }
      >
        <p className="text-md font-semibold text-text">{meeting.title}</p>
        <p className="max-w-prose">{t.lead}</p>
      </PageTitle>
      {why ? (
        <p role="status" className="flex items-start gap-2 rounded-xl bg-surface-2 px-4 py-3 text-md">
          <Info className="mt-1 shrink-0" aria-hidden />
          {why}
        </p>
      ) : (
        <Card>
          <TextInput
            label={t.reason}
            hint={t.reasonHint}
            value={value.reason}
            maxLength={500}
            required
            error={isAsked && value.reason.trim() === '' ? t.reasonMissing : undefined}
            onChange={e => set({ reason: e.target.value })}
          />
          <p className="mt-2 mb-4 text-sm text-text-3">{t.day(formatDate(began))}</p>
          <Tabs label={t.parts} value={part} onChange={setPart} className="max-md:[&_button]:px-1.5 max-md:[&_button]:text-sm" tabs={(Object.keys(t.tab) as Part[]).map(key => ({ key, label: t.tab[key] }))}>
            {part === 'attendance' && <AttendanceForm {...form} />}
            {part === 'vote' && <VoteForm {...form} />}
            {part === 'speech' && <SpeechForm {...form} />}
            {part === 'line' && <LineForm {...form} />}
          </Tabs>
        </Card>
      )}
      <Card title={t.list.title}>
        {entries.length === 0 ? (
          <p className="text-text-3">{t.list.none}</p>
        ) : (
          <ol aria-label={t.list.title} aria-live="polite" className="divide-y divide-line">
            {entries.map(e => (
              <li key={e.id} className="flex flex-wrap items-start gap-x-3 gap-y-1 py-2.5">
                <Chip icon={<FileText aria-hidden />}>{t.list.kind[e.kind]}</Chip>
                <span className="min-w-0 flex-1">
                  <span className="block font-semibold">{nameOf(view, lines, e)}</span>
                  <span className="block text-sm text-text-3">{t.list.by(e.byLabel, formatDateTime(e.at), e.reason)}</span>
                </span>
              </li>
            ))}
          </ol>
        )}
      </Card>
    </div>
  )
}

/** What a mark stands on, in words. */
function nameOf(view: Session, lines: readonly Line[], e: Entry): string {
  switch (e.kind) {
    case 'attendance':
      return view.participants.find(p => p.intervals.some(i => i.id === e.refId))?.label ?? ''
    case 'speech': {
      const speech = view.queue.find(s => s.id === e.refId)
      return speech ? [speech.label, speech.subject].filter(Boolean).join(': ') : ''
    }
    case 'vote':
      return view.votes.find(v => v.id === e.refId)?.question ?? ''
    case 'line':
      return lines.find(l => l.id === e.refId)?.text ?? ''
    default:
      return itemName(view, e.refId)
  }
}
