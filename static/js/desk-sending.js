// Sends every form of the desk, so that no press is ever lost. The form goes out in the background with a key of its own
// for each press, and the page changes when the answer is there. Without a connection it waits, tries again and says so;
// the server carries out each key once, however often it arrives (desk/sending/once.py).
//
// A form that somebody else's script has taken, or that opens another window, is left alone. If the session has ended,
// the form gets "desk:log-in-first" with {send, stop}; whoever takes it asks to log in, else the strip does.

const place = document.querySelector("[data-sending]")
const strip = place.querySelector(".strip")
const said = place.dataset
const SLOW_MILLISECONDS = 1500
const MAX_ANSWER_MILLISECONDS = 30_000 // then the line is taken for dead
const AGAIN_MILLISECONDS = 1500
const TRY_AGAIN = [429, 502, 503, 504]
const SENT = "desk-sent" // when what had waited was pressed, for the page that comes next

let press = null // the one that is on its way
let timer, isLeaving

window.addEventListener("submit", take) // after all others, who may have taken it
window.addEventListener("beforeunload", (event) => {
  if (press && !isLeaving) event.preventDefault()
})
window.addEventListener("pageshow", (event) => event.persisted && stop())
window.addEventListener("online", () => (press ? send() : hide()))
window.addEventListener("offline", () => press || say("warn", said.offline))
place.querySelector("[data-stop]").addEventListener("click", stop)
place.querySelector("[data-hide]").addEventListener("click", hide)
tellWhatWasSent()

function take(event) {
  const { target: form, submitter } = event
  const method = submitter?.getAttribute("formmethod") ?? form.getAttribute("method")
  const target = submitter?.getAttribute("formtarget") ?? form.getAttribute("target")
  const url = new URL(submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", location.href)
  if (event.defaultPrevented || method?.toLowerCase() !== "post" || target || url.origin !== location.origin) return
  event.preventDefault()
  if (press) return // a second press of what is under way already
  press = { form, submitter, url, key: crypto.randomUUID(), at: new Date(), entries: new FormData(form, submitter) }
  form.setAttribute("aria-busy", "true")
  submitter?.classList.add("is-busy")
  timer = setTimeout(() => say("", said.slow), SLOW_MILLISECONDS)
  send()
}

// --- Sending ---------------------------------------------------------------------------------------------------------

async function send() {
  const own = press
  if (!own || own.isAsking) return
  own.isAsking = true
  const answer = await ask(own)
  own.isAsking = false
  if (press !== own) return // it was stopped meanwhile
  if (answer.to !== undefined) leave(answer.to)
  else if (answer.status === 401) askToLogIn()
  else if (answer.somebody_else) refuseAsSomebodyElse(answer)
  else if (answer.unknown) refuse(answer.unknown)
  else if (answer.status === 500) refuse(said.failed)
  else if (answer.status === 0 || TRY_AGAIN.includes(answer.status)) wait(said.waiting)
  else sendAsEver()
}

async function ask({ url, key, entries }) {
  entries.set("sent-key", key)
  entries.set("sent-by", said.user)
  if (token()) entries.set("csrfmiddlewaretoken", token()) // another one since somebody has logged in again
  try {
    const response = await fetch(url, {
      method: "POST",
      body: entries,
      headers: { "X-Desk-Sending": "1" },
      signal: AbortSignal.timeout(MAX_ANSWER_MILLISECONDS),
    })
    if (response.headers.get("Content-Type")?.startsWith("application/json")) {
      return { status: response.status, ...(await response.json()) }
    }
    await response.body?.cancel()
    return { status: response.status }
  } catch {
    return { status: 0 }
  }
}

function wait(words) {
  press.hasWaited = true
  press.form.inert = true // what would be typed now could not be sent with it
  say("warn", words, { mayStop: true })
  timer = setTimeout(send, AGAIN_MILLISECONDS)
}

function leave(to) {
  clearTimeout(timer)
  isLeaving = true
  if (press.hasWaited) sessionStorage.setItem(SENT, press.at.toISOString())
  if (!to) return showAnswer()
  const next = new URL(to, press.url)
  const isHere = next.pathname === location.pathname && next.search === location.search
  if (!isHere || !next.hash) return location.assign(next)
  history.replaceState(null, "", next) // otherwise the browser would only scroll
  location.reload()
}

// The answer is a page, such as the form with its faults: the server has remembered it for this key.
function showAnswer() {
  const form = document.createElement("form")
  form.method = "post"
  form.action = press.url
  for (const [name, value] of [["csrfmiddlewaretoken", token()], ["sent-key", press.key]]) {
    const field = document.createElement("input")
    Object.assign(field, { type: "hidden", name, value })
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}

// An answer from before the desk, such as “too large”: let the browser show it.
function sendAsEver() {
  const { form, submitter } = press
  isLeaving = true
  form.inert = false
  window.removeEventListener("submit", take)
  form.requestSubmit(submitter)
}

function askToLogIn() {
  const detail = { send, stop }
  const { form } = press
  if (!form.dispatchEvent(new CustomEvent("desk:log-in-first", { detail, cancelable: true }))) return hide()
  wait(said.loggedOut)
  place.querySelector("[data-log-in-again]").hidden = false
}

// Whoever presses again after that means it.
function refuseAsSomebodyElse({ somebody_else: name, you }) {
  place.dataset.user = you
  refuse(said.somebodyElse.replace("%(name)s", name))
}

function refuse(words) {
  stop()
  say("late", words, { mayHide: true })
}

function stop() {
  if (!press) return
  const { form, submitter } = press
  press = null
  isLeaving = false
  form.inert = false
  form.removeAttribute("aria-busy")
  submitter?.classList.remove("is-busy")
  submitter?.focus()
  form.dispatchEvent(new Event("input", { bubbles: true })) // it is not saved
  hide()
}

// --- Saying so -------------------------------------------------------------------------------------------------------

function say(look, words, { mayStop = false, mayHide = false } = {}) {
  clearTimeout(timer)
  if (look !== "ok") place.classList.remove("sending--here")
  strip.className = `strip${look ? ` strip--${look}` : ""}`
  strip.querySelector("p").textContent = words
  place.querySelector("[data-stop]").hidden = !mayStop
  place.querySelector("[data-hide]").hidden = !mayHide
  place.querySelector("[data-log-in-again]").hidden = true
  strip.hidden = false
}

function hide() {
  clearTimeout(timer)
  strip.hidden = true
}

function tellWhatWasSent() {
  const at = sessionStorage.getItem(SENT)
  sessionStorage.removeItem(SENT)
  if (!at) return
  const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })
  document.querySelector("main").prepend(place) // in the page: it covers nothing
  place.classList.add("sending--here")
  say("ok", said.sent.replace("%(time)s", time), { mayHide: true })
}

function token() {
  return document.cookie.match(/(?:^|; )(?:csrftoken|__Host-csrf)=([^;]+)/)?.[1] ?? ""
}
