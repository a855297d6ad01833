// An extension of the editor: text pasted from Word, Google Docs and LibreOffice becomes clean paragraphs, headings,
// lists, tables and links, without anything invisible.
//
// Word marks lists by style alone: every item is a paragraph with “mso-list”, its bullet or number written as text
// inside <!--[if !supportLists]-->. Google Docs wraps everything in a <b> that is not bold, and says with styles what
// is; it puts lists into lists without an item between. LibreOffice says everything twice, in <font>. What the editor
// copied itself comes back untouched.
//
// After a paste, a message below the editor says what was left out.

import { Extension, pm } from "django-prose-editor/editor"

const gettext = window.gettext || ((text) => text)

const OWN = "data-pm-slice"
const LIST = /mso-list:\s*l\d+ level(\d+)/i
const NUMBERED = /^[(]?(\d+|[a-zа-яё]+)[.)]/i
// HTML has no Cyrillic list letters: the letter stays in the text, so that references to it remain right.
const CYRILLIC = /^[а-яё]$/i
const ROMAN = /^[ivxlc]+$/i
const COUNTED_AS = { "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I" }
const QUOTATION_MARKS = { ru: ["«", "»"], en: ["“", "”"] }
const IMAGES = "img:not([width='0'], [width='1'], [height='0'], [height='1'])"
const EMBEDDED = "iframe, video, audio, object, embed"
const STRUCK = "s, strike, [style*='line-through']"
const KEPT = new Set(["href", "colspan", "rowspan", "start", "type", "data-photo"])
// Invisible: soft hyphens, zero-width characters, byte order marks, direction marks.
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g
const LEFT_OUT = [
  "head", "style", "script", "xml", "meta", "link", "title", "template",
  "img", "del", "[style*='mso-element:comment']", "[style*='mso-element:footnote-list']", "[style*='mso-element:endnote-list']",
  "a.msocomanchor", ".msocomtxt", "a[href*='#_ftn']", "a[href*='#_edn']", "a[href*='#sdfootnote']",
].join(",")
const TRACKING = /^(utm_\w+|mc_\w+|_hs\w+|pk_\w+|fbclid|gclid|yclid|ysclid|dclid|msclkid|_openstat|igshid)$/

export const WordPaste = Extension.create({
  name: "wordPaste",
  addProseMirrorPlugins() {
    const { Plugin } = pm.state || pm
    return [new Plugin({ view: addStatus, props: { transformPastedHTML } })]
  },
})

function transformPastedHTML(html, view) {
  const lost = {}
  const language = view.dom.closest("[data-language]")?.dataset.language
  const clean = cleaned(html, language, lost)
  status(view).textContent = inWords(lost)
  return clean
}

// `lost` collects the number of removed elements of each kind.
export function cleaned(html, language, lost = {}) {
  const page = new DOMParser().parseFromString(withoutStyleSheets(html), "text/html")
  const body = page.body
  count(body, lost)
  if (html.includes(OWN)) return html
  takeBullets(body)
  for (const element of body.querySelectorAll(LEFT_OUT)) element.remove()
  lookAtStyles(body)
  writeQuotationMarks(body, language)
  cleanLinks(body)
  setHeadings(body)
  makeLists(body, lost)
  nameLetters(body)
  mendLists(body)
  dropEmptyParagraphs(body)
  for (const element of body.querySelectorAll("*")) strip(element)
  cleanText(body)
  return body.innerHTML
}

// --- The message -----------------------------------------------------------------------------------------------------

// The element exists before it has a text, so that screen readers announce changes.
function addStatus(view) {
  const line = view.dom.ownerDocument.createElement("p")
  line.className = "prose-lost"
  line.setAttribute("role", "status")
  line.addEventListener("click", () => { line.textContent = "" })
  const editor = view.dom.closest(".prose-editor") || view.dom
  editor.after(line)
  return { destroy: () => line.remove() }
}

function status(view) {
  const editor = view.dom.closest(".prose-editor") || view.dom
  return editor.nextElementSibling
}

function count(body, lost) {
  const seen = (selector) => [...body.querySelectorAll(selector)].filter((element) => !element.closest("[style*='display:none'], [style*='display: none']")).length
  lost.images = seen(IMAGES)
  lost.embedded = seen(EMBEDDED)
  lost.deleted = seen("del")
  lost.struck = seen(STRUCK)
}

function inWords(lost) {
  const left = [
    [lost.images, gettext("images: %(number)s")],
    [lost.embedded, gettext("videos and other embedded things: %(number)s")],
    [lost.deleted, gettext("passages deleted under tracking: %(number)s")],
  ].filter(([number]) => number).map(([number, words]) => words.replace("%(number)s", number))
  return [
    left.length && gettext("Left out of what was pasted: %(what)s.").replace("%(what)s", left.join("; ")),
    lost.images && gettext("Add photographs from the library."),
    lost.struck && gettext("Struck-out passages became plain text. Look whether they are to stay."),
    lost.lettered && gettext("Lists lettered in Cyrillic became paragraphs that begin with their letter."),
  ].filter(Boolean).join(" ")
}

