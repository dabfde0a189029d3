import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { AgendaScreen } from '#app/screens/agenda/agenda-screen.tsx'
import { agendaText } from '#app/text/agenda.ts'

export const meta: MetaFunction = () => [{ title: `${agendaText.title} – Tân Trào` }]

export const loader = ({ params, context }: LoaderFunctionArgs) => context.query('agenda.draft', { meetingId: params.meetingId ?? '' })

export default function AgendaRoute() {
  return <AgendaScreen data={useLoaderData<typeof loader>()} />
}
