import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PeopleScreen } from '#app/screens/people/people-screen.tsx'
import { peopleText } from '#app/text/people.ts'

export const meta: MetaFunction = () => [{ title: `${peopleText.title} – Tân Trào` }]

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  const { view, seq, me } = await context.query('session.view', { meetingId })
  if (!me.abilities.desk) throw redirect(`/phien-hop/${meetingId}`)
  const [people, guests] = await Promise.all([context.query('people.desk', { meetingId }), context.query('guest.slots', { meetingId })])
  const missing = people.may.people ? await context.query('people.missing', { meetingId }) : null
  return { view, seq, me, people, guests, missing, now: context.now }
}

export default function People() {
  return <PeopleScreen {...useLoaderData<typeof loader>()} />
}
