// Rows of a record: a fresh empty row whenever the last one is begun, and the order that desk-order.js gives them, told
// and counted. Without this script there is one empty row.

// The lists of a meeting are brought anew with its day, so the page is listened to, not each list.
document.addEventListener("toggle", begin, true)
document.addEventListener("input", begin)
document.addEventListener("desk:moved", ({ target, detail }) => {
  const list = target.closest("[data-rows-list]")
  if (!list) return
  number(list)
  list.dispatchEvent(new Event("input", { bubbles: true }))
  const name = target.querySelector("[data-grip]").getAttribute("aria-label").split(":")[0]
  tell(list, `${name}: ${detail.place}`)
})

// A row is begun by opening it, or by typing where it stands open.
function begin({ type, target }) {
  const row = target.closest?.("[data-new-row]")
  const list = row?.closest("[data-rows-list]")
  if (!list || row !== [...list.querySelectorAll(":scope > [data-new-row]")].at(-1)) return
  if (type === "toggle" && !target.open) return
  const group = list.closest("[data-rows]")
  const pattern = group.querySelector("[data-row-pattern]")
  const total = group.querySelector("input[name$='-TOTAL_FORMS']")
  if (pattern && total) addRow(list, pattern, total)
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
