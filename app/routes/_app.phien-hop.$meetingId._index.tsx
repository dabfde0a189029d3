import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Overview } from '#app/screens/session/overview.tsx'

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  const { isPart, hasRoom } = await context.query('session.door', { meetingId })
  if (isPart) throw redirect(`/phien-hop/${meetingId}/phan-duoc-moi`)
  const { view, seq, me } = await context.query('session.view', { meetingId })
  const versions = await context.query('agenda.versions', { meetingId })
  const isPrepared = view.meeting.status === 'draft' || view.meeting.status === 'invited' || view.meeting.isRehearsal === true
  const rehearsal = me.abilities.desk && isPrepared ? await context.query('rehearsal.report', { meetingId }) : null
  const pack = me.abilities.desk ? await context.query('pack.view', { meetingId }) : null
  return { view, seq, me, hasRoom, versions, rehearsal, pack, now: context.now }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.view.meeting.title ?? ''} – Tân Trào` }]

export default function MeetingOverview() {
  return <Overview {...useLoaderData<typeof loader>()} />
}
