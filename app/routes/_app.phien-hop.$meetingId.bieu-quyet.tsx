import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { VotePlanScreen } from '#app/screens/vote-plan/vote-plan-screen.tsx'
import { planText } from '#app/text/vote-plan.ts'

export const meta: MetaFunction = () => [{ title: `${planText.title} – Tân Trào` }]

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  const { isPart } = await context.query('session.door', { meetingId })
  if (isPart) throw redirect(`/phien-hop/${meetingId}/phan-duoc-moi`)
  const { view, seq, me } = await context.query('session.view', { meetingId })
  return { view, seq, me, now: context.now }
}

export default function VotePlan() {
  return <VotePlanScreen {...useLoaderData<typeof loader>()} />
}
