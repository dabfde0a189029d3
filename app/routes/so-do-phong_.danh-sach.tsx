import type { LoaderFunctionArgs } from '@remix-run/node'

/** Names of the rooms, for whoever chooses one at the desk. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { rooms } = await context.query('room.list', {})
  return { rooms: rooms.map(r => ({ id: r.id, name: r.name })) }
}
