// Servers of the other side, small and real: a mail server and an HTTP service that keep what they are given.
import { createServer as createHttp, type IncomingHttpHeaders } from 'node:http'
import net, { type AddressInfo } from 'node:net'

const listen = (server: net.Server): Promise<number> => new Promise(done => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)))
const close = (server: net.Server): Promise<void> => new Promise(done => void server.close(() => done()))

export type Mail = { from: string; to: string[]; raw: string; header: (name: string) => string; text: string }
type MailRules = {
  /** answers RCPT TO; default accepts */
  onRecipient?: (address: string) => string | Promise<string>
  /** asked when the whole text is here and kept, before it is acknowledged; default accepts */
  onText?: (mail: Mail) => string | Promise<string>
}

/** Speaks enough SMTP for any client: greeting, EHLO, MAIL, RCPT, DATA, QUIT. What was taken is in `mails`, also when the client never heard of it. */
export async function mailServer(): Promise<{ url: string; mails: Mail[]; rules: MailRules; close: () => Promise<void> }> {
  const mails: Mail[] = []
  const rules: MailRules = {}
  const open = new Set<net.Socket>()
  const server = net.createServer(socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    let [buffer, isText, from, to] = ['', false, '', [] as string[]]
    const say = (line: string) => void (socket.writable && socket.write(`${line}\r\n`))
    let turn: Promise<void> = Promise.resolve()
    const onLine = async (line: string): Promise<void> => {
      const [verb = ''] = line.toUpperCase().split(/[\s:]/)
      const address = /<([^>]*)>/.exec(line)?.[1] ?? ''
      if (verb === 'MAIL') [from, to] = [address, []]
      if (verb === 'RCPT') {
        const answer = (await rules.onRecipient?.(address)) ?? '250 ok'
        if (answer.startsWith('2')) to.push(address)
        return say(answer)
      }
      if (verb === 'DATA') {
        isText = true
        return say('354 go on')
      }
      if (verb === 'QUIT') return void socket.end('221 bye\r\n')
      say('250 ok')
    }
    const feed = () => {
      for (;;) {
        const end = buffer.indexOf(isText ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const part = buffer.slice(0, end)
        buffer = buffer.slice(end + (isText ? 5 : 2))
        if (!isText) {
          turn = turn.then(() => onLine(part))
          // what follows DATA is text: it comes only after our answer
          if (part.toUpperCase() === 'DATA') return
          continue
        }
        isText = false
        const mail = read(from, [...to], part)
        mails.push(mail)
        turn = turn.then(async () => say((await rules.onText?.(mail)) ?? '250 taken'))
      }
    }
    socket.on('data', chunk => {
      buffer += chunk.toString('utf8')
      feed()
    })
    say('220 here')
  })
  const port = await listen(server)
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    rules,
    close: async () => {
      for (const socket of open) socket.destroy()
      await close(server)
    },
  }
}

function read(from: string, to: string[], raw: string): Mail {
  const [head = '', ...body] = raw.split('\r\n\r\n')
  const headers = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const header = (name: string) => decodeWords(headers.find(h => h.toLowerCase().startsWith(`${name.toLowerCase()}:`))?.slice(name.length + 1).trim() ?? '')
  const coded = body.join('\r\n\r\n').replace(/^\.\./gm, '.')
  const how = header('Content-Transfer-Encoding').toLowerCase()
  const text = how === 'base64' ? Buffer.from(coded, 'base64').toString('utf8') : how === 'quoted-printable' ? quoted(coded.replace(/=\r\n/g, '')) : coded
  return { from, to, raw, header, text }
}
const quoted = (text: string): string => Buffer.from(text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8')
const decodeWords = (text: string): string =>
  text.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, coded: string) => (how.toLowerCase() === 'b' ? Buffer.from(coded, 'base64').toString('utf8') : quoted(coded.replace(/_/g, ' '))))

export type Asked = { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer }

/** Keeps every request; `answer` decides what it says (default 200). */
export async function httpService(): Promise<{ origin: string; asked: Asked[]; rules: { answer?: (a: Asked) => { status: number; headers?: Record<string, string>; body?: string } }; close: () => Promise<void> }> {
  const asked: Asked[] = []
  const rules: { answer?: (a: Asked) => { status: number; headers?: Record<string, string>; body?: string } } = {}
  const server = createHttp((req, res) => {
    const parts: Buffer[] = []
    req.on('data', (part: Buffer) => parts.push(part))
    req.on('end', () => {
      const one = { method: req.method ?? '', path: req.url ?? '', headers: req.headers, body: Buffer.concat(parts) }
      asked.push(one)
      const { status, headers = {}, body = '' } = rules.answer?.(one) ?? { status: 200 }
      res.writeHead(status, headers).end(body)
    })
  })
  const port = await listen(server)
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    rules,
    close: async () => {
      server.closeAllConnections()
      await close(server)
    },
  }
}
