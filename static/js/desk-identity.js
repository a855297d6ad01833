// The page “Identity”: the preview follows while one types, and the mark can be taken from a file. Without this script
// “Show the preview” does it, and the SVG is pasted.

const form = document.querySelector("form[data-identity]")
const preview = document.querySelector("[data-preview]")
const WAIT = 400 // milliseconds after the last key
let waiting
let latest = 0

form?.addEventListener("input", () => {
  clearTimeout(waiting)
  waiting = setTimeout(show, WAIT)
})

async function show() {
  const number = ++latest
  const typed = new FormData(form)
  for (const secret of form.querySelectorAll("[type=password]")) typed.delete(secret.name)
  try {
    const answer = await fetch(form.dataset.previewAt, {
      method: "POST",
      body: typed,
      headers: { Accept: "text/fragment+html" },
    })
    const html = await answer.text()
    if (answer.ok && !answer.redirected && number === latest) preview.innerHTML = html
  } catch {
    // Without a connection the preview stays as it is; the button says what is wrong.
  }
}

const file = form?.querySelector("#mark-file")
if (file) file.closest("[data-mark-file]").hidden = false
file?.addEventListener("change", async () => {
  if (!file.files.length) return
  const mark = form.querySelector("[data-mark]")
  mark.value = await file.files[0].text()
  file.value = ""
  mark.dispatchEvent(new Event("input", { bubbles: true }))
})
