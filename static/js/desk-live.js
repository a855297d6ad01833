// What goes on while one looks: [data-live] says every how many seconds the server is asked, and is replaced by what the
// same page says by then; a button that had the focus has it afterwards. When it is over, the page comes anew as a whole.

next()

function next() {
  const shown = document.querySelector("[data-live]")
  const seconds = Number(shown?.dataset.live)
  if (seconds) setTimeout(look, seconds * 1000, shown)
}

async function look(shown) {
  try {
    const answer = await fetch(location.pathname)
    const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]")
    if (fresh && !fresh.dataset.live) return location.replace(location.pathname)
    if (fresh) renew(shown, fresh)
  } catch {
    // the line is down, or the server begins anew: the next look tells
  }
  next()
}

function renew(shown, fresh) {
  const pressed = shown.contains(document.activeElement) ? document.activeElement.value : null
  shown.replaceChildren(...fresh.childNodes)
  if (pressed) shown.querySelector(`button[value="${CSS.escape(pressed)}"]`)?.focus({ preventScroll: true })
}
