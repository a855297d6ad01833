// Sends every form of the desk, so that no press is ever lost. The form goes out in the background with a key of its own
// for each press, and the page changes when the answer is there. Without a connection it waits, tries again and says so;
// the server carries out each key once, however often it arrives (desk/sending/once.py).
//
// A form that somebody else's script has taken, or that opens another window, is left alone. If the session has ended,
// the form gets "desk:log-in-first" with {send, stop}; whoever takes it asks to log in, else the strip does.
//
// One press at a time is under way. A second press of the same button with the same words is the same press. Another one
// is told to wait; a form with data-in-turn (the article's, whose server knows what its window has saved) stays open for
// writing and sends its presses one after the other. It hears "desk:line" ("away" or "back"), and "desk:sent" with
// {to, entries} before the page changes: whoever has something to keep sets `ready`, a promise of the address to go to,
// null if what stands there now is to be sent instead.
//
// The form of a record stays open as well, which [data-stays-open] in it says. What is typed into it after a press was not
// sent: it is put into the page that comes next, in the same fields, and that page says so. What has no field there, such
// as a row that was added, is quoted.

const place = document.querySelector("[data-sending]")
const strip = place.querySelector(".strip")
const said = place.dataset
const SLOW_MILLISECONDS = 1500
const MAX_ANSWER_MILLISECONDS = 30_000 // then the line is taken for dead
const AGAIN_MILLISECONDS = 1500
const OURS = new Set(["sent-key", "sent-by", "csrfmiddlewaretoken"])
const TRY_AGAIN = [429, 502, 503, 504]
const SENT = "desk-sent" // for the page that comes next: when what had waited was pressed
const NOT_SENT = "desk-not-sent" // and what was left because the press before it was refused
const TYPED = "desk-typed-since" // and what was typed into the form of a record after the press: {path, fields}

let queue = [] // presses; the first is on its way
let timer, isLeaving

window.addEventListener("submit", take) // after all others, who may have taken it
window.addEventListener("beforeunload", (event) => {
  if (queue.length && !isLeaving) event.preventDefault()
})
window.addEventListener("pageshow", (event) => event.persisted && stop())
window.addEventListener("online", () => (queue.length ? send() : hide()))
window.addEventListener("offline", () => queue.length || say("warn", said.offline))
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
  const entries = new FormData(form, submitter)
  const press = { form, submitter, url, entries, key: crypto.randomUUID(), at: new Date(), words: wordsOf(submitter) }
  if (!queue.length) begin([press])
  else if (isSame(press, queue.at(-1))) return // it shows that it is under way
  else if (form === queue[0].form && "inTurn" in form.dataset) sendAfterwards(press)
  else tell(said.notSent.replace("%(first)s", queue[0].words).replace("%(second)s", press.words))
}

function begin(presses) {
  queue = presses
  const [own] = queue
  own.form.setAttribute("aria-busy", "true")
  own.submitter?.classList.add("is-busy")
  tell()
  timer = setTimeout(() => { own.told = said.slow; tell() }, SLOW_MILLISECONDS)
  send()
}

// Pressed once more with other words, before it was sent, it goes out with the newest.
function sendAfterwards(press) {
  if (queue.length > 1 && queue.at(-1).submitter === press.submitter) queue.pop()
  queue.push(press)
  press.submitter?.classList.add("is-busy")
  tell()
}

function staysOpen(form) {
  return "inTurn" in form.dataset || form.querySelector("[data-stays-open]") !== null
}

function isSame(one, other) {
  return one.form === other.form && one.submitter === other.submitter && inWriting(one.entries) === inWriting(other.entries)
}

function inWriting(entries) {
  const values = [...entries].filter(([name]) => !OURS.has(name))
  return JSON.stringify(values.map(([name, value]) => [name, value.name ? [value.name, value.size] : value]))
}

function namesOf(presses) {
  return presses.map(({ words }) => said.quoted.replace("%(words)s", words)).join(", ")
}

function wordsOf(button) {
  return (button?.dataset.words || button?.getAttribute("aria-label") || button?.textContent || button?.value || "").trim()
}

// --- Sending ---------------------------------------------------------------------------------------------------------

async function send() {
  const [own] = queue
  if (!own || own.isAsking) return
  own.isAsking = true
  const answer = await ask(own)
  own.isAsking = false
  if (queue[0] !== own) return // it was stopped meanwhile
  const isAway = answer.status === 0 || TRY_AGAIN.includes(answer.status)
  own.form.dispatchEvent(new CustomEvent("desk:line", { detail: isAway ? "away" : "back" }))
  if (answer.to !== undefined) carryOn(own, answer.to)
  else if (answer.status === 401) askToLogIn()
  else if (answer.somebody_else) refuseAsSomebodyElse(answer)
  else if (answer.unknown) refuse(answer.unknown)
  else if (answer.status === 500) refuse(said.failed)
  else if (isAway) wait(said.waiting)
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
  const [own] = queue
  Object.assign(own, { hasWaited: true, told: words })
  if (!staysOpen(own.form)) own.form.inert = true // what would be typed now could not be sent with it
  clearTimeout(timer)
  tell()
  timer = setTimeout(send, AGAIN_MILLISECONDS)
}

// Done: the next one's turn. What was refused comes back with its faults, and what waited behind it is not sent.
function carryOn(own, to) {
  own.submitter?.classList.remove("is-busy")
  if (own.hasWaited) sessionStorage.setItem(SENT, own.at.toISOString())
  if (to && queue.length > 1) return begin(queue.slice(1))
  if (queue.length > 1) sessionStorage.setItem(NOT_SENT, namesOf(queue.slice(1)))
  leave(own, to)
}

