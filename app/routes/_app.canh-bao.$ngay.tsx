import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MyDayScreen } from '#app/screens/alerts/my-day-screen.tsx'
import { alertText } from '#app/text/alerts.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${alertText.rules.tab} – ${shellText.product}` }]

export const loader = ({ params, context }: LoaderFunctionArgs) => context.query('alert.myDay', { day: params.ngay ?? '' })

export default function MyDay() {
  return <MyDayScreen data={useLoaderData<typeof loader>()} />
}
