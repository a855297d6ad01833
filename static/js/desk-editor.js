// Gives the editor a name for screen readers, and its buttons titles in the reader's language.

const gettext = window.gettext || ((text) => text)

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  editor.setOptions({
    editorProps: {
      ...editor.options.editorProps,
      attributes: {
        "aria-label": label ? label.textContent.trim() : gettext("Text"),
        "aria-multiline": "true",
        ...(textarea.lang ? { lang: textarea.lang } : {}),
      },
    },
  })
  label?.addEventListener("click", () => editor.commands.focus())
  for (const button of textarea.closest(".prose-editor").querySelectorAll(".prose-menubar button[title]")) translate(button)
  for (const choice of textarea.closest(".prose-editor").querySelectorAll(".prose-menubar__option > *")) {
    choice.textContent = gettext(choice.textContent)
  }
})

function translate(button) {
  const title = gettext(button.title)
  button.title = title
  if (!button.textContent.trim() || button.hasAttribute("aria-label")) button.setAttribute("aria-label", title)
}
