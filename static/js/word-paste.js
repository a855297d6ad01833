// An extension of the editor: what is pasted from Word comes in as clean paragraphs, headings and lists.
//
// Word marks lists by style alone: every item is a paragraph with “mso-list”, its bullet or number written as text
// inside <!--[if !supportLists]-->. Such paragraphs become real lists; style sheets, classes, languages and empty
// paragraphs are dropped. What other programs paste is left to the editor.

import { Extension, pm } from "django-prose-editor/editor"

const FROM_WORD = /mso-|MsoNormal|urn:schemas-microsoft-com/
const LIST_STYLE = /mso-list:\s*l\d+ level\d+/
const NUMBERED = /^[\dа-яa-z]+[.)]/i

export const WordPaste = Extension.create({
  name: "wordPaste",
  addProseMirrorPlugins() {
    const { Plugin } = pm.state || pm
    return [new Plugin({ props: { transformPastedHTML: cleaned } })]
  },
})

function cleaned(html) {
  if (!FROM_WORD.test(html)) return html
  const page = new DOMParser().parseFromString(withMarkedBullets(html), "text/html")
  makeLists(page)
  for (const element of page.body.querySelectorAll("[style], [class], [lang]")) {
    for (const name of ["style", "class", "lang"]) element.removeAttribute(name)
  }
  return page.body.innerHTML
}

// Bullets stand in conditional comments, which a parser would drop: keep their text in an element of our own.
function withMarkedBullets(html) {
  const mark = (_comment, bullet) => `<i data-bullet>${bullet.replace(/<[^>]+>/g, "")}</i>`
  return html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<!--\[if !supportLists\]-->([\s\S]*?)<!--\[endif\]-->/gi, mark)
    .replace(/<!\[if !supportLists\]>([\s\S]*?)<!\[endif\]>/gi, mark)
    .replace(/<\/?o:p[^>]*>/gi, "")
}

function makeLists(page) {
  let list = null
  for (const paragraph of [...page.body.querySelectorAll("p")]) {
    if (isListItem(paragraph)) {
      const kind = takeBullet(paragraph)
      if (!list || list.localName !== kind || list !== paragraph.previousElementSibling) {
        list = page.createElement(kind)
        paragraph.before(list)
      }
      list.append(asItem(page, paragraph))
    } else if (isEmpty(paragraph)) {
      paragraph.remove()
    } else {
      list = null
    }
  }
}

function isListItem(paragraph) {
  return LIST_STYLE.test(paragraph.getAttribute("style") || "") || /MsoListParagraph/.test(paragraph.className)
}

// Remove the bullet or number and tell which kind of list it means.
function takeBullet(paragraph) {
  const bullet = paragraph.querySelector("[data-bullet]")
  const text = bullet ? bullet.textContent.trim() : ""
  bullet?.remove()
  return NUMBERED.test(text) ? "ol" : "ul"
}

function asItem(page, paragraph) {
  const item = page.createElement("li")
  const text = page.createElement("p")
  text.append(...paragraph.childNodes)
  item.append(text)
  paragraph.remove()
  return item
}

function isEmpty(paragraph) {
  return !paragraph.textContent.replace(/\u00a0/g, " ").trim() && !paragraph.querySelector("img")
}
