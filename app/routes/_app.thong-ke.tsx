import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { StatisticsScreen } from '#app/screens/statistics/statistics-screen.tsx'
import { errorText } from '#app/text/errors.ts'
import { civilToday } from '#app/text/format.ts'
import { statisticsText } from '#app/text/statistics.ts'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const today = civilToday(context.now)
  const day = (name: string, otherwise: string) => {
    const given = params.get(name) ?? ''
    return /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : otherwise
  }
  const asked = { from: day('tu', `${today.slice(0, 4)}-01-01`), to: day('den', today), who: params.get('ai') === 'all' ? ('all' as const) : ('members' as const) }
  try {
    return { data: await context.query('statistics.view', asked), error: null }
  } catch (refused) {
    // Days that can't be are said at their field, with nothing counted; every other refusal is a page of its own.
    const body = refused instanceof Response ? ((await refused.clone().json().catch(() => null)) as { code: string } | null) : null
    if (body?.code !== 'STATISTICS_TIMES_WRONG') throw refused
    return { data: { ...asked, rows: [], sessions: [], savings: null, scope: 'own' as const, now: context.now }, error: errorText(body.code) }
  }
}

export const meta: MetaFunction = () => [{ title: `${statisticsText.title} – Tân Trào` }]

export default function Statistics() {
  const { data, error } = useLoaderData<typeof loader>()
  return <StatisticsScreen data={data} error={error} />
}
