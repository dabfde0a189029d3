// What every bench needs beside its own measurement: a program of its own, up, and the peer it is held against.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { WebSocketServer } from 'ws'
import { readEnv } from '#server/boot/env.ts'
import { makeServices } from '#server/boot/services.ts'
import { freePort } from '#server/deploy/local-services.mjs'

/**
 * The program as a house runs it, on a folder and a port of its own: `services` look at the same database from here,
 * `start` runs the server as a process of its own, `stop` ends that and takes the folder away.
 */
export async function ownProgram() {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tan-trao-bench-'))
  const port = await freePort()
  const settings = { ...process.env, DATA_DIR: dataDir, INSECURE_HTTP: '1', LOG_LEVEL: 'error', PORT: String(port), HOST: '127.0.0.1', ROLE: 'all', NODE_ENV: 'production' as const }
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    services: await makeServices(readEnv(settings)),
    start: (): ChildProcess => spawn(process.execPath, ['--import', 'tsx', 'server/index.ts'], { env: settings, stdio: ['ignore', 'ignore', 'inherit'] }),
    stop: async (server: ChildProcess): Promise<void> => {
      server.kill()
      await once(server, 'exit')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Resolves when the program answers; throws when it ended or a minute passed. */
export async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline && server.exitCode === null) {
    if (await fetch(`${url}/readyz`).then(r => r.ok, () => false)) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('the server did not become ready')
}

/** The least that is durable: whatever a client sends is committed, then told to all over plain `ws`. Tells its port to the parent. */
export async function bareDurable(): Promise<void> {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 2 })
  await pool.query('CREATE TABLE IF NOT EXISTS bare_event (id bigserial PRIMARY KEY, payload jsonb NOT NULL)')
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(wss, 'listening')
  wss.on('connection', ws =>
    ws.on('message', data => {
      const text = String(data)
      void pool.query('INSERT INTO bare_event(payload) VALUES ($1)', [text]).then(() => {
        for (const client of wss.clients) client.send(text)
      })
    }),
  )
  process.send?.((wss.address() as AddressInfo).port)
}
