// The photo archive: found as one types, chosen by keys or clicks, with the captions of what is chosen beside it.
// Without this script the search is a form, and so is the choice.

const PATIENCE_MILLISECONDS = 200
const POLL_MILLISECONDS = 4000

const gettext = window.gettext || ((text) => text)
const interpolate = window.interpolate || ((text, values) => text.replace(/%\((\w+)\)s/g, (_match, name) => values[name]))
const archive = document.querySelector("[data-archive]")
const find = document.querySelector("[data-search]")
const panel = document.querySelector("[data-words-panel]")
const bar = document.querySelector("[data-selection]")

let chosen = [] // the numbers of photographs, in the order in which they were chosen
let timer, request

start()

function start() {
  for (const element of find.querySelectorAll("[data-without-script]")) element.hidden = true
  find.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(() => open(addressOfForm()), PATIENCE_MILLISECONDS)
  })
  find.addEventListener("submit", (event) => {
    event.preventDefault()
    find.querySelector("details").open = false
    open(addressOfForm())
  })
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-kinds] a, .ph__pages a, .calm a")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    open(link.href, { isToTheTop: link.closest(".ph__pages") })
  })
  if (bar) letChoose()
  arm()
  poll()
}

// --- Search ----------------------------------------------------------------------------------------------------------

function addressOfForm() {
  const filled = [...new FormData(find)].filter(([, value]) => value)
  return `${location.pathname}?${new URLSearchParams(filled)}`
}

async function open(address, { isToTheTop = false, isQuiet = false } = {}) {
  request?.abort()
  request = new AbortController()
  archive.setAttribute("aria-busy", "true")
  try {
    const answer = await fetch(address, { signal: request.signal })
    if (!answer.ok || answer.redirected) return location.assign(address)
    show(new DOMParser().parseFromString(await answer.text(), "text/html"))
    if (!isQuiet) history.replaceState(null, "", address)
    if (isToTheTop) archive.scrollIntoView()
  } catch (trouble) {
    if (trouble.name !== "AbortError") document.querySelector("[data-count]").textContent = gettext("No connection. Try again in a moment.")
  } finally {
    archive.removeAttribute("aria-busy")
  }
}

function show(page) {
  for (const place of ["[data-found]", "[data-count]", "[data-kinds]"]) {
    document.querySelector(place).innerHTML = page.querySelector(place).innerHTML
  }
  const typed = document.activeElement
  for (const label of find.querySelectorAll(".ph__choice:has(select)")) {
    const select = label.querySelector("select")
    label.classList.toggle("is-chosen", Boolean(select.value))
  }
  const days = page.querySelector(".ph__dates > summary")
  find.querySelector(".ph__dates > summary").replaceChildren(...days.childNodes)
  for (const input of page.querySelectorAll("[data-search] input[type=hidden]")) find.elements[input.name].value = input.value
  typed?.focus?.()
  arm()
}

// Files that are being made are looked after until all are there.
function poll() {
  setInterval(() => {
    if (document.querySelector("[data-preparing]") && !document.hidden) open(location.href, { isQuiet: true })
  }, POLL_MILLISECONDS)
}

// --- Choice ----------------------------------------------------------------------------------------------------------

function boxes() {
  return [...archive.querySelectorAll("[data-found] input[name=photos][type=checkbox]")]
}

function letChoose() {
  chosen = boxes().filter((box) => box.checked).flatMap(numbers)
  archive.addEventListener("change", (event) => { if (event.target.matches("[name=photos]")) choose([event.target]) })
  archive.addEventListener("keydown", press)
  archive.addEventListener("click", (event) => {
    const all = event.target.closest("[data-all]")
    if (!all) return
    const these = [...all.closest(".phg").querySelectorAll("[name=photos]")]
    const isOn = these.some((box) => !box.checked)
    for (const box of these) box.checked = isOn
    choose(these)
  })
  for (const close of document.querySelectorAll("[data-close]")) {
    close.addEventListener("click", (event) => {
      event.preventDefault()
      chosen = []
      const first = boxes().find((box) => box.checked)
      for (const box of boxes()) box.checked = false
      tell()
      first?.focus()
    })
  }
  bar.querySelector("[data-to-words]").addEventListener("click", (event) => {
    event.preventDefault()
    write(chosen[0])
  })
  // What is chosen may stand on another page of the search, so the form takes all of it along.
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "choose") return
    event.preventDefault()
    const address = new URL(event.submitter.formAction || location.href, location.href)
    location.assign(`${address.pathname}?photos=${chosen.join("-")}`)
  })
  document.addEventListener("captions:now", (event) => {
    for (const card of archive.querySelectorAll("[data-card]")) {
      card.classList.toggle("is-now", Boolean(event.detail.photo) && card.dataset.card.split("-").includes(event.detail.photo))
    }
  })
  document.addEventListener("captions:saved", (event) => event.detail.rows.filter((row) => row.is_saved).forEach(refresh))
}

function numbers(box) {
  return box.value.split("-")
}

function choose(these) {
  for (const box of these) {
    chosen = chosen.filter((number) => !numbers(box).includes(number))
    if (box.checked) chosen.push(...numbers(box))
  }
  tell()
}

function tell() {
  bar.hidden = !chosen.length
  bar.querySelector("[data-selected]").textContent = interpolate(gettext("Chosen: %(number)s"), { number: chosen.length }, true)
  bar.querySelector("[data-several]").hidden = chosen.length < 2
  archive.classList.toggle("has-words", chosen.length > 0)
  panel.dispatchEvent(new CustomEvent("captions:choose", { detail: { photos: [...chosen] } }))
}

function write(photo) {
  panel.dispatchEvent(new CustomEvent("captions:show", { detail: { photo } }))
}

// Arrows lead from one photograph to another; Enter leads to the first caption of what is chosen, this one at least.
function press(event) {
  const box = event.target.closest("[data-found] input[name=photos]")
  if (!box) return
  if (event.key === "Enter") {
    event.preventDefault()
    if (!box.checked) {
      box.checked = true
      choose([box])
    }
    return write(chosen[0])
  }
  const all = boxes()
  const columns = all.findIndex((other) => top(other) > top(all[0]))
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key]
  const next = by && all[all.indexOf(box) + by]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function top(box) {
  return box.closest("[data-card]").offsetTop
}

function refresh({ photo, caption, task }) {
  const card = archive.querySelector(`[data-card][data-photo="${photo}"]`)
  if (!card) return
  card.querySelector("[data-caption]").textContent = caption
  if (!task) card.querySelector("b[data-task]")?.remove()
}

function arm() {
  if (!bar) return
  for (const all of archive.querySelectorAll("[data-all]")) all.hidden = false
  for (const box of boxes()) box.checked = numbers(box).every((number) => chosen.includes(number))
  bar.hidden = !chosen.length
  if (chosen.length) tell()
}
