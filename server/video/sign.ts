import { SignJWT } from 'jose'
import type { OutputOf } from '#app/contracts/define.ts'
import type { videoEnter } from '#app/contracts/video.ts'
import type { VideoEnv } from '#server/boot/env.ts'

export type Pass = OutputOf<typeof videoEnter>
/** What the browser is given: an address to open, in a frame of ours or as a page of its own. */
export type Way = { kind: 'link' | 'frame'; href: string; until: number }

/** A clock of the room's server may be a little behind ours. */
const SKEW_SECONDS = 30

/**
 * Signs the way into a video room. The secrets stay in this file's closure; the signed token holds one room, one identity
 * and an end. The claims are those the servers document: Jitsi's token authentication (iss, aud, sub, room, context.user),
 * LiveKit's access token (iss, sub, name, video grant); both HS256.
 */
export function makeVideoDoor(env: VideoEnv) {
  const sign = (claims: Record<string, unknown>, secret: string, until: number, now: number): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setNotBefore(Math.floor(now / 1000) - SKEW_SECONDS)
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.floor(until / 1000))
      .sign(new TextEncoder().encode(secret))

  /** @returns null when the room's server is not set up (any more) */
  async function wayOf(pass: Pass, now: number): Promise<Way | null> {
    if (pass.kind === 'link') return pass.link === null ? null : { kind: 'link', href: pass.link, until: pass.until }
    if (pass.room === null) return null
    if (pass.kind === 'jitsi' && env.jitsi) {
      const { url, appId, secret } = env.jitsi
      const user = { id: pass.identity, name: pass.name, moderator: String(pass.isModerator), affiliation: pass.isModerator ? 'owner' : 'member' }
      const token = await sign({ iss: appId, aud: appId, sub: new URL(url).hostname, room: pass.room, context: { user } }, secret, pass.until, now)
      const href = new URL(pass.room, `${url}/`)
      href.searchParams.set('jwt', token)
      href.hash = 'config.prejoinConfig.enabled=true&config.startWithAudioMuted=true&config.startWithVideoMuted=true&config.disableDeepLinking=true&config.defaultLanguage="vi"'
      return { kind: 'frame', href: href.href, until: pass.until }
    }
    if (pass.kind === 'livekit' && env.livekit) {
      const { url, pageUrl, key, secret } = env.livekit
      const video = { room: pass.room, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true, ...(pass.isModerator ? { roomAdmin: true } : {}) }
      const token = await sign({ iss: key, sub: pass.identity, name: pass.name, video }, secret, pass.until, now)
      const href = new URL('custom', `${pageUrl}/`)
      href.searchParams.set('liveKitUrl', url)
      href.searchParams.set('token', token)
      return { kind: 'frame', href: href.href, until: pass.until }
    }
    return null
  }
  return { wayOf }
}

/** Origins a page may show in a frame: the province's own rooms, nothing else. */
export const videoOrigins = (env: VideoEnv): string[] => [...new Set([env.jitsi?.url, env.livekit?.pageUrl].flatMap(url => (url ? [new URL(url).origin] : [])))]
