// The day on the desk's first page: the line of the present moment moves on, and what goes out says so when the hour
// strikes, without a reload.
//
//   <section data-day data-now="2018-11-27T15:42+03:00" data-is-out="…" data-is-going="…"> … <p role="status">
//     <li class="is-next" data-due><time datetime="…"> … <b data-left>1 h 58 min</b></li>
//     <li class="day__now"><time data-clock>15:42</time>
//
// data-now is the server's time when it made the page; its difference from the browser's is taken into account.

const MINUTE = 60_000
const SECOND = 1000
const language = document.documentElement.lang || undefined
const day = document.querySelector("[data-day]")

if (day) {
  const server = new Date(day.dataset.now).getTime()
  const opened = Date.now()
  const goOn = () => renew(server + Date.now() - opened)
  goOn()
  setInterval(goOn, SECOND)
}

function renew(now) {
  for (const item of day.querySelectorAll("[data-due]")) {
    const left = Math.ceil((new Date(item.querySelector("time").dateTime) - now) / MINUTE)
    const state = left > 0 ? "is-next" : left > -1 ? "is-going" : "is-out"
    if (item.className !== state && state !== "is-next") tell(item, state)
    item.className = state
    const words = state === "is-going" ? day.dataset.isGoing : day.dataset.isOut
    put(item.querySelector("[data-left]"), left > 0 ? inWords(left) : words)
  }
  moveTheLine(now)
}

function tell(item, state) {
  const words = state === "is-going" ? day.dataset.isGoing : day.dataset.isOut
  day.querySelector("[role=status]").textContent = `${item.querySelector("a").textContent}: ${words}`
}

function moveTheLine(now) {
  const line = day.querySelector(".day__now")
  const clock = new Intl.DateTimeFormat("ru", { hour: "2-digit", minute: "2-digit", timeZone: day.dataset.zone })
  put(line.querySelector("[data-clock]"), clock.format(now))
  const next = [...line.parentElement.children].find((item) => {
    const time = item.querySelector("time:not([data-clock])")
    return time && new Date(time.dateTime) > now
  })
  if (next ? line.nextElementSibling !== next : line.nextElementSibling) line.parentElement.insertBefore(line, next ?? null)
}

function put(element, words) {
  if (element.textContent !== words) element.textContent = words
}

function inWords(minutes) {
  const hours = Math.floor(minutes / 60)
  const parts = hours ? [[hours, "hour"], [minutes % 60, "minute"]] : [[minutes, "minute"]]
  return parts.map(([number, unit]) => counted(number, unit)).join(" ")
}

function counted(number, unit) {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(number)
}
