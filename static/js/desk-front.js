// The forms of the front page: their button says what it will do, and the beginning is asked for only if it is not now.
// Without this script the button says “Put on the front page”, and both are asked for.

for (const button of document.querySelectorAll("[data-put]")) arm(button)

function arm(button) {
  const box = button.closest("[data-times]")
  const later = box.querySelector("[data-later]")
  const { atOnce, atATime } = button.dataset
  const value = (name) => box.querySelector(`[name$=${name}]`).value
  const tell = () => {
    const isNow = !box.querySelector("[name$=when][value=later]").checked
    const day = value("at_0").split("-").reverse().join(".")
    later.hidden = isNow
    button.textContent = isNow ? atOnce : `${atATime} ${day} ${value("at_1")}`.trim()
  }
  box.addEventListener("input", tell)
  tell()
}

// The home page of an instant, in a window as wide as the button says.
for (const form of document.querySelectorAll("[data-rehearsal]")) {
  form.addEventListener("submit", (event) => {
    const width = event.submitter?.dataset.width
    if (!width) return
    const name = `rehearsal-${width}-${event.submitter.value}`
    if (open("", name, `popup,width=${width},height=844`)) form.target = name
  })
}
