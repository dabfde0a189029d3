import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Overview } from '#app/screens/session/overview.tsx'

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  const { view, seq, me } = await context.query('session.view', { meetingId })
  const versions = await context.query('agenda.versions', { meetingId })
  return { view, seq, me, versions, now: context.now }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.view.meeting.title ?? ''} – Tân Trào` }]

export default function MeetingOverview() {
  return <Overview {...useLoaderData<typeof loader>()} />
}
