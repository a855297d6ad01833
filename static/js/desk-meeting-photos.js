// The photographs of a meeting (uploader.js sends them): dropped anywhere on its page, counted as they arrive, and not
// lost by leaving while they are on their way.
// Without this script they are dropped on the field, and counted when the page is shown again.

const tray = document.querySelector("[data-whole-page]")

if (tray) {
  const list = tray.querySelector("[data-list]")
  takeDropsAnywhere(tray)
  countWhatArrives(list)
  window.addEventListener("beforeunload", (event) => {
    if (list.querySelector(".upload:not(.is-bad)")) event.preventDefault()
  })
}

// If a file is dropped beside the field, the browser would open it instead of the page, and lose what was typed.
function takeDropsAnywhere(tray) {
  const input = tray.querySelector("input[type=file]")
  const holdsFiles = (event) => !event.defaultPrevented && event.dataTransfer?.types.includes("Files")
  document.addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault() })
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    tray.closest("details").open = true
    input.files = event.dataTransfer.files
    input.dispatchEvent(new Event("change"))
    tray.scrollIntoView({ block: "nearest" })
  })
}

function countWhatArrives(list) {
  const number = document.querySelector("[data-photo-count]")
  const rows = () => list.querySelectorAll("[data-row]").length
  const before = Number(number.textContent) - rows()
  new MutationObserver(() => {
    number.textContent = before + rows()
    document.querySelector("[data-album-links]").hidden = !list.querySelector("[data-row]")
  }).observe(list, { childList: true })
}
