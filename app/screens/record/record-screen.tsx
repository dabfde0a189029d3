import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Button, buttonClass, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip, type Tone } from '#app/components/chip.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { ArrowLeft, CircleCheck, Download, FileText, History, Minus, Printer, Radio, Scale, TimerIcon, TriangleAlert, UserMinus } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { useNow } from '#app/components/use-now.ts'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { typedBack } from '#app/contracts/typed.ts'
import type { RecordExtras } from '#app/contracts/record.ts'
import { AgreedState } from '#app/screens/conclusion/mark-chips.tsx'
import { reduceLines } from '#app/live/reducers/desk.ts'
import { useStream } from '#app/live/use-stream.ts'
import type { Session } from '#app/screens/session/derive.ts'
import { useSession } from '#app/screens/session/use-session.ts'
import { formatDuration, formatSpan, formatTime } from '#app/text/format.ts'
import { actRows, attendanceRows, type AttendanceState, hourOf, itemRows, lineRows, markOf, speechRows, stayIds, voteRows } from '#app/text/record-rows.ts'
import { historyText } from '#app/text/history.ts'
import { recountText } from '#app/text/recount.ts'
import { recordText as t } from '#app/text/record.ts'
import { sessionText } from '#app/text/session.ts'
import VoteNotes from '#app/screens/session/voting/vote-notes.tsx'
import { votingText } from '#app/text/voting.ts'
import { SavingsCard } from './savings-card.tsx'
import { typedText } from '#app/text/typed.ts'

export type RecordData = {
  view: Session
  seq: number
  deskSeq: number
  extras: RecordExtras
  me: { participantId: string | null; role: string | null; mayWork: boolean; mayType: boolean }
  isRehearsal: boolean
  now: number
}

/** Hồ sơ phiên họp in one page: what happened, by whom and when; live while the session runs, printed as it stands. */
export function RecordScreen(data: RecordData) {
  return data.extras.level === 'full' ? <FullRecord {...data} /> : <ReducedRecord {...data} />
}

function ReducedRecord(data: RecordData) {
  return <RecordPage data={data} view={useSession(data)} extras={data.extras} />
}

/** Lines as they are written, and what is typed in from paper. */
const reduceExtras = (extras: RecordExtras, e: StreamEvent): RecordExtras => {
  if (e.name !== typedBack.name) return { ...extras, lines: reduceLines(extras.lines, e) }
  const { entries, reason, byLabel, at } = e.payload as PayloadOf<typeof typedBack>
  return { ...extras, marks: [...extras.marks, ...entries.map(({ kind, refId }) => ({ kind, refId, reason, byLabel, at }))] }
}

/** Whoever keeps the record also follows the desk, where conclusion lines are written. */
function FullRecord(data: RecordData) {
  const view = useSession(data)
  const desk = useStream({ stream: `desk:${view.meeting.id}`, seq: data.deskSeq, view: data.extras, reduce: reduceExtras })
  return <RecordPage data={data} view={view} extras={desk.view} />
}

