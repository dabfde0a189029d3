import { randomBytes, randomUUID } from 'node:crypto'
import type { NextFunction, Request, Response } from 'express'

export type WithLocals = Response<unknown, { nonce: string; requestId: string }>

const VIDEO_PAGE = /^\/phien-hop\/[^/]+\/truc-tuyen\/?$/

/** Request id, CSP with a nonce, and the headers every answer carries. */
export function securityHeaders(opts: { isProduction: boolean; insecureHttp: boolean; videoOrigins: readonly string[] }) {
  return (req: Request, res: WithLocals, next: NextFunction): void => {
    // One page shows something that is not ours: the province's own video room. No other page frames anything.
    const framed = VIDEO_PAGE.test(req.path) ? opts.videoOrigins : []
    const nonce = randomBytes(16).toString('base64')
    res.locals.nonce = nonce
    res.locals.requestId = randomUUID()
    res.setHeader('X-Request-Id', res.locals.requestId)
    res.setHeader(
      'Content-Security-Policy',
      [
        `default-src 'self'`,
        `script-src 'self' 'nonce-${nonce}'`,
        // Computed widths of bars are style attributes; style elements still need to come from us.
        `style-src 'self' 'unsafe-inline'`,
        `img-src 'self' data: blob:`,
        `font-src 'self' data:`,
        opts.isProduction ? `connect-src 'self'` : `connect-src 'self' ws: wss:`,
        `worker-src 'self' blob:`,
        `frame-src ${framed.length > 0 ? framed.join(' ') : `'none'`}`,
        `object-src 'none'`,
        `base-uri 'none'`,
        `form-action 'self'`,
        `frame-ancestors 'none'`,
      ].join('; '),
    )
    res.setHeader('X-Content-Type-Options', 'nosniff')
    res.setHeader('Referrer-Policy', 'same-origin')
    res.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
    res.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
    const lent = framed.map(origin => `"${origin}"`).join(' ')
    res.setHeader('Permissions-Policy', lent ? `camera=(self ${lent}), microphone=(${lent}), display-capture=(${lent}), geolocation=()` : 'camera=(self), microphone=(), geolocation=()')
    if (!opts.insecureHttp) res.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
    next()
  }
}

/** Same origin: scheme aside, the host of Origin must be the host that was asked. A missing Origin passes only for reads. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, publicUrl?: string): boolean {
  if (!origin) return false
  try {
    const from = new URL(origin).host
    return from === host || (publicUrl !== undefined && from === new URL(publicUrl).host)
  } catch {
    return false
  }
}

/** State-changing requests from another site are refused before anything looks at them. */
export function refuseCrossSite(publicUrl?: string) {
  return (req: Request, res: Response, next: NextFunction): void => {
    if (req.method === 'GET' || req.method === 'HEAD' || req.method === 'OPTIONS') return next()
    const site = req.headers['sec-fetch-site']
    const ok = site === 'same-origin' || isOwnOrigin(req.headers.origin, req.headers.host, publicUrl)
    if (ok) return next()
    res.status(403).type('text/plain').send('Yêu cầu đến từ một trang khác nên không được nhận.')
  }
}
