import { Link, useRevalidator } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { alertPreferenceSet, pushSubscribe, pushUnsubscribe, substitutionDeclare, substitutionEnd } from '#app/contracts/alert.ts'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { DateInput, FormError, Select, TextInput } from '#app/components/field.tsx'
import { ArrowLeft } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { toast } from '#app/components/toast.tsx'
import { newId } from '#app/live/new-id.ts'
import { pushState, type PushState, turnPushOff, turnPushOn } from '#app/live/push.ts'
import { useAct } from '#app/live/use-command.ts'
import { alertText, clockOf, minutesOf } from '#app/text/alerts.ts'
import { errorText, fieldErrorText } from '#app/text/errors.ts'
import { formatDate } from '#app/text/format.ts'
import { CheckBox } from './check-box.tsx'

const t = alertText.mine
type Outer = 'email' | 'push' | 'sms'
export type MyAlertsData = {
  channels: Outer[]
  quiet: { from: number; to: number } | null
  isOnDaysOffToo: boolean
  email: string
  phone: string
  open: { email: boolean; sms: boolean; pushKey: string | null }
  rules: { quiet: { from: number; to: number } | null; isQuietOnDaysOff: boolean }
  devices: number
  substitutions: { id: string; person: string; isMine: boolean; isForMe: boolean; substitute: string; fromOn: string; toOn: string; reason: string; mayEnd: boolean }[]
  people: { id: string; name: string; mayStandIn: boolean; isMyPeople: boolean }[]
  me: { id: string; name: string }
  today: string
}

/** Nhận cảnh báo: ways, quiet hours, who stands in. */
export function MyAlertsScreen({ data }: { data: MyAlertsData }) {
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-4">
      <PageTitle title={t.title}>
        <Link to="/tai-khoan" className="inline-flex min-h-6 items-center gap-1 text-act">
          <ArrowLeft aria-hidden /> {t.back}
        </Link>
        <p>{t.lead}</p>
      </PageTitle>
      <WaysCard data={data} />
      <AwayCard data={data} />
    </div>
  )
}

