import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PageTitle } from '#app/components/page-title.tsx'
import { SecurityScreen } from '#app/screens/admin/security-screen.tsx'
import { AdminTabs } from '#app/screens/admin/users-screen.tsx'
import { adminText } from '#app/text/admin.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${adminText.security} – ${shellText.product}` }]

export const loader = ({ context }: LoaderFunctionArgs) => context.query('account.roles', {})

export default function AdminSecurity() {
  const { roles } = useLoaderData<typeof loader>()
  return (
    <div className="mx-auto max-w-6xl">
      <PageTitle title={adminText.title} />
      <AdminTabs at="security" />
      <SecurityScreen roles={roles} />
    </div>
  )
}
