import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation, useSearchParams } from '@remix-run/react'
import { useEffect } from 'react'
import { Button } from '#app/components/button.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { FrontDoor } from '#app/components/front-door.tsx'
import { Info, Lock } from '#app/components/icon.tsx'
import { wipePages } from '#app/live/away/worker.ts'
import { wipeDevice, wipeNoteDrafts } from '#app/live/papers/device-store.ts'
import { accountText } from '#app/text/account.ts'
import { errorText } from '#app/text/errors.ts'

/** Only addresses of this house: one slash at the start, and no backslash a browser could read as another. */
const safeReturn = (ve: string | null): string => (ve && /^\/(?![/\\])/.test(ve) && !ve.startsWith('/dang-') ? ve : '/')

export async function loader({ request, context }: LoaderFunctionArgs) {
  const url = new URL(request.url)
  if (context.actor) throw redirect(safeReturn(url.searchParams.get('ve')))
  return { isDemo: context.isDemo, insecureHttp: context.insecureHttp, isSessionEnded: url.searchParams.get('ly-do') === 'het-phien' }
}

const withCookies = (cookies: string[]): Headers => {
  const headers = new Headers()
  for (const cookie of cookies) headers.append('Set-Cookie', cookie)
  return headers
}

type ActionAnswer = { step: 'password' | 'second'; error: string | null; username: string }

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData()
  const text = (name: string) => String(form.get(name) ?? '')
  const back = safeReturn(text('ve'))
  const isSecond = text('buoc') === 'hai-lop'
  if (!isSecond && (text('username').trim() === '' || text('password') === '')) return data<ActionAnswer>({ step: 'password', error: accountText.signIn.missing, username: text('username') }, { status: 400 })
  const answer = isSecond ? await context.auth.secondFactor(text('code').replace(/\s/g, '')) : await context.auth.signIn(text('username'), text('password'))
  if (!answer.ok) {
    const step = isSecond && answer.code !== 'NOT_SIGNED_IN' ? 'second' : 'password'
    return data<ActionAnswer>({ step, error: errorText(answer.code, answer.params), username: text('username') }, { status: 401 })
  }
  if (answer.next === 'home') throw redirect(back, { headers: withCookies(answer.cookies) })
  return data<ActionAnswer>({ step: 'second', error: null, username: '' }, { headers: withCookies(answer.cookies) })
}

export default function SignIn() {
  const { isDemo, insecureHttp, isSessionEnded } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const [params] = useSearchParams()
  const isSending = useNavigation().state !== 'idle'
  const t = accountText.signIn
  // Nobody is signed in here: papers of whoever was before leave the device.
  useEffect(() => {
    void wipeDevice()
    void wipePages()
    if (!isSessionEnded) wipeNoteDrafts()
  }, [isSessionEnded])
  const back = <input type="hidden" name="ve" value={params.get('ve') ?? '/'} />

  if (answer?.step === 'second')
    return (
      <FrontDoor title={accountText.second.title} lead={accountText.second.lead}>
        <Form method="post" reloadDocument className="flex flex-col gap-4">
          {back}
          <input type="hidden" name="buoc" value="hai-lop" />
          <TextInput label={accountText.second.code} name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={8} required autoFocus />
          <FormError>{answer.error}</FormError>
          <Button type="submit" variant="primary" size="lg" isSending={isSending} sendingLabel={t.sending}>
            {accountText.second.submit}
          </Button>
          <a href="/dang-nhap" className="text-center font-semibold text-act">
            {accountText.second.back}
          </a>
        </Form>
      </FrontDoor>
    )
  return (
    <FrontDoor
      title={t.title}
      lead={t.lead}
      foot={
        <>
          <p>{t.help}</p>
          {insecureHttp && (
            <p className="flex items-start gap-2">
              <Lock className="mt-0.5" aria-hidden />
              <span>{t.insecure}</span>
            </p>
          )}
        </>
      }
    >
      <Form method="post" reloadDocument className="flex flex-col gap-4">
        {back}
        {isSessionEnded && !answer && <p className="rounded-md border border-act-line bg-act-soft px-3 py-2.5 text-act">{t.ended}</p>}
        <TextInput label={t.username} name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} required defaultValue={answer?.username} autoFocus />
        <TextInput label={t.password} name="password" type="password" autoComplete="current-password" required />
        <FormError>{answer?.error}</FormError>
        <Button type="submit" variant="primary" size="lg" isSending={isSending} sendingLabel={t.sending}>
          {t.submit}
        </Button>
        {isDemo && (
          <p className="flex items-start gap-2 text-sm text-text-3">
            <Info className="mt-0.5" aria-hidden />
            <span>{t.tryOut}</span>
          </p>
        )}
      </Form>
    </FrontDoor>
  )
}
