import type { LoaderFunctionArgs } from '@remix-run/node'

/** Họp trực tuyến of a session as it is set: asked for when the desk opens the form. */
export const loader = ({ params, context }: LoaderFunctionArgs) => context.query('video.setting', { meetingId: params.meetingId ?? '' })
