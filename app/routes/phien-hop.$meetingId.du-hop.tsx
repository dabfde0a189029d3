import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MemberScreen } from '#app/screens/member/member-screen.tsx'
import { sessionText } from '#app/text/session.ts'

export const meta: MetaFunction = () => [{ title: `${sessionText.member.title} – Tân Trào` }]

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { view, seq, me } = await context.query('session.view', { meetingId: params.meetingId ?? '' })
  return { view, seq, me, now: context.now, userId: context.actor?.userId ?? '' }
}

export default function Member() {
  return <MemberScreen {...useLoaderData<typeof loader>()} />
}
