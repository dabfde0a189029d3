import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, useActionData, useNavigation } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { FormError, TextInput } from '#app/components/field.tsx'
import { FrontDoor } from '#app/components/front-door.tsx'
import { accountText } from '#app/text/account.ts'
import { errorText } from '#app/text/errors.ts'

export async function loader({ params, context }: LoaderFunctionArgs) {
  if (!(await context.auth.setupLinkIsValid(params.token ?? ''))) throw Response.json({ code: 'SETUP_LINK_INVALID' }, { status: 404 })
  return null
}

export async function action({ params, request, context }: ActionFunctionArgs) {
  const form = await request.formData()
  const username = String(form.get('username') ?? '')
  const answer = await context.auth.setupAdmin(params.token ?? '', username, String(form.get('password') ?? ''))
  if (!answer.ok) {
    const t = accountText.setup
    const wrongName = answer.fields?.username ? (answer.code === 'CONFLICT' ? t.usernameTaken : t.usernameWrong) : null
    const wrongPassword = answer.fields?.password ? errorText(answer.code, answer.params) : null
    return data({ username, wrongName, wrongPassword, error: wrongName || wrongPassword ? null : errorText(answer.code, answer.params) }, { status: 422 })
  }
  const headers = new Headers()
  for (const cookie of answer.data.cookies) headers.append('Set-Cookie', cookie)
  throw redirect('/', { headers })
}

export default function Setup() {
  const answer = useActionData<typeof action>()
  const isSending = useNavigation().state !== 'idle'
  const t = accountText.setup
  return (
    <FrontDoor title={t.title} lead={t.lead}>
      <Form method="post" reloadDocument className="flex flex-col gap-4">
        <TextInput label={t.username} hint={t.usernameHint} error={answer?.wrongName} name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} required defaultValue={answer?.username} />
        <TextInput label={t.password} hint={t.passwordHint} error={answer?.wrongPassword} name="password" type="password" autoComplete="new-password" required />
        <FormError>{answer?.error}</FormError>
        <Button type="submit" variant="primary" size="lg" isSending={isSending} sendingLabel={t.sending}>
          {t.submit}
        </Button>
      </Form>
    </FrontDoor>
  )
}
