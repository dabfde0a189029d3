import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MyAlertsScreen } from '#app/screens/alerts/my-alerts-screen.tsx'
import { alertText } from '#app/text/alerts.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${alertText.mine.title} – ${shellText.product}` }]

export const loader = ({ context }: LoaderFunctionArgs) => context.query('alert.preferences', {})

export default function MyAlerts() {
  return <MyAlertsScreen data={useLoaderData<typeof loader>()} />
}
