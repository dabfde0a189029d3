import { findWorker, registerWorker } from './away/worker.ts'

/** Thông báo đẩy of this browser: what it can, whether it is on, turning it on and off. The worker's file shows what comes in. */

export type PushState = 'none' | 'denied' | 'off' | 'on'
export type PushKeys = { endpoint: string; p256dh: string; auth: string }

const isAble = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

export async function pushState(): Promise<PushState> {
  if (!isAble()) return 'none'
  if (Notification.permission === 'denied') return 'denied'
  const registration = await findWorker()
  return (await registration?.pushManager.getSubscription()) ? 'on' : 'off'
}

/** Asks the person and the browser; null when either says no. */
export async function turnPushOn(publicKey: string): Promise<PushKeys | null> {
  if (!isAble() || (await Notification.requestPermission()) !== 'granted') return null
  const registration = await registerWorker()
  if (!registration) return null
  await navigator.serviceWorker.ready
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  const { endpoint, keys } = subscription.toJSON()
  const plain = (text: string | undefined) => (text ?? '').replace(/=+$/, '')
  return endpoint ? { endpoint, p256dh: plain(keys?.p256dh), auth: plain(keys?.auth) } : null
}

/** The address that is no more; null when there was none. */
export async function turnPushOff(): Promise<string | null> {
  const registration = await findWorker()
  const subscription = await registration?.pushManager.getSubscription()
  if (!subscription) return null
  const { endpoint } = subscription
  await subscription.unsubscribe()
  return endpoint
}
