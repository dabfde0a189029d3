import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '#app/components/button.tsx'
import { CountBadge } from '#app/components/chip.tsx'
import { cx } from '#app/components/cx.ts'
import { Empty, Skeleton } from '#app/components/empty.tsx'
import { FormError, TextArea } from '#app/components/field.tsx'
import { ArrowLeft, CircleAlert, CloudCheck, Info, MessageSquare, RefreshCw, Send } from '#app/components/icon.tsx'
import { Tabs } from '#app/components/tabs.tsx'
import { useNow } from '#app/components/use-now.ts'
import { CHAT_MAX, CHAT_WITHDRAW_MS, chatSetup, chatWithdraw } from '#app/contracts/discussion.ts'
import { useRead } from '#app/live/use-read.ts'
import { type ChatFeed, type Message, messagesOf } from '#app/live/reducers/discussion.ts'
import { useActs } from '#app/screens/session/use-session.ts'
import { discussionText as t } from '#app/text/discussion.ts'
import { formatNumber, formatTime } from '#app/text/format.ts'
import type { TalkView } from './discussion-button.tsx'
import { useUnsent } from './unsent.ts'
import type { Discussion } from './use-discussion.ts'

const AT_START = { isRoomOn: false, isLineOn: true, isInRecord: false }

/** The room's chat and the private line; at the desk all lines. Loaded when it is opened first. */
export default function DiscussionPanel({ discussion: d, view, now, canSetup }: { discussion: Discussion; view: TalkView; now: number; canSetup: boolean }) {
  const setup = view.chat ?? d.head.setup ?? AT_START
  const isOver = view.meeting.status === 'ended' || view.meeting.status === 'cancelled'
  // Where something waits comes first; a switched-off room is not the first thing to see.
  const [tab, setTab] = useState<'room' | 'line'>(() => (d.head.room && (setup.isRoomOn || d.unreadOf(null) > 0) ? 'room' : 'line'))
  const own = d.head.line?.participantId ?? null
  const lineUnread = d.unread - (d.head.room ? d.unreadOf(null) : 0)
  const room = (
    <Channel
      key="room"
      discussion={d}
      lineId={null}
      feed={d.room}
      now={now}
      who={t.who.room}
      note={setup.isInRecord ? t.inRecord : t.notInRecord}
      closed={isOver ? t.over : setup.isRoomOn ? null : t.roomOff}
    />
  )
  const line = d.isDesk ? (
    <Lines discussion={d} view={view} now={now} isInRecord={setup.isInRecord} isOver={isOver} />
  ) : own ? (
    <Channel key={own} discussion={d} lineId={own} feed={d.line} now={now} who={t.who.line} note={setup.isInRecord ? t.inRecord : t.notInRecord} closed={isOver ? t.over : setup.isLineOn ? null : t.lineOff} />
  ) : null
  return (
    <div className="flex flex-col gap-3">
      {canSetup && <Setup view={view} setup={setup} isOver={isOver} />}
      {d.head.room ? (
        <Tabs
          label={t.channels}
          value={tab}
          onChange={setTab}
          isTouch
          tabs={[
            { key: 'room', label: t.room, ...(d.unreadOf(null) > 0 ? { count: d.unreadOf(null) } : {}) },
            { key: 'line', label: d.isDesk ? t.lines : t.line, ...(lineUnread > 0 ? { count: lineUnread } : {}) },
          ]}
        >
          {tab === 'room' ? room : line}
        </Tabs>
      ) : (
        line
      )}
    </div>
  )
}

/** What the chair allows. Each switch is its own act; it shows what the server has answered. */
function Setup({ view, setup, isOver }: { view: TalkView; setup: typeof AT_START; isOver: boolean }) {
  const acts = useActs()
  return (
    <fieldset className="flex flex-wrap gap-x-5 gap-y-1 rounded-lg border border-line px-3 pb-1" disabled={isOver}>
      <legend className="px-1 text-sm font-semibold text-text-3">{t.setup.title}</legend>
      {(['isRoomOn', 'isLineOn', 'isInRecord'] as const).map(key => (
        <label key={key} className="flex min-h-11 items-center gap-2">
          <input
            type="checkbox"
            className="size-5 accent-act"
            checked={setup[key]}
            aria-busy={acts.isBusy(key) || undefined}
            onChange={e => void acts.run(chatSetup, { meetingId: view.meeting.id, ...setup, [key]: e.target.checked }, key)}
          />
          {t.setup[key]}
        </label>
      ))}
      {acts.error && <FormError>{acts.error}</FormError>}
    </fieldset>
  )
}

function useLoaded(meetingId: string, channel: string) {
  const { data, isFailed, again } = useRead<{ messages: Message[] }>(`/phien-hop/${meetingId}/trao-doi?kenh=${channel}`)
  return { messages: data?.messages ?? null, isFailed, again }
}

