// Logging in again in a dialog if the session ends while somebody writes.
//
// If a form is sent after the session has ended, a dialog opens, and desk-sending.js sends the form after the log-in.
// Listens to "desk:session-ended" and "desk:log-in-first" from the form, and dispatches "desk:session-back".

const gettext = window.gettext || ((text) => text)
const form = document.querySelector("form[data-article]")
const TIMEOUT_MILLISECONDS = 10_000
const MAX_FORM_BYTES = 15_000_000 // somewhat below the server's limit for text
let press = null // {send, stop} of the form that waits for the log-in (desk-sending.js)

if (form) {
  const dialog = document.querySelector("[data-log-in]")
  form.addEventListener("submit", refuseWhatIsTooLong, { capture: true })
  form.addEventListener("desk:session-ended", () => show("[data-session-ended]", true))
  form.addEventListener("desk:log-in-first", (event) => {
    event.preventDefault()
    press = event.detail
    dialog.showModal()
  })
  document.querySelector("[data-open-log-in]").addEventListener("click", () => dialog.showModal())
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => { press?.stop() })
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault()
    logIn(dialog)
  })
}

function refuseWhatIsTooLong(event) {
  if (weight() <= MAX_FORM_BYTES) return
  event.preventDefault()
  event.stopImmediatePropagation()
  tell(gettext("This is too long to be sent: more than 15 MB of text. Nothing was sent. Shorten it first."))
}

function weight() {
  return new Blob([...new FormData(form).values()].filter((value) => typeof value === "string")).size
}

async function whoAmI() {
  try {
    const response = await fetch(form.dataset.keep, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) })
    if (response.ok) return await response.json()
    await response.body?.cancel()
    // For any other response, send the form and show the server's page.
    return { hasEnded: response.status === 401, you: response.status !== 401 && response.status < 500 }
  } catch {
    return {}
  }
}

async function logIn(dialog) {
  const refusal = dialog.querySelector("[data-refusal]")
  refusal.hidden = true
  const fields = dialog.querySelector("form")
  const code = fields.elements.code
  // The user may have logged in in another window meanwhile.
  const wasAsked = !code.disabled
  const sentence = wasAsked && (await whoAmI()).you ? "" : await tryToLogIn(fields, wasAsked ? code.dataset.action : fields.action)
  if (sentence) {
    refusal.textContent = sentence
    refusal.hidden = false
    return
  }
  if ((await whoAmI()).hasEnded) {
    askForCode(dialog, !wasAsked)
    return
  }
  askForCode(dialog, false)
  const after = press
  press = null
  dialog.querySelector("[type=password]").value = ""
  dialog.close()
  show("[data-session-ended]", false)
  const isSame = await tellIfSomebodyElse()
  form.dispatchEvent(new CustomEvent("desk:session-back"))
  if (isSame) after?.send()
  else after?.stop()
}

// The password was right: either the second factor comes next, or the log-in is complete.
function askForCode(dialog, isAsked) {
  for (const step of dialog.querySelectorAll("[data-second-step]")) step.hidden = !isAsked
  for (const step of dialog.querySelectorAll("[data-first-step]")) step.hidden = isAsked
  for (const field of dialog.querySelectorAll("[data-first-step] input")) field.disabled = isAsked
  const code = dialog.querySelector("[name=code]")
  code.value = ""
  code.disabled = !isAsked
  code.required = isAsked
  if (isAsked) code.focus()
}

// Return a sentence if it was refused.
async function tryToLogIn(fields, action) {
  try {
    if (!token()) await (await fetch(fields.action)).body?.cancel() // this sets the cookie
    const data = new URLSearchParams(new FormData(fields))
    data.set("csrfmiddlewaretoken", token())
    data.set("next", form.dataset.keep)
    const response = await fetch(action, { method: "POST", body: data, redirect: "manual" })
    if (response.type === "opaqueredirect") return ""
    const page = new DOMParser().parseFromString(await response.text(), "text/html")
    return page.querySelector(".errornote:not([hidden]), .errorlist")?.textContent.trim() || gettext("The log-in was refused. Try again.")
  } catch {
    return gettext("It did not arrive. Check the connection and try again.")
  }
}

// Somebody who logs in as another user decides again whether to save.
async function tellIfSomebodyElse() {
  const { you, name } = await whoAmI()
  if (String(you) === form.dataset.user) return true
  const notice = document.querySelector("[data-other-user]")
  notice.textContent = notice.dataset.sentence.replace("%(who)s", name)
  notice.hidden = false
  notice.scrollIntoView({ block: "center" })
  document.querySelector("[data-sending]").dataset.user = you // a press from now on is theirs
  return false
}

function show(notice, isShown) {
  document.querySelector(notice).hidden = !isShown
}

function tell(words) {
  const line = form.querySelector("[data-kept]")
  if (line) line.textContent = words
}

function token() {
  return document.cookie.match(/(?:^|; )(?:csrftoken|__Host-csrf)=([^;]+)/)?.[1] ?? ""
}
