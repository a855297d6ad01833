// A Word document dropped on its area is uploaded at once, with the rest of the form; one that is chosen, too, where the
// form holds nothing else. Without this script it is chosen with the file input, and the form is sent by its button.

for (const drop of document.querySelectorAll("[data-word-drop]")) {
  const input = drop.querySelector("input[type=file]")
  if (drop === input.form) input.addEventListener("change", () => input.files.length && input.form.requestSubmit())
  const on = (name, act) => drop.addEventListener(name, (event) => { event.preventDefault(); act(event) })
  on("dragover", () => drop.classList.add("is-over"))
  on("dragleave", () => drop.classList.remove("is-over"))
  on("drop", (event) => {
    drop.classList.remove("is-over")
    if (!event.dataTransfer.files.length || input.files.length) return // or it is being uploaded already
    const one = new DataTransfer() // of several documents, the first
    one.items.add(event.dataTransfer.files[0])
    input.files = one.files
    input.form.requestSubmit()
  })
}
