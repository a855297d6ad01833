// What a form would change for readers, shown beside it as one types. Without this script a button shows it.

const WAIT = 400
const form = document.querySelector("[data-looked]")?.closest("form")
let waiting

for (const kind of ["input", "change"]) form?.addEventListener(kind, lookSoon)

function lookSoon() {
  clearTimeout(waiting)
  waiting = setTimeout(look, WAIT)
}

async function look() {
  const sent = new FormData(form)
  sent.set("_look", "1")
  const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent) }).catch(() => null)
  if (!response?.ok) return
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  const fresh = page.querySelector("[data-looked]")
  if (fresh) form.querySelector("[data-looked]").replaceChildren(...fresh.childNodes)
}
