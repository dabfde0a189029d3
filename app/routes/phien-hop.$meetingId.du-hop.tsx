import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { MemberScreen } from '#app/screens/member/member-screen.tsx'

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { view, seq, me } = await context.query('session.view', { meetingId: params.meetingId ?? '' })
  return { view, seq, me, now: context.now, userId: context.actor?.userId ?? '' }
}

export default function Member() {
  return <MemberScreen {...useLoaderData<typeof loader>()} />
}
