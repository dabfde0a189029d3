import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { DoorCheck } from '#app/screens/people/door-check.tsx'
import { peopleText } from '#app/text/people.ts'

export const meta: MetaFunction = () => [{ title: `${peopleText.door.checkTitle} – Tân Trào` }]

/** Opened by a phone that scanned the code; who is not signed in signs in and comes back here. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  return { door: await context.query('attendance.door', { code: params.ma ?? '' }), commandId: crypto.randomUUID() }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await request.formData()
  const answer = await context.command('attendance.checkInByDoor', { code: params.ma ?? '' }, String(form.get('lenh') ?? ''))
  return answer.ok ? { ok: true as const, at: context.now } : data({ ok: false as const, code: answer.code }, { status: 409 })
}

export default function DoorRoute() {
  const { door, commandId } = useLoaderData<typeof loader>()
  return <DoorCheck door={door} commandId={commandId} answer={useActionData<typeof action>() ?? null} />
}
