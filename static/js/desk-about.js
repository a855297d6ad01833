// What a text is about: suggestions follow the words, a search finds anything else, and the line above the text says what
// is chosen. While somebody is choosing, nothing moves under the hand. Without this script the suggestions are those of
// the page as it was made.

const WAIT = 250 // milliseconds after the last key
const form = document.querySelector("form[data-article]")

form?.addEventListener("desk:renewed", arm)
if (form) arm()

function arm() {
  const about = form.querySelector("[data-about]")
  if (!about || "armed" in about.dataset) return
  about.dataset.armed = ""
  let suggested = about.querySelector("[data-about-choices]").innerHTML
  about.addEventListener("desk:suggested", ({ detail }) => {
    if (detail === suggested || about.contains(document.activeElement) || isOlder(about, detail)) return
    suggested = detail
    about.querySelector("[data-about-choices]").innerHTML = detail
  })
  about.addEventListener("change", ({ target }) => {
    if (!target.matches("[name=subjects]")) return
    if (target.checked && target.closest("[data-about-found]")) choose(about, target)
    sayWhatIsChosen(about)
  })
  const search = about.querySelector("[data-about-search]")
  if (search) letSearch(search)
}

// An answer that was asked for before the last choice knows nothing of it.
function isOlder(about, html) {
  const answer = document.createElement("template")
  answer.innerHTML = html
  const told = [...answer.content.querySelectorAll("[name=subjects][checked]")].map((box) => box.value)
  const chosen = [...about.querySelectorAll("[name=subjects]:checked")].map((box) => box.value)
  return told.length !== chosen.length || told.some((value) => !chosen.includes(value))
}

// What was found moves to what is chosen, and stays under the hand.
function choose(about, box) {
  about.querySelector("[data-about-chosen]").append(box.closest("label"))
  box.focus()
}

function sayWhatIsChosen(about) {
  const titles = [...about.querySelectorAll("[name=subjects]:checked")].map((box) => box.closest("label").querySelector("[data-title]"))
  const words = titles.map((title) => title.textContent.trim()).join(", ")
  if (words) about.closest("[data-fact]").querySelector("[data-words]").textContent = words
}

function letSearch(search) {
  const field = search.querySelector("input")
  const found = search.querySelector("[data-about-found]")
  let timer
  let asked = ""
  search.hidden = false
  field.addEventListener("input", (event) => {
    event.stopPropagation() // it is no part of the text
    clearTimeout(timer)
    timer = setTimeout(ask, WAIT)
  })
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault() // it would send the form
    event.stopPropagation() // and close the fact
    clearTimeout(timer)
    ask()
  })
  async function ask() {
    asked = field.value.trim()
    const query = new URLSearchParams({ q: asked, article: form.dataset.number })
    try {
      const response = await fetch(`${search.dataset.address}?${query}`)
      const html = response.ok ? await response.text() : ""
      if (query.get("q") === asked) found.innerHTML = html
    } catch {
      // desk-unsaved.js reports a lost connection.
    }
  }
}
