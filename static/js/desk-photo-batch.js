// The page of an upload: each photograph that arrives gets its card and its captions, those that look alike become one
// stack, and what is written for all is shown in the empty fields of each.
// Without this script all of it is there when the page is shown again.

const form = document.querySelector("form[data-batch]")

if (form) {
  const panel = form.querySelector("[data-words-panel]")
  form.addEventListener("upload:taken", (event) => {
    form.querySelector("[data-archive]").classList.add("has-words")
    form.querySelector("[data-common]").open = false
    panel.dispatchEvent(new CustomEvent("captions:add", { detail: { html: event.detail.words } }))
  })
  form.addEventListener("upload:done", () => {
    putInOrder(panel)
    stack()
  })
  form.addEventListener("click", (event) => {
    const card = event.target.closest("[data-to-words]")
    if (!card) return
    event.preventDefault()
    panel.dispatchEvent(new CustomEvent("captions:show", { detail: { photo: card.dataset.toWords } }))
  })
  document.addEventListener("captions:now", (event) => {
    for (const card of form.querySelectorAll("[data-card]")) {
      card.classList.toggle("is-now", card.dataset.card.split("-").includes(event.detail.photo))
    }
  })
  document.addEventListener("captions:saved", stack)
  form.addEventListener("click", keepAll)
  document.querySelector("[data-next]").addEventListener("click", (event) => {
    if (event.target.closest("[data-to-album]")) form.querySelector("[data-common]").open = true
  })
  showWhatIsCommon()
  warnBeforeLosingWords()
}

// Several are uploaded at once, and a later one may arrive first: captions and album are to follow the camera's order.
function putInOrder(panel) {
  const photos = [...form.querySelectorAll("[data-list] > [data-card]")].flatMap((card) => card.dataset.card.split("-"))
  panel.dispatchEvent(new CustomEvent("captions:order", { detail: { photos } }))
}

// Fetch the cards anew, as the server groups them, and the next steps.
async function stack() {
  const list = form.querySelector("[data-list]")
  const numbers = [...form.querySelectorAll("[name=photos]")].map((input) => input.value)
  if (!numbers.length) return
  try {
    const answer = await fetch(`${list.dataset.cards}?photos=${numbers.join("-")}`)
    if (!answer.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const now = list.querySelector(".is-now")?.dataset.photo
    for (const card of list.querySelectorAll("[data-card]")) card.remove()
    list.prepend(...page.querySelectorAll("[data-list] > [data-card]"))
    list.querySelector(`[data-photo="${now}"]`)?.classList.add("is-now")
    document.querySelector("[data-next]").innerHTML = page.querySelector("[data-next]").innerHTML
  } catch {
    // Without a line the cards stay as they are.
  }
}

async function keepAll(event) {
  const button = event.target.closest("[form=keep]")
  if (!button) return
  event.preventDefault()
  const data = new FormData(button.form)
  data.set("photos", button.value)
  await fetch(button.form.getAttribute("action"), { method: "POST", body: data }) // it has a field “action”, too
  stack()
}

function showWhatIsCommon() {
  const common = form.querySelectorAll(".batch__common [name]")
  const show = ({ name, value }) => {
    for (const field of form.querySelectorAll(`.words__more [name$="-${CSS.escape(name)}"]`)) field.placeholder = value
  }
  for (const field of common) field.addEventListener("input", () => show(field))
}

function warnBeforeLosingWords() {
  let isChanged = false
  form.querySelector(".batch__common").addEventListener("input", () => { isChanged = true })
  form.addEventListener("submit", () => { isChanged = false })
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault()
  })
}
