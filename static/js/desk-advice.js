// Remarks on the words of a text: a link to a place selects the words there, and the Enter key in a reason accepts the
// remark instead of saving the article. Without this script the links lead to the field, and the buttons work as well.

const form = document.querySelector("form[data-article]")

form?.addEventListener("click", (event) => {
  const link = event.target.closest("[data-advice-place][data-words]")
  // The article's own script opens the language and moves the focus to the field first.
  if (link) setTimeout(() => select(link.hash.slice(1), link.dataset.words, link.dataset.before), 0)
})

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-advice-reason]")) return
  event.preventDefault()
  event.target.closest(".field").querySelector("button").click()
})

function select(id, words, before) {
  const field = document.getElementById(id)
  const editor = field?.closest(".prose-editor")?.querySelector("[contenteditable=true]")
  if (editor) selectInEditor(editor, words, before)
  else if (field?.setSelectionRange) selectInField(field, words, before)
}

function selectInField(field, words, before) {
  const place = placeOf(field.value, words, before)
  if (place >= 0) field.setSelectionRange(place, place + words.length)
}

function selectInEditor(editor, words, before) {
  for (const block of editor.querySelectorAll("p, h2, h3, h4, li, td, th, blockquote")) {
    const place = placeOf(block.textContent, words, before)
    if (place < 0 || block.querySelector("p")) continue
    const range = document.createRange()
    range.setStart(...pointAt(block, place))
    range.setEnd(...pointAt(block, place + words.length))
    getSelection().removeAllRanges()
    getSelection().addRange(range)
    range.startContainer.parentElement.scrollIntoView({ block: "center" })
    return
  }
}

// The position of the words: after the text that preceded them, if it is still there, else anywhere.
function placeOf(text, words, before) {
  const behind = text.indexOf(before + words)
  return behind < 0 ? text.indexOf(words) : behind + before.length
}

function pointAt(block, place) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
  let left = place
  let node = walker.nextNode()
  while (node && left > node.length) {
    left -= node.length
    node = walker.nextNode()
  }
  return node ? [node, left] : [block, block.childNodes.length]
}
