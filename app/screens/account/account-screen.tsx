import { useRevalidator } from '@remix-run/react'
import { type ReactNode, useState } from 'react'
import { passwordChange, sessionEnd, totpDisable, totpEnable } from '#app/contracts/account.ts'
import { Banner } from '#app/components/banner.tsx'
import { Button } from '#app/components/button.tsx'
import { Card } from '#app/components/card.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { TriangleAlert } from '#app/components/icon.tsx'
import { PageTitle } from '#app/components/page-title.tsx'
import { toast } from '#app/components/toast.tsx'
import { type Refused, useAct } from '#app/live/use-command.ts'
import { myAccountText as t } from '#app/text/my-account.ts'
import { errorText } from '#app/text/errors.ts'
import { formatDateTime } from '#app/text/format.ts'

export type AccountData = {
  username: string
  displayName: string
  mustChangePassword: boolean
  mustSetUpSecondFactor: boolean
  hasSecondFactor: boolean
  setup: { secret: string; picture: string } | null
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

function SessionsCard({ sessions }: { sessions: AccountData['sessions'] }) {
  const end = useAct(sessionEnd, { isOnlyNow: true })
  const { revalidate } = useRevalidator()
  return (
    <Card title={t.sessions}>
      <ul className="divide-y divide-line">
        {sessions.map(s => {
          const device = s.device.replace(/^.*\(([^)]*)\).*$/, '$1') || t.unknownDevice
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
