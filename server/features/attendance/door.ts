import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import QRCode from 'qrcode'
import { attendanceCheckInByDoor, attendanceRenewDoor, doorRenewed } from '#app/contracts/people.ts'
import { type Db, Refusal, type QueryContext, type Tx } from '#server/command/context.ts'
import { handler } from '#server/command/handler.ts'
import { meetingFor, mustBeListed } from '#server/features/meeting/facts.ts'
import { canMeeting, meetingFacts } from '#server/policies/meeting.ts'
import { record } from './stay.ts'

/** A new code every minute; one that was scanned stays good for three, so that there is time to sign in. */
const STEP_MS = 60_000
const GOOD_STEPS = 3
const PRINTED = 'giay'
const SIGNATURE_BYTES = 12

type Keyed = { id: string; doorSecret: string }

const signature = (m: Keyed, step: string): Buffer => createHmac('sha256', m.doorSecret).update(`${m.id}.${step}`).digest().subarray(0, SIGNATURE_BYTES)
const compact = (id: string): string => Buffer.from(id.replace(/-/g, ''), 'hex').toString('base64url')
const spread = (short: string): string | null => {
  const hex = Buffer.from(short, 'base64url').toString('hex')
  return hex.length === 32 ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null
}
const codeFor = (m: Keyed, step: string): string => `${compact(m.id)}.${step}.${signature(m, step).toString('base64url')}`

/** What a door shows now: the path to open, and when the next one comes. */
export const doorCodeOf = (m: Keyed, now: Date) => {
  const step = Math.floor(now.getTime() / STEP_MS)
  return { path: `/diem-danh/${codeFor(m, step.toString(36))}`, renewsAt: (step + 1) * STEP_MS }
}
/** For paper: good until the session ends or the secretary renews the codes. */
export const printedDoorPathOf = (m: Keyed): string => `/diem-danh/${codeFor(m, PRINTED)}`

const picture = (url: string): Promise<string> => QRCode.toString(url, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' })

/** The door of a session as a screen shows it: the picture, its address, and when the next one comes. */
export async function doorOfMeeting(db: Db, args: { meetingId: string; origin: string }, now: Date) {
  const meeting = await db.meeting.findUnique({ where: { id: args.meetingId }, select: { id: true, title: true, doorSecret: true } })
  if (!meeting) return null
  const { path, renewsAt } = doorCodeOf(meeting, now)
  const url = args.origin + path
  return { svg: await picture(url), url, renewsAt, title: meeting.title }
}

/** Which session a code opens, or why none: `wrong` was never ours, `expired` was. */
export async function readDoorCode(db: Db | Tx, code: string, now: Date): Promise<{ ok: true; meetingId: string } | { ok: false; code: 'DOOR_CODE_WRONG' | 'DOOR_CODE_EXPIRED' }> {
  const [short = '', step = '', sig = '', more] = code.split('.')
  const meetingId = spread(short)
  if (!meetingId || more !== undefined || !/^[0-9a-z]{1,12}$/.test(step)) return { ok: false, code: 'DOOR_CODE_WRONG' }
  const meeting = await db.meeting.findUnique({ where: { id: meetingId }, select: { id: true, doorSecret: true } })
  const given = Buffer.from(sig, 'base64url')
  if (!meeting || given.length !== SIGNATURE_BYTES || !timingSafeEqual(given, signature(meeting, step))) return { ok: false, code: 'DOOR_CODE_WRONG' }
  if (step !== PRINTED) {
    const age = Math.floor(now.getTime() / STEP_MS) - parseInt(step, 36)
    if (age < 0 || age >= GOOD_STEPS) return { ok: false, code: 'DOOR_CODE_EXPIRED' }
  }
  return { ok: true, meetingId }
}

/** Điểm danh bằng mã ở cửa. */
export const checkInByDoor = handler(attendanceCheckInByDoor, async (ctx, { code }) => {
  const read = await readDoorCode(ctx.tx, code, ctx.now)
  if (!read.ok) throw new Refusal(read.code)
  const { meeting, me } = await meetingFor(ctx, read.meetingId, 'attend', 'share')
  await record(ctx, meeting, mustBeListed(me, ctx.actor).id, { act: 'arrive', at: ctx.now, how: 'door_code', reason: null })
  return { meetingId: read.meetingId }
})

/** Đổi mã cửa: a code that was photographed and passed on opens nothing any more. */
export const renewDoor = handler(attendanceRenewDoor, async (ctx, { meetingId }) => {
  await meetingFor(ctx, meetingId, 'record')
  await ctx.tx.meeting.update({ where: { id: meetingId }, data: { doorSecret: randomUUID() } })
  ctx.audit(`meeting:${meetingId}`, doorRenewed, { meetingId })
  return {}
})

/** Mã cửa for desk and print. */
export async function doorCode(ctx: QueryContext, args: { meetingId: string; origin: string; isPrinted?: boolean }) {
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findUnique({ where: { id: args.meetingId } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: args.meetingId, userId: ctx.actor.userId } } }),
  ])
  if (!meeting) throw new Refusal('NOT_FOUND')
  if (!canMeeting(ctx.actor, 'record', meetingFacts(meeting, me)).ok) throw new Refusal('FORBIDDEN')
  const { path, renewsAt } = doorCodeOf(meeting, ctx.now)
  const url = args.origin + (args.isPrinted ? printedDoorPathOf(meeting) : path)
  return { svg: await picture(url), url, renewsAt, title: meeting.title, place: meeting.place, startsAt: meeting.startsAt.getTime() }
}

/** What the phone that scanned a code shows before the tap. */
export async function doorView(ctx: QueryContext, args: { code: string }) {
  const read = await readDoorCode(ctx.db, args.code, ctx.now)
  if (!read.ok) return { kind: 'refused' as const, code: read.code }
  const [meeting, me] = await Promise.all([
    ctx.db.meeting.findUniqueOrThrow({ where: { id: read.meetingId } }),
    ctx.db.meetingParticipant.findUnique({ where: { meetingId_userId: { meetingId: read.meetingId, userId: ctx.actor.userId } }, include: { intervals: true } }),
  ])
  const head = { meetingId: meeting.id, title: meeting.title, place: meeting.place, startsAt: meeting.startsAt.getTime() }
  if (!me || !canMeeting(ctx.actor, 'attend', meetingFacts(meeting, me)).ok) return { kind: 'not_invited' as const, title: meeting.title }
  const stay = me.intervals.find(i => i.leftAt === null)
  return { kind: 'ready' as const, ...head, label: me.label, role: me.role as 'member', arrivedAt: stay?.arrivedAt.getTime() ?? null }
}
