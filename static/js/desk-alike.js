// Photographs that look alike, two at a time: the best so far, and one against it. Kept or put aside by keys.
// Without this script all of them stand below each other, each with a box.

const form = document.querySelector("[data-alike]")
const gettext = window.gettext || ((text) => text)
const interpolate = window.interpolate || ((text, values) => text.replace(/%\((\w+)\)s/g, (_match, name) => values[name]))

const two = form?.querySelector("[data-two]")
const picks = [...(form?.querySelectorAll("[data-pick]") ?? [])]
const done = []
let best = 0
let now = Math.min(1, picks.length - 1)

if (picks.length) start()

function start() {
  two.classList.add("is-live")
  form.querySelector("[data-keys]").hidden = false
  picks.forEach((pick, place) => pick.addEventListener("focusin", () => look(place)))
  form.addEventListener("change", draw)
  document.addEventListener("keydown", press)
  draw()
}

function boxOf(place) {
  return picks[place].querySelector("input")
}

function look(place) {
  now = place
  draw()
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=text], textarea")) return
  const act = {
    k: () => set(now, true),
    a: () => set(now, false),
    b: () => { best = now },
    o: () => picks.forEach((_pick, place) => set(place, place === best)),
    z: undo,
    arrowleft: () => go(-1),
    arrowright: () => go(1),
  }[event.key.toLowerCase()]
  if (!act) return
  event.preventDefault()
  act()
  draw()
}

function go(by) {
  now = (now + by + picks.length) % picks.length
  boxOf(now).focus()
  picks[now].scrollIntoView({ block: "nearest", inline: "nearest" })
}

function set(place, isKept) {
  const box = boxOf(place)
  if (box.disabled || box.checked === isKept) return
  done.push([place, box.checked])
  box.checked = isKept
}

function undo() {
  const [place, was] = done.pop() ?? []
  if (place === undefined) return
  boxOf(place).checked = was
  now = place
}

function draw() {
  const shown = [picks[best].dataset.pick, picks[now].dataset.pick]
  for (const shot of [...two.children]) {
    shot.hidden = !shown.includes(shot.dataset.shot)
    shot.classList.toggle("is-best", shot.dataset.shot === shown[0])
  }
  two.prepend(two.querySelector(".is-best"))
  picks.forEach((pick, place) => {
    pick.classList.toggle("is-now", place === now)
    pick.querySelector("[data-said]").textContent = boxOf(place).checked ? gettext("kept") : gettext("aside")
  })
  const kept = picks.filter((_pick, place) => boxOf(place).checked).length
  const aside = picks.length - kept
  const sentence = aside ? gettext("Keep %(kept)s, put %(aside)s aside") : gettext("Keep all")
  form.querySelector("[value=all]").hidden = !aside
  form.querySelector("[data-decide]").textContent = interpolate(sentence, { kept, aside }, true)
}
