// A page about a text (its review, a confirmation, its history, a translation) says when the text has changed since the
// page was made: at the hour of a schedule, or because a colleague saved or acted. What is typed stays. A button that
// would be refused now, because what it is about is not what is shown, is taken away: [data-acts].
//
//   <div data-follows="address" data-mark="…" data-next-at="…" data-now="…" hidden> <span data-states></span> …
//
// The mark names each edition with its version and state (desk/base/article_status.py).

const notice = document.querySelector("[data-follows]")
const EVERY = 10_000
const LONGEST_TIMER = 2 ** 31 - 1
let shown = notice.dataset.mark
let timer

setInterval(look, EVERY)
document.addEventListener("visibilitychange", () => { if (!document.hidden) look() })
wakeAt(notice.dataset.nextAt, notice.dataset.now)

function wakeAt(next, now) {
  clearTimeout(timer)
  if (next) timer = setTimeout(look, Math.min(Math.max(new Date(next) - new Date(now), 0) + 500, LONGEST_TIMER))
}

async function look() {
  if (document.hidden) return
  try {
    const response = await fetch(notice.dataset.follows)
    if (response.ok) tell(await response.json())
    else await response.body?.cancel() // otherwise the connection stays open
  } catch {
    // Without a connection it is asked again later.
  }
}

function tell({ mark, states, next_at: next, now }) {
  wakeAt(next, now)
  if (mark === shown) return
  shown = mark
  notice.querySelector("[data-states]").textContent = states
  notice.hidden = false
  if (isAnother(mark)) for (const button of document.querySelectorAll("[data-acts]")) button.hidden = true
}

// Whether any of the editions that the page's form is about stands otherwise now.
function isAnother(mark) {
  const before = notice.dataset.mark.split(" ")
  const now = mark.split(" ")
  const about = [...document.querySelectorAll("input[name^=seen-]")].map((field) => `${field.name.slice(5)}.`)
  return before.some((part) => about.some((start) => part.startsWith(start)) && !now.includes(part))
}
