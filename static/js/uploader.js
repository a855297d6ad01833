// Photographs on the desk: drop, choose or paste several, with progress, order, remove, or choose from the library.
//
// A section with data-tray and data-address holds: [data-drop] with a file input, [role=status], and [data-list], to
// which the server's answer {"html": …} is added; optionally [data-overall], a <progress> for all of them. With
// data-paste it accepts pictures from the clipboard too. Without this script the files are sent with the form.

const MAX_PARALLEL_UPLOADS = 2 // the office's connection is slow
const TRIES = 3
const TIMEOUT_MILLISECONDS = 120_000 // without an answer
const UNNUMBERED = 9999 // a row gets its number when it is added, because several are uploaded at once

const gettext = window.gettext || ((text) => text)
const interpolate = window.interpolate || ((text, values) => text.replace(/%\((\w+)\)s/g, (_match, name) => values[name]))

openAll()
document.addEventListener("desk:renewed", openAll)

function openAll() {
  for (const tray of document.querySelectorAll("[data-tray]")) open(tray)
}

function open(tray) {
  for (const element of tray.querySelectorAll("[data-without-script]")) element.hidden = true
  const drop = tray.querySelector("[data-drop]")
  if (drop) takeFiles(tray, drop)
  tray.addEventListener("desk:moved", ({ target, detail }) => {
    tray.dispatchEvent(new Event("input", { bubbles: true }))
    const told = { name: target.querySelector(".file").textContent, ...detail }
    say(tray, interpolate(gettext("%(name)s: place %(place)s of %(number)s"), told, true))
  })
  tray.addEventListener("desk:ticked", ({ detail }) => addTicked(tray, detail.boxes))
}

function takeFiles(tray, drop) {
  const input = drop.querySelector("input[type=file]")
  const on = (name, act) => drop.addEventListener(name, (event) => { event.preventDefault(); act(event) })
  on("dragover", () => drop.classList.add("is-over"))
  on("dragleave", () => drop.classList.remove("is-over"))
  on("drop", (event) => {
    drop.classList.remove("is-over")
    queueUp(tray, event.dataTransfer.files)
  })
  input.addEventListener("change", () => {
    const files = [...input.files]
    input.value = "" // they are uploaded now, and must not be sent with the form again
    queueUp(tray, files)
  })
  if ("paste" in tray.dataset) {
    document.addEventListener("paste", (event) => {
      if (!event.clipboardData?.files.length) return
      event.preventDefault()
      queueUp(tray, event.clipboardData.files)
    })
  }
}

// The uploads of each tray: waiting files, the number being sent, and what was sent until now.
const queues = new WeakMap()

function queueUp(tray, files) {
  if (!files.length) return
  if (!queues.has(tray)) queues.set(tray, { waiting: [], sending: 0, uploads: [] })
  const queue = queues.get(tray)
  if (!queue.sending) queue.uploads = []
  for (const file of files) {
    const upload = { file, line: announce(tray, file), part: 0, isTaken: false }
    queue.waiting.push(upload)
    queue.uploads.push(upload)
  }
  while (queue.sending < MAX_PARALLEL_UPLOADS && queue.waiting.length) work(tray, queue)
}

async function work(tray, queue) {
  queue.sending += 1
  while (queue.waiting.length) await upload(tray, queue, queue.waiting.shift())
  queue.sending -= 1
}

async function upload(tray, queue, upload) {
  const { file, line } = upload
  const answer = await sendPatiently(tray, { file }, (part) => {
    line.querySelector("progress").value = upload.part = Math.min(part, 0.99) // complete when the server has answered
    tell(tray, queue)
  })
  upload.part = 1
  if (answer.html) {
    upload.isTaken = true
    add(tray, answer.html, line)
    tray.dispatchEvent(new CustomEvent("upload:taken", { detail: answer }))
  } else {
    refuse(line, answer, () => {
      Object.assign(upload, { line: announce(tray, file, line), part: 0 })
      if (!queue.uploads.includes(upload)) queue.uploads.push(upload)
      queue.waiting.push(upload)
      if (queue.sending < MAX_PARALLEL_UPLOADS) work(tray, queue)
    })
  }
  tell(tray, queue)
}

