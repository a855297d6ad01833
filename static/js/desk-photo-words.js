// A button that copies suggested words to a field: data-use names the field, [data-words] beside the button has them.
// Without this script they are copied by hand.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-use]")
  const field = button && document.querySelector(`[name="${button.dataset.use}"]`)
  if (!field) return
  field.value = button.closest(".suggestion").querySelector("[data-words]").textContent
  field.dispatchEvent(new Event("input", { bubbles: true }))
  field.focus()
})