function RecordPage({ data, view, extras }: { data: RecordData; view: Session; extras: RecordExtras }) {
  const now = useNow(data.now, 10_000)
  const { meeting } = view
  const isOver = meeting.status === 'ended'
  const isFull = extras.level === 'full'
  const people = attendanceRows(view)
  const speeches = speechRows(view)
  const members = people.filter(p => p.isVoter)
  const spoken = speeches.filter(s => s.seconds !== null)
  const f = t.figures
  const figures: [string, string][] = [
    [f.opened, meeting.openedAt ? formatTime(meeting.openedAt) : f.notYet],
    [f.ended, meeting.endedAt ? formatTime(meeting.endedAt) : f.notYet],
    [f.length, meeting.openedAt ? formatDuration(Math.max(0, ((meeting.endedAt ?? now) - meeting.openedAt) / 1000)) : f.notYet],
    [f.present, f.share(members.filter(p => p.intervals.length > 0).length, meeting.membersInOffice)],
    [f.items, f.share(view.items.filter(i => i.status === 'concluded').length, view.items.length)],
    [f.votes, String(view.votes.filter(v => v.status === 'closed').length)],
    [f.speeches, String(spoken.length)],
    [f.tasks, String(extras.lines.filter(l => l.task).length)],
  ]
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4">
      <PageTitle
        title={t.title}
        actions={
          <span className="flex flex-wrap gap-2 print:hidden">
            <ButtonLink to={`/phien-hop/${meeting.id}`} size="lg" icon={<ArrowLeft aria-hidden />}>
              {t.back}
            </ButtonLink>
            <ButtonLink to={`/phien-hop/${meeting.id}/dien-bien`} size="lg" icon={<History aria-hidden />}>
              {historyText.open}
            </ButtonLink>
            {data.me.mayType && !data.isRehearsal && !meeting.sealedAt && (
              <ButtonLink to={`/phien-hop/${meeting.id}/nhap-tu-giay`} size="lg" icon={<FileText aria-hidden />}>
                {typedText.open}
              </ButtonLink>
            )}
            <a className={buttonClass('outline', 'lg')} href={`/phien-hop/${meeting.id}/ho-so.xlsx`} download>
              <Download aria-hidden />
              {t.export}
            </a>
            <Button variant="primary" size="lg" icon={<Printer aria-hidden />} onClick={() => window.print()}>
              {t.print}
            </Button>
          </span>
        }
      >
        <p className="text-md font-semibold text-text">{meeting.title}</p>
        <p>
          {formatSpan(meeting)} · {meeting.place}
        </p>
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <Chip isLarge tone={meeting.status === 'running' ? 'ok' : 'neutral'} icon={meeting.status === 'running' ? <Radio aria-hidden /> : undefined}>
            {sessionText.status[meeting.status]}
          </Chip>
          {!isOver && <span className="text-sm">{t.live}</span>}
          {!isFull && <span className="text-sm">{t.reduced}</span>}
        </div>
      </PageTitle>

      <Card title={f.label}>
        <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt className="text-sm text-text-3">{name}</dt>
              <dd className="text-card font-semibold tabular-nums">{value}</dd>
            </div>
          ))}
        </dl>
      </Card>

      <SavingsCard input={extras.savings.input} price={extras.savings.price} />

      <Part title={t.attendance.title} aside={f.share(members.filter(p => p.intervals.length > 0).length, members.length)} isEmpty={people.length === 0} none={t.attendance.none}>
        <DataTable
          caption={t.attendance.title}
          rows={people}
          rowKey={p => p.id}
          columns={[
            {
              key: 'who',
              head: t.attendance.who,
              isHead: true,
              className: 'min-w-44',
              cell: p => (
                <>
                  {p.label}
                  {p.unitName && <span className="block text-sm font-normal text-text-3">{p.unitName}</span>}
                </>
              ),
            },
            { key: 'role', head: t.attendance.role, cell: p => p.role, className: 'whitespace-nowrap' },
            { key: 'state', head: t.attendance.state, cell: p => <StateChip state={p.state} /> },
            {
              key: 'times',
              head: t.attendance.times,
              className: 'whitespace-nowrap tabular-nums',
              cell: p => p.intervals.map((i, at) => <span key={at} className="block">{t.attendance.span(i.arrivedAt, i.leftAt)}</span>),
            },
            {
              key: 'note',
              head: t.attendance.note,
              className: 'min-w-40',
              cell: p => (
                <>
                  {p.note}
                  <Mark marks={extras.marks} refIds={stayIds(p.intervals)} />
                </>
              ),
            },
          ]}
        />
      </Part>

      <Part title={t.items.title} isEmpty={view.items.length === 0} none={t.items.none}>
        <DataTable
          caption={t.items.title}
          rows={itemRows(view, extras, now)}
          rowKey={i => i.id}
          columns={[
            { key: 'n', head: t.items.n, cell: i => i.n ?? '–' },
            {
              key: 'item',
              head: t.items.item,
              isHead: true,
              className: 'min-w-56',
              cell: i => (
                <>
                  {i.title}
                  <Mark marks={extras.marks} refIds={[i.id]} />
                </>
              ),
            },
            { key: 'at', head: t.items.started, isFigure: true, cell: i => (i.startedAt ? formatTime(i.startedAt) : '–') },
            { key: 'planned', head: t.items.planned, isFigure: true, className: 'whitespace-nowrap', cell: i => t.items.minutes(i.plannedMinutes) },
            { key: 'real', head: t.items.real, isFigure: true, className: 'whitespace-nowrap', cell: i => (i.seconds === null ? t.items.notTaken : formatDuration(i.seconds)) },
            { key: 'difference', head: t.items.difference, isFigure: true, className: 'whitespace-nowrap', cell: i => i.differenceText },
            {
              key: 'state',
              head: t.items.state,
              className: 'min-w-32',
              cell: i => (
                <>
                  {i.status}
                  {i.reason && <span className="block text-sm text-text-3">{i.reason}</span>}
                </>
              ),
            },
          ]}
        />
      </Part>

      <Part
        title={t.speeches.title}
        aside={spoken.length > 0 ? t.speeches.total(spoken.length, formatDuration(spoken.reduce((sum, s) => sum + (s.seconds ?? 0), 0))) : undefined}
        isEmpty={speeches.length === 0}
        none={t.speeches.none}
      >
        <DataTable
          caption={t.speeches.title}
          rows={speeches}
          rowKey={s => s.id}
          columns={[
            { key: 'at', head: t.speeches.at, cell: s => formatTime(s.at), className: 'tabular-nums' },
            { key: 'who', head: t.speeches.who, isHead: true, className: 'min-w-44', cell: s => s.label },
            { key: 'item', head: t.speeches.item, className: 'min-w-56', cell: s => s.item },
            {
              key: 'subject',
              head: t.speeches.subject,
              className: 'min-w-40',
              cell: s => (
                <>
                  {s.subject}
                  <Mark marks={extras.marks} refIds={[s.id]} />
                </>
              ),
            },
            { key: 'length', head: t.speeches.length, isFigure: true, cell: s => (s.seconds === null ? '–' : formatDuration(s.seconds)) },
            {
              key: 'state',
              head: t.speeches.state,
              cell: s => (
                <>
                  {s.status}
                  {s.reason && <span className="block text-sm text-text-3">{s.reason}</span>}
                </>
              ),
            },
          ]}
        />
      </Part>

      <Part title={t.votes.title} isEmpty={voteRows(view).length === 0} none={t.votes.none}>
        <ol className="flex flex-col gap-4">
          {voteRows(view).map(v => (
            <li key={v.id} className="rounded-lg border border-line p-4">
              <h3 className="text-md font-semibold">{v.question}</h3>
              {v.how && <Chip icon={<FileText aria-hidden />}>{v.how}</Chip>}
              <p className="text-sm text-text-3">
                {formatTime(v.at)} · {v.item}
              </p>
              <p className="mt-2 rounded-lg bg-surface-2 px-3 py-2">
                <strong className="font-semibold">{v.outcome}</strong>: {v.sentence}.
              </p>
              {!v.isOpen && <p className="mt-2">{[v.options ? votingText.options.figures(v.options.join('; '), v.count.abstain, v.notCast) : t.votes.count(v.count.for, v.count.against, v.count.abstain, v.notCast), ...(v.invalid ? [t.votes.invalid(v.invalid)] : [])].join(', ')}</p>}
              <NotesOf view={view} voteId={v.id} />
              {!v.isOpen && (
                <Link to={`/phien-hop/${meeting.id}/kiem-dem/${v.id}`} className="mt-1 inline-flex min-h-11 items-center gap-1.5 font-semibold text-act underline underline-offset-2 print:hidden">
                  <Scale aria-hidden />
                  {recountText.open}
                </Link>
              )}
              <Mark marks={extras.marks} refIds={[v.id]} />
              {v.ballots && v.ballots.length > 0 ? (
                <details className="mt-2 print:hidden">
                  <summary className="flex min-h-11 cursor-pointer items-center font-semibold text-act">{t.votes.byName}</summary>
                  <Ballots ballots={v.ballots} />
                </details>
              ) : (
                !v.isOpen && <p className="mt-2 text-sm text-text-3">{t.votes.totalsOnly}</p>
              )}
              {v.ballots && v.ballots.length > 0 && (
                <div className="mt-2 hidden print:block">
                  <Ballots ballots={v.ballots} />
                </div>
              )}
            </li>
          ))}
        </ol>
      </Part>

      <Part title={t.lines.title} isEmpty={lineRows(view, extras).length === 0} none={isFull ? t.lines.none : t.lines.noneReduced}>
        <DataTable
          caption={t.lines.title}
          rows={lineRows(view, extras)}
          rowKey={l => l.id}
          columns={[
            { key: 'item', head: t.lines.item, className: 'min-w-44', cell: l => l.item },
            {
              key: 'text',
              head: t.lines.text,
              isHead: true,
              className: 'min-w-64',
              cell: l => (
                <>
                  <span className="whitespace-pre-line">{l.text}</span>
                  {l.line.agreed?.isChanged && <AgreedState line={{ ...l.line, task: null }} />}
                  <Mark marks={extras.marks} refIds={[l.id]} />
                </>
              ),
            },
            {
              key: 'task',
              head: t.lines.task,
              cell: l =>
                l.taskId ? (
                  isFull ? (
                    <Link to={`/nhiem-vu/${l.taskId}`} className="inline-flex min-h-11 items-center font-semibold whitespace-nowrap text-act underline underline-offset-2 md:min-h-6">
                      {l.code}
                    </Link>
                  ) : (
                    l.code
                  )
                ) : (
                  <span className="text-text-3">{t.lines.noTask}</span>
                ),
            },
            { key: 'unit', head: t.lines.unit, className: 'min-w-32', cell: l => l.unit },
            { key: 'deadline', head: t.lines.deadline, className: 'whitespace-nowrap', cell: l => l.deadline },
          ]}
        />
      </Part>

      {isFull && (
        <Part title={t.acts.title} isEmpty={extras.acts.length === 0} none={t.acts.none}>
          <DataTable
            caption={t.acts.title}
            rows={actRows(view, extras)}
            rowKey={a => a.id}
            columns={[
              { key: 'at', head: t.acts.at, cell: a => hourOf(a.at, view), className: 'tabular-nums' },
              { key: 'what', head: t.acts.what, isHead: true, className: 'min-w-56', cell: a => a.what },
              { key: 'who', head: t.acts.who, className: 'min-w-32', cell: a => a.who },
              { key: 'reason', head: t.acts.reason, className: 'min-w-40', cell: a => a.reason },
            ]}
          />
        </Part>
      )}
    </div>
  )
}

