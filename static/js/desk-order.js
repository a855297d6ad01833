// Rows put into order by a grip: dragged with the mouse or a finger, or moved with the arrow keys while the grip has the
// focus. Each row of a list with data-ordered is a [data-row] with a [data-grip]; the field [data-order] of each row holds
// its place. Dispatches "desk:moved" on the row, with {place, number}, when it has come to rest.
//
// Without this script the places are typed, or rows are moved by buttons that save.

const ROW = "[data-row]"

armAll()
document.addEventListener("desk:renewed", armAll)

function armAll() {
  for (const list of document.querySelectorAll("[data-ordered]")) arm(list)
}

function arm(list) {
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]")
    if (grip && event.button === 0) drag(list, grip, event)
  })
  list.addEventListener("keydown", (event) => {
    const grip = event.target.closest("[data-grip]")
    const way = { ArrowUp: "before", ArrowLeft: "before", ArrowDown: "after", ArrowRight: "after", Home: "first", End: "last" }[event.key]
    if (!grip || !way) return
    event.preventDefault()
    step(list, grip.closest(ROW), way)
    grip.focus()
  })
  const show = () => {
    for (const grip of list.querySelectorAll("[data-grip]")) grip.hidden = false
    for (const place of list.querySelectorAll("[data-place]")) place.hidden = true
  }
  new MutationObserver(show).observe(list, { childList: true })
  show()
}

function rows(list) {
  return [...list.querySelectorAll(`:scope > ${ROW}`)]
}

function drag(list, grip, event) {
  const row = grip.closest(ROW)
  const before = rows(list).indexOf(row)
  event.preventDefault()
  grip.focus()
  grip.setPointerCapture(event.pointerId)
  row.classList.add("is-moving")
  const move = ({ clientX, clientY }) => {
    const other = rowAt(list, clientX, clientY)
    if (!other || other === row) return scrollTowards(clientY)
    if (other.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) other.before(row)
    else other.after(row)
    // Taking it out of the page lets go of the pointer.
    grip.setPointerCapture(event.pointerId)
  }
  const end = () => {
    row.classList.remove("is-moving")
    for (const [name, act] of [["pointermove", move], ["pointerup", end], ["pointercancel", end]]) removeEventListener(name, act)
    if (rows(list).indexOf(row) !== before) settle(list, row)
  }
  for (const [name, act] of [["pointermove", move], ["pointerup", end], ["pointercancel", end]]) addEventListener(name, act)
}

// Beside each other, as photographs are, they are told apart by their columns; else by their lines alone.
function rowAt(list, x, y) {
  const line = rows(list).filter((one) => isOver(one, y))
  return line.length < 2 ? line[0] : line.find((one) => isWithin(one, x))
}

function isWithin(row, x) {
  const { left, right } = row.getBoundingClientRect()
  return x > left && x < right
}

// The middle half of a row, so that two rows of different heights do not change places to and fro.
function isOver(row, y) {
  const { top, height } = row.getBoundingClientRect()
  return y > top + height / 4 && y < top + (3 * height) / 4
}

function scrollTowards(y) {
  if (y < 120) scrollBy({ top: -12 })
  if (y > innerHeight - 120) scrollBy({ top: 12 })
}

function step(list, row, way) {
  const all = rows(list)
  const place = all.indexOf(row)
  const other = { before: all[place - 1], after: all[place + 1], first: all[0], last: all.at(-1) }[way]
  if (!other || other === row) return
  if (way === "before" || way === "first") other.before(row)
  else other.after(row)
  settle(list, row)
}

function settle(list, row) {
  const all = rows(list)
  for (const [place, one] of all.entries()) {
    const order = one.querySelector("[data-order]")
    if (order) order.value = place + 1
  }
  row.dispatchEvent(new CustomEvent("desk:moved", { bubbles: true, detail: { place: all.indexOf(row) + 1, number: all.length } }))
}
