// The panel for the captions of many photographs: one at a time with its picture large, from one to the next by keys,
// saved by itself on the way. What is typed stays in this browser until the server has it.
// Without this script the panel is a form: links lead from one photograph to the next, and Save saves all of them.
//
// On [data-words-panel]: "captions:choose" with {photos} says which photographs it is for, "captions:show" with {photo}
// which one is to be written about, "captions:order" with {photos} in which order they stand. It answers on the document
// with "captions:now" {photo} and "captions:saved" {rows}.

const PREFIX = "desk-captions:"
const RETRY_MILLISECONDS = 4000
const AHEAD = 3 // rows that are fetched at once

const gettext = window.gettext || ((text) => text)
const interpolate = window.interpolate || ((text, values) => text.replace(/%\((\w+)\)s/g, (_match, name) => values[name]))
const panel = document.querySelector("[data-words-panel]")

let order = [] // the numbers of the photographs that were chosen
let now = null
let waiting = null // the save that is tried again until the server answers
const list = panel?.querySelector("[data-rows-list]")

if (panel) start()

function start() {
  order = rows().map((row) => row.dataset.photo)
  list.classList.add("is-live")
  panel.querySelector("[data-keys]").hidden = false
  for (const row of rows()) arm(row)
  panel.addEventListener("captions:choose", (event) => choose(event.detail.photos))
  panel.addEventListener("captions:show", (event) => show(event.detail.photo, true))
  panel.addEventListener("click", click)
  panel.addEventListener("input", typed)
  panel.addEventListener("keydown", press)
  window.addEventListener("online", () => waiting?.())
  let isSent = false
  panel.closest("form")?.addEventListener("submit", () => { isSent = true })
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && rows().some(isTyped)) event.preventDefault()
  })
  const wrong = rows().find((row) => row.classList.contains("is-bad"))
  if (order.length) show(wrong?.dataset.photo ?? location.hash.replace("#words-", "") ?? order[0], false)
  panel.addEventListener("captions:add", (event) => add(event.detail.html))
  panel.addEventListener("captions:order", (event) => putInOrder(event.detail.photos))
}

// --- Rows ------------------------------------------------------------------------------------------------------------

function rows() {
  return [...list.querySelectorAll(":scope > [data-row]")]
}

function rowOf(photo) {
  return list.querySelector(`:scope > [data-photo="${photo}"]`)
}

function choose(photos) {
  for (const row of rows()) if (!photos.includes(row.dataset.photo)) row.remove()
  order = photos
  panel.hidden = !order.length
  if (!order.includes(now)) now = null
  if (order.length) show(now ?? order[0], false)
  else tellWhichIsNow()
}

function add(html) {
  const mould = document.createElement("template")
  mould.innerHTML = html
  for (const offer of mould.content.querySelectorAll("datalist")) if (!document.getElementById(offer.id)) panel.append(offer)
  for (const row of mould.content.querySelectorAll("[data-row]")) {
    if (rowOf(row.dataset.photo)) continue
    list.append(row)
    arm(row)
    if (!order.includes(row.dataset.photo)) order.push(row.dataset.photo)
  }
  panel.hidden = false
  if (!now) show(order[0], false)
  else tellWhichIsNow()
}

// The form is sent in the order of its rows.
function putInOrder(photos) {
  const typing = document.activeElement
  order = photos.filter(rowOf)
  list.append(...order.map(rowOf))
  typing?.focus({ preventScroll: true })
  tellWhichIsNow()
}

async function fetchFrom(photo) {
  const start = order.indexOf(photo)
  const missing = order.slice(start, start + AHEAD).filter((other) => !rowOf(other))
  if (!missing.length) return
  try {
    const offers = document.querySelector("#known-people") ? "" : "&offers=1"
    const answer = await fetch(`${panel.dataset.rows}?photos=${missing.join("-")}${offers}`)
    if (answer.ok) add(await answer.text())
  } catch {
    say(gettext("No connection: the next photographs cannot be shown yet."))
  }
}

