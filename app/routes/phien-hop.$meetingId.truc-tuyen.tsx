import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { VideoRoom } from '#app/screens/video/video-room.tsx'
import { videoText } from '#app/text/video.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: videoText.room.title(data?.title ?? 'Tân Trào') }]

export async function loader({ params, context }: LoaderFunctionArgs) {
  const meetingId = params.meetingId ?? ''
  return { meetingId, ...(await context.query('video.door', { meetingId })) }
}

export default function VideoRoute() {
  return <VideoRoom {...useLoaderData<typeof loader>()} />
}
