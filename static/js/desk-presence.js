// Reports every ten seconds that this window has the article open, and shows who else has it open and what they saved.
// While nothing is typed here, what they saved takes the place of the older text (desk-renewed.js), and is told in a line.

const form = document.querySelector("form[data-presence]")
const EVERY = 10_000
let isUnsaved = form && "unsaved" in form.dataset
let saved = {} // by others, as the last answer told

if (form) {
  beat()
  setInterval(beat, EVERY)
  form.addEventListener("desk:unsaved", () => {
    if (!isUnsaved) {
      isUnsaved = true
      beat()
    }
  })
  form.addEventListener("desk:session-back", beat)
  form.addEventListener("desk:renewing", tellWhoSaved)
  document.addEventListener("visibilitychange", () => { if (!document.hidden) beat() })
  window.addEventListener("pageshow", (event) => { if (event.persisted) beat() })
  window.addEventListener("pagehide", () => navigator.sendBeacon(form.dataset.presence, about({ gone: "1", csrfmiddlewaretoken: token() })))
}

async function beat() {
  try {
    const response = await fetch(form.dataset.presence, {
      method: "POST",
      body: about({ unsaved: isUnsaved ? "1" : "0" }),
      headers: { "X-CSRFToken": token() },
    })
    form.dispatchEvent(new CustomEvent("desk:line", { detail: "back" }))
    if ([401, 403].includes(response.status)) form.dispatchEvent(new CustomEvent("desk:session-ended"))
    if (response.ok) {
      const answer = await response.json()
      saved = answer.saved
      list("[data-people]", answer.others)
      list("[data-saved-meanwhile]", isUnsaved ? newer() : [])
      form.dispatchEvent(new CustomEvent("desk:mark", { detail: answer.mark })) // to desk-workbar.js
    } else await response.body?.cancel() // otherwise the connection stays open
  } catch {
    form.dispatchEvent(new CustomEvent("desk:line", { detail: "away" })) // desk-unsaved.js reports it
  }
}

function about(facts) {
  return new URLSearchParams({ screen: form.elements.screen.value, ...facts })
}

function token() {
  return document.cookie.match(/(?:^|; )(?:csrftoken|__Host-csrf)=([^;]+)/)?.[1] ?? ""
}

function newer() {
  return Object.entries(saved).filter(([language, it]) => isNewer(language, it.current)).map(([, it]) => it.sentence)
}

function tellWhoSaved() {
  if (newer().length) document.querySelector("[data-told]").textContent = newer().join(" ")
}

function isNewer(language, current) {
  const seen = form.elements[`${language}-seen`]?.value
  const shown = form.elements[`${language}-onto`]?.value
  return seen !== undefined && !seen.startsWith(`${current}.`) && shown !== current
}

// Update only what differs, otherwise a screen reader would repeat it every ten seconds.
function list(place, sentences) {
  const notice = document.querySelector(place)
  const lines = notice.querySelector("ul")
  if ([...lines.children].map((line) => line.textContent).join("\n") === sentences.join("\n")) return
  lines.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("li")
    line.textContent = sentence
    return line
  }))
  notice.hidden = !sentences.length
}
