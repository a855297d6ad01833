// The page of a photo: the focal point is set by a click or the arrow keys, with a preview of the crops. Without this
// script it is set by two numbers.

const focal = document.querySelector("[data-focal]")
if (focal?.querySelector("input")) letThePointBeMoved()

function letThePointBeMoved() {
  const picture = focal.querySelector("[data-focal-picture]")
  const [left, top] = ["focal_left", "focal_top"].map((name) => focal.querySelector(`[name=${name}]`))
  picture.tabIndex = 0
  picture.setAttribute("role", "group")
  picture.setAttribute("aria-label", picture.dataset.label)
  picture.classList.add("is-live")
  const move = (x, y) => {
    left.value = Math.round(within(x))
    top.value = Math.round(within(y))
    show(left.value / 100, top.value / 100)
  }
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect()
    move(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100)
  })
  picture.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key]
    if (!way) return
    event.preventDefault()
    move(Number(left.value) + way[0], Number(top.value) + way[1])
  })
  for (const input of [left, top]) {
    input.addEventListener("input", () => show(within(left.value) / 100, within(top.value) / 100))
  }
}

function within(percent) {
  return Math.min(100, Math.max(0, Number(percent) || 0))
}

// The same geometry as photos/crops.py: the largest frame of the ratio, as near to the point as the edges allow.
function show(x, y) {
  const [width, height] = [Number(focal.dataset.width), Number(focal.dataset.height)]
  const point = focal.querySelector("[data-focal-point]")
  point.setAttribute("cx", `${x * 100}%`)
  point.setAttribute("cy", `${y * 100}%`)
  for (const frame of focal.querySelectorAll("[data-ratio]")) {
    const ratio = Number(frame.dataset.ratio)
    const part = width > height * ratio ? [height * ratio, height] : [width, width / ratio]
    frame.setAttribute("viewBox", [start(width, part[0], x), start(height, part[1], y), ...part].map(Math.round).join(" "))
  }
}

function start(length, part, centre) {
  return Math.min(length - part, Math.max(0, centre * length - part / 2))
}
