// The calendar: a card with an address to move it is dragged onto another day. The form opens that moves it, with the day
// filled in; nothing is changed by the drop itself. Without this script its link or its menu leads to the same form.

let dragged = null

for (const card of document.querySelectorAll("[data-move]")) {
  card.draggable = true
  card.addEventListener("dragstart", (event) => {
    dragged = card
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", card.dataset.move)
    card.classList.add("is-moving")
  })
  card.addEventListener("dragend", () => {
    dragged = null
    card.classList.remove("is-moving")
    for (const day of document.querySelectorAll(".date--target")) day.classList.remove("date--target")
  })
}

for (const day of document.querySelectorAll("[data-day]")) {
  const takes = () => dragged && dragged.closest("[data-day]") !== day
  day.addEventListener("dragover", (event) => {
    if (!takes()) return
    event.preventDefault()
    event.dataTransfer.dropEffect = "move"
    day.classList.add("date--target")
  })
  day.addEventListener("dragleave", (event) => {
    if (!day.contains(event.relatedTarget)) day.classList.remove("date--target")
  })
  day.addEventListener("drop", (event) => {
    if (!takes()) return
    event.preventDefault()
    location.assign(dragged.dataset.move + day.dataset.day)
  })
}