function tell(tray, queue) {
  const overall = tray.querySelector("[data-overall]")
  const number = queue.uploads.length
  const done = queue.uploads.reduce((sum, upload) => sum + upload.part, 0)
  const taken = queue.uploads.filter((upload) => upload.isTaken).length
  if (overall) {
    overall.hidden = false
    overall.max = number
    overall.value = done
    overall.classList.toggle("is-done", taken === number)
  }
  if (done < number) return
  tray.dispatchEvent(new CustomEvent("upload:done"))
  say(tray, interpolate(gettext("Uploaded: %(taken)s of %(number)s"), { taken, number }, true))
}

function announce(tray, file, inPlaceOf = null) {
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
  if (inPlaceOf) inPlaceOf.replaceWith(line)
  else tray.querySelector("[data-list]").append(line)
  return line
}

function refuse(line, answer, tryAgain) {
  line.classList.add("is-bad")
  line.querySelector("progress").className = "is-bad"
  const words = document.createElement("p")
  words.className = "err"
  words.setAttribute("role", "alert")
  words.textContent = answer.error
  line.append(words)
  if (!answer.isLost) return
  const button = document.createElement("button")
  button.type = "button"
  button.className = "btn btn--quiet"
  button.textContent = gettext("Try again")
  button.addEventListener("click", tryAgain)
  line.append(button)
}

// Retry after a broken connection, a timeout or a server error, but not after a refusal.
async function sendPatiently(tray, values, progress) {
  let answer
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    answer = await send(tray, { ...values, number: UNNUMBERED }, progress)
    if (!answer.isLost) break
    if (attempt < TRIES) await new Promise((resolve) => setTimeout(resolve, 500 * attempt))
  }
  return answer
}

function send(tray, values, progress = () => {}) {
  const data = new FormData(tray.matches("form") ? tray : undefined)
  data.delete("files")
  data.delete("photos")
  data.set("beside", rows(tray).map((row) => row.dataset.photo).join("-")) // these are no news to each other
  for (const name of [...data.keys()]) if (/^photo-\d+-/.test(name)) data.delete(name) // the rows need not be sent
  for (const [name, value] of Object.entries(values)) data.set(name, value)
  const request = new XMLHttpRequest()
  request.open("POST", tray.dataset.address)
  request.timeout = TIMEOUT_MILLISECONDS
  request.setRequestHeader("X-CSRFToken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress(event.loaded / event.total)
  })
  const lost = { error: gettext("It did not arrive. Check the connection and try again."), isLost: true }
  return new Promise((resolve) => {
    request.addEventListener("load", () => resolve(request.status < 500 ? answerOf(request) : lost))
    for (const name of ["error", "timeout", "abort"]) request.addEventListener(name, () => resolve(lost))
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

function add(tray, html, line = null) {
  const mould = document.createElement("template")
  const number = nextNumber(tray)
  mould.innerHTML = html.replaceAll(`photos-${UNNUMBERED}-`, `photos-${number}-`).replace(`data-row="${UNNUMBERED}"`, `data-row="${number}"`)
  const row = mould.content.firstElementChild
  if (rows(tray).some((other) => other.dataset.photo === row.dataset.photo)) return line?.remove()
  if (line) line.replaceWith(row)
  else tray.querySelector("[data-list]").append(row)
  count(tray)
}

// Set the position fields from the order on the screen.
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

async function addTicked(tray, boxes) {
  for (const box of boxes) {
    const answer = await sendPatiently(tray, { photo: box.value })
    if (answer.html) {
      add(tray, answer.html)
      box.checked = false
    } else {
      say(tray, answer.error)
    }
  }
}
