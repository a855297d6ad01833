// “Find anything”: a dialog over every page of the desk. The keyboard stays in its field; the arrows choose among the
// answers, which the server writes as the options of a listbox. An answer to an earlier question is never shown.

const dialog = document.querySelector("#find")
const field = dialog.querySelector("input")
const list = dialog.querySelector(".find__list")
const line = dialog.querySelector(".find__none")
const status = dialog.querySelector("[role=status]")
const bar = document.querySelector(".bar__find input")
const WAIT_MILLISECONDS = 80 // after the last key

let shown, asked, timer, request, isOpening

document.addEventListener("keydown", openByKey, { capture: true })
dialog.addEventListener("keydown", move)
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close())
dialog.querySelector(".find__close").addEventListener("click", () => dialog.close())
dialog.addEventListener("close", forget)
field.addEventListener("input", soon)
window.addEventListener("online", () => dialog.open && ask())
for (const opener of document.querySelectorAll("[data-find]")) opener.addEventListener("click", openHere)
bar?.addEventListener("click", () => open(bar.value))
bar?.addEventListener("input", () => open(bar.value))

// --- Opening ---------------------------------------------------------------------------------------------------------

function openByKey(event) {
  const isShortcut = event.code === "KeyK" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
  const isSlash = asSlash(event) && !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event.target)
  if (!(isShortcut || isSlash) || event.isComposing) return
  event.preventDefault()
  event.stopPropagation()
  if (!dialog.open) open()
  else field.select()
}

// On a Russian keyboard the key of the slash writes a full stop, and the slash stands on another key.
function asSlash(event) {
  return event.key === "/" || (event.code === "Slash" && event.key === ".")
}

function openHere(event) {
  event.preventDefault()
  open()
}

function isWriting(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select")
}

function open(text = "") {
  if (dialog.open) return
  if (bar) bar.value = ""
  field.value = text
  dialog.showModal() // on closing, the browser gives the focus back to what had it
  field.focus()
  ask()
}

function forget() {
  clearTimeout(timer)
  request?.abort()
  shown = asked = undefined
  isOpening = false
  list.replaceChildren()
  say("")
}

// --- Asking ----------------------------------------------------------------------------------------------------------

function soon() {
  isOpening = false
  clearTimeout(timer)
  timer = setTimeout(ask, WAIT_MILLISECONDS)
}

async function ask() {
  clearTimeout(timer)
  request?.abort()
  const own = (request = new AbortController())
  const text = (asked = field.value.trim())
  dialog.setAttribute("aria-busy", "true")
  const answer = await answerTo(text, own.signal)
  if (own !== request || !dialog.open) return // something else was asked meanwhile
  dialog.removeAttribute("aria-busy")
  if (typeof answer === "string") show(text, answer)
  else fail(answer.status)
}

async function answerTo(text, signal) {
  try {
    const response = await fetch(`${dialog.dataset.answers}?q=${encodeURIComponent(text)}`, { signal })
    if (response.ok) return await response.text()
    await response.body?.cancel()
    return { status: response.status }
  } catch {
    return { status: 0 }
  }
}

function show(text, html) {
  shown = text
  list.innerHTML = html
  const found = options()
  field.setAttribute("aria-expanded", String(found.length > 0))
  choose(found[0])
  say(found.length ? "" : dialog.dataset.nothing)
  if (found.length) status.textContent = `${list.ariaLabel}: ${found.length}`
  if (isOpening && found.length) follow(found[0])
  isOpening = false
}

function fail(code) {
  shown = undefined
  list.replaceChildren()
  choose(undefined)
  field.setAttribute("aria-expanded", "false")
  say(code === 0 ? dialog.dataset.offline : code === 401 ? dialog.dataset.ended : dialog.dataset.failed)
}

function say(words) {
  line.textContent = status.textContent = words
  line.hidden = !words
}

// --- Choosing --------------------------------------------------------------------------------------------------------

function options() {
  return [...list.querySelectorAll("[role=option]")]
}

function chosen() {
  return list.querySelector("[aria-selected=true]")
}

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false")
  if (!option) return field.removeAttribute("aria-activedescendant")
  option.setAttribute("aria-selected", "true")
  option.scrollIntoView({ block: "nearest" })
  field.setAttribute("aria-activedescendant", option.id)
}

function move(event) {
  if (event.isComposing) return
  const found = options()
  const place = found.indexOf(chosen())
  const steps = { ArrowDown: place + 1, ArrowUp: place - 1 }
  if (event.key in steps) {
    event.preventDefault()
    if (found.length) choose(found.at(steps[event.key] % found.length))
  } else if (event.key === "Enter" && event.target === field) {
    event.preventDefault()
    if (asked !== field.value.trim() || shown !== asked) openFirst()
    else if (chosen()) follow(chosen(), event.ctrlKey || event.metaKey)
  }
}

// The answers are still on their way: the first one is opened when it comes.
function openFirst() {
  isOpening = true
  ask()
}

function follow(option, inNewWindow = false) {
  if (inNewWindow) window.open(option.href)
  else option.click()
}
