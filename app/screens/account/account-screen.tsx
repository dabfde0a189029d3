import { useRevalidator } from '@remix-run/react'
import { type ReactNode, useState } from 'react'
import { passwordChange, sessionEnd, totpDisable, totpEnable } from '#app/contracts/account.ts'
import { ownPinSet } from '#app/contracts/site.ts'
import { Banner } from '#app/components/banner.tsx'
import { Button, ButtonLink } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { BellRing, TriangleAlert } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Refused, useAct } from '#app/live/use-command.ts'
import { alertText } from '#app/text/alerts.ts'
import { deviceName, myAccountText as t } from '#app/text/my-account.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDateTime } from '#app/text/format.ts'
import { siteText } from '#app/text/site.ts'

export type AccountData = {
  username: string
  displayName: string
  mustChangePassword: boolean
  mustSetUpSecondFactor: boolean
  hasSecondFactor: boolean
  setup: { secret: string; picture: string } | null
  pin: { isOwn: boolean; setAt: number } | null
  sessions: { id: string; isThis: boolean; lastSeenAt: number; createdAt: number; device: string }[]
}

const fieldError = (refusal: Refused | null, field: string): ReactNode => {
  const code = refusal?.fields?.[field]
  return code ? errorText(code) : undefined
}

/** Tài khoản: password, second factor, devices. Passwords never wait on the device: they are sent now or not at all. */
export function AccountScreen({ data }: { data: AccountData }) {
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-4">
      <PageTitle title={t.title}>
        {data.displayName} · {data.username}
      </PageTitle>
      {data.mustChangePassword && <Banner tone="soon" icon={<TriangleAlert aria-hidden />} title={t.mustChange} />}
      {data.mustSetUpSecondFactor && <Banner tone="soon" icon={<TriangleAlert aria-hidden />} title={t.mustSetUp} />}
      <PasswordCard username={data.username} />
      <SecondFactorCard key={String(data.hasSecondFactor)} hasSecondFactor={data.hasSecondFactor} setup={data.setup} />
      <PinCard pin={data.pin} />
      <AlertsCard />
      <SessionsCard sessions={data.sessions} />
    </div>
  )
}

