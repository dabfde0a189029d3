import type { LoaderFunctionArgs } from '@remix-run/node'

/** The rooms of a session for the desk's tab: asked once, when the tab is opened. */
export const loader = ({ params, context }: LoaderFunctionArgs) => context.query('site.list', { meetingId: params.meetingId ?? '' })