/** The desk's list of private lines: whoever wrote last on top; opening one shows its messages. */
function Lines({ discussion: d, view, now, isInRecord, isOver }: { discussion: Discussion; view: TalkView; now: number; isInRecord: boolean; isOver: boolean }) {
  const [openId, setOpenId] = useState<string | null>(null)
  const { messages, isFailed, again } = useLoaded(d.meetingId, 'cac-duong')
  const last = useMemo(() => {
    const byLine = new Map<string, Message>()
    for (const m of [...(messages ?? []), ...d.line.said]) if (m.lineId && (byLine.get(m.lineId)?.at ?? -1) <= m.at) byLine.set(m.lineId, m)
    return [...byLine.entries()].sort(([, a], [, b]) => b.at - a.at)
  }, [messages, d.line])
  const label = (id: string) => view.participants.find(p => p.id === id)?.label ?? byLabel(last, id)
  if (openId)
    return (
      <div className="flex flex-col gap-2">
        <Button className="self-start" icon={<ArrowLeft aria-hidden />} onClick={() => setOpenId(null)}>
          {t.lines}
        </Button>
        <h3 className="font-semibold">{t.lineOf(label(openId))}</h3>
        <Channel key={openId} discussion={d} lineId={openId} feed={d.line} now={now} who={t.who.desk} note={isInRecord ? t.inRecord : t.notInRecord} closed={isOver ? t.over : null} />
      </div>
    )
  if (messages === null) return isFailed ? <NotLoaded again={again} /> : <Skeleton lines={4} />
  if (last.length === 0)
    return (
      <Empty icon={<MessageSquare aria-hidden />} title={t.linesNone}>
        {t.linesNoneHint}
      </Empty>
    )
  return (
    <ul className="divide-y divide-line border-y border-line">
      {last.map(([id, m]) => (
        <li key={id}>
          <button type="button" className="flex min-h-14 w-full items-center gap-3 px-1 py-2 text-left hover:bg-surface-2" onClick={() => setOpenId(id)}>
            <span className="min-w-0 flex-1">
              <span className="block font-semibold">{label(id)}</span>
              <span className="block truncate text-sm text-text-3">{m.withdrawnAt || d.line.withdrawn[m.id] ? t.withdrawn : `${m.isFromDesk ? `${t.desk}: ` : ''}${m.text}`}</span>
            </span>
            <span className="text-sm text-text-3">{formatTime(m.at)}</span>
            {d.unreadOf(id) > 0 && <CountBadge count={d.unreadOf(id)} isStrong label={t.unread(d.unreadOf(id))} />}
          </button>
        </li>
      ))}
    </ul>
  )
}
const byLabel = (last: [string, Message][], id: string): string => last.find(([line]) => line === id)?.[1].authorLabel ?? ''

