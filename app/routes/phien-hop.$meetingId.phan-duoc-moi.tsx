import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { PartScreen } from '#app/screens/part/part-screen.tsx'
import { audienceText } from '#app/text/audience.ts'

export const meta: MetaFunction = () => [{ title: `${audienceText.part.guestTitle} – Tân Trào` }]

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  const { isPart } = await context.query('session.door', { meetingId })
  // Whoever follows all of it has a screen of their own.
  if (!isPart) throw redirect(`/phien-hop/${meetingId}/du-hop`)
  const [{ shared, own, seq }, named, discussion] = await Promise.all([
    context.query('part.view', { meetingId }),
    context.query('conclusion.named', { meetingId }),
    context.query('chat.head', { meetingId }),
  ])
  return { shared, own, seq, named, discussion, now: context.now, userId: context.actor?.userId ?? '' }
}

export default function Part() {
  return <PartScreen {...useLoaderData<typeof loader>()} />
}
