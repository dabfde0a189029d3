import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { CardRecord } from '#app/screens/card/record.tsx'
import { cardText } from '#app/text/cards.ts'
import { shellText } from '#app/text/shell.ts'

export const loader = ({ params, context }: LoaderFunctionArgs) => context.query('card.desk', { cardId: params.cardId ?? '' })

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data ? `${cardText.record.title}: ${data.view.card.title} – ${shellText.product}` : shellText.product }]

export default function CardRecordPage() {
  const data = useLoaderData<typeof loader>()
  return <CardRecord key={data.view.card.id} data={data} />
}
