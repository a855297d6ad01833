// The order of an album's photographs: dragged by their pictures, or moved by buttons. Both write the position fields of
// the rows, which can also be typed without this script.

const group = document.getElementById("photo_uses-group")
const pattern = document.querySelector("template[data-move-buttons]")

if (group && pattern) {
  const said = document.createElement("p")
  said.className = "vh"
  said.setAttribute("role", "status")
  group.append(said)
  for (const row of rows()) prepare(row, said)
}

// Rows with photographs; empty rows have no position yet.
function rows() {
  return [...group.querySelectorAll("tr.has_original")]
}

function prepare(row, said) {
  const picture = row.querySelector("img.thumbnail")
  const number = row.querySelector("input[name$='-position']")
  if (!picture || !number) return
  const buttons = pattern.content.cloneNode(true)
  const name = row.querySelector(".field-photo select")?.selectedOptions[0]?.textContent ?? ""
  for (const button of buttons.querySelectorAll("[data-move]")) {
    button.setAttribute("aria-label", button.dataset.label.replace("%s", name))
    button.addEventListener("click", () => {
      step(row, button.dataset.move === "up" ? -1 : 1)
      button.focus()
      said.textContent = `${name}: ${rows().indexOf(row) + 1}`
    })
  }
  number.after(buttons)
  picture.classList.add("is-handle")
  picture.draggable = true
  picture.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", name)
    row.classList.add("is-pulled")
  })
  picture.addEventListener("dragend", () => row.classList.remove("is-pulled"))
  row.addEventListener("dragover", (event) => {
    const pulled = group.querySelector("tr.is-pulled")
    if (!pulled) return
    event.preventDefault()
    const box = row.getBoundingClientRect()
    if (pulled !== row) place(pulled, row, event.clientY > box.top + box.height / 2)
  })
  row.addEventListener("drop", (event) => event.preventDefault())
}

function step(row, way) {
  const all = rows()
  const other = all[all.indexOf(row) + way]
  if (other) place(row, other, way > 0)
}

function place(row, other, isAfter) {
  if (isAfter) other.after(row)
  else other.before(row)
  for (const [index, it] of rows().entries()) {
    const number = it.querySelector("input[name$='-position']")
    if (number.value !== String(index + 1)) {
      number.value = index + 1
      number.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }
}
