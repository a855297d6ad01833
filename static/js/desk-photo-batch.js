// The page of an upload: names of people chosen with a few keys, what is common shown in the empty fields of each
// photograph, and a warning before typed words are lost.
// Without this script the names are typed, one a line.

const form = document.querySelector("form[data-batch]")
const gettext = window.gettext || ((text) => text)

if (form) {
  for (const text of form.querySelectorAll("[data-people]")) offerNames(text)
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) for (const text of node.querySelectorAll?.("[data-people]") ?? []) offerNames(text)
    }
  }).observe(form.querySelector("[data-list]"), { childList: true })
  showWhatIsCommon()
  warnBeforeLosingWords()
}

// A box beside the names: what is chosen or typed in it and ended with Enter becomes the next line.
function offerNames(text) {
  const box = document.createElement("input")
  box.setAttribute("list", "known-people")
  box.setAttribute("aria-label", gettext("Add a person"))
  box.placeholder = gettext("Add a person")
  box.autocomplete = "off"
  const known = new Set([...document.querySelectorAll("#known-people option")].map((option) => option.value))
  const take = () => {
    const name = box.value.trim()
    if (!name) return
    const lines = text.value.split("\n").map((line) => line.trim()).filter(Boolean)
    if (!lines.includes(name)) text.value = [...lines, name].join("\n")
    box.value = ""
    text.dispatchEvent(new Event("input", { bubbles: true }))
  }
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    take()
  })
  box.addEventListener("change", () => { if (known.has(box.value)) take() })
  text.after(box)
}

// Common words are shown as placeholders in the empty fields of each photograph.
function showWhatIsCommon() {
  const common = form.querySelectorAll(".batch__common [name]")
  const show = ({ name, value }) => {
    for (const field of form.querySelectorAll(`.batch__more [name$="-${CSS.escape(name)}"]`)) field.placeholder = value
  }
  for (const field of common) field.addEventListener("input", () => show(field))
}

function warnBeforeLosingWords() {
  let isChanged = Boolean(form.querySelector(".field--bad"))
  form.addEventListener("input", () => { isChanged = true })
  form.addEventListener("submit", () => { isChanged = false })
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault()
  })
}
