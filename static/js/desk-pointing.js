// Pointing at an old page by keyboard: arrows go from block to block, digits choose what is pointed at. After a press the
// page comes anew; it stands where it stood, and the pressed block has the focus.

const blocks = document.querySelector("[data-blocks]")
const PLACE = "desk-pointing"
let last = "" // what was pressed, or has the focus

if (blocks) {
  putBack()
  blocks.addEventListener("focusin", ({ target }) => { last = target.value })
  blocks.addEventListener("submit", ({ submitter }) => { last = submitter?.value ?? last })
  addEventListener("pagehide", keep)
  document.addEventListener("keydown", pressed)
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return
  const link = document.querySelector(`[data-pointing] [data-key="${CSS.escape(event.key)}"]`)
  if (link) return act(event, () => link.click())
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || (document.activeElement !== document.body && !blocks.contains(document.activeElement))) return
  const all = [...blocks.querySelectorAll("button")]
  const at = all.indexOf(document.activeElement)
  act(event, () => all[Math.max(0, Math.min(all.length - 1, at + step))].focus())
}

function act(event, what) {
  event.preventDefault()
  what()
}

function keep() {
  sessionStorage.setItem(PLACE, JSON.stringify({ page: page(), top: blocks.scrollTop, window: scrollY, at: last }))
}

// Another of the three pages begins at its top, and the first press is not where the last one was.
function putBack() {
  const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null")
  if (kept && kept.page.path === page().path) scrollTo({ top: kept.window, behavior: "instant" })
  if (!kept || JSON.stringify(kept.page) !== JSON.stringify(page())) return
  blocks.scrollTop = kept.top
  if (kept.at) blocks.querySelector(`button[value="${CSS.escape(kept.at)}"]`)?.focus({ preventScroll: true })
}

function page() {
  return { path: location.pathname, number: blocks.elements.page.value }
}
