import type { LoaderFunctionArgs } from '@remix-run/node'

/** The door code of now, for a paired hall screen: no account, its own session only. */
export async function loader({ context }: LoaderFunctionArgs) {
  const door = await context.hallDoor()
  return door ? Response.json(door, { headers: { 'Cache-Control': 'no-store' } }) : Response.json({ code: 'NOT_FOUND' }, { status: 404 })
}
