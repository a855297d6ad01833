// Photographs on the desk: drop or choose several, watch each go up, order and remove them, choose from the library.
//
// A section with data-tray and data-address holds: [data-drop] with a file input, [role=status], and [data-list], to
// which the server's answer {"html": …} is added. Without this script the files go up with the form.

const gettext = window.gettext || ((text) => text)
const interpolate = window.interpolate || ((text, values) => text.replace(/%\((\w+)\)s/g, (_match, name) => values[name]))

for (const tray of document.querySelectorAll("[data-tray]")) open(tray)

function open(tray) {
  for (const element of tray.querySelectorAll("[data-without-script]")) element.hidden = true
  const drop = tray.querySelector("[data-drop]")
  if (drop) takeFiles(tray, drop)
  for (const row of rows(tray)) arm(row)
  tray.querySelector("[data-list]").addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]")
    if (button) move(tray, button)
  })
  const library = tray.querySelector("[data-library]")
  if (library) openLibrary(tray, library)
}

function takeFiles(tray, drop) {
  const input = drop.querySelector("input[type=file]")
  const on = (name, act) => drop.addEventListener(name, (event) => { event.preventDefault(); act(event) })
  on("dragover", () => drop.classList.add("is-over"))
  on("dragleave", () => drop.classList.remove("is-over"))
  on("drop", (event) => {
    drop.classList.remove("is-over")
    uploadAll(tray, event.dataTransfer.files)
  })
  input.addEventListener("change", () => {
    const files = [...input.files]
    input.value = "" // they go up now, and must not go with the form again
    uploadAll(tray, files)
  })
}

// One after the other: the office's line is thin, and the order stays that of the camera.
async function uploadAll(tray, files) {
  const waiting = [...files].map((file) => [file, announce(tray, file)])
  let taken = 0
  for (const [file, line] of waiting) {
    const answer = await send(tray, { file }, (part) => { line.querySelector("progress").value = part })
    if (answer.html) {
      line.remove()
      taken += 1
      add(tray, answer.html)
    } else {
      refuse(line, answer.error)
    }
  }
  say(tray, interpolate(gettext("Uploaded: %(taken)s of %(number)s"), { taken, number: waiting.length }, true))
}

function announce(tray, file) {
  const line = document.createElement("li")
  line.className = "upload"
  const name = document.createElement("span")
  name.className = "file"
  name.textContent = file.name
  const progress = document.createElement("progress")
  progress.max = 1
  progress.value = 0
  progress.setAttribute("aria-label", interpolate(gettext("Upload of %(name)s"), { name: file.name }, true))
  line.append(name, progress)
  tray.querySelector("[data-list]").append(line)
  return line
}

function refuse(line, sentence) {
  line.classList.add("is-bad")
  line.querySelector("progress").className = "is-bad"
  const words = document.createElement("p")
  words.className = "err"
  words.setAttribute("role", "alert")
  words.textContent = sentence
  line.append(words)
}

function send(tray, values, progress = () => {}) {
  const data = new FormData(tray.matches("form") ? tray : undefined)
  data.delete("files")
  for (const [name, value] of Object.entries(values)) data.set(name, value)
  data.set("number", nextNumber(tray))
  const request = new XMLHttpRequest()
  request.open("POST", tray.dataset.address)
  request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress(event.loaded / event.total)
  })
  return new Promise((resolve) => {
    request.addEventListener("load", () => resolve(answerOf(request)))
    request.addEventListener("error", () => resolve({ error: gettext("It did not arrive. Check the connection and try again.") }))
    request.send(data)
  })
}

function answerOf(request) {
  try {
    return JSON.parse(request.responseText)
  } catch {
    return { error: gettext("The server refused it. Reload the page and try again.") }
  }
}

function rows(tray) {
  return [...tray.querySelectorAll("[data-list] > [data-row]")]
}

function nextNumber(tray) {
  return Math.max(-1, ...rows(tray).map((row) => Number(row.dataset.row))) + 1
}

function add(tray, html) {
  const mould = document.createElement("template")
  mould.innerHTML = html
  const row = mould.content.firstElementChild
  const photo = row.querySelector("[name$='-photo']")?.value
  if (photo && rows(tray).some((other) => other.querySelector("[name$='-photo']").value === photo)) return
  const list = tray.querySelector("[data-list]")
  const firstUpload = list.querySelector(".upload")
  if (firstUpload) firstUpload.before(row)
  else list.append(row)
  arm(row)
  count(tray)
}

function arm(row) {
  for (const button of row.querySelectorAll("[data-move]")) button.hidden = false
  const order = row.querySelector("[data-order]")
  if (order) order.closest("label").hidden = true
  const remove = row.querySelector("[data-remove]")
  remove?.addEventListener("change", () => row.classList.toggle("is-removed", remove.checked))
}

function move(tray, button) {
  const row = button.closest("[data-row]")
  const isUp = button.dataset.move === "up"
  const other = isUp ? row.previousElementSibling : row.nextElementSibling
  if (!other?.matches("[data-row]")) return
  if (isUp) other.before(row)
  else other.after(row)
  button.focus()
  count(tray)
  const place = rows(tray).indexOf(row) + 1
  const told = { name: row.querySelector(".file").textContent, place, number: rows(tray).length }
  say(tray, interpolate(gettext("%(name)s: place %(place)s of %(number)s"), told, true))
}

// The places are what the form sends; they follow the order on the screen.
function count(tray) {
  rows(tray).forEach((row, place) => {
    const order = row.querySelector("[data-order]")
    if (order) order.value = place + 1
  })
  const number = tray.querySelector("[data-count]")
  if (number) number.textContent = rows(tray).length
  tray.dispatchEvent(new Event("input", { bubbles: true }))
}

function say(tray, sentence) {
  tray.querySelector("[data-status]").textContent = sentence
}

function openLibrary(tray, library) {
  const list = library.querySelector("[data-list]")
  const button = library.querySelector("[data-add]")
  const filter = library.querySelector("[data-filter]")
  button.hidden = filter.hidden = false
  button.addEventListener("click", async () => {
    for (const box of library.querySelectorAll("input[type=checkbox]:checked")) {
      const answer = await send(tray, { photo: box.value })
      if (answer.html) {
        add(tray, answer.html)
        box.checked = false
      } else {
        say(tray, answer.error)
      }
    }
  })
  let timer
  filter.addEventListener("input", (event) => {
    event.stopPropagation()
    clearTimeout(timer)
    timer = setTimeout(() => find(library, list, event.target.value), 250)
  })
}

async function find(library, list, words) {
  const answer = await fetch(`${library.dataset.address}?q=${encodeURIComponent(words)}`)
  if (answer.ok) list.innerHTML = await answer.text()
}