async function leave(own, to) {
  const { form, url, entries } = own
  const sent = { to, entries, ready: null }
  form.dispatchEvent(new CustomEvent("desk:sent", { detail: sent }))
  const address = sent.ready ? await sent.ready : to
  clearTimeout(timer)
  if (address === null) return sendAsEver()
  isLeaving = true
  const next = new URL(address || url, url)
  if (form.querySelector("[data-stays-open]")) keepTypedSince(form, entries, next)
  form.inert = true // what was typed until now is kept
  if (!address) return showAnswer(own)
  const isHere = next.pathname === location.pathname && next.search === location.search
  if (!isHere || !next.hash) return location.assign(next)
  history.replaceState(null, "", next) // otherwise the browser would only scroll
  location.reload()
}

// The answer is a page, such as the form with its faults: the server has remembered it for this key.
function showAnswer({ url, key }) {
  const form = document.createElement("form")
  form.method = "post"
  form.action = url
  for (const [name, value] of [["csrfmiddlewaretoken", token()], ["sent-key", key]]) {
    const field = document.createElement("input")
    Object.assign(field, { type: "hidden", name, value })
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}

// An answer from before the desk, such as “too large”: let the browser show it.
function sendAsEver() {
  const { form, submitter } = queue[0]
  isLeaving = true
  form.inert = false
  window.removeEventListener("submit", take)
  form.requestSubmit(submitter)
}

function askToLogIn() {
  const detail = { send, stop }
  const { form } = queue[0]
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
  const left = namesOf(queue.slice(1))
  stop()
  say("late", left ? `${words} ${said.notDone.replace("%(names)s", left)}` : words, { mayHide: true })
}

function stop() {
  if (!queue.length) return
  const [{ form, submitter }] = queue
  for (const press of queue) press.submitter?.classList.remove("is-busy")
  queue = []
  isLeaving = false
  form.inert = false
  form.removeAttribute("aria-busy")
  submitter?.focus()
  form.dispatchEvent(new Event("input", { bubbles: true })) // it is not saved
  hide()
}

// --- What was typed after the press -----------------------------------------------------------------------------------

function keepTypedSince(form, sent, next) {
  const now = new FormData(form)
  const names = [...new Set([...sent.keys(), ...now.keys()])].filter((name) => !OURS.has(name))
  const fields = names
    .map((name) => [name, textsOf(now, name)])
    .filter(([name, texts]) => JSON.stringify(texts) !== JSON.stringify(textsOf(sent, name)))
    .filter(([name]) => form.querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden], button)`))
  if (fields.length) sessionStorage.setItem(TYPED, JSON.stringify({ path: next.pathname, fields }))
}

function textsOf(data, name) {
  return data.getAll(name).filter((value) => typeof value === "string")
}

// Returns what to say of it: “” if there is nothing.
function putTypedSince() {
  const note = sessionStorage.getItem(TYPED)
  sessionStorage.removeItem(TYPED)
  if (!note) return ""
  const { path, fields } = JSON.parse(note)
  const form = path === location.pathname && document.querySelector("form:has([data-stays-open])")
  const lost = fields.filter(([name, texts]) => !(form && put(form, name, texts))).flatMap(([, texts]) => texts)
  const quoted = lost.filter((text) => text.trim()).map((text) => said.quoted.replace("%(words)s", text)).join(", ")
  const isPut = fields.length > lost.length
  return [isPut && said.typedSince, quoted && said.typedLost.replace("%(words)s", quoted)].filter(Boolean).join(" ")
}

function put(form, name, texts) {
  const controls = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
  const chosen = controls.flatMap((control) => (control.matches("select") ? [...control.options] : []))
  const known = [...controls, ...chosen].map((one) => one.value)
  const isChoice = controls.some((control) => control.matches("select, [type=checkbox], [type=radio]"))
  if (!controls.length || (isChoice ? texts.some((text) => !known.includes(text)) : texts.length > controls.length)) return false
  for (const option of chosen) option.selected = texts.includes(option.value)
  for (const [place, control] of controls.entries()) {
    if (control.matches("[type=checkbox], [type=radio]")) control.checked = texts.includes(control.value)
    else if (!control.matches("select")) control.value = texts[place] ?? ""
    for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }))
  }
  return true
}

// --- Saying so -------------------------------------------------------------------------------------------------------

// How the first press fares, and which come after it; `refused` says why one does not.
function tell(refused = "") {
  const [own, ...later] = queue
  const after = later.length && said.after.replace("%(first)s", own.words).replace("%(names)s", namesOf(later))
  const words = [own.told, after, refused].filter(Boolean).join(" ")
  if (!words) return hide()
  say(own.hasWaited || refused ? "warn" : "", words, { mayStop: own.hasWaited })
}

function say(look, words, { mayStop = false, mayHide = false } = {}) {
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
  const left = sessionStorage.getItem(NOT_SENT)
  const since = putTypedSince()
  for (const note of [SENT, NOT_SENT]) sessionStorage.removeItem(note)
  if (!at && !left && !since) return
  const time = at && new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })
  document.querySelector("main").prepend(place) // in the page: it covers nothing
  place.classList.add("sending--here")
  const words = [time && said.sent.replace("%(time)s", time), left && said.notDone.replace("%(names)s", left), since]
  say(left ? "late" : since ? "warn" : "ok", words.filter(Boolean).join(" "), { mayHide: true })
}

function token() {
  return document.cookie.match(/(?:^|; )(?:csrftoken|__Host-csrf)=([^;]+)/)?.[1] ?? ""
}
