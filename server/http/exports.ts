import type { Express, Request, Response } from 'express'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { cardTurns, membersByChoice } from '#app/domain/statistics/card-turns.ts'
import { sheetsOf, writeBallotFile } from '#app/domain/voting/ballot-file.ts'
import { readDirection } from '#app/domain/task/board.ts'
import { readFilter } from '#app/domain/task/filter.ts'
import { readBoard } from '#app/domain/task/view.ts'
import { directionBook } from '#app/text/direction-sheets.ts'
import { errorText } from '#app/text/errors.ts'
import { historyKinds } from '#app/contracts/history.ts'
import { cardOpinionSheets, cardOpinionsText } from '#app/text/card-opinions.ts'
import { cardStatisticsSheets, cardStatisticsText } from '#app/text/card-statistics.ts'
import { historySheet, historyText } from '#app/text/history.ts'
import { packText } from '#app/text/pack.ts'
import { planText } from '#app/text/plans.ts'
import { recordSheets } from '#app/text/record-rows.ts'
import { recordText } from '#app/text/record.ts'
import { civilToday } from '#app/text/format.ts'
import { savingsSheet } from '#app/text/savings.ts'
import { recountText } from '#app/text/recount.ts'
import { monthName, statisticsSheets, statisticsText } from '#app/text/statistics.ts'
import type { Services } from '#server/boot/services.ts'
import { type SheetOf, XLSX_MIME, xlsxStream } from '#server/export/xlsx.ts'
import { packPath } from '#server/features/pack/build.ts'
import type { LoadContext } from './load-context.ts'
import { makeLoadContext } from './make-load-context.ts'
import type { WithLocals } from './security.ts'

/** A refused query as a page of plain words; somebody signed out goes to the front door and comes back. */
async function refuseWith(err: unknown, res: Response, next: (err?: unknown) => void): Promise<void> {
  if (!(err instanceof globalThis.Response)) return next(err)
  const location = err.headers.get('Location')
  if (location) return res.redirect(302, location)
  const body = (await err.json().catch(() => ({ code: 'INTERNAL' }))) as { code: string; params?: Record<string, string | number> }
  res.status(err.status).type('text/plain').send(errorText(body.code, body.params))
}

