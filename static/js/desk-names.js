// Names that the record knows are offered while one types in a field with [data-names]. Without this script the name is
// written in full; the server finds whoever is called so.

const WAIT = 150
let made = 0

document.addEventListener("input", (event) => {
  const field = event.target
  if (!field.dataset.names || event.inputType === "insertReplacementText") return
  clearTimeout(field.offering)
  field.offering = setTimeout(() => offer(field), WAIT)
})

async function offer(field) {
  const term = field.value.trim()
  if (term.length < 2) return
  const response = await fetch(`${field.dataset.names}?${new URLSearchParams({ term })}`).catch(() => null)
  if (!response?.ok) return
  const { names } = await response.json()
  if (field.value.trim() !== term) return
  listOf(field).replaceChildren(...names.map((name) => {
    const option = document.createElement("option")
    option.value = name
    return option
  }))
}

function listOf(field) {
  let list = field.getAttribute("list") && document.getElementById(field.getAttribute("list"))
  if (!list) {
    list = document.createElement("datalist")
    list.id = `names-${(made += 1)}`
    field.after(list)
    field.setAttribute("list", list.id)
  }
  return list
}
