import { Form, Link, useFetcher, useNavigation } from '@remix-run/react'
import { useEffect, useMemo, useState } from 'react'
import { Button, buttonClass, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip } from '#app/components/chip.tsx'
import { Empty } from '#app/components/empty.tsx'
import { Select, TextInput } from '#app/components/field.tsx'
import { ArrowLeft, ClipboardList, Download, FileText, Flag, Gavel, History, Landmark, type LucideIcon, Mic, NotebookPen, Printer, Radio, Undo2, UserCheck, Users, VoteIcon } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import type { StreamEvent } from '#app/contracts/define.ts'
import { type HistoryKind, historyKinds, type HistoryLevel } from '#app/contracts/history.ts'
import { historyNames, historyRow, type Names, oneLineEach, type Row, withNames } from '#app/live/reducers/history.ts'
import { useStream } from '#app/live/use-stream.ts'
import { formatSpan } from '#app/text/format.ts'
import { actText, byText, changeTexts, type HistoryFilter, historyText as t, itemText, matcher, quoteText, stamp, whoText } from '#app/text/history.ts'
import { sessionText } from '#app/text/session.ts'

export type HistoryData = {
  meeting: { id: string; title: string; status: 'running' | 'paused' | 'ended' | 'draft' | 'invited' | 'cancelled'; startsAt: number; endsAt: number; place: string }
  level: HistoryLevel
  items: { id: string; title: string }[]
  rows: Row[]
  names: Names
  next: string | null
  seqs: { meeting: number; desk: number | null } | null
  now: number
}

const icons: Record<HistoryKind, LucideIcon> = {
  session: Landmark,
  item: ClipboardList,
  amend: Undo2,
  presiding: Gavel,
  attendance: UserCheck,
  people: Users,
  speech: Mic,
  vote: VoteIcon,
  conclusion: NotebookPen,
  paper: FileText,
  typed: Printer,
}

type Live = { rows: Row[]; names: Names }
const withEvent = (level: HistoryLevel, wanted: readonly string[]) => (view: Live, e: StreamEvent): Live => {
  const names = withNames(view.names, e)
  const row = wanted.includes(e.name) ? historyRow(e, level) : null
  return row || names !== view.names ? { names, rows: row ? [row, ...view.rows] : view.rows } : view
}

/** The address of the history with a filter, without empty parts. */
export function historySearch(filter: HistoryFilter, before?: string): string {
  const q = new URLSearchParams()
  if (filter.kind) q.set('loai', filter.kind)
  if (filter.itemId) q.set('noi-dung', filter.itemId)
  if (filter.text) q.set('tim', filter.text)
  if (before) q.set('truoc', before)
  return q.size > 0 ? `?${q}` : ''
}

/**
 * Diễn biến phiên họp: every act of the session with who, when and why, newest first. Older lines are asked for page by
 * page; what happens while the page stands open comes over the session's own streams, without a question.
 */
export function HistoryScreen({ data, filter }: { data: HistoryData; filter: HistoryFilter }) {
  const { meeting, level } = data
  const base = `/phien-hop/${meeting.id}`
  const start = useMemo<Live>(() => ({ rows: [], names: data.names }), [data])
  const wanted = useMemo(() => historyNames(level), [level])
  const inRoom = useStream<Live>({ stream: data.seqs ? `meeting:${meeting.id}` : null, seq: data.seqs?.meeting ?? 0, view: start, reduce: useMemo(() => withEvent(level, wanted.meeting), [level, wanted]) }).view
  const atDesk = useStream<Live>({ stream: data.seqs?.desk != null ? `desk:${meeting.id}` : null, seq: data.seqs?.desk ?? 0, view: start, reduce: useMemo(() => withEvent(level, wanted.desk), [level, wanted]) }).view
  const older = useOlder(data, filter)
  const names = useMemo<Names>(
    () => ({ items: { ...older.names.items, ...inRoom.names.items }, people: { ...older.names.people, ...inRoom.names.people, ...atDesk.names.people } }),
    [older.names, inRoom.names, atDesk.names],
  )
  const rows = useMemo(() => {
    const isWanted = matcher(filter)
    // What happened while the answer was being made stands in both.
    const known = new Set(data.rows.map(r => r.key))
    const fresh = [...inRoom.rows, ...atDesk.rows].sort((a, b) => b.at - a.at).filter(r => !known.has(r.key) && isWanted(r, names))
    return oneLineEach([...fresh, ...data.rows, ...older.rows])
  }, [filter, names, inRoom.rows, atDesk.rows, data.rows, older.rows])
  const isFiltered = historySearch(filter) !== ''
  const isBusy = useNavigation().state !== 'idle'

  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4">
      <PageTitle
        title={t.title}
        actions={
          <span className="flex flex-wrap gap-2 print:hidden">
            <ButtonLink to={base} size="lg" icon={<ArrowLeft aria-hidden />}>
              {t.back}
            </ButtonLink>
            {level !== 'room' && (
              <a className={buttonClass('outline', 'lg')} href={`${base}/dien-bien.xlsx${historySearch(filter)}`} download>
                <Download aria-hidden />
                {t.export}
              </a>
            )}
          </span>
        }
      >
        <p className="text-md font-semibold text-text">{meeting.title}</p>
        <p>
          {formatSpan(meeting)} · {meeting.place}
        </p>
        <div className="mt-2 flex flex-wrap items-center gap-2">
          {data.seqs && (meeting.status === 'running' || meeting.status === 'paused') && (
            <Chip isLarge tone="ok" icon={<Radio aria-hidden />}>
              {t.live}
            </Chip>
          )}
          <span className="text-sm">{t.lead[level]}</span>
        </div>
      </PageTitle>
      <Card>
        <Form method="get" aria-label={t.filter.label} className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[10rem_minmax(0,1fr)_14rem_auto] lg:items-end">
          <Select label={t.filter.kind} name="loai" defaultValue={filter.kind ?? ''}>
            <option value="">{t.filter.all}</option>
            {historyKinds
              .filter(k => level !== 'room' || (k !== 'attendance' && k !== 'people' && k !== 'paper' && k !== 'typed'))
              .map(k => (
                <option key={k} value={k}>
                  {t.kind[k]}
                </option>
              ))}
          </Select>
          <Select label={t.filter.item} name="noi-dung" defaultValue={filter.itemId ?? ''}>
            <option value="">{t.filter.allItems}</option>
            {data.items.map(i => (
              <option key={i.id} value={i.id}>
                {i.title || sessionText.untitled}
              </option>
            ))}
          </Select>
          <TextInput label={t.filter.text} name="tim" type="search" maxLength={200} defaultValue={filter.text} placeholder={t.filter.textHint} />
          <span className="flex gap-2">
            <Button type="submit" variant="primary" isSending={isBusy} className="min-h-11">
              {t.filter.run}
            </Button>
            {isFiltered && (
              <ButtonLink to={`${base}/dien-bien`} className="min-h-11">
                {t.filter.clear}
              </ButtonLink>
            )}
          </span>
        </Form>
      </Card>
      {rows.length === 0 ? (
        <Empty icon={<History aria-hidden />} title={isFiltered ? t.noneFiltered : t.none} />
      ) : (
        <Card>
          <ol aria-label={t.title} aria-live="polite" className="flex flex-col">
            {rows.map(r => (
              <Line key={r.key} row={r} names={names} base={base} />
            ))}
          </ol>
          <div className="mt-2 flex flex-wrap items-center gap-3 border-t border-line pt-3 print:hidden">
            {older.next !== null ? (
              <Button size="lg" isSending={older.isLoading} onClick={older.load}>
                {t.more}
              </Button>
            ) : null}
            <span role="status" className="text-sm text-text-3">
              {older.next === null ? t.all(rows.length) : t.shown(rows.length)}
            </span>
          </div>
        </Card>
      )}
    </div>
  )
}

