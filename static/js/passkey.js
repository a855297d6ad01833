// Buttons that ask for a passkey: <button data-passkey="get"> uses one, data-passkey="create" makes one. They stand in
// the form that is sent with the answer in [data-credential], and are hidden where a browser cannot do it. What is asked
// stands in #passkey-options, or is fetched from data-options. Reads window.webauthnJSON, which allauth brings along.

const IS_A_NUMBER = /^[\d.]+$|:/ // passkeys belong to a name, an address of numbers has none
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

// A passkey that is found without a name, and used with a fingerprint or a PIN: it opens the desk by itself.
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
  form.submit() // not requestSubmit: what is required for a password is not needed
}
