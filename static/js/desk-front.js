// The form of the front page: its button says what it will do, and the beginning is asked for only if it is not now.
// Without this script the button says “Put on the front page”, and both are asked for.

const button = document.querySelector("[data-put]")

if (button) {
  const { form } = button
  const later = form.querySelector("[data-later]:not([data-put])")
  const tell = () => {
    const isNow = form.elements.when.value !== "later"
    const day = form.elements.at_0.value.split("-").reverse().join(".")
    later.hidden = isNow
    button.textContent = isNow ? button.dataset.now : `${button.dataset.later} ${day} ${form.elements.at_1.value}`.trim()
  }
  form.addEventListener("input", tell)
  tell()
}
