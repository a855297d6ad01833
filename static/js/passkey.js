// Buttons for passkeys: <button data-passkey="get"> uses one, data-passkey="create" creates one. The result goes into
// [data-credential] of the button's form, which is then sent. The buttons are hidden if the browser has no passkeys. The
// options are in #passkey-options, or fetched from data-options. Needs window.webauthnJSON from allauth.

const IS_A_NUMBER = /^[\d.]+$|:/ // passkeys need a host name, not an IP address
const isPossible = window.PublicKeyCredential && !IS_A_NUMBER.test(location.hostname)

for (const button of document.querySelectorAll("[data-passkey]")) {
  button.hidden = !isPossible
  button.addEventListener("click", () => ask(button))
}
for (const hint of document.querySelectorAll("[data-no-passkeys]")) hint.hidden = Boolean(isPossible)

async function ask(button) {
  const refusal = document.querySelector("[data-passkey-refusal]")
  refusal.hidden = true
  try {
    const options = await optionsFor(button)
    const create = button.dataset.passkey === "create"
    const answer = await (create ? window.webauthnJSON.create(openingAlone(options)) : window.webauthnJSON.get(options))
    send(button.form, JSON.stringify(answer))
  } catch (problem) {
    refusal.textContent = refusal.dataset[KNOWN[problem.name] ?? "failed"]
    refusal.hidden = false
  }
}

const KNOWN = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" }

async function optionsFor(button) {
  if (!button.dataset.options) {
    const { request_options: get, creation_options: create } = JSON.parse(document.getElementById("passkey-options").textContent)
    return get ?? create
  }
  const response = await fetch(button.dataset.options, { headers: { Accept: "application/json" } })
  if (!response.ok) throw new Error(response.status)
  return (await response.json()).request_options
}

// A discoverable passkey with user verification (a fingerprint or a PIN), enough for a log-in without a password.
function openingAlone(options) {
  Object.assign(options.publicKey.authenticatorSelection, {
    residentKey: "required", requireResidentKey: true, userVerification: "required",
  })
  return options
}

function send(form, credential) {
  const field = form.querySelector("[data-credential], [name=credential]")
  field.disabled = false
  field.value = credential
  form.submit() // not requestSubmit, which would check the required password
}
