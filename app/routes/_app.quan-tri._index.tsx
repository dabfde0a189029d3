import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PageTitle } from '#app/components/page-title.tsx'
import { AdminTabs, UsersScreen } from '#app/screens/admin/users-screen.tsx'
import { adminText } from '#app/text/admin.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${adminText.users} – ${shellText.product}` }]

export async function loader({ request, context }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const filter = { q: (params.get('q') ?? '').slice(0, 200), role: params.get('vai-tro') ?? '', state: params.get('tinh-trang') ?? '' }
  const page = Math.min(10_000, Math.max(1, Math.floor(Number(params.get('trang')) || 1)))
  return { ...(await context.query('account.users', { ...filter, page })), filter }
}

export default function AdminUsers() {
  const data = useLoaderData<typeof loader>()
  return (
    <div className="mx-auto max-w-6xl">
      <PageTitle title={adminText.title} />
      <AdminTabs at="users" />
      <UsersScreen data={data} />
    </div>
  )
}
