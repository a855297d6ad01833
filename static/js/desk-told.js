// “What I am told”: lets this browser show notices, on a press of [data-push-allow]. What the browser says of itself goes
// into [data-push-subscription] of the button's form, which is then sent. Of the browsers in the list, [data-push-browser]
// with the SHA-256 of their addresses, it marks the one in which the page stands.

const section = document.querySelector("[data-push]")
const button = section.querySelector("[data-push-allow]")
const refusal = section.querySelector("[data-push-refusal]")
const isPossible = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window

section.querySelector("[data-push-impossible]").hidden = isPossible
button.hidden = !isPossible
button.addEventListener("click", allow)
if (isPossible) markThisOne()

async function allow(event) {
  event.preventDefault()
  refusal.hidden = true
  button.disabled = true
  try {
    if (await Notification.requestPermission() !== "granted") return refuse("denied")
    send(await subscribe())
  } catch {
    refuse("failed")
  } finally {
    button.disabled = false
  }
}

async function subscribe() {
  await navigator.serviceWorker.register(section.dataset.worker)
  const registration = await ready()
  const applicationServerKey = bytes(section.dataset.key)
  const earlier = await registration.pushManager.getSubscription()
  if (earlier && !isSame(earlier.options.applicationServerKey, applicationServerKey)) await earlier.unsubscribe()
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
}

// The desk's pages lie outside of the worker's folder, so navigator.serviceWorker.ready would wait for ever.
async function ready() {
  const registration = await navigator.serviceWorker.getRegistration(section.dataset.worker)
  const worker = registration.active ?? registration.waiting ?? registration.installing
  while (worker.state !== "activated") {
    if (worker.state === "redundant") throw new Error(worker.state)
    await new Promise((done) => worker.addEventListener("statechange", done, { once: true }))
  }
  return registration
}

function send(subscription) {
  button.form.querySelector("[data-push-subscription]").value = JSON.stringify(subscription)
  button.form.requestSubmit()
}

function refuse(why) {
  refusal.textContent = refusal.dataset[why]
  refusal.hidden = false
  refusal.focus()
}

async function markThisOne() {
  const registration = await navigator.serviceWorker.getRegistration(section.dataset.worker)
  const subscription = await registration?.pushManager.getSubscription()
  if (!subscription) return
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint))
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  const row = section.querySelector(`[data-push-browser="${hex}"]`)
  if (!row) return
  row.querySelector("[data-push-this]").hidden = false
  row.querySelector("form").addEventListener("submit", () => subscription.unsubscribe())
  button.hidden = true
}

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0))
}

function isSame(buffer, expected) {
  const found = new Uint8Array(buffer ?? [])
  return found.length === expected.length && found.every((byte, place) => byte === expected[place])
}
