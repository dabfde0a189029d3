import { PassThrough } from 'node:stream'
import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { NonceContext } from './components/nonce.ts'
import type { LoadContext } from '#server/http/load-context.ts'

const ABORT_MS = 5_000
export const streamTimeout = ABORT_MS + 1_000

/** Renders a page; every script carries this answer's nonce. */
export default function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext, load: LoadContext) {
  const isWhole = isbot(request.headers.get('user-agent') ?? '')
  return new Promise<Response>((resolve, reject) => {
    let code = status
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={load.nonce}>
        <RemixServer context={context} url={request.url} abortDelay={ABORT_MS} nonce={load.nonce} />
      </NonceContext.Provider>,
      {
      nonce: load.nonce,
      [isWhole ? 'onAllReady' : 'onShellReady']() {
        const body = new PassThrough()
        headers.set('Content-Type', 'text/html; charset=utf-8')
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status: code }))
        pipe(body)
      },
      onShellError: reject,
      onError() {
        code = 500
      },
    })
    setTimeout(abort, streamTimeout)
  })
}
