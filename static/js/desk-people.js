// Who is in the picture: names chosen with a few keys, in every field that asks for them, also in one that comes later.
// Without this script the names are typed, one a line.

const gettext = window.gettext || ((text) => text)

offerIn(document)
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node.querySelectorAll) offerIn(node)
}).observe(document.body, { childList: true, subtree: true })

function offerIn(place) {
  for (const text of place.querySelectorAll("[data-people]:not([data-offered])")) offerNames(text)
}

// A box beside the names: what is chosen or typed in it and ended with Enter becomes the next line.
function offerNames(text) {
  text.dataset.offered = ""
  const box = document.createElement("input")
  box.setAttribute("list", "known-people")
  box.setAttribute("aria-label", gettext("Add a person"))
  box.placeholder = gettext("Add a person")
  box.autocomplete = "off"
  const take = () => {
    const name = box.value.trim()
    if (!name) return
    const lines = text.value.split("\n").map((line) => line.trim()).filter(Boolean)
    if (!lines.includes(name)) text.value = [...lines, name].join("\n")
    box.value = ""
    text.dispatchEvent(new Event("input", { bubbles: true }))
  }
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey) return
    event.preventDefault()
    take()
  })
  box.addEventListener("change", () => {
    if ([...document.querySelectorAll("#known-people option")].some((option) => option.value === box.value)) take()
  })
  text.after(box)
}
