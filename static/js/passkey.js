// Buttons for passkeys: <button data-passkey="get"> uses one, data-passkey="create" creates one. The result goes into
// [data-credential] of the button's form, which is then sent. The buttons are hidden if the browser has no passkeys. The
// options are in #passkey-options, or fetched from data-options. [data-passkey-offer] is shown where the button is. Needs
// window.webauthnJSON from allauth.

const IS_A_NUMBER = /^[\d.]+$|:/ // passkeys need a host name, not an IP address
const isPossible = window.PublicKeyCredential && !IS_A_NUMBER.test(location.hostname)

for (const button of document.querySelectorAll("[data-passkey]")) {
  button.hidden = !isPossible
  button.addEventListener("click", () => ask(button))
}
for (const hint of document.querySelectorAll("[data-no-passkeys]")) hint.hidden = Boolean(isPossible)
for (const offer of document.querySelectorAll("[data-passkey-offer]")) offer.hidden = !isPossible

async function ask(button) {
  const refusal = document.querySelector("[data-passkey-refusal]")
  refusal.hidden = true
  if (isIncomplete(button)) return
  try {
    const options = named(await optionsFor(button), button)
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

// Where an account is made with its passkey: what is asked beside it comes first, for a key that was made stays on the
// device. Passwords are what it replaces.
function isIncomplete(button) {
  if (!button.dataset.passkeyFor) return false
  const fault = [...button.form.elements].find((field) => field.type !== "password" && !field.checkValidity())
  fault?.reportValidity()
  return Boolean(fault)
}

// The device lists its keys by the log-in, which is typed in the field that data-passkey-for names.
function named(options, button) {
  const name = button.form.elements[button.dataset.passkeyFor]?.value
  if (name) Object.assign(options.publicKey.user, { name, displayName: name })
  return options
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
