import { redirect } from '@remix-run/node'
import type { Request } from 'express'
import { videoEnter } from '#app/contracts/video.ts'
import { statusOf } from '#app/contracts/errors.ts'
import { findActor } from '#server/auth/actor.ts'
import { readCookies } from '#server/auth/cookies.ts'
import { makeAuthDoor } from '#server/auth/sign-in.ts'
import type { Services } from '#server/boot/services.ts'
import { isInOrder, Refusal, type QueryContext } from '#server/command/context.ts'
import { queries } from '#server/features/index.ts'
import { doorOfMeeting } from '#server/features/attendance/index.ts'
import { createHallDisplay, renewCode } from '#server/features/hall/index.ts'
import type { LoadContext } from './load-context.ts'
import { setCookie } from '#server/auth/cookies.ts'
import type { Pass } from '#server/video/sign.ts'
import type { WithLocals } from './security.ts'

/** Reads of the account page and its frame: all a person gets before the password is new and the second factor stands. */
const BEFORE_ACCOUNT_IN_ORDER: ReadonlySet<string> = new Set(['account.view', 'notification.list'])

const HALL_COOKIE_SECONDS = 400 * 24 * 3600

/** Builds what Remix routes may use, for one request. */
export async function makeLoadContext(services: Services, req: Request, res: WithLocals): Promise<LoadContext> {
  const { env, pool, db, clock } = services
  const jar = readCookies(req.headers.cookie)
  const token = jar[services.cookies.session]
  const actor = token ? await findActor(pool, { token }, clock()) : null
  const ip = req.ip ?? null

  const queryContext = (): QueryContext => {
    if (!actor) {
      const back = req.originalUrl.replace(/\.data(?=$|\?)/, '').replace(/[?&]_routes=[^&]*/, '')
      throw redirect(`/dang-nhap?ve=${encodeURIComponent(back)}`)
    }
    return { db, actor, now: clock(), calendar: services.calendar }
  }

  const query: LoadContext['query'] = async (name, args) => {
    const ctx = queryContext()
    if (!isInOrder(ctx.actor) && !BEFORE_ACCOUNT_IN_ORDER.has(name)) {
      throw Response.json({ code: ctx.actor.mustChangePassword ? 'FORBIDDEN' : 'SECOND_FACTOR_SETUP_REQUIRED' }, { status: 403 })
    }
    try {
      return await (queries[name] as (c: QueryContext, a: unknown) => Promise<never>)(ctx, args)
    } catch (error) {
      if (error instanceof Refusal) {
        if (statusOf(error.code) === 403 || statusOf(error.code) === 404) {
          await db.accessLog.create({ data: { actorId: ctx.actor.userId, ip, what: `query ${String(name)}`, code: error.code } })
        }
        throw Response.json({ code: error.code, params: error.params }, { status: statusOf(error.code) })
      }
      throw error
    }
  }

  const origin = env.publicUrl ?? `${req.protocol}://${req.get('host') ?? 'localhost'}`
  return {
    actor,
    origin,
    query,
    command: (name, input, commandId) => services.runCommand(name, input, commandId, { actor, ip }),
    hall: async ({ create }) => {
      const hallToken = jar[services.cookies.hall]
      const known = hallToken ? await services.findHall(hallToken) : null
      if (!create) return known
      // A screen that hangs on its wall for years keeps its cookie as long as it shows something.
      const keep = (token: string) => res.append('Set-Cookie', setCookie(services.cookies.hall, token, { insecureHttp: env.insecureHttp, maxAgeSeconds: HALL_COOKIE_SECONDS }))
      if (known && hallToken) {
        keep(hallToken)
        return renewCode(db, known, clock())
      }
      try {
        const made = await createHallDisplay(db, clock(), ip)
        keep(made.token)
        return { displayId: made.displayId, code: made.code, meetingId: null }
      } catch (error) {
        if (error instanceof Refusal) return null
        throw error
      }
    },
    hallDoor: async () => {
      const hallToken = jar[services.cookies.hall]
      const known = hallToken ? await services.findHall(hallToken) : null
      return known?.meetingId ? doorOfMeeting(db, { meetingId: known.meetingId, origin }, clock()) : null
    },
    ink: async (meetingId, paperId) => {
      if (actor) return query('presentation.ink', { meetingId, paperId })
      const hallToken = jar[services.cookies.hall]
      const known = hallToken ? await services.findHall(hallToken) : null
      return services.hallInk(known?.meetingId === meetingId ? meetingId : null, paperId)
    },
    hallView: seen => services.hallPictureOf(seen),
    enterVideo: async (meetingId, commandId) => {
      const answer = await services.runCommand(videoEnter.name, { meetingId }, commandId, { actor, ip })
      if (!answer.ok) return answer
      const way = await services.video.wayOf(answer.data as Pass, clock().getTime())
      return way ? { ok: true, data: way } : { ok: false, code: 'VIDEO_OFF' }
    },
    auth: makeAuthDoor(
      { pool, clock, cookies: services.cookies, insecureHttp: env.insecureHttp, announceEnd: services.announceSessionsEnded },
      { cookieHeader: req.headers.cookie, ip, userAgent: req.headers['user-agent'] },
    ),
    nonce: res.locals.nonce,
    now: clock().getTime(),
    isProduction: env.nodeEnv === 'production',
    insecureHttp: env.insecureHttp,
    isDemo: env.demo,
  }
}
