import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { readDirection } from '#app/domain/task/board.ts'
import { DirectionBoard } from '#app/screens/direction/direction-board.tsx'
import { directionText } from '#app/text/direction.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${directionText.title} – ${shellText.product}` }]

export const loader = ({ request, context }: LoaderFunctionArgs) => context.query('direction.view', readDirection(new URL(request.url).searchParams))

export default function DirectionPage() {
  return <DirectionBoard data={useLoaderData<typeof loader>()} />
}
