// Photographs of the library to tick: found by words as they are typed. Dispatches "desk:ticked" on [data-library], with
// the ticked {boxes}, when they are to be added; whoever adds one takes its tick away.
// Without this script the newest are offered, and what is ticked is added when the form is saved.

openAll()
document.addEventListener("desk:renewed", openAll)

function openAll() {
  for (const library of document.querySelectorAll("[data-library]")) open(library)
}

function open(library) {
  const list = library.querySelector("[data-list]")
  const button = library.querySelector("[data-add]")
  const filter = library.querySelector("[data-filter]")
  for (const element of library.querySelectorAll("[data-without-script]")) element.hidden = true
  button.hidden = filter.hidden = false
  button.addEventListener("click", () => {
    const boxes = [...library.querySelectorAll("input[type=checkbox]:checked")]
    library.dispatchEvent(new CustomEvent("desk:ticked", { bubbles: true, detail: { boxes } }))
  })
  let timer
  filter.addEventListener("input", (event) => {
    event.stopPropagation()
    clearTimeout(timer)
    timer = setTimeout(() => find(library, list, event.target.value), 250)
  })
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault() // it would send the form
  })
}

async function find(library, list, words) {
  const answer = await fetch(`${library.dataset.address}?q=${encodeURIComponent(words)}`)
  if (answer.ok) list.innerHTML = await answer.text()
}
