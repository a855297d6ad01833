// The rest of the article screen follows its bar. What desk-workbar.js has fetched (“desk:fresh”) holds the text as well:
//
// - Nothing is typed here: the text as somebody has saved it takes the place of the older one, at once or when a menu in
//   it is closed again. Caret and language stay where they were. “desk:renewed” tells the other scripts.
// - Something is typed: only what says data-renewed is renewed, and nothing that is typed is touched. Who saved
//   meanwhile is told by desk-presence.js; that the text may not be changed any more, or may be again, is told here.

const form = document.querySelector("form[data-presence]")
let isTyped = form && "unsaved" in form.dataset
let waiting = null // the text that is to be shown as soon as it disturbs nobody

if (form) {
  for (const kind of ["input", "change", "desk:moved"]) form.addEventListener(kind, () => { isTyped = true })
  form.addEventListener("desk:fresh", ({ detail }) => take(detail.querySelector(".write")))
  form.addEventListener("desk:mark", showWaiting)
  form.addEventListener("toggle", showWaiting, { capture: true })
}

function take(newer) {
  const shown = form.querySelector(".write")
  waiting = newer.dataset.shows === shown.dataset.shows ? null : newer
  renewParts(shown, newer)
  if (isTyped) tellOfLocks(shown, newer)
  showWaiting()
}

function renewParts(shown, newer) {
  for (const part of shown.querySelectorAll("[data-renewed]")) {
    const fresh = newer.querySelector(`[data-renewed="${part.dataset.renewed}"]`)
    if (fresh && !part.contains(document.activeElement)) part.innerHTML = fresh.innerHTML
  }
  document.dispatchEvent(new Event("countdown:renew"))
}

function tellOfLocks(shown, newer) {
  for (const text of shown.querySelectorAll(".text")) {
    const isLocked = !newer.querySelector(`#${text.id} input[name$="-seen"]`)
    const wasLocked = !text.querySelector('input[name$="-seen"]')
    for (const words of text.querySelectorAll("[data-now-locked]")) words.hidden = !isLocked
    for (const words of text.querySelectorAll("[data-now-open]")) words.hidden = isLocked || !wasLocked
  }
}

function showWaiting() {
  if (!waiting || isTyped || isInUse()) return
  const shown = form.querySelector(".write")
  const caret = placeOfCaret(shown)
  form.dispatchEvent(new CustomEvent("desk:renewing")) // desk-presence.js says who has saved
  // Without scripts the page has empty rows more; here they would be sent.
  for (const element of waiting.querySelectorAll("noscript")) element.remove()
  shown.replaceWith(waiting)
  waiting = null
  form.dispatchEvent(new CustomEvent("desk:renewed", { bubbles: true }))
  document.dispatchEvent(new Event("countdown:renew"))
  putCaret(caret)
}

function isInUse() {
  const open = ".write :is(details.menu[open], .upload:not(.is-bad), [data-advice-reason]:focus)"
  return form.hasAttribute("aria-busy") || Boolean(document.querySelector(`${open}, dialog[open]`))
}

// --- The caret -------------------------------------------------------------------------------------------------------

function placeOfCaret(shown) {
  const at = document.activeElement
  if (!shown.contains(at)) return null
  const { editor } = at
  if (editor) return { id: at.closest(".prose-editor").querySelector("textarea").id, from: editor.state.selection.from }
  return { id: at.id, from: at.selectionStart, to: at.selectionEnd }
}

function putCaret(caret) {
  const field = caret?.id && document.getElementById(caret.id)
  if (!field) return
  if (field.closest("[data-django-prose-editor-configurable]")) {
    field.addEventListener("prose-editor:ready", ({ detail: { editor } }) => {
      editor.commands.focus(Math.min(caret.from, editor.state.doc.content.size), { scrollIntoView: false })
    }, { once: true })
    return
  }
  field.focus({ preventScroll: true })
  if (Number.isInteger(caret.from)) field.setSelectionRange(caret.from, caret.to)
}
