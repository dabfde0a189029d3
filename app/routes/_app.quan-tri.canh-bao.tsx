import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PageTitle } from '#app/components/page-title.tsx'
import { AlertRulesScreen } from '#app/screens/alerts/alert-rules-screen.tsx'
import { AdminTabs } from '#app/screens/admin/users-screen.tsx'
import { adminText } from '#app/text/admin.ts'
import { alertText } from '#app/text/alerts.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${alertText.rules.title} – ${shellText.product}` }]

export const loader = ({ context }: LoaderFunctionArgs) => context.query('alert.rules', {})

export default function AdminAlertRules() {
  const data = useLoaderData<typeof loader>()
  return (
    <div className="mx-auto max-w-6xl">
      <PageTitle title={data.isAdmin ? adminText.title : alertText.rules.title} />
      {data.isAdmin && <AdminTabs at="alerts" />}
      <AlertRulesScreen key={data.savedAt ?? 0} data={data} />
    </div>
  )
}
