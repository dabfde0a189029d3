import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { RecordScreen } from '#app/screens/record/record-screen.tsx'
import { recordText } from '#app/text/record.ts'

export const loader = ({ params, context }: LoaderFunctionArgs) => context.query('record.view', { meetingId: params.meetingId ?? '' })

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${recordText.title}: ${data?.view.meeting.title ?? ''} – Tân Trào` }]

export default function MeetingRecord() {
  return <RecordScreen {...useLoaderData<typeof loader>()} />
}
