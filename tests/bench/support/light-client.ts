// A device reduced to its wire: Engine.IO and Socket.IO frames over plain `ws`, parsed once. Hundreds of full clients in
// one process would measure themselves; these leave the machine to the server.
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Answer } from '#app/contracts/define.ts'

export type LightClient = {
  /** one word of the wire with its answer */
  call: (word: string, body: unknown) => Promise<Answer<never>>
  close: () => void
  /** every packet that is not an answer: its word and its body */
  onPacket: (word: string, body: unknown) => void
}

/** Connects and opens the default namespace; rejects when the server refuses the handshake. */
export async function lightClient(url: string, cookie: string): Promise<LightClient> {
  const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    headers: { cookie, origin: url },
    perMessageDeflate: false,
  })
  const waiting = new Map<number, (answer: Answer<never>) => void>()
  let nextId = 0
  const client: LightClient = {
    call: (word, body) =>
      new Promise((resolve, reject) => {
        const id = nextId++
        const limit = setTimeout(() => reject(new Error(`${word}: no answer`)), 20_000)
        waiting.set(id, answer => {
          clearTimeout(limit)
          resolve(answer)
        })
        ws.send(`42${id}${JSON.stringify([word, body])}`)
      }),
    close: () => ws.terminate(),
    onPacket: () => undefined,
  }
  const opened = new Promise<void>((resolve, reject) => {
    ws.on('message', data => {
      const text = String(data)
      if (text.startsWith('42')) {
        const [word, body] = JSON.parse(text.slice(2)) as [string, unknown]
        client.onPacket(word, body)
      } else if (text.startsWith('43')) {
        const from = text.indexOf('[')
        const id = Number(text.slice(2, from))
        const [answer] = JSON.parse(text.slice(from)) as [Answer<never>]
        waiting.get(id)?.(answer)
        waiting.delete(id)
      } else if (text === '2') ws.send('3')
      else if (text.startsWith('0')) ws.send('40')
      else if (text.startsWith('40')) resolve()
      else if (text.startsWith('44')) reject(new Error(`refused: ${text.slice(2)}`))
    })
    ws.once('error', reject)
  })
  await once(ws, 'open')
  await opened
  return client
}
