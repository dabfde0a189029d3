import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PageTitle } from '#app/components/page-title.tsx'
import { AdminTabs } from '#app/screens/admin/users-screen.tsx'
import { UnitsScreen } from '#app/screens/unit/units-screen.tsx'
import { adminText } from '#app/text/admin.ts'
import { shellText } from '#app/text/shell.ts'
import { unitText } from '#app/text/units.ts'

export const meta: MetaFunction = () => [{ title: `${unitText.title} – ${shellText.product}` }]

export async function loader({ request, context }: LoaderFunctionArgs) {
  const on = new URL(request.url).searchParams.get('ngay') ?? ''
  return context.query('unit.list', { on: /^\d{4}-\d{2}-\d{2}$/.test(on) && !Number.isNaN(Date.parse(on)) ? on : null })
}

export default function AdminUnits() {
  const data = useLoaderData<typeof loader>()
  return (
    <div className="mx-auto max-w-6xl">
      <PageTitle title={data.isAdmin ? adminText.title : unitText.title} />
      {data.isAdmin && <AdminTabs at="units" />}
      <UnitsScreen data={data} />
    </div>
  )
}
