import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ChairConsole } from '#app/screens/chair/chair-console.tsx'
import { sessionText } from '#app/text/session.ts'

export const meta: MetaFunction = () => [{ title: `${sessionText.chair.title} – Tân Trào` }]

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  if ((await context.query('session.door', { meetingId })).isPart) throw redirect(`/phien-hop/${meetingId}/phan-duoc-moi`)
  const session = await context.query('session.view', { meetingId })
  // Who follows without running it has a screen of their own.
  if (!session.me.abilities.control) throw redirect(`/phien-hop/${meetingId}/du-hop`)
  const desk = await context.query('desk.view', { meetingId })
  // After the desk's place in its stream was read: what happens in between arrives twice, never not at all.
  const [people, discussion] = await Promise.all([context.query('people.desk', { meetingId }), context.query('chat.head', { meetingId })])
  return {
    view: session.view,
    seq: session.seq,
    me: session.me,
    desk: { view: desk.view, seq: desk.seq },
    units: desk.units,
    canAgree: desk.canAgree,
    people,
    discussion,
    now: context.now,
    userId: context.actor?.userId ?? '',
  }
}

export default function Chair() {
  return <ChairConsole {...useLoaderData<typeof loader>()} />
}
