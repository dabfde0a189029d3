import { Form, Link, useRevalidator, useSubmit } from '@remix-run/react'
import { useMemo, useState } from 'react'
import { alertResend } from '#app/contracts/alert.ts'
import type { HitRate } from '#app/domain/task/early-warning.ts'
import { offsetOf } from '#app/domain/task/alerts.ts'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { Chip, type Tone } from '#app/components/chip.tsx'
import { ConfirmDialog } from '#app/components/dialog.tsx'
import { Empty } from '#app/components/empty.tsx'
import { DateInput, FormError, Select, TextInput } from '#app/components/field.tsx'
import { BellRing, CircleCheck, CircleHelp, Hourglass, Minus, RefreshCw, Search, TriangleAlert } from '#app/components/icon.tsx'
import { LinkTabs } from '#app/components/link-tabs.tsx'
import { Pages } from '#app/components/pages.tsx'
import { toast } from '#app/components/toast.tsx'
import { reduceSendings, type SendingsView, type Show } from '#app/live/reducers/sendings.ts'
import { useAct } from '#app/live/use-command.ts'
import { useStream } from '#app/live/use-stream.ts'
import { alertText } from '#app/text/alerts.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDate, formatDateTime } from '#app/text/format.ts'

const t = alertText.sendings
const SHOWS = ['planned', 'waiting', 'failed', 'sent'] as const
export type { Show }
type Line = { step: string; deadlineOn: string; taskId: string; code: string; title: string; insteadOf: string | null }
type Message = { id: string; channel: string; day: string; dueAt: number; status: string; attempts: number; doneAt: number | null; reason: string | null; detail: string | null; person: string; unit: string | null; count: number; lines: Line[] }
type Planned = { id: string; step: string; kind: string; at: number; audience: string[]; deadlineOn: string; unit: string; task: { id: string; code: string; title: string } | null }
export type SendingsData = {
  counts: Record<Show, number>
  stream: string
  seq: number
  open: { email: boolean; push: boolean; sms: boolean }
  seesContent: boolean
  total: number
  page: number
  pageSize: number
  planned: Planned[]
  messages: Message[]
  rate: HitRate & { since: string }
}

const looks: Record<string, { tone: Tone; Icon: typeof BellRing }> = {
  waiting: { tone: 'neutral', Icon: Hourglass },
  claimed: { tone: 'act', Icon: RefreshCw },
  handed: { tone: 'act', Icon: RefreshCw },
  sent: { tone: 'ok', Icon: CircleCheck },
  failed: { tone: 'late', Icon: TriangleAlert },
  unknown: { tone: 'soon', Icon: CircleHelp },
  void: { tone: 'neutral', Icon: Minus },
}
const isBad = (m: Pick<Message, 'status'>): boolean => m.status === 'failed' || m.status === 'unknown'
const channelName = (c: string): string => alertText.channel[c as 'app']

/** Cảnh báo sẽ gửi, đã gửi, không gửi được và vì sao; what failed is sent again from here. */
export function SendingsScreen({ data, show, filter }: { data: SendingsData; show: Show; filter: { q: string; channel: string; day: string } }) {
  const submit = useSubmit()
  const { revalidate, state } = useRevalidator()
  const act = useAct(alertResend, { isOnlyNow: true })
  const loaded = useMemo<SendingsView<Message, Planned>>(() => ({ counts: data.counts, messages: data.messages, planned: data.planned, fresh: 0 }), [data])
  const reduce = useMemo(() => reduceSendings<Message, Planned>(show), [show])
  const { view } = useStream({ stream: data.stream, seq: data.seq, view: loaded, reduce })
  const failed = view.messages.filter(isBad)
  const [asked, ask] = useState<string[] | null>(null)
  const off = (['email', 'push', 'sms'] as const).filter(c => !data.open[c]).map(channelName)
  const send = async () => {
    if (!asked) return
    const answer = await act.run({ messageIds: asked })
    if (!answer?.ok) return
    toast(t.resent(answer.data.count))
    ask(null)
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-3xl text-text-2">
        {t.lead} {!data.seesContent && t.adminHint}
      </p>
      {off.length > 0 && <p className="text-sm text-text-3">{t.off(off.join(', '))}</p>}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <LinkTabs
          label={t.title}
          items={SHOWS.map(s => ({ key: s, to: `?xem=${s}`, isCurrent: s === show, label: s === 'sent' ? t.sentToday(view.counts.sent) : t.count(t.show[s], view.counts[s]) }))}
        />
        <Button icon={<RefreshCw aria-hidden />} isSending={state === 'loading'} onClick={() => revalidate()}>
          {view.fresh > 0 ? t.fresh(view.fresh) : t.refresh}
        </Button>
      </div>
      <Form
        method="get"
        role="search"
        className="grid gap-3 md:grid-cols-[minmax(0,1fr)_13rem_12rem_auto] md:items-end"
        onChange={e => {
          if (e.target instanceof HTMLSelectElement) submit(e.currentTarget)
        }}
      >
        <input type="hidden" name="xem" value={show} />
        <TextInput label={show === 'planned' ? t.searchPlanned : t.search} name="q" type="search" defaultValue={filter.q} />
        {show === 'planned' ? (
          <span aria-hidden className="max-md:hidden" />
        ) : (
          <Select label={t.channelFilter} name="cach" defaultValue={filter.channel}>
            <option value="">{t.all}</option>
            {(['app', 'email', 'push', 'sms'] as const).map(c => (
              <option key={c} value={c}>
                {alertText.channel[c]}
              </option>
            ))}
          </Select>
        )}
        <DateInput label={t.day} name="ngay" defaultValue={filter.day || null} />
        <Button type="submit" className="min-h-11 md:min-h-10" icon={<Search aria-hidden />}>
          {t.find}
        </Button>
      </Form>
      {data.total === 0 ? (
        <Empty icon={<BellRing aria-hidden />} title={t.none[show]}>
          {filter.q || filter.channel || filter.day ? t.noneHint : undefined}
        </Empty>
      ) : (
        <Card
          title={t.found(data.total)}
          isFlush
          aside={
            failed.length > 0 && show === 'failed' && (
              <Button size="sm" icon={<RefreshCw aria-hidden />} onClick={() => ask(failed.map(m => m.id))}>
                {t.resendAll(failed.length)}
              </Button>
            )
          }
        >
          <ul className="divide-y divide-line">
            {view.planned.map(p => (
              <PlannedLine key={p.id} planned={p} />
            ))}
            {view.messages.map(m => (
              <MessageLine key={m.id} message={m} onResend={() => ask([m.id])} />
            ))}
          </ul>
        </Card>
      )}
      <Pages page={data.page} pages={Math.max(1, Math.ceil(data.total / data.pageSize))} />
      <RateCard rate={data.rate} />
      {asked && (
        <ConfirmDialog isOpen title={t.resendTitle(asked.length)} confirmLabel={t.resend} isSending={act.isSending} onClose={() => ask(null)} onConfirm={() => void send()}>
          <p>{t.resendBody}</p>
          {act.refusal && <FormError>{errorText(act.refusal.code, act.refusal.params)}</FormError>}
        </ConfirmDialog>
      )}
    </div>
  )
}

