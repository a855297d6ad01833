// Rows of a record: dragged by their dots or moved with the arrow keys while the dots have focus, and a fresh empty row
// whenever the last one is begun. Without this script rows have buttons that save them moved, and one empty row.

for (const group of document.querySelectorAll("[data-rows]")) prepare(group)

function prepare(group) {
  const list = group.querySelector("[data-rows-list]")
  if (!list) return // shown to be read
  for (const grip of list.querySelectorAll("[data-grip]")) grip.hidden = false
  offerMore(group, list)
  moveByKeyboard(list)
  moveByDrag(list)
}

const rowsOf = (list) => [...list.querySelectorAll(":scope > [data-row]")]

function offerMore(group, list) {
  const pattern = group.querySelector("[data-row-pattern]")
  const total = group.querySelector("input[name$='-TOTAL_FORMS']")
  if (!pattern || !total) return
  const begin = (event) => {
    const row = event.target.closest("[data-new-row]")
    if (!row || row !== [...list.querySelectorAll(":scope > [data-new-row]")].at(-1)) return
    if (event.type === "toggle" && !event.target.open) return
    addRow(list, pattern, total)
  }
  // A row is begun by opening it, or by typing where it stands open.
  list.addEventListener("toggle", begin, true)
  list.addEventListener("input", begin)
}

function addRow(list, pattern, total) {
  const number = total.value
  total.value = Number(number) + 1
  const fresh = pattern.content.cloneNode(true)
  for (const element of fresh.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      if (attribute.value.includes("__prefix__")) {
        attribute.value = attribute.value.replaceAll("__prefix__", number)
      }
    }
  }
  const row = fresh.querySelector("[data-new-row]")
  list.append(fresh)
  // Django's search fields wait for this event.
  const detail = { formsetName: total.name.replace("-TOTAL_FORMS", "") }
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail }))
}

function moveByKeyboard(list) {
  list.addEventListener("keydown", (event) => {
    const grip = event.target.closest("[data-grip]")
    const way = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!grip || !way) return
    event.preventDefault()
    const rows = rowsOf(list)
    const row = grip.closest("[data-row]")
    const other = rows[rows.indexOf(row) + way]
    if (!other) return
    if (way > 0) other.after(row)
    else other.before(row)
    grip.focus()
    number(list)
    tell(list, `${grip.getAttribute("aria-label").split(":")[0]}: ${rowsOf(list).indexOf(row) + 1}`)
  })
}

function moveByDrag(list) {
  let pulled = null
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]")
    if (!grip) return
    pulled = grip.closest("[data-row]")
    event.preventDefault()
    grip.focus()
    pulled.classList.add("is-drag")
  })
  // The row leaves its place under the pointer, so the page is listened to, not the row.
  document.addEventListener("pointermove", (event) => {
    if (!pulled) return
    const other = rowsOf(list).find((row) => row !== pulled && isOver(row, event.clientY))
    if (!other) return
    const { top, height } = other.getBoundingClientRect()
    const isAfter = event.clientY > top + height / 2
    if (isAfter && other.nextElementSibling !== pulled) other.after(pulled)
    else if (!isAfter && other.previousElementSibling !== pulled) other.before(pulled)
  })
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      if (!pulled) return
      pulled.classList.remove("is-drag")
      pulled = null
      number(list)
    })
  }
}

function isOver(row, y) {
  const { top, bottom } = row.getBoundingClientRect()
  return top <= y && y <= bottom
}

// Positions are written when the order has changed, so that an untouched form says nothing new.
function number(list) {
  const fields = rowsOf(list).map((row) => row.querySelector("input[name$='-position']"))
  fields.forEach((field, place) => {
    if (!field || field.value === String(place)) return
    field.value = place
    field.dispatchEvent(new Event("input", { bubbles: true }))
  })
  rowsOf(list).forEach((row, place) => {
    const shown = row.querySelector("[data-place]")
    if (shown) shown.textContent = place + 1
  })
}

function tell(list, sentence) {
  let status = list.parentElement.querySelector("[data-told]")
  if (!status) {
    status = document.createElement("p")
    status.className = "vh"
    status.dataset.told = ""
    status.setAttribute("role", "status")
    list.after(status)
  }
  status.textContent = sentence
}
