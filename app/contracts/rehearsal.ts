import { z } from 'zod'
import { command, event, Id, Moment } from './define.ts'

/** Báo cáo họp thử – what the rehearsal shows to be mended before the real session. */
export const RehearsalReport = z.object({
  /** items no paper is attached to */
  itemsWithoutPapers: z.array(z.string()),
  itemsWithoutPresenter: z.array(z.string()),
  /** people invited who opened none of the papers; null when there is no paper to open */
  neverOpened: z.array(z.string()).nullable(),
  readers: z.object({ opened: z.number().int(), invited: z.number().int() }),
  quorum: z.object({ total: z.number().int(), needed: z.number().int(), excused: z.number().int(), expected: z.number().int(), risk: z.enum(['none', 'narrow', 'short']) }),
  /** minutes of all items against those between beginning and end */
  plannedMinutes: z.number().int(),
  availableMinutes: z.number().int(),
})

/** Bắt đầu họp thử: a copy of the session with simulated members; expires by itself. */
export const rehearsalStart = command('rehearsal.start', { input: z.object({ meetingId: Id, rehearsalId: Id }), output: z.object({ rehearsalId: Id }) })

const Share = z.number().int().min(0).max(100)
/** Diễn một kịch bản of the rehearsal: simulated members act through ordinary commands. `meetingId` is the rehearsal's. */
export const rehearsalPlay = command('rehearsal.play', {
  input: z.discriminatedUnion('act', [
    /** điểm danh n người */
    z.object({ meetingId: Id, act: z.literal('check_in'), count: z.number().int().min(1).max(500) }),
    /** cho biểu quyết theo tỷ lệ, percent of those present; the rest sends nothing */
    z.object({ meetingId: Id, act: z.literal('vote'), for: Share, against: Share, abstain: Share }),
    /** n người đăng ký phát biểu */
    z.object({ meetingId: Id, act: z.literal('speak'), count: z.number().int().min(1).max(100) }),
    /** túc số đến muộn: one short of the quorum at first, the rest after a while */
    z.object({ meetingId: Id, act: z.literal('late_quorum'), afterSeconds: z.number().int().min(0).max(120) }),
    /** đường truyền của chủ trì đứt: the chair's devices lose this session for a while */
    z.object({ meetingId: Id, act: z.literal('cut_line'), seconds: z.number().int().min(1).max(120) }),
  ]),
})
/** Xóa cuộc họp thử, whole. */
export const rehearsalRemove = command('rehearsal.remove', { input: z.object({ meetingId: Id }) })

/** Đã diễn một kịch bản – stream desk:{rehearsal}; the queue carries it to the simulated members. */
export const rehearsalPlayed = event('rehearsal.played', {
  payload: z.object({
    meetingId: Id,
    act: z.enum(['check_in', 'vote', 'speak', 'late_quorum']),
    /** who acts, chosen when it was played, so that a repeated job moves nobody else; `isLater` after the pause */
    who: z.array(z.object({ userId: Id, choice: z.enum(['for', 'against', 'abstain']).nullable(), isLater: z.boolean() })),
    voteId: Id.nullable(),
    afterSeconds: z.number().int(),
  }),
})
/** Đường truyền bị cắt – stream desk:{rehearsal}; the live side cuts these people's devices of this session until then. */
export const rehearsalLineCut = event('rehearsal.lineCut', { payload: z.object({ meetingId: Id, userIds: z.array(Id), until: Moment }) })
/** Cuộc họp thử đã xóa – stream meeting:{rehearsal}. */
export const rehearsalRemoved = event('rehearsal.removed', { payload: z.object({ meetingId: Id }) })
