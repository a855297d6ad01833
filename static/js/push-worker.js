// The service worker that shows notices of the desk (accounts/pushing.py) and opens the screen that they name. It stores
// nothing and answers no requests of pages.

self.addEventListener("push", (event) => {
  const { title, address, tag } = event.data.json()
  event.waitUntil(self.registration.showNotification(title, { tag, data: { address } }))
})

self.addEventListener("notificationclick", (event) => {
  event.notification.close()
  const url = new URL(event.notification.data.address, self.location.origin)
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url))
})
