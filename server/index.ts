import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'
import path from 'node:path'
import type { ServerBuild } from '@remix-run/node'
import { readEnvOrExit } from './boot/env.ts'
import { makeServices } from './boot/services.ts'
import { makeApp, type RemixDoor } from './http/app.ts'

/** ROLE = all | web | worker. Starts in this order: services, sockets and relay, worker, port; stops in reverse. */
const env = readEnvOrExit(process.env)
const services = await makeServices(env)
const { log } = services

const isWeb = env.role !== 'worker'
const http = createServer()

async function remixDoor(): Promise<RemixDoor> {
  if (env.nodeEnv === 'development') {
    const vite = await import('vite')
    const dev = await vite.createServer({ configFile: 'remix.config.js', appType: 'custom', server: { middlewareMode: true, hmr: { server: http } } })
    return {
      build: () => dev.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>,
      viteMiddleware: dev.middlewares,
    }
  }
  return { build: (await import(pathToFileURL(path.resolve('build/server/index.js')).href)) as ServerBuild }
}

if (isWeb) {
  const remix = await remixDoor()
  http.on('request', makeApp(services, remix))
  await services.startWeb(http, { version: typeof remix.build === 'function' ? undefined : remix.build.assets.version })
}
if (env.role !== 'web') services.startJobs()

if (isWeb) {
  http.on('error', (err: NodeJS.ErrnoException) => {
    const why = err.code === 'EADDRINUSE' ? `Cổng ${env.port} đang có chương trình khác dùng. Đặt PORT khác rồi chạy lại.` : err.message
    process.stderr.write(`${why}\n`)
    process.exit(1)
  })
  http.listen(env.port, env.host, () => log.info({ port: env.port }, 'listening'))
}

let isStopping = false
async function shutdown(signal: string): Promise<void> {
  if (isStopping) return
  isStopping = true
  log.info({ signal }, 'stopping')
  const hardStop = setTimeout(() => process.exit(1), 9_000)
  hardStop.unref()
  http.close()
  http.closeIdleConnections()
  try {
    await services.stop()
  } catch (err) {
    log.error({ err }, 'stop was not clean')
  }
  process.exit(0)
}
process.on('SIGTERM', () => void shutdown('SIGTERM'))
process.on('SIGINT', () => void shutdown('SIGINT'))
process.on('unhandledRejection', err => log.error({ err }, 'unhandled rejection'))
