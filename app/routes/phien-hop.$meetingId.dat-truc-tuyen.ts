import type { LoaderFunctionArgs } from '@remix-run/node'

/** Họp trực tuyến of a session as it is set: asked for when the desk opens the form. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  return Response.json(await context.query('video.setting', { meetingId: params.meetingId ?? '' }))
}