// --- Cleaning --------------------------------------------------------------------------------------------------------

// Parsing <style> elements would apply them before they can be removed, and the page's policy would report each.
function withoutStyleSheets(html) {
  const lower = html.toLowerCase()
  const kept = []
  let end = 0
  for (let start; (start = lower.indexOf("<style", end)) >= 0; ) {
    kept.push(html.slice(end, start))
    const close = lower.indexOf("</style>", start)
    end = close < 0 ? html.length : close + "</style>".length
  }
  return kept.join("") + html.slice(end)
}

function nodes(root, kind) {
  const walker = root.ownerDocument.createTreeWalker(root, kind)
  const found = []
  while (walker.nextNode()) found.push(walker.currentNode)
  return found
}

// The bullet or number of an item stands between two comments: keep it in an element of our own, drop the comments.
function takeBullets(body) {
  const comments = nodes(body, NodeFilter.SHOW_COMMENT)
  for (const comment of comments.filter((comment) => /^\[if !supportLists\]/i.test(comment.data))) {
    const bullet = body.ownerDocument.createElement("i")
    bullet.dataset.bullet = ""
    let next = comment.nextSibling
    while (next && next.nodeType !== Node.COMMENT_NODE) {
      const after = next.nextSibling
      bullet.append(next)
      next = after
    }
    comment.before(bullet)
  }
  for (const comment of comments) comment.remove()
}

// Remove hidden elements; turn bold and italic styles into tags; unwrap a <b> that is not bold.
function lookAtStyles(body) {
  for (const element of [...body.querySelectorAll("[style]")]) {
    const { display, visibility, fontWeight, fontStyle, verticalAlign } = element.style
    if (display === "none" || visibility === "hidden" || /mso-hide:\s*all/i.test(element.getAttribute("style"))) {
      element.remove()
    } else if (element.localName === "b" || element.localName === "strong") {
      if (/^(normal|400)$/.test(fontWeight)) element.replaceWith(...element.childNodes)
    } else if (element.localName === "span" || element.localName === "font") {
      if (/^(bold|[6-9]00)$/.test(fontWeight)) wrapInside(element, "strong")
      if (fontStyle === "italic") wrapInside(element, "em")
      if (verticalAlign === "super") wrapInside(element, "sup")
      if (verticalAlign === "sub") wrapInside(element, "sub")
    }
  }
}

function wrapInside(element, name) {
  const wrapper = element.ownerDocument.createElement(name)
  wrapper.append(...element.childNodes)
  element.append(wrapper)
}

function writeQuotationMarks(body, language) {
  const [opening, closing] = QUOTATION_MARKS[language] || QUOTATION_MARKS.en
  for (const quotation of [...body.querySelectorAll("q")]) quotation.replaceWith(opening, ...quotation.childNodes, closing)
}

function cleanLinks(body) {
  for (const link of [...body.querySelectorAll("a")]) {
    const address = link.getAttribute("href") || ""
    if (/^(https?:|mailto:|tel:)/i.test(address) && link.textContent.trim()) link.setAttribute("href", untracked(address))
    else link.replaceWith(...link.childNodes)
  }
}

// An address without tracking parameters and redirects, as in desk/word/document.py.
function untracked(address) {
  let url
  try {
    url = new URL(address)
  } catch {
    return address
  }
  const isDetour =
    url.hostname.endsWith(".safelinks.protection.outlook.com") ||
    (url.hostname === "www.google.com" && url.pathname === "/url")
  if (isDetour) {
    const target = url.searchParams.get("q") || url.searchParams.get("url") || ""
    return /^https?:/i.test(target) ? untracked(target) : address
  }
  const counted = [...url.searchParams.keys()].filter((name) => TRACKING.test(name))
  if (!counted.length) return address
  for (const name of counted) url.searchParams.delete(name)
  return url.href
}

// The highest level of headings becomes h2, the next h3, all others h4. Headings are bold anyway.
function setHeadings(body) {
  const headings = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  const levels = [...new Set(headings.map((heading) => heading.localName))].sort()
  for (const heading of headings) {
    for (const bold of heading.querySelectorAll("b, strong")) bold.replaceWith(...bold.childNodes)
    const renamed = body.ownerDocument.createElement(`h${Math.min(levels.indexOf(heading.localName) + 2, 4)}`)
    renamed.append(...heading.childNodes)
    heading.replaceWith(renamed)
  }
}

