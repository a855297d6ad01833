// A meeting's page: “all present”, the number of those ticked, and what another day brings with it. Without this script
// a button saves with all present, and another day brings its representatives when the page is saved.

const form = document.getElementById("meeting_form")

const who = form?.querySelector("[data-who]") // missing where the meeting is shown to be read
if (who) {
  prepare(who)
  who.addEventListener("change", () => count(who))
  form.elements.held_on?.addEventListener("change", (event) => bring(event.target.value, who))
  form.elements.chaired_by?.addEventListener("change", (event) => tickChair(event.target.value, who))
}

// The line of the folded list says what is ticked in it.
const bodies = form?.querySelector("[data-bodies]")
bodies?.addEventListener("change", () => {
  const names = [...bodies.querySelectorAll("label:has(:checked)")].map((label) => label.textContent.trim())
  bodies.querySelector("summary b").textContent = names.join(", ")
})

function prepare(who) {
  const all = who.querySelector("[data-all-present]")
  if (!all) return
  all.hidden = false
  all.addEventListener("click", () => {
    for (const tick of who.querySelectorAll("[data-pick] [data-known]")) tick.checked = true
    count(who)
    form.dispatchEvent(new Event("input", { bubbles: true }))
  })
  count(who)
}

function count(who) {
  const place = who.querySelector("[data-count]")
  const ticks = [...who.querySelectorAll("[data-pick] li input[type=checkbox]:not([name*=capacity])")]
  if (place) place.textContent = `${ticks.filter((tick) => tick.checked).length} / ${ticks.length}`
}

// Whoever chairs was there.
function tickChair(value, who) {
  const [kind, number] = value.split("-")
  const tick = who.querySelector(`[data-pick] li[data-${kind || "none"}="${number}"] input[type=checkbox]`)
  if (tick) tick.checked = true
  count(who)
}

async function bring(day, who) {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return
  const asked = new URLSearchParams({ on: day, meeting: form.dataset.meeting })
  const response = await fetch(`${form.dataset.day}?${asked}`).catch(() => null)
  if (!response?.ok || form.elements.held_on.value !== day) return
  const { weekday, chairs, who: list = "", papers } = await response.json()
  const label = form.querySelector(`label[for="${form.elements.held_on.id}"]`)
  label.dataset.name ??= label.textContent
  label.textContent = `${label.dataset.name}, ${weekday}`
  const chosen = form.elements.chaired_by.value
  form.elements.chaired_by.innerHTML = chairs
  form.elements.chaired_by.value = chosen
  if (form.elements.chaired_by.selectedIndex < 0) form.elements.chaired_by.value = ""
  const ticked = new Set([...who.querySelectorAll("li:has(input:checked)")].map(keyOf))
  who.innerHTML = list
  for (const row of who.querySelectorAll("[data-pick] li")) {
    if (ticked.has(keyOf(row))) row.querySelector("input[type=checkbox]").checked = true
  }
  bringPapers(papers)
  const later = form.querySelector("[data-later]")
  if (later) later.hidden = Boolean(list)
  prepare(who)
}

// The documents change with the day only if the meeting becomes one that was held, or one to come. What is typed stays.
function bringPapers(html) {
  const place = form.querySelector("[data-papers]")
  const fresh = document.createRange().createContextualFragment(html)
  const isHeld = (part) => Boolean(part.querySelector("[data-held]"))
  if (place.firstElementChild && isHeld(place) === isHeld(fresh)) return
  const typed = [...place.querySelectorAll("[data-new-row] [data-names]")].map((field) => field.value).filter(Boolean)
  place.replaceChildren(fresh)
  for (const title of typed) {
    const field = [...place.querySelectorAll("[data-new-row] [data-names]")].at(-1)
    field.value = title
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }
}

const keyOf = (row) => `${row.dataset.state}|${row.dataset.person}`
