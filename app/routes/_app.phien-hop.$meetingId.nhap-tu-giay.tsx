import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { TypedScreen } from '#app/screens/typed/typed-screen.tsx'
import { typedText } from '#app/text/typed.ts'

export const meta: MetaFunction = () => [{ title: `${typedText.title} – Tân Trào` }]

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  const { view, seq, me } = await context.query('session.view', { meetingId })
  if (!me.abilities.record) throw redirect(`/phien-hop/${meetingId}`)
  const typed = await context.query('typed.entries', { meetingId })
  const { view: desk } = await context.query('desk.view', { meetingId })
  return { view, seq, typed, lines: desk.lines, now: context.now }
}

export default function TypedBack() {
  return <TypedScreen {...useLoaderData<typeof loader>()} />
}
