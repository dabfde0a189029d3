/** What leaves the house, in every form a way may need. Built once per message, from rows. */
export type Letter = {
  /** of the message: the key by which the other side may know a repetition */
  id: string
  subject: string
  /** plain text, lines */
  body: string
  /** at most 160 characters, no diacritics */
  short: string
  /** where to read more, absolute when the house knows its address */
  url: string
}
export type PushAddress = { id: string; endpoint: string; p256dh: string; auth: string }
export type Receiver = { email: string | null; phone: string | null; devices: readonly PushAddress[] }

/**
 * How a try ended. `later` and `failed`: the other side surely has not taken it. `unknown`: it may have – nobody can tell, so it is
 * not sent again by itself. `gone`: push devices that are no more.
 */
export type Outcome = { kind: 'sent' | 'later' | 'failed' | 'unknown'; reason?: Reason; detail?: string; gone?: string[] }
export type Reason = 'NO_ADDRESS' | 'ADDRESS_REFUSED' | 'SERVER_AWAY' | 'SERVER_REFUSED' | 'SIGN_IN_REFUSED' | 'REDIRECTED' | 'NO_ANSWER' | 'NO_DEVICE' | 'WORKER_DIED' | 'CHANNEL_OFF'

/**
 * One way out. `handOver` must be awaited at the last moment before the other side could take the message: it is on the disk then
 * that it may have, and it rejects when somebody else has taken the work over.
 */
export type Channel = (letter: Letter, to: Receiver, handOver: () => Promise<void>) => Promise<Outcome>

/** What the other side said, cut short for a row. */
export const cut = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 300)

/** Errors of a line that never stood: nothing was handed over. */
const NEVER_STOOD = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'])
const ANSWER_MS = 15_000
const ANSWER_BYTES = 2_000

/** One request, no redirects followed; what became of it. */
export async function askOnce(url: string, init: { method: string; headers: Record<string, string>; body?: string | Uint8Array }): Promise<Outcome & { status?: number }> {
  let answer: Response
  try {
    answer = await fetch(url, { method: init.method, headers: init.headers, ...(init.body === undefined ? {} : { body: init.body as BodyInit }), redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) })
  } catch (error) {
    const code = codeOf(error)
    return NEVER_STOOD.has(code) ? { kind: 'later', reason: 'SERVER_AWAY', detail: code } : { kind: 'unknown', reason: 'NO_ANSWER', detail: code }
  }
  const detail = cut(`${answer.status} ${await firstBytes(answer)}`)
  const { status } = answer
  if (status >= 200 && status < 300) return { kind: 'sent', status, detail }
  if (status >= 300 && status < 400) return { kind: 'failed', reason: 'REDIRECTED', status, detail: String(status) }
  if (status === 429 || status === 503) return { kind: 'later', reason: 'SERVER_REFUSED', status, detail }
  return { kind: status >= 500 ? 'unknown' : 'failed', reason: status >= 500 ? 'NO_ANSWER' : 'SERVER_REFUSED', status, detail }
}

function codeOf(error: unknown): string {
  const e = error as { code?: unknown; name?: string; cause?: { code?: unknown } }
  return String(e.cause?.code ?? e.code ?? e.name ?? 'error')
}

/** A gateway that answers with a book must not fill the memory; a body that breaks off leaves the status line, which is the answer. */
async function firstBytes(answer: Response): Promise<string> {
  const reader = answer.body?.getReader()
  if (!reader) return ''
  const parts: Buffer[] = []
  const read = async (): Promise<string | null> => {
    for (let size = 0; size < ANSWER_BYTES; ) {
      const { done, value } = await reader.read()
      if (done) return null
      parts.push(Buffer.from(value))
      size += value.length
    }
    return null
  }
  const broken = await read().catch((error: Error) => error.name)
  await reader.cancel().catch(() => broken)
  return Buffer.concat(parts).toString('utf8').slice(0, ANSWER_BYTES)
}
