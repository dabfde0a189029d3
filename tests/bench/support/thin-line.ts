// One thin line shared by many devices: a TCP relay on this machine that lets so many bits a second through, all
// connections together, and counts them.
import net from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'

const TICK_MS = 5
/** What one connection may have waiting here before its sender is held back: a router's buffer, not a server's. */
const QUEUE_BYTES = 64 * 1024
/** A packet's worth goes from each connection in turn. */
const PACKET = 1448

export type ThinLine = { url: string; bytes: () => number; reset: () => void; close: () => Promise<void> }

/** @param o.delayMs one way, added to what the line itself takes */
export async function thinLine(o: { port: number; bitsPerSecond: number; delayMs?: number }): Promise<ThinLine> {
  type Flow = { out: net.Socket; from: net.Socket; queue: Buffer[]; waiting: number; isEnding: boolean }
  const flows: Flow[] = []
  let carried = 0
  let credit = 0
  let last = performance.now()
  let turn = 0
  const perMs = o.bitsPerSecond / 8 / 1000
  const tick = setInterval(() => {
    const now = performance.now()
    credit = Math.min(credit + (now - last) * perMs, perMs * 50)
    last = now
    while (credit >= 1) {
      const ready = flows.filter(f => f.queue.length > 0)
      const flow = ready[turn++ % Math.max(1, ready.length)]
      if (!flow) break
      const head = flow.queue[0] as Buffer
      const part = head.subarray(0, PACKET)
      if (part.length > credit) break
      if (part.length === head.length) flow.queue.shift()
      else flow.queue[0] = head.subarray(part.length)
      flow.waiting -= part.length
      credit -= part.length
      carried += part.length
      flow.out.write(part)
      if (flow.waiting < QUEUE_BYTES) flow.from.resume()
      if (flow.isEnding && flow.queue.length === 0) flow.out.end()
    }
  }, TICK_MS)
  const server = net.createServer(client => {
    const upstream = net.connect(o.port, '127.0.0.1')
    const flow: Flow = { out: client, from: upstream, queue: [], waiting: 0, isEnding: false }
    flows.push(flow)
    const end = () => {
      const i = flows.indexOf(flow)
      if (i >= 0) flows.splice(i, 1)
      client.destroy()
      upstream.destroy()
    }
    // What goes up is small: it waits only as long as the way takes.
    client.on('data', data => setTimeout(() => upstream.write(data), o.delayMs ?? 0))
    upstream.on('data', data => {
      setTimeout(() => {
        flow.queue.push(data)
        flow.waiting += data.length
        if (flow.waiting >= QUEUE_BYTES) upstream.pause()
      }, o.delayMs ?? 0)
    })
    upstream.on('end', () => setTimeout(() => (flow.queue.length === 0 ? client.end() : (flow.isEnding = true)), o.delayMs ?? 0))
    for (const s of [client, upstream]) s.on('error', end)
    client.on('close', end)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => carried,
    reset: () => void (carried = 0),
    close: async () => {
      clearInterval(tick)
      for (const f of [...flows]) f.out.destroy()
      await new Promise<void>(done => server.close(() => done()))
    },
  }
}
