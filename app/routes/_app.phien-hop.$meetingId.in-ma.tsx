import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { DoorPrint } from '#app/screens/people/door-print.tsx'
import { peopleText } from '#app/text/people.ts'

export const meta: MetaFunction = () => [{ title: `${peopleText.door.title} – Tân Trào` }]

export const loader = ({ params, context }: LoaderFunctionArgs) => context.query('attendance.doorCode', { meetingId: params.meetingId ?? '', origin: context.origin, isPrinted: true })

export default function DoorPrintRoute() {
  return <DoorPrint door={useLoaderData<typeof loader>()} />
}
