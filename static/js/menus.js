// A menu is <details>: it opens without a script. This closes it again: by Escape, by a press elsewhere, because another
// one opens, or because a link in it leads to a place on the page.

const OPEN = "details:is(.menu, .navmenu)[open]"

function closeAllBut(target) {
  for (const menu of document.querySelectorAll(OPEN)) if (!menu.contains(target)) menu.open = false
}

addEventListener("pointerdown", (event) => closeAllBut(event.target))
addEventListener("focusin", ({ target }) => {
  // A press on words within a menu gives the focus to what stands around it: that is not elsewhere.
  if (!target.querySelector(OPEN)) closeAllBut(target)
})

addEventListener("click", (event) => {
  const left = event.target.closest('a[href^="#"]')?.closest(OPEN)
  if (left) left.open = false
})

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  for (const menu of document.querySelectorAll(OPEN)) {
    menu.open = false
    menu.querySelector("summary").focus()
  }
})
