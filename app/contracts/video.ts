import { z } from 'zod'
import { command, event, Id, Moment } from './define.ts'

/**
 * Họp trực tuyến: pictures and voices beside the session, never inside it. Nothing of a session waits for it, asks it, or
 * fails with it; attendance, the floor and votes are taken here only.
 */

// ───────────── Views ─────────────

/** none: không họp trực tuyến · link: đường liên kết có sẵn · jitsi, livekit: phòng của tỉnh, opened with a token */
export const VideoKind = z.enum(['none', 'link', 'jitsi', 'livekit'])
/** What the whole audience is told: whether there is a way in. Neither link nor room travels on a stream. */
export const VideoSetup = z.object({ kind: VideoKind })
/** Longest link, in characters. */
export const VIDEO_LINK_MAX = 500

// ───────────── Commands ─────────────

/** Đặt họp trực tuyến cho phiên. `link`: https, only with kind "link". Another kind, or the same room asked to change, makes a new room. */
export const videoSet = command('video.set', {
  input: z.object({ meetingId: Id, kind: VideoKind, link: z.string().trim().max(VIDEO_LINK_MAX).optional(), isNewRoom: z.boolean().optional() }),
})
/**
 * Vào họp trực tuyến: who enters as whom, until when the pass holds. Holds no token: that is signed at the door that answers
 * the browser, so that none is ever stored. `room` alone opens nothing.
 */
export const videoEnter = command('video.enter', {
  input: z.object({ meetingId: Id }),
  output: z.object({
    kind: VideoKind,
    link: z.string().nullable(),
    room: z.string().nullable(),
    /** opaque: participant, or room of a commune */
    identity: z.string(),
    name: z.string(),
    isModerator: z.boolean(),
    until: Moment,
  }),
})

// ───────────── Events ─────────────

/** Họp trực tuyến được đặt, đổi, tắt – meeting:{id}. */
export const videoChanged = event('video.changed', { payload: VideoSetup })
/** Ai nhận đường vào, lúc nào – audit only. */
export const videoEntered = event('video.entered', { payload: z.object({ identity: z.string(), kind: VideoKind, isModerator: z.boolean(), until: Moment }) })
