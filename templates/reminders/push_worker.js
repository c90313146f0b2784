// Shows a notice that came through the browser's push service, and opens its page. Keeps nothing and touches no request.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    // A browser asks for a notice whatever came; this one leads to the first page.
  }
  const { title = "Nông thôn mới", body = "Có việc cần xem.", url = "/" } = told;
  event.waitUntil(self.registration.showNotification(title, { body, lang: "vi", tag: "ntm", renotify: true, data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.url || "/", self.location.origin);
  // Only pages of ours open, whatever a message says.
  if (address.origin !== self.location.origin) return;
  event.waitUntil(self.clients.openWindow(address.href));
});