// Word's paragraphs with “mso-list” become real lists, those of a deeper level inside the item before them.
function makeLists(body, lost) {
  let open = [] // the open lists from the outermost: { list, level }
  let last = null // the outermost list or the paragraph that continues it
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const level = Number(LIST.exec(paragraph.getAttribute("style") || "")?.[1] || 0)
    const continues = open.length > 0 && paragraph.previousElementSibling === last
    if (!continues) open = []
    const kind = level && takeBullet(paragraph)
    if (kind && kind.letter) {
      paragraph.prepend(`${kind.letter} `)
      lost.lettered = (lost.lettered || 0) + 1
      open = []
    } else if (level) {
      while (open.length && open.at(-1).level > level) open.pop()
      if (open.at(-1)?.level === level && open.at(-1).list.localName !== kind.name) open.pop()
      if (open.at(-1)?.level !== level) openList(open, kind, level, paragraph)
      open.at(-1).list.append(asItem(paragraph))
      last = open[0].list
    } else if (continues && /MsoListParagraph/.test(paragraph.className) && !isEmpty(paragraph)) {
      open.at(-1).list.lastElementChild.append(paragraph)
    } else if (!isEmpty(paragraph)) {
      open = []
    }
    if (continues && isEmpty(paragraph)) paragraph.remove()
  }
}

function openList(open, kind, level, paragraph) {
  const list = paragraph.ownerDocument.createElement(kind.name)
  if (kind.type) list.setAttribute("type", kind.type)
  if (kind.start > 1) list.setAttribute("start", kind.start)
  const item = open.at(-1)?.list.lastElementChild
  if (item) item.append(list)
  else paragraph.before(list)
  open.push({ list, level })
}

// Remove the bullet or number, and return the kind of list and its first number.
function takeBullet(paragraph) {
  const bullet = paragraph.querySelector("[data-bullet], [style*='mso-list:Ignore'], [style*='mso-list: Ignore']")
  const text = bullet ? bullet.textContent.trim() : ""
  for (const bullet of paragraph.querySelectorAll("[data-bullet]")) bullet.remove()
  bullet?.remove()
  const mark = NUMBERED.exec(text)?.[1] // “o” alone is a bullet of Word's second level
  if (!mark) return { name: "ul", start: 1 }
  if (CYRILLIC.test(mark)) return { letter: text }
  return { name: "ol", ...countedAs(mark) }
}

// The numbering of a list that begins with this mark, and its first number: “3”, “c”, “iii”.
function countedAs(mark) {
  if (/^\d/.test(mark)) return { start: parseInt(mark, 10) || 1 }
  const isUpper = mark === mark.toUpperCase()
  if (ROMAN.test(mark) && (mark.length > 1 || /^i$/i.test(mark))) return { type: isUpper ? "I" : "i", start: fromRoman(mark) }
  return { type: isUpper ? "A" : "a", start: mark.toLowerCase().charCodeAt(0) - "a".charCodeAt(0) + 1 }
}

function fromRoman(mark) {
  const worth = { i: 1, v: 5, x: 10, l: 50, c: 100 }
  const numbers = [...mark.toLowerCase()].map((letter) => worth[letter])
  return numbers.reduce((sum, number, place) => sum + (number < numbers[place + 1] ? -number : number), 0)
}

// Google Docs and web pages define the numbering by style.
function nameLetters(body) {
  for (const list of body.querySelectorAll("ol")) {
    const type = COUNTED_AS[list.style.listStyleType] || COUNTED_AS[list.firstElementChild?.style.listStyleType]
    if (type) list.setAttribute("type", type)
  }
}

function asItem(paragraph) {
  const item = paragraph.ownerDocument.createElement("li")
  const text = paragraph.ownerDocument.createElement("p")
  text.append(...paragraph.childNodes)
  item.append(text)
  paragraph.remove()
  return item
}

// A list that stands directly in a list belongs to the item before it.
function mendLists(body) {
  for (const list of [...body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")]) {
    const before = list.previousElementSibling
    if (before?.localName === "li") {
      before.append(list)
    } else {
      const item = body.ownerDocument.createElement("li")
      list.before(item)
      item.append(list)
    }
  }
}

function dropEmptyParagraphs(body) {
  for (const element of [...body.querySelectorAll("p, h2, h3, li > br:only-child")]) {
    if (!isEmpty(element)) continue
    if (element.matches("td > :only-child, th > :only-child")) element.replaceChildren()
    else element.remove()
  }
  for (const line of body.querySelectorAll(":scope > br, :scope > div > br, .Apple-interchange-newline")) line.remove()
}

function isEmpty(element) {
  return !element.textContent.replace(/[\u00a0\s]/g, "").replace(INVISIBLE, "") && !element.querySelector("img, [data-photo]")
}

function strip(element) {
  if (element.localName === "font" || element.localName === "span" || element.localName.includes(":")) {
    element.replaceWith(...element.childNodes)
    return
  }
  for (const { name } of [...element.attributes]) if (!KEPT.has(name)) element.removeAttribute(name)
}

// Remove invisible characters, and replace Word's runs of non-breaking spaces with one space.
function cleanText(body) {
  for (const text of nodes(body, NodeFilter.SHOW_TEXT)) {
    const words = text.data.replace(INVISIBLE, "").replace(/[ \u00a0]*\u00a0[ \u00a0]+|[ \u00a0]+\u00a0[ \u00a0]*/g, " ")
    if (words !== text.data) text.data = words
  }
  body.normalize()
}
