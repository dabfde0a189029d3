import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { HomeScreen } from '#app/screens/home/home-screen.tsx'
import { shellText } from '#app/text/shell.ts'
import { taskText } from '#app/text/tasks.ts'

export const meta: MetaFunction = () => [{ title: `${taskText.homeTitle} – ${shellText.product}` }]

export async function loader({ request, context }: LoaderFunctionArgs) {
  // A page to be kept on the device (public/thong-bao.js) holds the person's work and nothing of sessions and cards.
  const isToKeep = request.headers.has('X-Tan-Trao-Giu')
  const [home, cards] = await Promise.all([context.query('home.waiting', {}), isToKeep ? null : context.query('card.waiting', {})])
  const unitIds = (context.actor?.positions ?? []).filter(p => p.role === 'unit_head' || p.role === 'unit_clerk').map(p => p.unitId)
  return { ...home, ...(isToKeep ? { meetings: null } : {}), unitIds, unitName: context.actor?.unitName ?? '', cards }
}

export default function HomePage() {
  return <HomeScreen data={useLoaderData<typeof loader>()} />
}
