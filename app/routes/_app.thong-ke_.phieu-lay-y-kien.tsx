import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { CardStatistics } from '#app/screens/card/card-statistics.tsx'
import { cardStatisticsText } from '#app/text/card-statistics.ts'
import { errorText } from '#app/text/errors.ts'
import { civilToday } from '#app/text/format.ts'
import { shellText } from '#app/text/shell.ts'

export async function loader({ request, context }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const today = civilToday(context.now)
  const day = (name: string, otherwise: string) => (/^\d{4}-\d{2}-\d{2}$/.test(params.get(name) ?? '') ? (params.get(name) ?? otherwise) : otherwise)
  const asked = { from: day('tu', `${today.slice(0, 4)}-01-01`), to: day('den', today) }
  try {
    return { data: await context.query('card.statistics', asked), error: null }
  } catch (refused) {
    // Days that can't be are said at their field, with nothing counted; every other refusal is a page of its own.
    const body = refused instanceof Response ? ((await refused.clone().json().catch(() => null)) as { code: string } | null) : null
    if (body?.code !== 'STATISTICS_TIMES_WRONG') throw refused
    return { data: { ...asked, members: [], cards: null, now: context.now }, error: errorText(body.code) }
  }
}

export const meta: MetaFunction = () => [{ title: `${cardStatisticsText.title} – ${shellText.product}` }]

export default function CardStatisticsPage() {
  const { data, error } = useLoaderData<typeof loader>()
  return <CardStatistics data={data} error={error} />
}
