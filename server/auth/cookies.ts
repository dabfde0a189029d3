import { parse, serialize } from 'cookie'

/**
 * `__Host-` binds a cookie to this host and to a secure origin (browsers count localhost as secure).
 * A plain-HTTP house network must ask for the weaker name by INSECURE_HTTP=1; the sign-in page then says so.
 */
export function cookieNames(insecureHttp: boolean) {
  const prefix = insecureHttp ? '' : '__Host-'
  return { session: `${prefix}tantrao`, hall: `${prefix}tantrao-hall`, device: `${prefix}tantrao-device`, pending: `${prefix}tantrao-second` }
}
export type CookieNames = ReturnType<typeof cookieNames>

export const readCookies = (header: string | undefined): Record<string, string | undefined> => parse(header ?? '')

export function setCookie(name: string, value: string, opts: { insecureHttp: boolean; maxAgeSeconds?: number }): string {
  return serialize(name, value, {
    path: '/',
    httpOnly: true,
    secure: !opts.insecureHttp,
    sameSite: 'lax',
    ...(opts.maxAgeSeconds === undefined ? {} : { maxAge: opts.maxAgeSeconds }),
  })
}

export const clearCookie = (name: string, opts: { insecureHttp: boolean }): string => setCookie(name, '', { ...opts, maxAgeSeconds: 0 })
