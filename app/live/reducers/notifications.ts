import type { z } from 'zod'
import type { PayloadOf, StreamEvent } from '#app/contracts/define.ts'
import { notificationAdded, notificationsRead, type NotificationView } from '#app/contracts/task.ts'

export type Notice = z.output<typeof NotificationView>
export type Bell = { items: readonly Notice[]; unread: number }
const SHOWN = 50

/** The bell after one event of `user:{id}`; other events of that stream leave it as it is. */
export function reduceBell(view: Bell, e: StreamEvent): Bell {
  if (e.name === notificationAdded.name) {
    const { notification } = e.payload as PayloadOf<typeof notificationAdded>
    // A digest that grew during the day comes again under its id: the newer one counts, on top.
    const known = view.items.find(n => n.id === notification.id)
    if (known && known.createdAt >= notification.createdAt) return view
    const wasUnread = known !== undefined && known.readAt === null
    return {
      items: [notification, ...view.items.filter(n => n.id !== notification.id)].slice(0, SHOWN),
      unread: view.unread + (notification.readAt === null ? 1 : 0) - (wasUnread ? 1 : 0),
    }
  }
  if (e.name === notificationsRead.name) {
    const ids = new Set((e.payload as PayloadOf<typeof notificationsRead>).ids)
    const isNew = (n: Notice) => ids.has(n.id) && n.readAt === null
    // What lies beyond the shown lines was read too; only the shown ones can be counted here.
    const read = view.items.filter(isNew).length
    return { items: view.items.map(n => (isNew(n) ? { ...n, readAt: e.at } : n)), unread: Math.max(0, view.unread - read) }
  }
  return view
}