function PasswordCard({ username }: { username: string }) {
  const change = useAct(passwordChange, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const submit = async () => {
    const answer = await change.run({ current, next })
    if (!answer?.ok) return
    setCurrent('')
    setNext('')
    toast(t.changed)
    revalidate()
  }
  return (
    <Card title={t.password}>
      <form
        className="flex flex-col gap-3"
        onSubmit={e => {
          e.preventDefault()
          void submit()
        }}
      >
        <input type="text" autoComplete="username" value={username} readOnly hidden />
        <TextInput type="password" autoComplete="current-password" label={t.current} value={current} required onChange={e => setCurrent(e.target.value)} error={fieldError(change.refusal, 'current')} />
        <TextInput type="password" autoComplete="new-password" label={t.next} hint={t.nextHint} value={next} required onChange={e => setNext(e.target.value)} error={fieldError(change.refusal, 'next')} />
        {change.refusal && !change.refusal.fields?.current && !change.refusal.fields?.next && <FormError>{errorText(change.refusal.code)}</FormError>}
        <Button type="submit" variant="primary" className="self-start" isSending={change.isSending}>
          {t.change}
        </Button>
      </form>
    </Card>
  )
}

function SecondFactorCard({ hasSecondFactor, setup }: { hasSecondFactor: boolean; setup: AccountData['setup'] }) {
  const enable = useAct(totpEnable, { isOnlyNow: true })
  const disable = useAct(totpDisable, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  // The secret shown first stays: a new one with each load would not match what was scanned.
  const [shown] = useState(setup)
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const act = hasSecondFactor ? disable : enable
  const submit = async () => {
    const answer = hasSecondFactor ? await disable.run({ password, code }) : shown ? await enable.run({ secret: shown.secret, code }) : null
    if (!answer?.ok) return
    toast(hasSecondFactor ? t.disabled : t.enabled)
    revalidate()
  }
  return (
    <Card title={t.second}>
      <p className="mb-3 text-text-2">{hasSecondFactor ? t.secondOn : t.secondOff}</p>
      <form
        className="flex flex-col gap-3"
        onSubmit={e => {
          e.preventDefault()
          void submit()
        }}
      >
        {shown && !hasSecondFactor && (
          <>
            <img src={shown.picture} alt={t.picture} width={220} height={220} className="rounded-lg border border-line bg-white" />
            <p className="text-sm text-text-2">
              {t.secret}: <code className="text-base break-all">{shown.secret}</code>
            </p>
          </>
        )}
        {hasSecondFactor && (
          <TextInput type="password" autoComplete="current-password" label={t.passwordAgain} value={password} onChange={e => setPassword(e.target.value)} error={fieldError(act.refusal, 'password')} />
        )}
        <TextInput label={t.code} inputMode="numeric" autoComplete="one-time-code" maxLength={6} value={code} onChange={e => setCode(e.target.value.replace(/\D/g, ''))} error={fieldError(act.refusal, 'code')} frameClassName="max-w-40" />
        {act.refusal && !act.refusal.fields?.code && !act.refusal.fields?.password && <FormError>{errorText(act.refusal.code)}</FormError>}
        <Button type="submit" className="self-start" isSending={act.isSending}>
          {hasSecondFactor ? t.disable : t.enable}
        </Button>
      </form>
    </Card>
  )
}

const PIN_LENGTH = 6

/** Mã PIN cá nhân: set here it confirms presence and ballots on the shared device of a commune's room. */
function PinCard({ pin }: { pin: AccountData['pin'] }) {
  const words = siteText.account
  const set = useAct(ownPinSet, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  const [typed, setTyped] = useState('')
  const [again, setAgain] = useState('')
  const [password, setPassword] = useState('')
  const [isTried, setTried] = useState(false)
  const isShort = typed.length !== PIN_LENGTH
  const isDifferent = typed !== again
  const submit = async () => {
    setTried(true)
    if (isShort || isDifferent) return
    const answer = await set.run({ pin: typed, password })
    if (!answer?.ok) return
    setTyped('')
    setAgain('')
    setPassword('')
    setTried(false)
    toast(words.saved)
    revalidate()
  }
  const field = (value: string, onValue: (v: string) => void) =>
    ({ type: 'password', inputMode: 'numeric', autoComplete: 'off', maxLength: PIN_LENGTH, value, frameClassName: 'max-w-80', onChange: (e: { target: { value: string } }) => onValue(e.target.value.replace(/\D/g, '')) }) as const
  return (
    <Card title={words.title}>
      <p className="mb-1 text-text-2">{words.hint}</p>
      <p className="mb-3 text-sm text-text-3">{pin === null ? words.none : pin.isOwn ? words.own(formatDateTime(pin.setAt)) : words.byClerk}</p>
      <form
        className="flex flex-col gap-3"
        onSubmit={e => {
          e.preventDefault()
          void submit()
        }}
      >
        <TextInput label={siteText.pin.field} {...field(typed, setTyped)} error={(isTried && isShort ? words.short : undefined) ?? fieldError(set.refusal, 'pin')} />
        <TextInput label={siteText.pin.again} {...field(again, setAgain)} error={isTried && !isShort && isDifferent ? siteText.pin.differ : undefined} />
        <TextInput type="password" autoComplete="current-password" label={t.passwordAgain} value={password} frameClassName="max-w-80" onChange={e => setPassword(e.target.value)} error={fieldError(set.refusal, 'password')} />
        {set.refusal && !set.refusal.fields?.pin && !set.refusal.fields?.password && <FormError>{errorText(set.refusal.code, set.refusal.params)}</FormError>}
        <Button type="submit" className="self-start" isSending={set.isSending}>
          {pin === null ? words.save : words.change}
        </Button>
      </form>
    </Card>
  )
}

function AlertsCard() {
  return (
    <Card title={alertText.mine.title}>
      <p className="mb-3 text-text-2">{alertText.mine.linkHint}</p>
      <ButtonLink to="/tai-khoan/canh-bao" icon={<BellRing aria-hidden />}>
        {alertText.mine.link}
      </ButtonLink>
    </Card>
  )
}

function SessionsCard({ sessions }: { sessions: AccountData['sessions'] }) {
  const end = useAct(sessionEnd, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  return (
    <Card title={t.sessions}>
      <ul className="divide-y divide-line">
        {sessions.map(s => {
          const device = deviceName(s.device) ?? t.unknownDevice
          return (
            <li key={s.id} className="flex items-center justify-between gap-3 py-2">
              <span className="min-w-0">
                <span className="font-semibold">{device}</span> {s.isThis && <span className="text-ok">({t.thisDevice})</span>}
                <span className="block text-sm text-text-3">{t.seen(formatDateTime(s.lastSeenAt))}</span>
              </span>
              {!s.isThis && (
                <Button
                  size="sm"
                  aria-label={t.endOne(device)}
                  isSending={end.isSending}
                  onClick={() =>
                    void end.run({ sessionId: s.id }).then(answer => {
                      if (answer?.ok) toast(t.ended)
                      revalidate()
                    })
                  }
                >
                  {t.end}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
