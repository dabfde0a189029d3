import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { SecretaryDesk } from '#app/screens/secretary/secretary-desk.tsx'
import { emptyFeed } from '#app/live/reducers/discussion.ts'
import { sessionText } from '#app/text/session.ts'

export const meta: MetaFunction = () => [{ title: `${sessionText.desk.title} – Tân Trào` }]

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  if ((await context.query('session.door', { meetingId })).isPart) throw redirect(`/phien-hop/${meetingId}/phan-duoc-moi`)
  const session = await context.query('session.view', { meetingId })
  if (!session.me.abilities.desk) throw redirect(`/phien-hop/${meetingId}/du-hop`)
  const desk = await context.query('desk.view', { meetingId })
  // After the desk's place in its stream was read: what happens in between arrives twice, never not at all.
  const [speaking, people, discussion] = await Promise.all([
    context.query('speaking.desk', { meetingId }),
    context.query('people.desk', { meetingId }),
    context.query('chat.head', { meetingId }),
  ])
  return {
    view: session.view,
    seq: session.seq,
    me: session.me,
    idleDisplays: desk.idle,
    desk: { view: { ...desk.view, displays: desk.displays, speaking, talk: emptyFeed }, seq: desk.seq },
    people,
    discussion,
    canAgree: desk.canAgree,
    units: desk.units,
    calendar: desk.calendar,
    now: context.now,
    userId: context.actor?.userId ?? '',
  }
}

export default function Secretary() {
  return <SecretaryDesk {...useLoaderData<typeof loader>()} />
}
