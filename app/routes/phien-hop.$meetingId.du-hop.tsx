import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MemberScreen } from '#app/screens/member/member-screen.tsx'
import { sessionText } from '#app/text/session.ts'

export const meta: MetaFunction = () => [{ title: `${sessionText.member.title} – Tân Trào` }]

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  // Guests and observers have a part of the session, on a screen of their own.
  if ((await context.query('session.door', { meetingId })).isPart) throw redirect(`/phien-hop/${meetingId}/phan-duoc-moi`)
  const [{ view, seq, me }, mine, named, discussion] = await Promise.all([
    context.query('session.view', { meetingId }),
    context.query('people.mine', { meetingId }),
    context.query('conclusion.named', { meetingId }),
    context.query('chat.head', { meetingId }),
  ])
  return { view, seq, me, mine, named, discussion, now: context.now, userId: context.actor?.userId ?? '' }
}

export default function Member() {
  return <MemberScreen {...useLoaderData<typeof loader>()} />
}
