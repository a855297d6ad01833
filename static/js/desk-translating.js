// The translating screen: Ctrl+S (⌘S on a Mac) saves, and a page with unsaved words asks before it goes.

const form = document.querySelector("form[data-translating]")
let isChanged = Boolean(form?.querySelector("[data-errors]"))

form?.querySelector("[data-errors]")?.focus()
form?.addEventListener("input", () => { isChanged = true })
form?.addEventListener("submit", () => { isChanged = false })

document.addEventListener("keydown", (event) => {
  if (!form || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return
  event.preventDefault()
  form.requestSubmit(form.querySelector("button[value=save]"))
})

window.addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault()
})
