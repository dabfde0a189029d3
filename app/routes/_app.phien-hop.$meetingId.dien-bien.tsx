import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { historyKinds } from '#app/contracts/history.ts'
import { HistoryScreen, historySearch } from '#app/screens/record/history-screen.tsx'
import { historyText } from '#app/text/history.ts'

export const meta: MetaFunction = () => [{ title: `${historyText.title} – Tân Trào` }]

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const q = new URL(request.url).searchParams
  const filter = { kind: historyKinds.find(k => k === q.get('loai')) ?? null, itemId: q.get('noi-dung') || null, text: (q.get('tim') ?? '').slice(0, 200) }
  return { data: await context.query('history.page', { meetingId: params.meetingId ?? '', filter, before: q.get('truoc') }), filter }
}

export default function HistoryPage() {
  const { data, filter } = useLoaderData<typeof loader>()
  return <HistoryScreen key={historySearch(filter)} data={data} filter={filter} />
}