function Part({ title, aside, isEmpty, none, children }: { title: string; aside?: ReactNode; isEmpty: boolean; none: string; children: ReactNode }) {
  return (
    <Card title={title} aside={aside}>
      {isEmpty ? <p className="text-text-3">{none}</p> : children}
    </Card>
  )
}

const looks: Record<AttendanceState, { tone: Tone; icon: ReactNode }> = {
  present: { tone: 'ok', icon: <CircleCheck aria-hidden /> },
  late: { tone: 'soon', icon: <TimerIcon aria-hidden /> },
  leave: { tone: 'neutral', icon: <UserMinus aria-hidden /> },
  noLeave: { tone: 'soon', icon: <TriangleAlert aria-hidden /> },
  notYet: { tone: 'neutral', icon: <Minus aria-hidden /> },
  notSeen: { tone: 'neutral', icon: <Minus aria-hidden /> },
}
function StateChip({ state }: { state: AttendanceState }) {
  return (
    <Chip tone={looks[state].tone} icon={looks[state].icon} className="whitespace-nowrap">
      {t.attendance[state]}
    </Chip>
  )
}

function Ballots({ ballots }: { ballots: readonly { label: string; choice: string }[] }) {
  return (
    <ul className="grid gap-x-8 sm:grid-cols-2">
      {ballots.map(b => (
        <li key={b.label} className="flex justify-between gap-3 border-b border-line py-1.5">
          <span>{b.label}</span>
          <span className="shrink-0 text-text-2">{b.choice}</span>
        </li>
      ))}
    </ul>
  )
}

/** What was typed in from paper says so, with who and why. */
function Mark({ marks, refIds }: { marks: RecordExtras['marks']; refIds: readonly string[] }) {
  const words = markOf(marks, ...refIds)
  if (!words) return null
  return (
    <span className="mt-1 flex items-start gap-1.5 text-sm font-normal text-soon">
      <FileText className="mt-0.5 shrink-0" aria-hidden />
      {words}
    </span>
  )
}

/** Who stepped aside, why it was held again, opinions for the record: in the words they were entered. */
function NotesOf({ view, voteId }: { view: Session; voteId: string }) {
  const vote = view.votes.find(v => v.id === voteId)
  return vote ? (
    <div className="mt-2 flex flex-col gap-1.5">
      <VoteNotes vote={vote} />
    </div>
  ) : null
}
