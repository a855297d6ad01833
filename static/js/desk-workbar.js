// The bar of an article: with the first key typed its button becomes the one for a changed text, and at the hour of a
// schedule, or when a colleague has acted, its state and button are fetched anew and the change is said. While the line is
// away its button says that it sends later.
//
// desk-presence.js hears from the server which mark the bar would have now, and tells it by “desk:mark”. What is fetched
// goes on as “desk:fresh”, for desk-renewed.js. desk-hour.js says when the hour has come.

const bar = document.querySelector("[data-workbar]")
const form = bar?.closest("form")
const told = document.querySelector("[data-told]")
let standing = "" // what typed text leads to; empty while nothing is typed
let isFetching = false
let fresh = null // buttons that take the place of those in the bar once no menu is open
let isAway = !navigator.onLine

if (bar) {
  form.addEventListener("input", typed)
  form.addEventListener("desk:unsaved", typed)
  bar.addEventListener("toggle", arrange, { capture: true })
  form.addEventListener("desk:mark", ({ detail }) => { if (detail !== bar.dataset.mark) renew() })
  form.addEventListener("desk:line", ({ detail }) => tellOfLine(detail === "away"))
  window.addEventListener("offline", () => tellOfLine(true))
  window.addEventListener("online", () => tellOfLine(false))
  bar.addEventListener("desk:hour", renew)
  arrange()
  if ("unsaved" in form.dataset) typed({ target: form })
}

function typed({ target }) {
  if (bar.contains(target)) return
  // What is typed into an editor comes from an element without a name.
  const language = target.name?.match(/^([a-z]{2})-/)?.[1] ?? target.closest("[data-language]")?.dataset.language
  const becomes = languages(language).map((code) => bar.dataset[key(code)]).find(Boolean)
  const isOnSite = becomes && !becomes.startsWith("draft")
  // Of two languages that were typed into, the one on the site has the button.
  if (becomes && (!standing || isOnSite) && hasText()) standing = becomes
  arrange()
}

function languages(one) {
  const all = Object.keys(bar.dataset).filter((name) => name.startsWith("becomes")).map((name) => name.slice(7).toLowerCase())
  return one ? [one] : all
}

function key(code) {
  return `becomes${code[0].toUpperCase()}${code.slice(1)}`
}

// A title alone is kept as a draft; with the first words of a text it can be read by somebody else.
function hasText() {
  const texts = form.querySelectorAll("[name$='-standfirst'], [name$='-body'], [name$='-answer'], .ProseMirror")
  return [...texts].some((text) => (text.value ?? text.textContent).replace(/<[^>]*>/g, "").trim())
}

// A menu that somebody has opened stays as it is, under the finger and with the focus in it, until it is closed.
function arrange() {
  const buttons = bar.querySelector("[data-do]")
  if (buttons.querySelector("details[open]")) return
  const held = buttons.contains(document.activeElement) && document.activeElement.dataset.item
  if (fresh) buttons.replaceWith(fresh)
  fresh = null
  show()
  showLine()
  if (held) bar.querySelector(`.go:not([hidden]) :is([data-item="${held}"], .go__main)`)?.focus()
}

function show() {
  const wanted = [...bar.querySelectorAll("[data-go]")].some((go) => go.dataset.go === standing) ? standing : "saved"
  for (const go of bar.querySelectorAll("[data-go]")) go.hidden = go.dataset.go !== wanted
  // “Keep as draft” saves; once another button has its place, a small one does.
  for (const save of bar.querySelectorAll("[data-once-typed]")) save.hidden = wanted === "saved"
}

function tellOfLine(isAwayNow) {
  if (isAway === isAwayNow) return
  isAway = isAwayNow
  arrange()
}

// desk-sending.js names a press by data-words.
function showLine() {
  for (const button of bar.querySelectorAll("button.go__main")) {
    const words = button.querySelector("span")
    button.dataset.words ??= words.textContent.trim()
    words.textContent = isAway ? bar.dataset.away : button.dataset.words
    button.title = isAway ? button.dataset.words : ""
  }
}

async function renew() {
  if (isFetching || !bar.dataset.fresh || form.hasAttribute("aria-busy")) return
  isFetching = true
  try {
    const response = await fetch(bar.dataset.fresh)
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html")
      replace(page)
      form.dispatchEvent(new CustomEvent("desk:fresh", { detail: page }))
    }
  } catch {
    // Without a connection the next sign of life asks again.
  } finally {
    isFetching = false
  }
}

function replace(page) {
  const newer = page.querySelector("[data-workbar]")
  const before = words(bar)
  bar.querySelector("[data-states]").replaceWith(newer.querySelector("[data-states]"))
  fresh = newer.querySelector("[data-do]")
  for (const name of Object.keys(bar.dataset)) if (name !== "workbar") delete bar.dataset[name]
  Object.assign(bar.dataset, newer.dataset)
  form.querySelector("[data-sentence]").replaceWith(page.querySelector("[data-sentence]"))
  arrange()
  if (words(bar) !== before) told.textContent = words(bar)
}

function words(part) {
  return part.querySelector("[data-states]").textContent.replace(/\s+/g, " ").trim()
}
