import { oneLine, phoneDigits } from '#app/domain/task/addresses.ts'
import { askOnce, type Channel } from './channel.ts'

/** `{phone}`, `{text}` and `{id}` stand in the address, the body and header values; without a body the gateway is asked by GET. */
export type SmsEnv = { url: string; body: string | null; headers: Record<string, string> }

/**
 * Tin nhắn SMS through whatever HTTP gateway the province has. Values are written the way the place they stand in needs – a parameter
 * of an address, a JSON string, a form field, a header – and never bring a line break with them. No redirect is followed: the address
 * an operator set is the only one asked.
 */
export function smsChannel({ url, body, headers }: SmsEnv): Channel {
  const kind = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'application/x-www-form-urlencoded'
  const encode: (text: string) => string = /json/i.test(kind) ? text => JSON.stringify(text).slice(1, -1) : encodeURIComponent
  return async (letter, to, handOver) => {
    const phone = to.phone === null ? null : phoneDigits(to.phone)
    if (phone === null) return { kind: 'failed', reason: 'NO_ADDRESS' }
    const values: Record<string, string> = { phone, text: oneLine(letter.short), id: letter.id }
    const fill = (template: string, by: (text: string) => string) => template.replace(/\{(phone|text|id)\}/g, (_, name: string) => by(values[name] ?? ''))
    const filled = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, oneLine(fill(value, text => text.replace(/[^\x20-\x7e]/g, '')))]))
    await handOver()
    const { kind: how, reason, detail } = await askOnce(fill(url, encodeURIComponent), {
      method: body === null ? 'GET' : 'POST',
      headers: { ...(body === null ? {} : { 'content-type': kind }), ...filled },
      ...(body === null ? {} : { body: fill(body, encode) }),
    })
    return { kind: how, ...(reason ? { reason } : {}), ...(detail ? { detail } : {}) }
  }
}
