import { existsSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import compression from 'compression'
import expressStaticGzip from 'express-static-gzip'
import express, { type Express, type Request, type Response } from 'express'
import type { ServerBuild } from '@remix-run/node'
import { createRequestHandler } from '@remix-run/express'
import type { Services } from '#server/boot/services.ts'
import { mountFiles } from '#server/files/http.ts'
import { videoOrigins } from '#server/video/sign.ts'
import { mountExports } from './exports.ts'
import { mountSeatPrints } from './seat-prints.ts'
import { makeLoadContext } from './make-load-context.ts'
import { refuseCrossSite, securityHeaders, type WithLocals } from './security.ts'

export type RemixDoor = { build: ServerBuild | (() => Promise<ServerBuild>); viteMiddleware?: express.Handler }

/** The Express application: headers, assets, health, files, then Remix. */
export function makeApp(services: Services, remix: RemixDoor): Express {
  const { env, log } = services
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', env.trustProxy ? 1 : false)
  const client = path.resolve('build/client')
  // Before the headers of pages: a first visit takes dozens of these, and on a thin line a kilobyte of rules that mean
  // nothing for a script or a typeface would be a quarter of it. Their names carry their content's hash, so they need no tag.
  if (!remix.viteMiddleware) {
    const setHeaders = (res: ServerResponse) => {
      res.setHeader('X-Content-Type-Options', 'nosniff')
      res.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
    }
    app.use(
      '/assets',
      expressStaticGzip(path.join(client, 'assets'), {
        enableBrotli: true,
        orderPreference: ['br'],
        index: false,
        serveStatic: { immutable: true, maxAge: '1y', fallthrough: false, etag: false, lastModified: false, acceptRanges: false, setHeaders },
      }),
    )
  }
  app.use(securityHeaders({ isProduction: env.nodeEnv === 'production' || !remix.viteMiddleware, insecureHttp: env.insecureHttp, videoOrigins: videoOrigins(env.video) }))

  app.get('/healthz', (_req, res) => void res.type('text/plain').send('ok'))
  app.get('/readyz', (_req, res) => {
    services
      .readiness()
      .then(r => res.status(r.ready ? 200 : 503).json(r))
      .catch((err: unknown) => {
        log.error({ err }, 'readiness failed')
        res.status(503).json({ ready: false })
      })
  })
  app.get('/.well-known/security.txt', (_req, res) => void res.type('text/plain').send('Contact: mailto:quantri@localhost\nPreferred-Languages: vi, en\n'))

  app.use(compression({ threshold: 1024 }))
  if (remix.viteMiddleware) app.use(remix.viteMiddleware)
  else app.use(express.static(client, { maxAge: '1h' }))
  if (existsSync('public')) app.use(express.static('public', { maxAge: '1h' }))

  app.use((req, res, next) => {
    const started = process.hrtime.bigint()
    res.on('finish', () => {
      const ms = Number(process.hrtime.bigint() - started) / 1e6
      // The setup link is a key: it must not lie in a log for as long as it still opens.
      const shownPath = req.path.replace(/^(\/thiet-lap\/).+/, '$1…')
      log.info({ req: req.method, path: shownPath, status: res.statusCode, ms: Math.round(ms), requestId: (res as WithLocals).locals.requestId }, 'request')
    })
    next()
  })
  app.use(refuseCrossSite(env.publicUrl))
  app.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store')
    next()
  })
  mountFiles(app, services)
  mountExports(app, services)
  mountSeatPrints(app, services)

  const handle = createRequestHandler({
    build: remix.build as ServerBuild,
    mode: env.nodeEnv,
    getLoadContext: (req, res) => makeLoadContext(services, req as unknown as Request, res as unknown as WithLocals),
  })
  app.all('*', (req: Request, res: Response, next) => void handle(req, res, next))
  app.use((err: unknown, _req: Request, res: WithLocals, _next: express.NextFunction) => {
    const status = (err as { status?: number }).status
    if (status && status >= 400 && status < 500) return void res.status(status).type('text/plain').send('Không tìm thấy tệp này.')
    log.error({ err, requestId: res.locals.requestId }, 'request failed')
    if (res.headersSent) return void res.end()
    res.status(500).type('text/plain').send(`Máy chủ gặp lỗi nên chưa làm được việc này. Đồng chí thử lại sau ít phút. Mã yêu cầu: ${res.locals.requestId}`)
  })
  return app
}