function Line({ row, names, base }: { row: Row; names: Names; base: string }) {
  const Icon = icons[row.kind] ?? Flag
  const item = itemText(row, names)
  const who = whoText(row, names)
  const quote = quoteText(row)
  return (
    <li className="relative flex gap-3 pb-4 before:absolute before:top-8 before:bottom-0 before:left-[15px] before:w-px before:bg-line last:before:hidden">
      <span className="flex size-8 shrink-0 items-center justify-center rounded-full border border-line bg-surface text-text-2" title={t.kind[row.kind]}>
        <Icon aria-hidden />
        <span className="sr-only">{t.kind[row.kind]}</span>
      </span>
      <div className="min-w-0 flex-1 pt-1">
        <p>
          <strong className="font-semibold">{actText(row)}</strong>
          {who && `: ${who}`}
          {quote && <span className="text-text-2"> – {quote}</span>}
        </p>
        {item && (
          <p className="text-text-2">
            {row.itemId && names.items[row.itemId] !== undefined ? (
              <Link to={`${base}#${row.itemId}`} className="text-act underline-offset-2 hover:underline">
                {item}
              </Link>
            ) : (
              item
            )}
          </p>
        )}
        {changeTexts(row).map(change => (
          <p key={change} className="text-text-2">
            {change}
          </p>
        ))}
        {row.reason && <p className="whitespace-pre-line text-text-2">{t.reason(row.reason)}</p>}
        <p className="text-sm text-text-3">
          <time dateTime={new Date(row.at).toISOString()} className="tabular-nums">
            {stamp(row.at)}
          </time>
          {' · '}
          {t.by(byText(row, names))}
        </p>
      </div>
    </li>
  )
}

/** Older lines below those of the loader, a page at a time. */
function useOlder(data: HistoryData, filter: HistoryFilter) {
  const fetcher = useFetcher<{ data: HistoryData }>()
  const [pages, setPages] = useState<{ of: HistoryData; rows: Row[]; names: Names; next: string | null }>({ of: data, rows: [], names: data.names, next: data.next })
  // The loader answered anew (another filter, a gap in the stream): what was below belongs to the old answer.
  const current = pages.of === data ? pages : { of: data, rows: [], names: data.names, next: data.next }
  const [asked, setAsked] = useState<string | null>(null)
  const loaded = fetcher.data?.data
  useEffect(() => {
    if (!loaded || asked === null || fetcher.state !== 'idle') return
    setAsked(null)
    setPages(p => {
      const on = p.of === data ? p : { of: data, rows: [], names: data.names, next: data.next }
      return { ...on, rows: [...on.rows, ...loaded.rows], names: { items: { ...on.names.items, ...loaded.names.items }, people: { ...on.names.people, ...loaded.names.people } }, next: loaded.next }
    })
  }, [loaded, asked, fetcher.state, data])
  const load = () => {
    if (current.next === null || asked !== null) return
    setAsked(current.next)
    fetcher.load(`/phien-hop/${data.meeting.id}/dien-bien${historySearch(filter, current.next)}`)
  }
  return { ...current, load, isLoading: asked !== null }
}
