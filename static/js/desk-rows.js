// Rows of a record: a fresh empty row whenever the last one is begun, and the order that desk-order.js gives them, told
// and counted. Without this script there is one empty row.

for (const group of document.querySelectorAll("[data-rows]")) prepare(group)

function prepare(group) {
  const list = group.querySelector("[data-rows-list]")
  if (!list) return // shown to be read
  offerMore(group, list)
  list.addEventListener("desk:moved", ({ target, detail }) => {
    number(list)
    list.dispatchEvent(new Event("input", { bubbles: true }))
    const name = target.querySelector("[data-grip]").getAttribute("aria-label").split(":")[0]
    tell(list, `${name}: ${detail.place}`)
  })
}

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

function number(list) {
  for (const [place, shown] of list.querySelectorAll(":scope > [data-row] [data-number]").entries()) {
    shown.textContent = place + 1
  }
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
