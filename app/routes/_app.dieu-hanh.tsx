import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { DirectionBoard } from '#app/screens/direction/direction-board.tsx'
import { shellText } from '#app/text/shell.ts'
import { taskText } from '#app/text/tasks.ts'

export const meta: MetaFunction = () => [{ title: `${taskText.boardTitle} – ${shellText.product}` }]

export const loader = ({ context }: LoaderFunctionArgs) => context.query('direction.view', {})

export default function DirectionPage() {
  return <DirectionBoard data={useLoaderData<typeof loader>()} />
}