function arm(row) {
  row.initial = written(row)
  equip(row)
  putBack(row)
}

function equip(row) {
  for (const own of row.querySelectorAll("[data-own]")) own.hidden = false
}

async function show(photo, isToBeWritten) {
  photo = order.includes(String(photo)) ? String(photo) : order[0]
  if (!photo) return
  now = photo
  if (!rowOf(photo)) await fetchFrom(photo)
  else fetchFrom(photo)
  if (!rowOf(photo) || now !== photo) return
  for (const row of rows()) row.classList.toggle("is-now", row.dataset.photo === now)
  tellWhichIsNow()
  list.scrollTop = 0
  if (isToBeWritten) rowOf(now).querySelector("textarea, input:not([type=hidden])")?.focus({ preventScroll: false })
}

function tellWhichIsNow() {
  const total = order.length
  const title = panel.querySelector("#words-title")
  if (title) title.textContent = interpolate(gettext("Captions: %(total)s"), { total }, true)
  const row = now && rowOf(now)
  if (row) row.querySelector("[data-place]").textContent = interpolate(gettext("%(place)s of %(total)s"), { place: order.indexOf(now) + 1, total }, true)
  const save = panel.querySelector("[data-save-seen]")
  if (save) save.textContent = total > 1 ? gettext("Save and next") : gettext("Save")
  const same = panel.querySelector("[data-same]")
  if (same) {
    same.hidden = total < 2
    same.querySelector("span").textContent = interpolate(gettext("The same caption for all %(total)s"), { total }, true)
  }
  document.dispatchEvent(new CustomEvent("captions:now", { detail: { photo: order.length ? now : null } }))
}

function step(by) {
  const place = order.indexOf(now)
  show(order[(place + by + order.length) % order.length], false)
}

// --- Keys and clicks -------------------------------------------------------------------------------------------------

function click(event) {
  const button = event.target.closest("[data-save], [data-confirm]")
  if (button) {
    event.preventDefault()
    saveAndGoOn(button.matches("[data-confirm]"))
  }
  const link = event.target.closest("[data-step]")
  if (link) {
    event.preventDefault()
    step(Number(link.dataset.step))
  }
  const own = event.target.closest("[data-own]")
  if (own) own.closest("[data-row]").querySelector("textarea").focus()
}

function press(event) {
  const isText = event.target.matches("textarea, input:not([type=checkbox], [type=radio])")
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    saveAndGoOn(false)
  } else if (!isText && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    event.preventDefault()
    step(event.key === "ArrowLeft" ? -1 : 1)
  }
}

// --- What is typed ---------------------------------------------------------------------------------------------------

function fields(row) {
  return [...row.querySelectorAll("[name]")].filter((field) => !field.matches("button, [type=radio]:not(:checked)"))
}

function written(row) {
  return JSON.stringify(fields(row).filter((field) => field.type !== "hidden").map((field) => [field.name, field.value]))
}

function isTyped(row) {
  return written(row) !== row.initial
}

function typed(event) {
  const row = event.target.closest("[data-row]")
  if (!row) return
  document.dispatchEvent(new CustomEvent("captions:typed"))
  try {
    if (isTyped(row)) localStorage.setItem(keyOf(row), written(row))
    else localStorage.removeItem(keyOf(row))
  } catch {
    // The browser keeps nothing: the warning before leaving remains.
  }
}

function keyOf(row) {
  return `${PREFIX}${panel.dataset.user}:${row.dataset.photo}`
}

function putBack(row) {
  const kept = localStorage.getItem(keyOf(row))
  if (!kept || kept === row.initial) return
  for (const [name, value] of JSON.parse(kept)) {
    const field = fields(row).find((other) => other.name === name)
    if (field) field.value = value
  }
  say(gettext("What you typed before is here again, not saved yet."))
}

// --- Saving ----------------------------------------------------------------------------------------------------------

