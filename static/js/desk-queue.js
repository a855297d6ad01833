// The queue of old pages by keyboard: Enter takes, digits choose a date, E edits the title, X leaves out, arrows move,
// Z undoes, A does the same to all alike, K keeps. Nothing happens while something is typed, but for Enter, which takes
// as well; Esc leaves the field.

const form = document.querySelector("[data-queue]")

if (form) {
  document.addEventListener("keydown", pressed)
  form.querySelector("[data-take]").focus()
}

function pressed(event) {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return
  const field = event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])")
  if (event.key === "Enter" && (!field || field.matches("[data-edit], input"))) return act(event, form.querySelector("[data-take]"))
  if (event.key === "Escape" && field) return field.blur()
  if (field || event.target.closest("a[href], summary")) return
  const key = latin(event)
  const date = form.querySelector(`[data-date="${CSS.escape(key)}"]`)
  if (date) date.checked = true
  else if (key === "e") edit(event)
  else act(event, document.querySelector(`[data-key="${CSS.escape(key)}"]`))
}

// The letter that is printed on the key, whatever the layout: “У” is “E”.
function latin(event) {
  const letter = /^Key([A-Z])$/.exec(event.code)
  return letter ? letter[1].toLowerCase() : event.key
}

function edit(event) {
  event.preventDefault()
  const title = form.querySelector("[data-edit]")
  title.focus()
  title.select()
}

function act(event, control) {
  if (!control) return
  event.preventDefault()
  control.click()
}