function PlannedLine({ planned: p }: { planned: Planned }) {
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2.5 md:grid-cols-[12rem_minmax(0,1fr)_14rem]">
      <p>
        <span className="font-semibold">{formatDateTime(p.at)}</span>
        <span className="block text-sm text-text-3">{alertText.step(offsetOf(p.step))}</span>
      </p>
      <p className="min-w-0">
        {p.task && (
          <Link to={`/nhiem-vu/${p.task.id}`} className="line-clamp-2 font-semibold hover:underline">
            {p.task.code} · {p.task.title}
          </Link>
        )}
        <span className="text-sm text-text-2">{p.unit}</span>
      </p>
      <p className="text-sm text-text-2">{t.audienceOf(p.audience.map(a => alertText.audience[a as 'clerk'].toLowerCase()).join(', '))}</p>
    </li>
  )
}

function MessageLine({ message: m, onResend }: { message: Message; onResend: () => void }) {
  const { tone, Icon } = looks[m.status] ?? { tone: 'neutral', Icon: Minus }
  return (
    <li className="grid gap-x-4 gap-y-1.5 px-4 py-2.5 md:grid-cols-[minmax(0,4fr)_minmax(0,2fr)_minmax(0,5fr)_7rem] md:items-start">
      <p className="min-w-0">
        <span className="font-semibold">{m.person}</span>
        {m.unit && <span className="block text-sm text-text-3">{m.unit}</span>}
      </p>
      <p className="text-sm text-text-2">
        {channelName(m.channel)}
        <span className="block text-text-3">{formatDate(m.day)}</span>
      </p>
      <div className="min-w-0 text-sm">
        <Chip tone={tone} icon={<Icon aria-hidden />}>
          {t.status[m.status as 'sent']}
        </Chip>{' '}
        <span className="text-text-3">
          {m.doneAt !== null ? t.doneAt(formatDateTime(m.doneAt)) : t.dueAt(formatDateTime(m.dueAt))}
          {m.attempts > 1 && ` · ${t.attempts(m.attempts)}`}
        </span>
        {m.reason && <p className="mt-1">{t.reason[m.reason] ?? m.reason}.</p>}
        {m.status === 'unknown' && <p className="mt-1 text-text-2">{t.unknownHint}</p>}
        {m.status === 'void' && <p className="mt-1 text-text-2">{t.voidHint}</p>}
        {m.detail && isBad(m) && (
          <p className="mt-1 text-text-3">
            {t.detail}: <code className="break-words">{m.detail}</code>
          </p>
        )}
        {m.lines.length > 0 ? (
          <details className="mt-1">
            <summary className="min-h-6 cursor-pointer font-semibold text-act">{t.showTasks(m.count)}</summary>
            <ul className="mt-1 flex flex-col gap-1">
              {m.lines.map(l => (
                <li key={`${l.taskId}${l.step}`}>
                  <Link to={`/nhiem-vu/${l.taskId}`} className="hover:underline">
                    {l.code} · {l.title}
                  </Link>{' '}
                  <span className="text-text-3">
                    {alertText.step(offsetOf(l.step))}
                    {l.insteadOf && ` · ${t.insteadOf(l.insteadOf)}`}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        ) : (
          <p className="mt-1 text-text-3">{t.tasks(m.count)}</p>
        )}
      </div>
      {isBad(m) && (
        <Button aria-label={t.resendOne(m.person, channelName(m.channel))} onClick={onResend}>
          {t.resend}
        </Button>
      )}
    </li>
  )
}

/** Tỷ lệ đúng của cảnh báo sớm, with what it divides by and what it missed. */
function RateCard({ rate }: { rate: SendingsData['rate'] }) {
  const r = alertText.rate
  return (
    <Card title={r.title}>
      <p>{r.hits(rate.late, rate.warned)}</p>
      <p>{r.missed(rate.missed, rate.lateAll)}</p>
      <p className="mt-1 text-sm text-text-3">
        {r.beside(rate.extended, rate.open)} {r.since(formatDate(rate.since))}
      </p>
    </Card>
  )
}
