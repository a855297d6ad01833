// A call as it is written down. The aside is fetched anew when the outlet, the person or the deadline changes; the buttons
// under the deadline write into its field; Ctrl Enter saves from wherever one types.
//
//   <form data-call="address of the aside"> … <div data-often> <button data-words="today 18:00"> … <aside data-call-beside>

const PAUSE_MILLISECONDS = 300 // after the last key
const form = document.querySelector("[data-call]")
const beside = form.querySelector("[data-call-beside]")
const often = form.querySelector("[data-often]")
const WATCHED = ["name", "outlet", "reach", "deadline"]
let timer, asked = shown()

often.hidden = false
often.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-words]")
  if (!button) return
  form.elements.deadline.value = button.dataset.words
  soon()
})
form.addEventListener("input", soon)
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.repeat || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  form.requestSubmit(form.querySelector(".go button"))
})

function soon() {
  clearTimeout(timer)
  timer = setTimeout(look, PAUSE_MILLISECONDS)
}

function shown() {
  return new URLSearchParams(WATCHED.map((name) => [name, form.elements[name].value])).toString()
}

async function look() {
  const words = shown()
  if (words === asked) return
  asked = words
  try {
    const response = await fetch(`${form.dataset.call}?${words}`, { headers: { Accept: "text/html" } })
    const html = await response.text()
    if (response.ok && !response.redirected && words === asked) beside.innerHTML = html
  } catch {
    asked = "" // without a connection it is asked again with the next key
  }
}
