// Shows alerts that arrive while no page is open. It keeps nothing and answers no request of a page.
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))

self.addEventListener('push', event => {
  const read = () => {
    try {
      return event.data ? event.data.json() : {}
    } catch {
      return {}
    }
  }
  const { title = 'Tân Trào', body = '', url = '/', tag } = read()
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon: '/mark.svg', badge: '/mark.svg', lang: 'vi', data: { url } }))
})

self.addEventListener('notificationclick', event => {
  event.notification.close()
  // Only ever to a page of our own, whatever the message says.
  const given = new URL(event.notification.data?.url ?? '/', self.location.origin)
  const target = new URL(given.pathname + given.search, self.location.origin).href
  const open = async () => {
    const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
    const page = pages[0]
    if (page) return page.navigate(target).then(p => (p ?? page).focus(), () => self.clients.openWindow(target))
    return self.clients.openWindow(target)
  }
  event.waitUntil(open())
})
