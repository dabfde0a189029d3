import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MemberScreen } from '#app/screens/member/member-screen.tsx'
import { sessionText } from '#app/text/session.ts'

export const meta: MetaFunction = () => [{ title: `${sessionText.member.title} – Tân Trào` }]

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  const [{ view, seq, me }, mine] = await Promise.all([context.query('session.view', { meetingId }), context.query('people.mine', { meetingId })])
  return { view, seq, me, mine, now: context.now, userId: context.actor?.userId ?? '' }
}

export default function Member() {
  return <MemberScreen {...useLoaderData<typeof loader>()} />
}
