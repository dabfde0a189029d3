import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { RoomsScreen } from '#app/screens/seating/rooms-screen.tsx'
import { seatingText } from '#app/text/seating.ts'
import { shellText } from '#app/text/shell.ts'

export const meta: MetaFunction = () => [{ title: `${seatingText.rooms} – ${shellText.product}` }]

export const loader = ({ context }: LoaderFunctionArgs) => context.query('room.list', {})

export default function Rooms() {
  return <RoomsScreen rooms={useLoaderData<typeof loader>().rooms} />
}
