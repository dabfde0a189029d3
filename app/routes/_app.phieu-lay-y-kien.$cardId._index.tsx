import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MyCardScreen } from '#app/screens/card/my-card.tsx'
import { shellText } from '#app/text/shell.ts'

export const loader = ({ params, context }: LoaderFunctionArgs) => context.query('card.mine', { cardId: params.cardId ?? '' })

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${data.view.title} – ${shellText.product}` : shellText.product }]

export default function MyCardPage() {
  const data = useLoaderData<typeof loader>()
  return <MyCardScreen key={data.view.id} data={data} />
}
