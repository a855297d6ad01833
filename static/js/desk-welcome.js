// The first run of an empty newsroom. The code of the link stands behind the # of the address, which no server is sent;
// it is put into its field and taken out of the address; this window keeps it until “Begin” is pressed, because the page
// may be shown in another language first. Swatches write their colour into the field of the colour.

const code = document.querySelector("form[data-welcome-code] [name=code]")
const behind = location.hash.slice(1)
if (behind && !document.getElementById(behind)) {
  if (code) sessionStorage.setItem("first-run", behind)
  history.replaceState(null, "", location.pathname)
}
if (code) {
  code.value = sessionStorage.getItem("first-run") ?? ""
  if (code.value) code.form.querySelector("[type=submit]").focus()
  code.form.addEventListener("submit", () => sessionStorage.removeItem("first-run"))
}

const colour = document.querySelector("form[data-welcome] [data-colour]")
const swatches = document.querySelector("[data-swatches]")
if (colour && swatches) {
  swatches.hidden = false
  const press = () => {
    for (const swatch of swatches.children) {
      swatch.setAttribute("aria-pressed", String(swatch.dataset.colourOf === colour.value.toLowerCase()))
    }
  }
  swatches.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-colour-of]")
    if (!chosen) return
    colour.value = chosen.dataset.colourOf
    colour.dispatchEvent(new Event("input", { bubbles: true }))
  })
  colour.addEventListener("input", press)
  press()
}

// What was typed in the last moment before the window is closed; otherwise the preview has taken it along already.
const step = document.querySelector("form[data-welcome]")
let isTyped = false
step?.addEventListener("input", () => (isTyped = true))
step?.addEventListener("submit", () => (isTyped = false))
window.addEventListener("pagehide", () => {
  if (!step || !isTyped) return
  const typed = new FormData(step)
  for (const secret of step.querySelectorAll("[type=password]")) typed.delete(secret.name)
  navigator.sendBeacon(step.dataset.previewAt, typed)
})

// While the demo is put aside the site is away; its first answer of 200 is that of the empty one.
const emptied = document.querySelector("[data-emptied]")
if (emptied) {
  setInterval(async () => {
    try {
      const answer = await fetch(emptied.pathname, { cache: "no-store" })
      if (answer.ok) location.href = emptied.href
    } catch {
      // Nobody answers yet.
    }
  }, 1000)
}
