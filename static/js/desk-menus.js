// A menu is <details>: it opens without a script. This closes it again: by Escape, by a press elsewhere, or because
// another one opens.

const OPEN = "details.menu[open]"

addEventListener("pointerdown", (event) => {
  for (const menu of document.querySelectorAll(OPEN)) if (!menu.contains(event.target)) menu.open = false
})

addEventListener("focusin", (event) => {
  for (const menu of document.querySelectorAll(OPEN)) if (!menu.contains(event.target)) menu.open = false
})

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const menu of document.querySelectorAll(OPEN)) {
    menu.open = false
    menu.querySelector("summary").focus()
  }
})
