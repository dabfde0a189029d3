import webPush from 'web-push'
import { askOnce, type Channel, type Outcome } from './channel.ts'

export type PushEnv = { publicKey: string; privateKey: string; subject: string; origins: string[] }

const KEEP_SECONDS = 24 * 3600

/**
 * Web Push (VAPID), text sealed for the device. The address comes from a browser, so only services the operator named are called. One
 * message goes to every device of the person; a device that is no more is told of, so that it can be forgotten.
 */
export function pushChannel({ publicKey, privateKey, subject, origins }: PushEnv): Channel {
  return async (letter, to, handOver) => {
    const devices = to.devices.filter(d => URL.canParse(d.endpoint) && origins.includes(new URL(d.endpoint).origin))
    if (devices.length === 0) return { kind: 'failed', reason: 'NO_DEVICE' }
    const payload = JSON.stringify({ title: letter.subject, body: letter.body.split('\n').slice(0, 3).join('\n').slice(0, 400), url: letter.url, tag: letter.id })
    await handOver()
    const outcomes = await Promise.all(
      devices.map(async (d): Promise<Outcome & { status?: number; id: string }> => {
        try {
          const request = webPush.generateRequestDetails({ endpoint: d.endpoint, keys: { p256dh: d.p256dh, auth: d.auth } }, payload, {
            TTL: KEEP_SECONDS,
            // the service keeps one message of a topic: a repetition replaces the first
            topic: letter.id.replaceAll('-', ''),
            vapidDetails: { subject, publicKey, privateKey },
          })
          const { 'Content-Length': _, ...headers } = request.headers as Record<string, string>
          return { ...(await askOnce(request.endpoint, { method: request.method, headers: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, String(v)])), body: request.body as Uint8Array })), id: d.id }
        } catch (error) {
          return { kind: 'failed', reason: 'SERVER_REFUSED', detail: (error as Error).message.slice(0, 200), id: d.id }
        }
      }),
    )
    const gone = outcomes.filter(o => o.status === 404 || o.status === 410).map(o => o.id)
    const alive = outcomes.filter(o => !gone.includes(o.id))
    const best = (['sent', 'unknown', 'later', 'failed'] as const).map(kind => alive.find(o => o.kind === kind)).find(o => o !== undefined)
    if (!best) return { kind: 'failed', reason: 'NO_DEVICE', gone }
    return { kind: best.kind, gone, ...(best.reason ? { reason: best.reason } : {}), ...(best.detail ? { detail: best.detail } : {}) }
  }
}
