import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PageTitle } from '#app/components/page-title.tsx'
import { ButtonLink } from '#app/components/button.tsx'
import { SendingsScreen, type Show } from '#app/screens/alerts/sendings-screen.tsx'
import { alertText } from '#app/text/alerts.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${alertText.sendings.title} – ${shellText.product}` }]

const SHOWS: readonly string[] = ['planned', 'waiting', 'sent', 'failed']
const CHANNELS: readonly string[] = ['app', 'email', 'push', 'sms']

export async function loader({ request, context }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const one = (name: string, among: readonly string[], otherwise: string) => (among.includes(params.get(name) ?? '') ? (params.get(name) ?? '') : otherwise)
  const show = one('xem', SHOWS, 'failed') as Show
  const filter = { q: (params.get('q') ?? '').slice(0, 200), channel: one('cach', CHANNELS, ''), day: (params.get('ngay') ?? '').slice(0, 10) }
  const page = Math.min(10_000, Math.max(1, Math.floor(Number(params.get('trang')) || 1)))
  const [sendings, rate] = await Promise.all([context.query('alert.sendings', { show, ...filter, page }), context.query('warning.rate', {})])
  return { data: { ...sendings, rate }, show, filter }
}

export default function Sendings() {
  const { data, show, filter } = useLoaderData<typeof loader>()
  return (
    <div className="mx-auto max-w-6xl">
      <PageTitle title={alertText.sendings.title} actions={<ButtonLink to="/quan-tri/canh-bao">{alertText.sendings.rulesLink}</ButtonLink>} />
      <SendingsScreen key={show} data={data} show={show} filter={filter} />
    </div>
  )
}
