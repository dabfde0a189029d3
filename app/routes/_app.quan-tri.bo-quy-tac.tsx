import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PageTitle } from '#app/components/page-title.tsx'
import { RuleSetsScreen } from '#app/screens/admin/rule-sets-screen.tsx'
import { AdminTabs } from '#app/screens/admin/users-screen.tsx'
import { adminText } from '#app/text/admin.ts'
import { ruleSetText } from '#app/text/rule-sets.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${ruleSetText.title} – ${shellText.product}` }]

export const loader = ({ context }: LoaderFunctionArgs) => context.query('ruleSet.list', {})

export default function AdminRuleSets() {
  const data = useLoaderData<typeof loader>()
  return (
    <div className="mx-auto max-w-7xl">
      <PageTitle title={data.isAdmin ? adminText.title : ruleSetText.title} />
      {data.isAdmin && <AdminTabs at="rules" />}
      <RuleSetsScreen data={data} />
    </div>
  )
}