function Channel({
  discussion: d,
  lineId,
  feed,
  now: initial,
  who,
  note,
  closed,
}: {
  discussion: Discussion
  lineId: string | null
  feed: ChatFeed
  now: number
  who: string
  note: string
  /** why nothing can be sent now; null = it can */
  closed: string | null
}) {
  const { messages: loaded, isFailed, again } = useLoaded(d.meetingId, lineId ?? 'phong')
  const messages = useMemo(() => messagesOf(loaded ?? [], feed, lineId), [loaded, feed, lineId])
  const own = useUnsent(d.userId, d.meetingId, lineId)
  const acts = useActs()
  const now = useNow(initial, 10_000)
  const end = useRef<HTMLDivElement>(null)
  const ids = useMemo(() => new Set(messages.map(m => m.id)), [messages])
  const waiting = own.unsent.filter(u => !ids.has(u.id))
  const newest = messages.at(-1)?.at ?? 0
  const length = own.draft.trim().length
  const isLong = length > CHAT_MAX

  const { settle } = own
  useEffect(() => settle(ids), [settle, ids])
  const { markRead } = d
  useEffect(() => {
    if (loaded !== null && newest > 0) markRead(lineId, newest)
  }, [loaded, newest, lineId, markRead])
  useEffect(() => void end.current?.scrollIntoView({ block: 'nearest' }), [messages.length, waiting.length])

  const submit = () => {
    if (length === 0 || isLong || closed) return
    own.say(own.draft.trim())
  }
  const onKey = (e: KeyboardEvent) => {
    // Enter that ends a syllable of an input method must not send.
    if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) {
      e.preventDefault()
      submit()
    }
  }
  return (
    <section aria-label={lineId === null ? t.room : t.line} className="flex flex-col gap-3">
      <p className="flex items-start gap-2 text-sm text-text-3">
        <Info className="mt-0.5" aria-hidden />
        <span>
          {who} {note}
        </span>
      </p>
      {loaded === null && isFailed && <NotLoaded again={again} />}
      {loaded === null && !isFailed ? (
        <Skeleton lines={4} />
      ) : (
        <div role="log" aria-live="polite" tabIndex={0} aria-label={lineId === null ? t.room : t.line} className="max-h-[min(45dvh,calc(100dvh-33rem))] min-h-36 overflow-y-auto rounded-lg bg-surface-2 p-3">
          {loaded !== null && messages.length === 0 && waiting.length === 0 && <p className="text-text-3">{t.none}</p>}
          <ol className="flex flex-col gap-2">
            {messages.map(m => {
              const isMine = m.authorId === d.userId
              return (
                <Bubble key={m.id} isMine={isMine} author={isMine ? t.mine : m.isFromDesk && !d.isDesk ? `${t.desk} – ${m.authorLabel}` : m.authorLabel} text={m.withdrawnAt ? null : m.text}>
                  {isMine && <CloudCheck aria-hidden />}
                  <span>{isMine ? t.sent(formatTime(m.at)) : formatTime(m.at)}</span>
                  {isMine && !m.withdrawnAt && now - m.at < CHAT_WITHDRAW_MS && (
                    <Button size="sm" variant="plain" className="-my-1" aria-label={t.withdrawOne(m.text.slice(0, 40))} isSending={acts.isBusy(m.id)} onClick={() => void acts.run(chatWithdraw, { meetingId: d.meetingId, messageId: m.id }, m.id)}>
                      {t.withdraw}
                    </Button>
                  )}
                </Bubble>
              )
            })}
            {waiting.map(u => (
              <Bubble key={u.id} isMine author={t.mine} text={u.text}>
                {u.error ? (
                  <span className="flex flex-wrap items-center gap-1 text-late">
                    <CircleAlert aria-hidden />
                    <span role="alert">{u.error}</span>
                    <Button size="sm" onClick={() => own.again(u)}>
                      {t.again}
                    </Button>
                    <Button size="sm" variant="plain" onClick={() => own.drop(u.id)}>
                      {t.drop}
                    </Button>
                  </span>
                ) : u.storedAt !== null ? (
                  <>
                    <CloudCheck aria-hidden />
                    <span>{t.sent(formatTime(u.storedAt))}</span>
                  </>
                ) : (
                  <span className="flex items-center gap-1 text-soon">
                    <RefreshCw className="turning" aria-hidden />
                    <span>{t.pending}</span>
                  </span>
                )}
              </Bubble>
            ))}
          </ol>
          <div ref={end} />
        </div>
      )}
      {acts.error && <FormError>{acts.error}</FormError>}
      {closed && (
        <p role="status" className="flex items-start gap-2 rounded-md bg-surface-2 px-3 py-2 text-text-2">
          <Info className="mt-0.5" aria-hidden />
          <span>{closed}</span>
        </p>
      )}
      {(!closed || own.draft !== '') && (
        <div className="flex items-end gap-2">
          <TextArea
            label={t.compose}
            hint={<span className="pointer-coarse:sr-only max-md:sr-only">{t.composeHint}</span>}
            rows={2}
            frameClassName="min-w-0 flex-1"
            value={own.draft}
            error={isLong ? t.tooLong(formatNumber(length), formatNumber(CHAT_MAX)) : undefined}
            onChange={e => own.setDraft(e.target.value)}
            onKeyDown={onKey}
          />
          <Button variant="primary" className="min-h-11" icon={<Send aria-hidden />} disabled={length === 0 || isLong || closed !== null} onClick={submit}>
            {t.send}
          </Button>
        </div>
      )}
    </section>
  )
}

/** Older messages could not be read; what comes in and what is sent meanwhile is shown all the same. */
function NotLoaded({ again }: { again: () => void }) {
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-text-2">
      {t.loadFailed}
      <Button icon={<RefreshCw aria-hidden />} onClick={again}>
        {t.retry}
      </Button>
    </p>
  )
}

function Bubble({ isMine, author, text, children }: { isMine: boolean; author: string; text: string | null; children: React.ReactNode }) {
  return (
    <li className={cx('flex max-w-[85%] flex-col gap-0.5 rounded-lg border px-3 py-2', isMine ? 'self-end border-act-line bg-act-soft' : 'self-start border-line bg-surface')}>
      <span className="text-sm font-semibold">{author}</span>
      {text === null ? <span className="text-text-3 italic">{t.withdrawn}</span> : <span className="break-words whitespace-pre-line [unicode-bidi:plaintext]">{text}</span>}
      <span className="flex flex-wrap items-center gap-1 text-xs text-text-3">{children}</span>
    </li>
  )
}
