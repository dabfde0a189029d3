import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { isEmailAddress, oneLine } from '#app/domain/task/addresses.ts'
import { type Channel, cut, type Outcome } from './channel.ts'

export type MailEnv = { url: string; from: string }

/** Together below a minute, after which another worker takes the message over. */
const CONNECT_MS = 10_000
const ANSWER_MS = 20_000

/**
 * Thư điện tử by SMTP. The text is handed to the line only after the server has asked for it, and that it may have it is on the disk
 * before its first byte goes: everything that fails before – no server, wrong password, unknown address – surely reached nobody
 * and is tried again. What fails after is "không rõ": SMTP has no way to ask. Message-ID is made of the message's id, so a mail
 * server that drops repetitions can.
 */
export function mailChannel({ url, from }: MailEnv): Channel {
  const at = new URL(url)
  const secure = at.protocol === 'smtps:'
  const host = at.hostname.replace(/^\[|\]$/g, '')
  const credentials = at.username ? { user: decodeURIComponent(at.username), pass: decodeURIComponent(at.password) } : null
  const domain = from.replace(/^.*@/, '').replace(/[>\s].*$/, '')
  const isHere = ['127.0.0.1', 'localhost', '::1'].includes(host)

  return async (letter, to, handOver) => {
    if (!to.email || !isEmailAddress(to.email)) return { kind: 'failed', reason: 'NO_ADDRESS' }
    const text = await new MailComposer({
      from,
      to: { name: '', address: to.email },
      subject: oneLine(letter.subject),
      text: `${letter.body}\n`,
      messageId: `<${letter.id}@${domain}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
      .compile()
      .build()
    const line = new SMTPConnection({
      host,
      port: at.port ? Number(at.port) : secure ? 465 : 587,
      secure,
      // A password never travels in the open, except inside this machine.
      requireTLS: !secure && credentials !== null && !isHere,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: ANSWER_MS,
    })
    let isHanded = false
    const outcome = await new Promise<Outcome>(resolve => {
      const fail = (error: Error & { code?: string; responseCode?: number }) => {
        const detail = cut(String(error.message))
        const code = error.responseCode ?? 0
        // An answer to the text itself is a clear no; silence after it is not.
        if (isHanded && code === 0) return resolve({ kind: 'unknown', reason: 'NO_ANSWER', detail })
        if (error.code === 'EAUTH') return resolve({ kind: 'later', reason: 'SIGN_IN_REFUSED', detail })
        if (code >= 500 && error.code === 'EENVELOPE') return resolve({ kind: 'failed', reason: 'ADDRESS_REFUSED', detail })
        if (code >= 500) return resolve({ kind: 'failed', reason: 'SERVER_REFUSED', detail })
        resolve({ kind: 'later', reason: code >= 400 ? 'SERVER_REFUSED' : 'SERVER_AWAY', detail })
      }
      line.once('error', fail)
      line.once('end', () => fail(new Error('the line was closed')))
      line.connect(error => {
        if (error) return fail(error)
        const send = () => {
          const stream = Readable.from(
            (async function* () {
              await handOver()
              isHanded = true
              yield text
            })(),
          )
          line.send({ from: domainless(from), to: [to.email as string], size: text.length }, stream, (failed, info) => (failed ? fail(failed) : resolve({ kind: 'sent', detail: cut(info.response) })))
        }
        if (!credentials) return send()
        line.login({ credentials } as never, failed => (failed ? fail(failed) : send()))
      })
    })
    line.close()
    return outcome
  }
}

/** "Văn phòng <a@b>" → "a@b" */
const domainless = (from: string): string => /<([^>]+)>/.exec(from)?.[1] ?? from
