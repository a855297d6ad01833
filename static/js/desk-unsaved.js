// Stores unsaved work on the article screen every few seconds, in this browser and on the server. When the screen is
// opened, it offers work left in this browser, unless it was saved or discarded. What was typed after a press is offered
// even if the press has saved: its answer may never have come back, and the window was closed.
//
// Dispatches events on the form: "desk:unsaved" when something is typed, "desk:kept" when the server has all of it,
// "desk:session-ended" when the server asks to log in, "desk:line" when there is no connection, and when there is one
// again. After "desk:session-back" it tries again. What was typed after a press is kept as new work before the page
// changes ("desk:sent", from desk-sending.js), and the page comes back with it.

const gettext = window.gettext || ((text) => text)
const form = document.querySelector("form[data-article]")
const PREFIX = "desk-unsaved:"
const IDLE_MILLISECONDS = 2000 // after the last key
const MAX_DELAY_MILLISECONDS = 5000 // while keys go on being pressed
const RETRY = 10_000
const REMEMBERED = 60 * 24 * 60 * 60 * 1000
const EARLIER = "earlier-screen"
const OF_THE_SENDING = new Set(["csrfmiddlewaretoken", "screen", EARLIER, "action", "sent-key", "sent-by"])

let keptValues, timer, firstChange, isLeaving
let pressedValues // of the first press since this window has its name
if (form) start()

function start() {
  keptValues = "unsaved" in form.dataset ? "" : written()
  for (const kind of ["input", "change", "click", "drop"]) form.addEventListener(kind, soon)
  form.addEventListener("submit", () => { pressedValues ??= written() })
  form.addEventListener("desk:session-back", keep)
  form.addEventListener("desk:renewed", () => { keptValues = written() })
  form.addEventListener("desk:sent", ({ detail }) => { detail.ready = keepWhatCameAfter(detail) })
  window.addEventListener("online", keep)
  window.addEventListener("pagehide", leave)
  document.querySelector("#logout-form")?.addEventListener("submit", logOut, { capture: true })
  if ("unsaved" in form.dataset) soon()
  offerWhatIsInThisBrowser()
}

// --- Keeping ---------------------------------------------------------------------------------------------------------

function soon() {
  firstChange ??= Date.now()
  clearTimeout(timer)
  timer = setTimeout(keep, Math.min(IDLE_MILLISECONDS, Math.max(0, firstChange + MAX_DELAY_MILLISECONDS - Date.now())))
}

async function keep() {
  clearTimeout(timer)
  firstChange = undefined
  const values = written()
  if (values === keptValues || isLeaving) return values === keptValues
  form.dispatchEvent(new CustomEvent("desk:unsaved"))
  const isInBrowser = putInBrowser(values, false)
  const answer = await send(screen(), JSON.parse(values))
  if (answer.kept === false) {
    if (form.hasAttribute("aria-busy")) return false // the press that is under way has saved; its answer comes
    // This page was saved before, and reached with the button “Back”: what is typed now is new work.
    startAnew()
    return keep()
  }
  if (!answer.kept) {
    tell(trouble(answer.status, isInBrowser))
    timer = setTimeout(keep, RETRY)
    return false
  }
  keptValues = values
  putInBrowser(values, true)
  tell(gettext("Kept at %(time)s, not saved yet").replace("%(time)s", answer.at))
  if (written() === values) form.dispatchEvent(new CustomEvent("desk:kept"))
  return true
}

// Returns the address to go to after a press: of the page with what was typed since, which is kept as new work. If the
// press was refused, null: then all that stands here now is sent.
async function keepWhatCameAfter({ to, entries }) {
  clearTimeout(timer)
  const pressed = keyOf(screen())
  if (written() === written(entries)) {
    if (to) localStorage.removeItem(pressed)
    return to
  }
  if (!to) return null
  startAnew()
  const values = written()
  const isInBrowser = putInBrowser(values, false)
  if (isInBrowser) localStorage.removeItem(pressed)
  const { kept, back } = await send(screen(), JSON.parse(values))
  if (kept) keptValues = values
  if (kept || isInBrowser) form.dispatchEvent(new CustomEvent("desk:kept"))
  return kept && isAt(back, to) ? back : to
}

function isAt(one, other) {
  return new URL(one, location).pathname === new URL(other, location).pathname
}

function written(entries = new FormData(form)) {
  const isOurs = ([name, value]) => typeof value === "string" && !OF_THE_SENDING.has(name)
  return JSON.stringify([...entries].filter(isOurs))
}

async function send(name, entries) {
  try {
    const response = await fetch(form.dataset.keep, {
      method: "POST",
      body: body(name, entries),
      headers: { "X-CSRFToken": token() },
    })
    form.dispatchEvent(new CustomEvent("desk:line", { detail: "back" }))
    if ([401, 403].includes(response.status)) form.dispatchEvent(new CustomEvent("desk:session-ended"))
    if (response.ok) return await response.json()
    await response.body?.cancel() // otherwise the connection stays open
    return { status: response.status }
  } catch {
    form.dispatchEvent(new CustomEvent("desk:line", { detail: "away" }))
    return { status: 0 }
  }
}

