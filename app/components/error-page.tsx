import { useEffect } from 'react'
import { forgetMeeting } from '#app/live/papers/device-store.ts'
import { errorText } from '#app/text/errors.ts'
import { rootText } from '#app/text/root.ts'

/** Whole-page error: what happened, is my work safe, the way on. Works without scripts. */
export function ErrorPage({ status, code, params }: { status: number; code?: string | undefined; params?: Record<string, string | number> | undefined }) {
  const title = status === 404 ? rootText.notFoundTitle : status === 403 ? rootText.forbiddenTitle : rootText.failedTitle
  const body = code && code !== 'INTERNAL' ? errorText(code, params) : status === 404 ? rootText.notFoundBody : status === 403 ? rootText.forbiddenBody : rootText.failedBody
  // What may not be read any more must not lie on the device either.
  useEffect(() => {
    const meetingId = /^\/phien-hop\/([0-9a-f-]{36})/.exec(location.pathname)?.[1]
    if (meetingId && (status === 403 || status === 404)) void forgetMeeting(meetingId)
  }, [status])
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center gap-4 p-6">
      <h1 className="text-2xl font-semibold">{title}</h1>
      <p className="text-lg text-text-2">{body}</p>
      <p className="flex flex-wrap gap-3">
        <a className="inline-flex min-h-12 items-center rounded-lg bg-act px-5 font-semibold text-on-act" href="">
          {rootText.retry}
        </a>
        <a className="inline-flex min-h-12 items-center rounded-lg border border-line-strong px-5 font-semibold" href="/">
          {rootText.home}
        </a>
      </p>
    </main>
  )
}