function WaysCard({ data }: { data: MyAlertsData }) {
  const act = useAct(alertPreferenceSet, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  const [channels, setChannels] = useState<Outer[]>(data.channels)
  const [email, setEmail] = useState(data.email)
  const [phone, setPhone] = useState(data.phone)
  const [isOwnQuiet, setOwnQuiet] = useState(data.quiet !== null)
  const start = data.quiet ?? data.rules.quiet
  const [from, setFrom] = useState(start ? clockOf(start.from) : '20:00')
  const [to, setTo] = useState(start ? clockOf(start.to) : '06:30')
  const [isOnDaysOffToo, setOnDaysOffToo] = useState(data.isOnDaysOffToo)
  const [wrong, setWrong] = useState<string | undefined>()
  const has = (c: Outer) => channels.includes(c)
  const set = (c: Outer) => (is: boolean) => setChannels(is ? [...channels, c] : channels.filter(x => x !== c))
  const fieldError = (field: string) => (act.refusal?.fields?.[field] ? fieldErrorText(act.refusal.fields[field]) : undefined)
  const save = async () => {
    const [a, b] = [minutesOf(from), minutesOf(to)]
    setWrong(isOwnQuiet && (a === null || b === null) ? alertText.rules.timeWrong : undefined)
    if (isOwnQuiet && (a === null || b === null)) return
    const answer = await act.run({ channels, quiet: isOwnQuiet ? { from: a ?? 0, to: b ?? 0 } : null, isOnDaysOffToo, email, phone })
    if (!answer?.ok) return
    toast(t.saved)
    revalidate()
  }
  const q = data.rules.quiet
  return (
    <Card title={t.how}>
      <form
        className="flex flex-col gap-4"
        onSubmit={e => {
          e.preventDefault()
          void save()
        }}
      >
        <p className="text-text-2">{t.appAlways}</p>
        <div className="flex flex-col gap-2">
          <CheckBox label={t.email} hint={data.open.email ? undefined : t.off} isChecked={has('email')} onChecked={set('email')} />
          <TextInput label={t.emailField} type="email" autoComplete="email" inputMode="email" value={email} maxLength={200} hint={has('email') && email === '' ? t.needsAddress : undefined} onChange={e => setEmail(e.target.value)} error={fieldError('email')} />
        </div>
        <div className="flex flex-col gap-2">
          <CheckBox label={t.push} hint={data.open.pushKey ? t.pushHint : t.off} isChecked={has('push')} onChecked={set('push')} />
          {data.open.pushKey && <PushHere publicKey={data.open.pushKey} devices={data.devices} />}
        </div>
        <div className="flex flex-col gap-2">
          <CheckBox label={t.sms} hint={data.open.sms ? undefined : t.off} isChecked={has('sms')} onChecked={set('sms')} />
          <TextInput label={t.phoneField} type="tel" autoComplete="tel" value={phone} maxLength={30} frameClassName="max-w-60" hint={has('sms') && phone === '' ? t.needsAddress : undefined} onChange={e => setPhone(e.target.value)} error={fieldError('phone')} />
        </div>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-semibold">{t.quiet}</legend>
          <p className="text-sm text-text-3">{t.quietRule(q ? `${clockOf(q.from)}–${clockOf(q.to)}` : null, data.rules.isQuietOnDaysOff)}</p>
          <CheckBox label={t.quietOwn} isChecked={isOwnQuiet} onChecked={setOwnQuiet} />
          {isOwnQuiet && (
            <div className="flex flex-wrap gap-3">
              <TextInput label={t.from} value={from} frameClassName="w-28" onChange={e => setFrom(e.target.value)} />
              <TextInput label={t.to} value={to} frameClassName="w-28" onChange={e => setTo(e.target.value)} />
            </div>
          )}
          {(wrong ?? fieldError('quiet')) && (
            <p role="alert" className="text-sm text-late">
              {wrong ?? fieldError('quiet')}
            </p>
          )}
          <CheckBox label={t.daysOffToo} isChecked={isOnDaysOffToo} onChecked={setOnDaysOffToo} />
        </fieldset>
        {act.refusal && !act.refusal.fields && <FormError>{errorText(act.refusal.code, act.refusal.params)}</FormError>}
        <Button type="submit" variant="primary" className="self-start" isSending={act.isSending}>
          {t.save}
        </Button>
      </form>
    </Card>
  )
}

/** On and off for this very browser: the server knows addresses, only the browser knows whether it is one of them. */
function PushHere({ publicKey, devices }: { publicKey: string; devices: number }) {
  const on = useAct(pushSubscribe, { isOnlyNow: true })
  const off = useAct(pushUnsubscribe, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  const [state, setState] = useState<PushState | null>(null)
  const look = () => void pushState().then(setState, () => setState('none'))
  useEffect(look, [])
  const turnOn = async () => {
    // A browser that says no, or has no service to ask, shows in its own state, which is looked at again below.
    const keys = await turnPushOn(publicKey).catch(() => null)
    const answer = keys && (await on.run(keys))
    // Refused here, the browser must not go on thinking it is told.
    if (keys && !answer?.ok) await turnPushOff()
    if (answer?.ok) toast(t.pushTurnedOn)
    look()
    revalidate()
  }
  const turnOff = async () => {
    const endpoint = await turnPushOff()
    if (endpoint && (await off.run({ endpoint }))?.ok) toast(t.pushTurnedOff)
    look()
    revalidate()
  }
  return (
    <div className="flex flex-col items-start gap-1.5 pl-7.5">
      <p className="text-sm text-text-3">
        {t.devices(devices)} {state === 'on' && t.pushIsOn}
      </p>
      {state === 'denied' && <p className="text-sm text-soon">{t.pushDenied}</p>}
      {state === 'none' && <p className="text-sm text-text-2">{t.pushNone}</p>}
      {state === 'off' && (
        <Button isSending={on.isSending} onClick={() => void turnOn()}>
          {t.pushOn}
        </Button>
      )}
      {state === 'on' && (
        <Button isSending={off.isSending} onClick={() => void turnOff()}>
          {t.pushOff}
        </Button>
      )}
      {on.refusal && <FormError>{errorText(on.refusal.code, on.refusal.params)}</FormError>}
    </div>
  )
}

function AwayCard({ data }: { data: MyAlertsData }) {
  const declare = useAct(substitutionDeclare, { isOnlyNow: true })
  const end = useAct(substitutionEnd, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  const mine = data.people.filter(p => p.isMyPeople)
  const [userId, setUserId] = useState(data.me.id)
  const [substituteId, setSubstituteId] = useState('')
  const [fromOn, setFromOn] = useState<string | null>(data.today)
  const [toOn, setToOn] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const candidates = [...(userId === data.me.id ? [] : [data.me]), ...data.people.filter(p => p.id !== userId && (userId !== data.me.id || p.mayStandIn))]
  const error = (field: string) => (declare.refusal?.fields?.[field] ? fieldErrorText(declare.refusal.fields[field]) : undefined)
  const submit = async () => {
    const answer = await declare.run({ id: newId(), userId, substituteId, fromOn: fromOn ?? '', toOn: toOn ?? '', reason })
    if (!answer?.ok) return
    toast(t.declared)
    setSubstituteId('')
    setToOn(null)
    setReason('')
    revalidate()
  }
  return (
    <Card title={t.away}>
      <p className="mb-3 text-text-2">{t.awayLead}</p>
      {data.substitutions.length > 0 && (
        <ul className="mb-4 divide-y divide-line rounded-md border border-line">
          {data.substitutions.map(s => (
            <li key={s.id} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 px-3 py-2">
              <p className="min-w-0">
                <span className="font-semibold">{t.line(s.person, s.substitute)}</span>
                <span className="block text-sm text-text-3">
                  {t.span(formatDate(s.fromOn), formatDate(s.toOn))}
                  {s.reason && ` · ${s.reason}`}
                </span>
              </p>
              {s.mayEnd && (
                <Button
                  size="sm"
                  aria-label={t.endOne(s.person)}
                  isSending={end.isSending}
                  onClick={() =>
                    void end.run({ id: s.id }).then(answer => {
                      if (answer?.ok) toast(t.ended)
                      revalidate()
                    })
                  }
                >
                  {t.end}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <form
        className="flex flex-col gap-3"
        onSubmit={e => {
          e.preventDefault()
          void submit()
        }}
      >
        {mine.length > 0 && (
          <Select label={t.who} value={userId} onChange={e => setUserId(e.target.value)}>
            <option value={data.me.id}>
              {t.me} ({data.me.name})
            </option>
            {mine.map(p => (
              <option key={p.id} value={p.id}>
                {p.name}
              </option>
            ))}
          </Select>
        )}
        <Select label={t.substitute} value={substituteId} hint={candidates.length === 0 ? t.nobody : undefined} onChange={e => setSubstituteId(e.target.value)} error={error('substituteId')}>
          <option value="">{t.choose}</option>
          {candidates.map(p => (
            <option key={p.id} value={p.id}>
              {p.name}
            </option>
          ))}
        </Select>
        <div className="grid gap-3 sm:grid-cols-2">
          <DateInput label={t.fromDay} value={fromOn} onValue={setFromOn} error={error('fromOn')} />
          <DateInput label={t.toDay} value={toOn} onValue={setToOn} error={error('toOn')} />
        </div>
        <TextInput label={t.reason} value={reason} maxLength={300} onChange={e => setReason(e.target.value)} />
        {declare.refusal && !declare.refusal.fields && <FormError>{errorText(declare.refusal.code, declare.refusal.params)}</FormError>}
        <Button type="submit" className="self-start" isSending={declare.isSending}>
          {t.declare}
        </Button>
      </form>
    </Card>
  )
}
