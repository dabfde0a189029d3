import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { DutyPage } from '#app/screens/duties/duty-page.tsx'
import { dutyText } from '#app/text/duties.ts'
import { shellText } from '#app/text/shell.ts'

export const loader = ({ context }: LoaderFunctionArgs) => context.query('duty.list', {})

export const meta: MetaFunction = () => [{ title: `${dutyText.title} – ${shellText.product}` }]

export default function Duties() {
  const data = useLoaderData<typeof loader>()
  return <DutyPage data={data} />
}
