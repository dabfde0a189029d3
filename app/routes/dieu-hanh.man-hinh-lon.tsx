import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { readDirection } from '#app/domain/task/board.ts'
import { DirectionWall } from '#app/screens/direction/direction-wall.tsx'
import { directionText } from '#app/text/direction.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${directionText.wall} – ${shellText.product}` }]

export const loader = ({ request, context }: LoaderFunctionArgs) => context.query('direction.view', readDirection(new URL(request.url).searchParams))

/** The board of the province on the wall of a room: takes the whole screen, outside the frame. */
export default function Wall() {
  return <DirectionWall data={useLoaderData<typeof loader>()} />
}
