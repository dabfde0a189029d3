import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { ConclusionsPage } from '#app/screens/conclusion/conclusions-page.tsx'
import { conclusionText } from '#app/text/conclusion.ts'

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  // Refused, with the reason, to whoever may not read conclusions.
  await context.query('conclusion.list', { meetingId })
  const { view, seq } = await context.query('session.view', { meetingId })
  return { view, seq, now: context.now }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${conclusionText.pageTitle}: ${data?.view.meeting.title ?? ''} – Tân Trào` }]

export default function Conclusions() {
  return <ConclusionsPage {...useLoaderData<typeof loader>()} />
}