async function saveAndGoOn(isConfirmed) {
  const current = rowOf(now)
  if (!current) return
  const same = panel.querySelector("[data-same] input")
  if (same?.checked) {
    await fetchAll()
    giveToAll(current)
  }
  const photo = now
  if (!(await save(same?.checked ? rows() : [current], isConfirmed))) return
  if (same) same.checked = false
  if (isConfirmed) return
  const next = order[order.indexOf(photo) + 1]
  if (next && now === photo) show(next, true)
  else if (!next) say(gettext("Saved. That was the last one."))
}

async function fetchAll() {
  for (const photo of order) if (!rowOf(photo)) await fetchFrom(photo)
}

function giveToAll(from) {
  for (const row of rows()) {
    if (row === from) continue
    for (const field of fields(from)) {
      const [, name] = field.name.match(/^photo-\d+-(caption_.+)$/) ?? []
      const target = name && row.querySelector(`[name="photo-${row.dataset.photo}-${name}"]`)
      if (target) target.value = field.value
    }
  }
}

async function save(which, isConfirmed) {
  const sent = new Map(which.map((row) => [row.dataset.photo, written(row)]))
  const data = new FormData()
  data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  for (const row of which) for (const field of fields(row)) data.append(field.name, field.value)
  if (isConfirmed) data.set("confirm", now)
  say(gettext("Saving…"))
  const answer = await sendUntilAnswered(data)
  if (!answer) return false
  for (const row of answer.rows) take(row, sent.get(String(row.photo)))
  document.dispatchEvent(new CustomEvent("captions:saved", { detail: answer }))
  const isSaved = answer.rows.every((row) => row.is_saved)
  say(isSaved ? gettext("Saved") : gettext("Not saved: see what is marked."))
  return isSaved
}

// The words are the same each time they are sent, so that a second arrival changes nothing.
async function sendUntilAnswered(data) {
  for (;;) {
    try {
      const answer = await fetch(panel.dataset.address, { method: "POST", body: data, headers: { Accept: "application/json" } })
      if (answer.ok || answer.status === 400) return await answer.json()
      if (answer.status < 500) {
        say(gettext("Log in again: until then it is kept in this browser"))
        return null
      }
    } catch {
      // Without a line, or the answer was no JSON: it is tried again.
    }
    say(gettext("No connection: kept in this browser, saved as soon as it is back."))
    await new Promise((resolve) => {
      waiting = resolve
      setTimeout(resolve, RETRY_MILLISECONDS)
    })
    waiting = null
  }
}

// Put the row that the server made in the place of the one that was sent, unless somebody has typed on meanwhile.
function take({ photo, is_saved: isSaved, row: html }, sent) {
  const old = rowOf(photo)
  if (!old) return
  const mould = document.createElement("template")
  mould.innerHTML = html
  const fresh = mould.content.querySelector("[data-row]")
  if (isSaved) localStorage.removeItem(keyOf(old))
  if (written(old) === sent) {
    fresh.classList.toggle("is-now", String(photo) === now)
    const place = old.querySelector("[data-place]").textContent
    const at = old.contains(document.activeElement) && document.activeElement.name
    bring(old, fresh)
    old.replaceWith(fresh)
    equip(fresh)
    fresh.initial = isSaved ? written(fresh) : old.initial
    fresh.querySelector("[data-place]").textContent = place
    if (at) fresh.querySelector(`[name="${at}"]`)?.focus()
  } else {
    for (const field of fresh.querySelectorAll("input[type=hidden]")) {
      const there = field.name !== "photos" && old.querySelector(`[name="${field.name}"]`)
      if (there) there.value = field.value
    }
    old.initial = written(fresh)
  }
}

// What the page of an upload knows beyond the words: what a photograph got from the common fields, and its look-alikes.
function bring(old, fresh) {
  const given = `[name$="-given"]`
  fresh.querySelector(given).value = old.querySelector(given).value
  const alike = old.querySelector(".words__alike")
  if (alike) fresh.append(alike)
}

function say(words) {
  const line = panel.querySelector("[data-said]")
  if (line) line.textContent = words
}
