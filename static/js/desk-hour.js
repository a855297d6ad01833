// At the hour at which something of a text opens or ends by itself, the element that says so hears “desk:hour”.
//
//   <div data-next-at="2018-11-27T17:40+03:00" data-now="2018-11-27T15:42+03:00">
//
// data-now is the server's time when it said so. Whoever learns of another hour sets both, and the element waits for that.

const LONGEST_TIMER = 2 ** 31 - 1 // of a browser, 24 days
const AFTER = 500
const timers = new Map()

new MutationObserver((changes) => {
  for (const element of new Set(changes.map(({ target }) => target))) wait(element)
}).observe(document.body, { subtree: true, attributeFilter: ["data-next-at", "data-now"] })
for (const element of document.querySelectorAll("[data-next-at]")) wait(element)

function wait(element) {
  clearTimeout(timers.get(element))
  timers.delete(element)
  const { nextAt, now } = element.dataset
  if (!nextAt) return
  const left = Math.max(new Date(nextAt) - new Date(now), 0) + AFTER
  timers.set(element, setTimeout(() => element.dispatchEvent(new Event("desk:hour")), Math.min(left, LONGEST_TIMER)))
}
