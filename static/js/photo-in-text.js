// An extension of the editor: photographs between the paragraphs.
//
// They are chosen from the article's own, in the section [data-tray] of the same page, and stand in the text as their
// number alone, <figure data-photo="12"></figure>. In the editor a figure shows what the tray knows of it: picture, file
// name, and the caption in the language of the text. It is moved by mouse, by cut and paste or with Alt and an arrow,
// and removed like a letter.

import { Node, crel, pm } from "django-prose-editor/editor"

const gettext = window.gettext || ((text) => text)

export const PhotoInText = Node.create({
  name: "photoInText",
  group: "block",
  atom: true,
  draggable: true,

  addAttributes() {
    return {
      photo: {
        parseHTML: (element) => element.dataset.photo,
        renderHTML: ({ photo }) => ({ "data-photo": photo }),
      },
    }
  },

  parseHTML() {
    return [{ tag: "figure[data-photo]" }]
  },

  // The space keeps the editor from treating a text with only a photograph as empty; the server removes it.
  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes, " "]
  },

  addNodeView() {
    return ({ node, editor }) => {
      const dom = crel("figure", { className: "photo-in-text", "data-photo": node.attrs.photo })
      const stop = keepUpToDate(() => draw(dom, node.attrs.photo, languageOf(editor)))
      return { dom, destroy: stop }
    }
  },

  addCommands() {
    return { insertPhoto: (photo) => (props) => insert(this.type, photo, props) }
  },

  addKeyboardShortcuts() {
    return {
      "Alt-ArrowUp": () => this.editor.commands.command((props) => move(this.type, -1, props)),
      "Alt-ArrowDown": () => this.editor.commands.command((props) => move(this.type, 1, props)),
    }
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: this.name,
      groups: "nodes",
      button: buttons.material("image", "Photograph"),
      hidden: () => !tray(),
      active: (editor) => editor.isActive(this.name),
      command: choose,
    })
  },
})

// --- Data from the tray ----------------------------------------------------------------------------------------------

function tray() {
  return document.querySelector("[data-tray] [data-list]")
}

// The article's photographs: number, picture, file name, and caption in the language.
function photographs(language) {
  const rows = [...(tray()?.querySelectorAll("[data-row]") ?? [])]
  return rows.filter((row) => !row.querySelector("[data-remove]")?.checked).map((row) => ({
    photo: row.querySelector("input[name$='-photo']").value,
    picture: row.querySelector("img").src,
    name: row.querySelector(".file").textContent.trim(),
    caption: row.querySelector(`textarea[name^="${language}-"][name$="-caption"]`)?.value.trim() ?? "",
  }))
}

function languageOf(editor) {
  return editor.options.element.closest("[data-language]")?.dataset.language
}

// Call `refresh` now and whenever the tray changes; return a function that ends it.
function keepUpToDate(refresh) {
  const list = tray()
  const watch = new MutationObserver(refresh)
  if (list) watch.observe(list, { childList: true })
  list?.addEventListener("input", refresh)
  refresh()
  return () => {
    watch.disconnect()
    list?.removeEventListener("input", refresh)
  }
}

// --- In the text -----------------------------------------------------------------------------------------------------

function draw(dom, photo, language) {
  const known = photographs(language).find((photograph) => photograph.photo === photo)
  dom.classList.toggle("is-absent", !known)
  if (known) {
    const words = [crel("span", { className: "file", textContent: known.name }), crel("span", { textContent: known.caption })]
    dom.replaceChildren(thumbnail(known), crel("figcaption", {}, words))
  } else {
    const sentence = gettext(
      "This photograph is not among the article's photographs. Add it there, or remove it from the text.",
    )
    dom.replaceChildren(crel("figcaption", { textContent: sentence }))
  }
}

function thumbnail({ picture }) {
  return crel("img", { src: picture, width: 320, height: 213, alt: "", draggable: false })
}

// Insert a photograph after the current paragraph, list or table, or in place of an empty paragraph.
function insert(type, photo, { tr, state, dispatch }) {
  if (!dispatch) return true
  const { $to } = tr.selection
  const isInEmptyParagraph = $to.depth === 1 && $to.parent.isTextblock && !$to.parent.content.size
  const end = $to.depth ? $to.after(1) : $to.pos
  const start = isInEmptyParagraph ? $to.before(1) : end
  tr.replaceWith(start, end, type.create({ photo }))
  const behind = start + 1
  const next = tr.doc.resolve(behind).nodeAfter
  if (!next || next.isAtom) tr.insert(behind, state.schema.nodes.paragraph.create())
  tr.setSelection(pm.state.Selection.near(tr.doc.resolve(behind + 1), 1)).scrollIntoView()
  return true
}

// Swap with the block before or after.
function move(type, step, { tr, dispatch }) {
  const { node, $from } = tr.selection
  if (node?.type !== type) return false
  const neighbour = $from.parent.maybeChild($from.index() + step)
  if (!neighbour) return false
  if (!dispatch) return true
  const place = $from.pos + step * neighbour.nodeSize
  tr.delete($from.pos, $from.pos + node.nodeSize).insert(place, node)
  tr.setSelection(pm.state.NodeSelection.create(tr.doc, place)).scrollIntoView()
  return true
}

// --- The choice ------------------------------------------------------------------------------------------------------

function choose(editor) {
  const offered = photographs(languageOf(editor))
  const present = numbersIn(editor)
  const close = crel("button", { type: "button", className: "btn btn--quiet", textContent: gettext("Cancel") })
  const title = crel("h2", { textContent: gettext("Photograph in the text") })
  const dialog = crel("dialog", { className: "photo-choice", "aria-label": title.textContent }, [
    title,
    offered.length ? listOf(offered, present) : nothing(),
    close,
  ])
  close.addEventListener("click", () => dialog.close())
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("[data-photo]")
    if (!button) return
    dialog.close()
    editor.chain().focus().insertPhoto(button.dataset.photo).run()
  })
  dialog.addEventListener("keydown", (event) => walk(dialog, event))
  dialog.addEventListener("close", () => dialog.remove()) // the browser returns the focus to the text
  document.body.append(dialog)
  dialog.showModal()
}

function numbersIn(editor) {
  const found = new Set()
  editor.state.doc.descendants((node) => { if (node.type.name === "photoInText") found.add(node.attrs.photo) })
  return found
}

function listOf(offered, present) {
  return crel("ul", { className: "flat" }, offered.map((photograph) => crel("li", {}, [choice(photograph, present.has(photograph.photo))])))
}

function choice(photograph, isPresent) {
  const words = [crel("span", { className: "file", textContent: photograph.name })]
  if (photograph.caption) words.push(crel("span", { textContent: photograph.caption }))
  if (isPresent) words.push(crel("em", { textContent: gettext("in the text already") }))
  const text = crel("span", { className: "photo-choice__words" }, words)
  return crel("button", { type: "button", "data-photo": photograph.photo }, [thumbnail(photograph), text])
}

function nothing() {
  return crel("p", {
    textContent: gettext("This article has no photographs yet. Add them below the texts, then choose one here."),
  })
}

// Arrows lead from one photograph to the next; Tab, Enter and Escape do what they do everywhere.
function walk(dialog, event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
  const buttons = [...dialog.querySelectorAll("[data-photo]")]
  const place = buttons.indexOf(document.activeElement)
  if (!step || place < 0) return
  event.preventDefault()
  buttons[place + step]?.focus()
}