/** Workbooks for the desk of an official; each asks the same query as its page, so it can't show more than the page does. */
export function mountExports(app: Express, services: Services): void {
  const workbook =
    <P extends Record<string, string>>(make: (ctx: LoadContext, params: P, req: Request) => Promise<{ name: string; sheets: SheetOf[] }>) =>
    (req: Request, res: Response, next: (err?: unknown) => void): void => {
      const answer = async () => {
        const ctx = await makeLoadContext(services, req, res as WithLocals)
        const { name, sheets } = await make(ctx, req.params as P, req)
        res.setHeader('Content-Type', XLSX_MIME)
        res.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name.replace(/[\\/:*?"<>|]/g, ' ')}.xlsx`)}`)
        await pipeline(await xlsxStream(sheets), res)
      }
      answer().catch((err: unknown) => refuseWith(err, res, next))
    }

  app.get(
    '/phien-hop/:meetingId/ho-so.xlsx',
    workbook<{ meetingId: string }>(async (ctx, { meetingId }) => {
      const { view, extras, now } = await ctx.query('record.view', { meetingId })
      return { name: recordText.fileName(view.meeting.title), sheets: recordSheets(view, extras, now) }
    }),
  )

  app.get(
    '/phien-hop/:meetingId/dien-bien.xlsx',
    workbook<{ meetingId: string }>(async (ctx, { meetingId }, req) => {
      const asked = (name: string) => (typeof req.query[name] === 'string' ? req.query[name] : '')
      const filter = { kind: historyKinds.find(k => k === asked('loai')) ?? null, itemId: asked('noi-dung') || null, text: asked('tim').slice(0, 200) }
      const { title, rows, names } = await ctx.query('history.all', { meetingId, filter })
      return { name: historyText.fileName(title), sheets: [historySheet(rows, names)] }
    }),
  )

  /** Ballots of a closed vote, of the file that a recount begins with. */
  const ballotFile = async (ctx: LoadContext, args: { meetingId: string; voteId: string }) => {
    const { question, file } = await ctx.query('voting.ballots', args)
    if (!file) throw globalThis.Response.json({ code: 'NOT_FOUND' }, { status: 404 })
    return { file, name: recountText.fileName(question) }
  }
  app.get(
    '/phien-hop/:meetingId/phieu/:voteId.xlsx',
    workbook<{ meetingId: string; voteId: string }>(async (ctx, args) => {
      const { file, name } = await ballotFile(ctx, args)
      return { name, sheets: Object.entries(sheetsOf(file)).map(([key, s]) => ({ name: recountText.sheets[key as keyof typeof recountText.sheets], head: [...s.head], rows: s.rows, widths: key === 'facts' ? [40, 90] : [8, 40, 40, 12, 22, 18] })) }
    }),
  )
  app.get('/phien-hop/:meetingId/phieu/:voteId.csv', (req, res, next) => {
    const answer = async () => {
      const { file, name } = await ballotFile(await makeLoadContext(services, req, res as WithLocals), req.params)
      res.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name.replace(/[\\/:*?"<>|]/g, ' ')}.csv`)}`)
      res.type('text/csv').send(writeBallotFile(file))
    }
    answer().catch((err: unknown) => refuseWith(err, res, next))
  })
  /** Filters are read from the address as the pages read them. */
  const paramsOf = (req: Request) => new URL(req.originalUrl, 'http://house').searchParams
  app.get(
    '/dieu-hanh/bang.xlsx',
    workbook(async (ctx, _params, req) => directionBook(await ctx.query('direction.view', readDirection(paramsOf(req))))),
  )
  app.get(
    '/nhiem-vu/xuat.xlsx',
    workbook((ctx, _params, req) => ctx.query('task.export', { ...readFilter(paramsOf(req)), sort: readBoard(paramsOf(req)).sort })),
  )
  app.get(
    '/nhiem-vu/ke-hoach/:importId/bang.xlsx',
    workbook<{ importId: string }>((ctx, { importId }) => ctx.query('plan.export', { importId })),
  )
  app.get(
    '/nhiem-vu/ke-hoach-mau.xlsx',
    workbook(async ctx => {
      // The form is for those who may use it.
      await ctx.query('plan.list', {})
      return { name: planText.templateName, sheets: [{ name: planText.sheetName, head: [...planText.heads], rows: planText.templateRows, widths: [...planText.widths] }] }
    }),
  )

  app.get('/phien-hop/:meetingId/ban-in.pdf', (req, res, next) => {
    const answer = async () => {
      const ctx = await makeLoadContext(services, req, res as WithLocals)
      const { pack, contentHash, title } = await ctx.query('pack.view', { meetingId: req.params.meetingId })
      if (pack?.status !== 'done' || !contentHash) return void res.status(404).type('text/plain').send(packText.none)
      res.sendFile(path.resolve(packPath(services.env.dataDir, contentHash)), {
        headers: { 'Content-Type': 'application/pdf', 'Cache-Control': 'private, no-cache', 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(packText.fileName(title.replace(/[\\/:*?"<>|]/g, ' ')))}` },
      })
    }
    answer().catch((err: unknown) => refuseWith(err, res, next))
  })

  app.get(
    '/phieu-lay-y-kien/:cardId/y-kien.xlsx',
    workbook<{ cardId: string }>(async (ctx, { cardId }) => {
      const { view } = await ctx.query('card.desk', { cardId })
      return { name: cardOpinionsText.fileName(view.card.title), sheets: cardOpinionSheets(view.members, membersByChoice(view.members), cardTurns(view.acts)) }
    }),
  )

  app.get(
    '/thong-ke/phieu-lay-y-kien.xlsx',
    workbook(async (ctx, _params, req) => {
      const today = civilToday(ctx.now)
      const day = (given: unknown, otherwise: string) => (typeof given === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : otherwise)
      const { members, cards, from, to } = await ctx.query('card.statistics', { from: day(req.query.tu, `${today.slice(0, 4)}-01-01`), to: day(req.query.den, today) })
      return { name: cardStatisticsText.fileName(from, to), sheets: cardStatisticsSheets(members, cards) }
    }),
  )

  app.get(
    '/thong-ke.xlsx',
    workbook(async (ctx, _params, req) => {
      const today = civilToday(ctx.now)
      const day = (given: unknown, otherwise: string) => (typeof given === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : otherwise)
      const { rows, from, to, savings } = await ctx.query('statistics.view', {
        from: day(req.query.tu, `${today.slice(0, 4)}-01-01`),
        to: day(req.query.den, today),
        who: req.query.ai === 'all' ? 'all' : 'members',
      })
      return { name: statisticsText.fileName(from, to), sheets: [...statisticsSheets(rows), ...(savings ? [savingsSheet(savings.months, savings.price, monthName)] : [])] }
    }),
  )
}
