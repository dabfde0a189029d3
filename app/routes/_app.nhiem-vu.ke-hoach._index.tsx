import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PlanList } from '#app/screens/plans/plan-list.tsx'
import { planText } from '#app/text/plans.ts'
import { shellText } from '#app/text/shell.ts'

export const loader = ({ context }: LoaderFunctionArgs) => context.query('plan.list', {})

export const meta: MetaFunction = () => [{ title: `${planText.title} – ${shellText.product}` }]

export default function Plans() {
  const { plans } = useLoaderData<typeof loader>()
  return <PlanList plans={plans} />
}
