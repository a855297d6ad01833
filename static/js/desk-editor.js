// The editor of a text: a name for screen readers, and one line of tools instead of the editor's own bar: the few that
// everybody needs in sight, the rest behind “More”, all in the reader's language. “Who said it?” leads to the quotes of
// the article with the words that are selected, or with the block quote in which the cursor stands.

const gettext = window.gettext || ((text) => text)
// What a tool in sight shows: a letter, or one of the desk's icons.
const IN_SIGHT = {
  heading2: ["b", gettext("H")],
  bold: ["b", gettext("B")],
  italic: ["em", gettext("I")],
  link: "link",
  bulletList: "list",
  blockquote: "quote",
  photoInText: "photo",
}
const COUNT_AFTER_MILLISECONDS = 300

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  name(editor, textarea)
  const bar = () => textarea.closest(".prose-editor").querySelector(".prose-menubar")
  if (bar()) setTools(bar(), editor)
  else editor.on("create", () => setTools(bar(), editor)) // the editor draws its bar a moment later
})

// Opens beside the article, where nothing that was typed can be lost.
function whoSaidIt(editor) {
  const quotes = document.querySelector("a[data-quotes]")
  const language = editor.view.dom.lang
  if (!quotes || !language) return null
  const button = element("button", { type: "button", title: gettext("Who said it?") })
  button.addEventListener("click", () => {
    const words = selected(editor.state)
    const query = words ? `?${new URLSearchParams({ language, words })}#note` : ""
    window.open(quotes.href + query, "_blank", "noopener")
  })
  return button
}

function selected({ doc, selection }) {
  if (!selection.empty) return doc.textBetween(selection.from, selection.to, "\n", " ")
  for (let depth = selection.$from.depth; depth > 0; depth -= 1) {
    const node = selection.$from.node(depth)
    if (node.type.name === "blockquote") return node.textBetween(0, node.content.size, "\n", " ")
  }
  return ""
}

function name(editor, textarea) {
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  editor.setOptions({
    editorProps: {
      ...editor.options.editorProps,
      attributes: {
        "aria-label": label ? label.textContent.trim() : gettext("Text"),
        "aria-multiline": "true",
        ...(textarea.lang ? { lang: textarea.lang } : {}),
        ...(textarea.dir ? { dir: textarea.dir } : {}),
        ...(textarea.placeholder ? { "data-placeholder": textarea.placeholder } : {}),
      },
    },
  })
  label?.addEventListener("click", () => editor.commands.focus())
}

// The editor goes on showing, hiding and pressing its own buttons, wherever they stand.
function setTools(bar, editor) {
  const buttons = [...bar.querySelectorAll("button")]
  const named = Object.fromEntries(buttons.map((button) => [button.dataset.name, button]))
  for (const button of buttons) button.title = inWords(button.title)
  const inSight = Object.keys(IN_SIGHT).filter((tool) => tool in named)
  const rest = buttons.filter((button) => !inSight.includes(button.dataset.name))
  const count = element("span", { className: "tools__count" })
  const asked = whoSaidIt(editor)
  bar.classList.add("tools")
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", gettext("Formatting"))
  bar.replaceChildren(...inSight.map((tool) => inSightButton(named[tool], IN_SIGHT[tool])), more(asked ? [asked, ...rest] : rest), count)
  const press = () => { for (const button of buttons) button.setAttribute("aria-pressed", button.classList.contains("active")) }
  let timer
  editor.on("transaction", () => {
    press()
    clearTimeout(timer)
    timer = setTimeout(() => tellWords(editor, count), COUNT_AFTER_MILLISECONDS)
  })
  press()
  tellWords(editor, count)
}

// The editor spells the same words with a capital in one place and without in another.
function inWords(words) {
  const capital = words.charAt(0).toUpperCase() + words.slice(1)
  const found = gettext(words) === words ? gettext(capital) : gettext(words)
  return found.charAt(0).toUpperCase() + found.slice(1)
}

function inSightButton(button, look) {
  button.classList.remove("material-icons")
  button.setAttribute("aria-label", button.title)
  button.replaceChildren(typeof look === "string" ? icon(look) : element(look[0], { textContent: look[1] }))
  return button
}

function more(buttons) {
  const menu = element("details", { className: "menu tools__more" })
  const summary = element("summary", { title: gettext("More") })
  summary.setAttribute("aria-label", gettext("More"))
  summary.append(icon("dots"))
  const panel = element("div", { className: "menu__panel" })
  for (const button of buttons) {
    const states = ["hidden", "active", "disabled"].filter((state) => button.classList.contains(state))
    button.className = states.join(" ")
    button.textContent = button.title
    button.removeAttribute("title")
    button.removeAttribute("aria-label")
  }
  panel.append(...buttons)
  panel.addEventListener("click", () => { menu.open = false })
  menu.append(summary, panel)
  return menu
}

function tellWords(editor, place) {
  const { doc } = editor.state
  const number = doc.textBetween(0, doc.content.size, " ", " ").split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
  place.textContent = gettext("Words: %(number)s").replace("%(number)s", number)
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("class", "i")
  svg.setAttribute("aria-hidden", "true")
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use")
  use.setAttribute("href", `#i-${name}`)
  svg.append(use)
  return svg
}

function element(kind, properties) {
  return Object.assign(document.createElement(kind), properties)
}
