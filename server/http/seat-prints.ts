import { pipeline } from 'node:stream/promises'
import type { Express, Request, Response } from 'express'
import { errorText } from '#app/text/errors.ts'
import { seatingText } from '#app/text/seating.ts'
import type { Services } from '#server/boot/services.ts'
import { namePlates, seatPlan } from '#server/print/seats.ts'
import type { LoadContext } from './load-context.ts'
import { makeLoadContext } from './make-load-context.ts'
import type { WithLocals } from './security.ts'

/** Biển tên (all, or `?nguoi=` ids by comma) and sơ đồ chỗ ngồi as PDF, for whoever serves the session. */
export function mountSeatPrints(app: Express, services: Services): void {
  const pdf =
    (name: string, make: (ctx: LoadContext, meetingId: string, req: Request) => Promise<PDFKit.PDFDocument>) =>
    (req: Request<{ meetingId: string }>, res: Response, next: (err?: unknown) => void): void => {
      const answer = async () => {
        const doc = await make(await makeLoadContext(services, req as unknown as Request, res as WithLocals), req.params.meetingId, req as unknown as Request)
        res.setHeader('Content-Type', 'application/pdf')
        res.setHeader('Content-Disposition', `inline; filename*=UTF-8''${encodeURIComponent(`${name}.pdf`)}`)
        doc.end()
        await pipeline(doc, res)
      }
      answer().catch(async (err: unknown) => {
        if (!(err instanceof globalThis.Response)) return next(err)
        const location = err.headers.get('Location')
        if (location) return res.redirect(302, location)
        const body = (await err.json().catch(() => ({ code: 'INTERNAL' }))) as { code: string; params?: Record<string, string | number> }
        res.status(err.status).type('text/plain').send(errorText(body.code, body.params))
      })
    }

  app.get(
    '/phien-hop/:meetingId/bien-ten.pdf',
    pdf(seatingText.plates, async (ctx, meetingId, req) => {
      const { meeting, people } = await ctx.query('seating.print', { meetingId })
      const chosen = typeof req.query.nguoi === 'string' ? new Set(req.query.nguoi.split(',')) : null
      const printed = people.filter(p => !chosen || chosen.has(p.id))
      if (printed.length === 0) throw globalThis.Response.json({ code: 'NOT_FOUND' }, { status: 404 })
      return namePlates(meeting, printed)
    }),
  )
  app.get(
    '/phien-hop/:meetingId/so-do-cho-ngoi.pdf',
    pdf(seatingText.title, async (ctx, meetingId) => {
      const { meeting, people, seating } = await ctx.query('seating.print', { meetingId })
      if (!seating) throw globalThis.Response.json({ code: 'SEATING_NO_ROOM' }, { status: 409 })
      return seatPlan(meeting, seating.name, seating.plan, people)
    }),
  )
}
