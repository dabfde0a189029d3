// What every bench needs beside its own measurement: the server being up, and the peer it is held against.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { WebSocketServer } from 'ws'

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
