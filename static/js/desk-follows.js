// A page about a text (its review, a confirmation, its history, a translation) says when the text has changed since the
// page was made: at the hour of a schedule, or because a colleague saved or acted. What is typed stays. A button that
// would be refused now, because what it is about is not what is shown, is taken away: [data-acts].
//
//   <div data-follows="address" data-mark="…" data-next-at="…" data-now="…" hidden> <span data-states></span> …
//
// desk-hour.js says when the hour has come. The mark names each edition with its version and state (desk/base/article_status.py).

const notice = document.querySelector("[data-follows]")
const EVERY = 10_000
let shown = notice.dataset.mark

setInterval(look, EVERY)
document.addEventListener("visibilitychange", () => { if (!document.hidden) look() })
notice.addEventListener("desk:hour", look)

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

function tell({ mark, states, next_at: nextAt, now }) {
  Object.assign(notice.dataset, { nextAt, now })
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
