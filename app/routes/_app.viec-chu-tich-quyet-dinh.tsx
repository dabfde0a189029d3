import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { DecidedScreen } from '#app/screens/decided/decided-screen.tsx'
import { decidedText } from '#app/text/decided.ts'
import { shellText } from '#app/text/shell.ts'

export const loader = ({ request, context }: LoaderFunctionArgs) => context.query('decided.list', { q: new URL(request.url).searchParams.get('q')?.slice(0, 200) || undefined })

export const meta: MetaFunction = () => [{ title: `${decidedText.title} – ${shellText.product}` }]

export default function DecidedPage() {
  return <DecidedScreen data={useLoaderData<typeof loader>()} />
}
