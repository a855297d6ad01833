// Files that go with a text: chosen several at once, or dropped anywhere on the page, where photographs go to the
// photographs. Each is sent at once, so that it is kept with what is typed; the server proposes its name for readers.
// Without this script they are sent with the form.

const form = document.querySelector("form[data-article]")
const gettext = window.gettext || ((text) => text)
const PICTURES = /\.(jpe?g|png|webp|tiff?|hei[cf])$/i

if (form) {
  offerToChoose()
  form.addEventListener("desk:renewed", offerToChoose)
  takeDropsAnywhere()
}

function offerToChoose() {
  for (const files of form.querySelectorAll("[data-files]")) {
    files.querySelector("[data-add-file]").hidden = false
    files.querySelector("[data-new-files]").addEventListener("change", ({ target }) => {
      const chosen = [...target.files]
      target.value = ""
      take(files, chosen)
    })
  }
}

// If a file is dropped beside the fields, the browser would open it instead of the page, and lose what was typed.
function takeDropsAnywhere() {
  const holdsFiles = (event) => !event.defaultPrevented && event.dataTransfer?.types.includes("Files")
  document.addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault() })
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    const dropped = [...event.dataTransfer.files]
    takePictures(dropped.filter((file) => PICTURES.test(file.name)))
    const others = dropped.filter((file) => !PICTURES.test(file.name))
    const files = form.querySelector(`[data-language="${form.dataset.shown}"] [data-files]`)
    if (others.length && files) take(files, others)
  })
}

// uploader.js sends what comes into the field.
function takePictures(pictures) {
  const input = form.querySelector("[data-whole-page] input[type=file]")
  if (!pictures.length || !input) return
  const transfer = new DataTransfer()
  for (const picture of pictures) transfer.items.add(picture)
  input.files = transfer.files
  input.dispatchEvent(new Event("change"))
}

async function take(files, chosen) {
  const status = files.querySelector("[data-status]")
  const refusals = []
  status.textContent = gettext("Sending…")
  for (const file of chosen) {
    const answer = await send(files.dataset.files, file)
    if (answer.stored) add(files, answer)
    else refusals.push(answer.error)
  }
  status.textContent = refusals.join(" ")
}

async function send(address, file) {
  const data = new FormData()
  data.append("file", file)
  try {
    const response = await fetch(address, {
      method: "POST",
      body: data,
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    })
    return await response.json()
  } catch {
    return { error: gettext("It did not arrive. Check the connection and try again.") }
  }
}

function add(files, { stored, words, label }) {
  const total = files.querySelector("input[name$='-TOTAL_FORMS']")
  const copy = document.createElement("div")
  copy.innerHTML = files.querySelector("template").innerHTML.replaceAll("__prefix__", total.value)
  const row = copy.firstElementChild
  total.value = Number(total.value) + 1
  row.querySelector("[data-choice]").remove()
  const name = row.querySelector("[data-file-name]")
  name.textContent = words
  name.hidden = false
  row.querySelector("input[name$='-stored']").value = stored
  const field = row.querySelector("input[name$='-label']")
  field.value = label
  files.querySelector("[data-add-file]").before(row)
  field.dispatchEvent(new Event("input", { bubbles: true }))
  field.focus()
  field.select()
}
