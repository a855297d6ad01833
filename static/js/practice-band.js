// In the last half hour before a practice newsroom is emptied, every open page of its desk says so (desk/base/_practice.html).
// The browser's clock may be wrong: only the time that has passed since the page came is taken from it.

const TOLD_BEFORE = 30 * 60_000
const soon = document.querySelector("[data-practice] [data-soon]")
const time = soon?.querySelector("time")
const came = Date.now()

if (time) {
  look()
  setInterval(look, 15_000)
  document.addEventListener("visibilitychange", look)
}

function look() {
  const left = new Date(time.dateTime) - new Date(time.dataset.now) - (Date.now() - came)
  soon.hidden = left > TOLD_BEFORE
}