function body(name, entries) {
  const data = new FormData()
  data.append("screen", name)
  for (const earlier of form.querySelectorAll(`[name=${EARLIER}]`)) data.append(EARLIER, earlier.value)
  for (const [field, value] of entries) data.append(field, value)
  return data
}

function trouble(status, isInBrowser) {
  if (!isInBrowser) return gettext("Not kept: it is too long for this browser. Do not close this window, save soon.")
  if (status === 0) return gettext("No connection: kept in this browser")
  if ([401, 403].includes(status)) return gettext("Log in again: until then it is kept in this browser")
  return gettext("The server did not take it: kept in this browser")
}

function tell(words) {
  const line = form.querySelector("[data-kept]")
  if (line) line.textContent = words
}

function screen() {
  return form.elements.screen.value
}

// The server knows by the earlier names what this window has saved (desk/articles/same_window.py).
function startAnew() {
  const earlier = Object.assign(document.createElement("input"), { type: "hidden", name: EARLIER, value: screen() })
  form.elements.screen.after(earlier)
  form.elements.screen.value = newName()
  pressedValues = undefined
}

function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

function token() {
  return document.cookie.match(/(?:^|; )(?:csrftoken|__Host-csrf)=([^;]+)/)?.[1] ?? ""
}

// A page that is being closed cannot wait for an answer.
function leave() {
  const values = written()
  if (values === keptValues || isLeaving) return
  putInBrowser(values, false)
  const data = body(screen(), JSON.parse(values))
  data.append("csrfmiddlewaretoken", token())
  navigator.sendBeacon(form.dataset.keep, data)
}

// --- In this browser -------------------------------------------------------------------------------------------------

function putInBrowser(values, isKept) {
  try {
    const isAfterPress = pressedValues !== undefined && values !== pressedValues
    localStorage.setItem(keyOf(screen()), JSON.stringify({ at: Date.now(), isKept, isAfterPress, values }))
    return true
  } catch {
    return false // storage is full or not allowed
  }
}

function keyOf(name) {
  return `${PREFIX}${form.dataset.user}:${form.dataset.number}:${name}`
}

function copiesInBrowser() {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(`${PREFIX}${form.dataset.user}:`))
    .map((key) => {
      const [number, name] = key.split(":").slice(2)
      return { key, number, screen: name, ...JSON.parse(localStorage.getItem(key)) }
    })
}

async function offerWhatIsInThisBrowser() {
  const copies = copiesInBrowser().filter((copy) => copy.screen !== screen())
  if (!copies.length) return
  const known = await whatBecameOf(copies.map((copy) => copy.screen))
  if (!known) return
  for (const copy of copies) {
    const isSettled = known.settled.includes(copy.screen)
    const isHere = [copy.number, String(known.articles[copy.screen])].includes(form.dataset.number)
    const isOver = (isSettled && !copy.isAfterPress) || copy.at < Date.now() - REMEMBERED
    if (isOver) localStorage.removeItem(copy.key)
    else if (isHere) await offer(isSettled ? goneOnWith(copy) : copy, known.open.includes(copy.screen))
  }
}

async function whatBecameOf(screens) {
  try {
    const response = await fetch(`${form.dataset.keep}?screens=${encodeURIComponent(screens.join(","))}`)
    if (response.ok) return await response.json()
    await response.body?.cancel()
    return null
  } catch {
    return null
  }
}

// What was typed after a press that has saved is new work, which goes on from what the press saved.
function goneOnWith({ key, screen: earlier, at, values }) {
  const screen = newName()
  return { key: keyOf(screen), earlierKey: key, screen, at, values: JSON.stringify([[EARLIER, earlier], ...JSON.parse(values)]) }
}

// The server restores work into the form, so send it what it does not have.
async function offer(copy, isOnServer) {
  let address = `?put-back=${encodeURIComponent(copy.screen)}`
  if (!(isOnServer && copy.isKept)) {
    const { kept, back } = await send(copy.screen, JSON.parse(copy.values))
    if (!kept) return
    address = back
  }
  localStorage.setItem(copy.key, JSON.stringify({ at: copy.at, isKept: true, values: copy.values }))
  if (copy.earlierKey) localStorage.removeItem(copy.earlierKey)
  if (document.querySelector(`[data-copy="${copy.screen}"]`) || "unsaved" in form.dataset) return
  const mould = document.querySelector("template[data-copy-notice]")
  const notice = mould.content.cloneNode(true)
  notice.querySelector("[data-at]").textContent = new Date(copy.at).toLocaleString(document.documentElement.lang)
  notice.querySelector("[data-put-back]").href = address
  notice.querySelector("[name=screen]").value = copy.screen
  mould.before(notice)
}

// Delete it from this browser, because another person may use the computer next; the server still has it.
async function logOut(event) {
  event.preventDefault()
  event.stopImmediatePropagation()
  if (!(await keep())) return
  isLeaving = true
  form.dispatchEvent(new CustomEvent("desk:kept"))
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  event.target.submit()
}
