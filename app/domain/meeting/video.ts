import { isOver, type MeetingState } from './machine.ts'

export type VideoKind = 'none' | 'link' | 'jitsi' | 'livekit'
/** As whom somebody asks to come in; `part` = press and observers, null = not of this session. */
export type VideoCaller = 'chair' | 'secretary' | 'member' | 'substitute' | 'site' | 'guest' | 'part' | null

export type VideoRefusal = 'FORBIDDEN' | 'MEETING_ALREADY_ENDED' | 'VIDEO_OFF' | 'VIDEO_GUEST_WAIT' | 'VIDEO_KIND_OFF' | 'VIDEO_LINK_MISSING' | 'VIDEO_LINK_NOT_HTTPS'
type Refused = { ok: false; code: VideoRefusal }
const refused = (code: VideoRefusal): Refused => ({ ok: false, code })

/** How long a pass holds (ms): a sitting's half day is entered anew; a guest's only long enough to step in. */
export const VIDEO_PASS_MS = 2 * 3_600_000
export const VIDEO_GUEST_PASS_MS = 10 * 60_000

/**
 * Ai được vào họp trực tuyến: chair and secretaries lead it, members, substitutes and rooms of communes take part; a guest
 * while an item of theirs is in hand; press and observers never.
 */
export function mayEnterVideo(facts: { kind: VideoKind; meeting: MeetingState; as: VideoCaller; isOwnItemInHand: boolean }): { ok: true; isModerator: boolean; holdsMs: number } | Refused {
  const { as } = facts
  if (as === null || as === 'part') return refused('FORBIDDEN')
  if (isOver(facts.meeting)) return refused('MEETING_ALREADY_ENDED')
  if (facts.kind === 'none') return refused('VIDEO_OFF')
  if (as === 'guest' && !(facts.isOwnItemInHand && (facts.meeting === 'running' || facts.meeting === 'paused'))) return refused('VIDEO_GUEST_WAIT')
  return { ok: true, isModerator: as === 'chair' || as === 'secretary', holdsMs: as === 'guest' ? VIDEO_GUEST_PASS_MS : VIDEO_PASS_MS }
}

/** Đặt họp trực tuyến: a kind the province has, a link that is https and carries no name or password. @returns the link as it is kept */
export function decideVideo(facts: { meeting: MeetingState; kind: VideoKind; available: readonly VideoKind[]; link: string | undefined }): { ok: true; link: string | null } | Refused {
  if (isOver(facts.meeting)) return refused('MEETING_ALREADY_ENDED')
  if (!facts.available.includes(facts.kind)) return refused('VIDEO_KIND_OFF')
  if (facts.kind !== 'link') return { ok: true, link: null }
  if (!facts.link?.trim()) return refused('VIDEO_LINK_MISSING')
  const link = httpsLink(facts.link)
  return link === null ? refused('VIDEO_LINK_NOT_HTTPS') : { ok: true, link }
}

/** The link in its plain form, or null: only https to a named host, without a name or password in it. */
export function httpsLink(text: string): string | null {
  if (!/^https:\/\//i.test(text.trim()) || !URL.canParse(text.trim())) return null
  const url = new URL(text.trim())
  return url.protocol === 'https:' && url.username === '' && url.password === '' && url.hostname.includes('.') ? url.href : null
}
