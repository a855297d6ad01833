// Help beside the work: the page of the handbook that belongs to this screen, opened by its links and by “?”. The work
// stays in use. Where the page cannot be fetched, the link is followed.

const panel = document.querySelector("#help")

let opener

document.addEventListener("click", (event) => askedFor(event, event.target.closest?.("[data-help]")))
document.addEventListener("keydown", byKey)
panel.addEventListener("click", (event) => event.target.closest("[data-close-help]") && close())

function askedFor(event, link) {
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return // a window of its own is wanted
  event.preventDefault()
  const menu = link.closest("details.menu")
  if (menu) menu.open = false
  toggle(menu?.querySelector("summary") ?? link, link.href)
}

function byKey(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === "Escape" && panel.contains(document.activeElement)) {
    event.preventDefault()
    close()
  } else if (isQuestionMark(event) && !isWriting(event.target) && !document.querySelector("dialog[open]")) {
    event.preventDefault()
    toggle(document.activeElement, document.querySelector("[data-help]").href)
  }
}

// On a Russian keyboard the key of the question mark writes a comma, and the question mark stands on another key.
function isQuestionMark(event) {
  return event.key === "?" || (event.code === "Slash" && event.shiftKey && event.key === ",")
}

function isWriting(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select")
}

async function toggle(from, address) {
  if (!panel.hidden) return close()
  opener = from
  if (!panel.childElementCount && !(await fill())) return location.assign(address)
  panel.hidden = false
  panel.querySelector("h2").focus()
}

async function fill() {
  try {
    const response = await fetch(panel.dataset.beside)
    if (!response.ok || response.redirected) return false
    panel.innerHTML = await response.text()
    return true
  } catch {
    return false
  }
}

function close() {
  panel.hidden = true
  opener?.focus?.()
}
