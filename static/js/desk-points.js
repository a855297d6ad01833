// The checklist beside the text follows every key: the form is sent to the server, whose rules stand before every
// publication as well, and the answer takes the place of the list and of the remarks on the words. One request at a time;
// what was typed meanwhile is sent when it has come back. Without this script the list says what was missing when the page
// was made.

const form = document.querySelector("form[data-points]")
const shownRemarks = new WeakMap() // the HTML in each place
let isAsking = false
let isChanged = false

if (form) {
  form.addEventListener("input", changed)
  form.addEventListener("change", changed)
  form.addEventListener("desk:moved", changed)
  form.addEventListener("desk:renewed", changed)
  if ("unsaved" in form.dataset) changed()
}

function changed() {
  isChanged = true
  if (!isAsking) queueMicrotask(ask)
}

async function ask() {
  if (isAsking) return
  isAsking = true
  while (isChanged) {
    isChanged = false
    const answer = await send()
    if (answer) show(answer)
  }
  isAsking = false
}

async function send() {
  const data = new FormData(form)
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name)
  try {
    const response = await fetch(form.dataset.points, {
      method: "POST",
      body: new URLSearchParams(data),
      headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
    })
    if (response.ok) return await response.json()
    await response.body?.cancel() // otherwise the connection stays open
  } catch {
    // desk-unsaved.js reports a lost connection.
  }
  return null
}

function show({ html, left, tabs, facts, remarks, about }) {
  const list = form.querySelector("[data-checklist]")
  if (list.innerHTML !== html) {
    const isOpen = list.querySelector("details")?.open
    const held = list.contains(document.activeElement) && document.activeElement.getAttribute("href")
    list.innerHTML = html
    const done = list.querySelector("details")
    if (done && isOpen) done.open = true
    if (held) list.querySelector(`a[href="${held}"]`)?.focus()
  }
  for (const number of document.querySelectorAll("[data-points-left]")) number.textContent = left
  for (const some of document.querySelectorAll("[data-points-some]")) some.hidden = !left
  for (const none of document.querySelectorAll("[data-points-none]")) none.hidden = Boolean(left)
  form.querySelector("[data-about]")?.dispatchEvent(new CustomEvent("desk:suggested", { detail: about }))
  for (const [language, html] of Object.entries(remarks)) showRemarks(language, html)
  for (const [language, words] of Object.entries(tabs)) {
    form.querySelector(`[data-tab="${language}"] [data-missing]`).textContent = words
  }
  for (const [name, words] of Object.entries(facts)) {
    const fact = form.querySelector(`[data-fact="${name}"]`)
    fact.classList.toggle("fact--todo", !words)
    if (words) fact.querySelector("[data-words]").textContent = words
  }
}

// Reasons that are being typed stay, and so does what is open.
function showRemarks(language, html) {
  const place = form.querySelector(`[data-remarks="${language}"]`)
  if (!place || shownRemarks.get(place) === html) return
  shownRemarks.set(place, html)
  const isClosed = place.querySelector(".advice:not([open])")
  const reasons = [...place.querySelectorAll("[data-advice-reason]")].filter((field) => field.closest("details").open)
  const { id: focused, selectionStart: caret } = place.contains(document.activeElement) ? document.activeElement : {}
  place.innerHTML = html
  if (isClosed) place.querySelector(".advice")?.removeAttribute("open")
  for (const { id, value } of reasons) {
    const field = document.getElementById(id)
    if (!field) continue // its words are in the text no longer
    field.closest("details").open = true
    field.value = value
  }
  const again = focused && document.getElementById(focused)
  again?.focus()
  again?.setSelectionRange?.(caret, caret)
}
