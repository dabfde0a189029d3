import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { AccountScreen } from '#app/screens/account/account-screen.tsx'
import { myAccountText } from '#app/text/my-account.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${myAccountText.title} – ${shellText.product}` }]

export const loader = ({ context }: LoaderFunctionArgs) => context.query('account.view', {})

export default function AccountPage() {
  return <AccountScreen data={useLoaderData<typeof loader>()} />
}
