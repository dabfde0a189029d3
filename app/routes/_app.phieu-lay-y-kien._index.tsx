import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { CardList } from '#app/screens/card/card-list.tsx'
import { cardText } from '#app/text/cards.ts'
import { shellText } from '#app/text/shell.ts'

export function loader({ request, context }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const text = (name: string) => params.get(name)?.slice(0, 200) || undefined
  return context.query('card.list', { status: text('buoc'), q: text('q'), unitId: text('don-vi') })
}

export const meta: MetaFunction = () => [{ title: `${cardText.title} – ${shellText.product}` }]

export default function Cards() {
  return <CardList data={useLoaderData<typeof loader>()} />
}
