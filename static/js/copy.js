// Buttons that copy the text of a field: <button data-copy="id of the field" hidden>. If the browser does not allow
// writing to the clipboard, the text is selected, to be copied by hand; where it is folded away, it is opened. `data-copied` is the button's label afterwards,
// on pages without a JavaScript catalogue.

const gettext = window.gettext || ((text) => text)

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy)
  const words = button.textContent
  button.hidden = false
  button.addEventListener("click", async () => {
    const folded = field.closest("details:not([open])")
    if (!folded) field.select()
    try {
      await navigator.clipboard.writeText(field.value)
    } catch {
      if (folded) folded.open = true
      field.select()
      return
    }
    button.textContent = button.dataset.copied || gettext("Copied")
    setTimeout(() => { button.textContent = words }, 2000)
  })
}
