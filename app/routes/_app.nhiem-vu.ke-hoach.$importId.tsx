import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PlanPage } from '#app/screens/plans/plan-page.tsx'
import { planText } from '#app/text/plans.ts'
import { shellText } from '#app/text/shell.ts'

const FILTERS = ['error', 'twin', 'new', 'same', 'all'] as const

export const loader = ({ params, request, context }: LoaderFunctionArgs) => {
  const asked = new URL(request.url).searchParams
  return context.query('plan.view', {
    importId: params.importId ?? '',
    filter: FILTERS.find(f => f === asked.get('loc')),
    page: Number(asked.get('trang')) || undefined,
  })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.plan.planLabel ?? planText.title} – ${shellText.product}` }]

export default function OnePlan() {
  const data = useLoaderData<typeof loader>()
  return <PlanPage key={data.plan.id} data={data} />
}
