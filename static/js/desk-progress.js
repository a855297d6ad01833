// What says how far something is asks for the page anew every few seconds; when nothing is under way any more, the whole
// page is loaded again.

const EVERY = 3000 // milliseconds
const shown = document.querySelector("[data-progress]")

if (shown) setTimeout(renew, EVERY)

async function renew() {
  try {
    const answer = await fetch(location.href)
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.querySelector("[data-progress]")
    if (answer.ok && !fresh) return location.reload()
    if (fresh) shown.replaceChildren(...fresh.childNodes)
  } catch {
    // without a connection it is asked again
  }
  setTimeout(renew, EVERY)
}
