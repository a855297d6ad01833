// The article screen: one language at a time, rows to add, fields that matter only sometimes, and a warning before
// typed text is lost. Without this script all languages and all fields are shown.

const form = document.querySelector("form[data-article]")

if (form) {
  showLanguagesAsTabs()
  showFieldsThatMatter()
  letRowsBeAdded()
  followLinksToFields()
  warnBeforeLosingText()
  form.querySelector("[data-errors]")?.focus()
}

function showLanguagesAsTabs() {
  form.classList.add("has-tabs")
  const tabs = [...form.querySelectorAll("[data-tab]")]
  for (const tab of tabs) {
    tab.addEventListener("click", (event) => {
      event.preventDefault()
      showLanguage(tab.dataset.tab)
    })
  }
  const known = (language) => tabs.some((tab) => tab.dataset.tab === language)
  const first = [form.dataset.errorLanguage, sessionStorage.getItem("desk-language"), tabs[0].dataset.tab]
  showLanguage(first.find(known))
  new MutationObserver(() => showLanguage(form.dataset.shown)).observe(form.querySelector("[data-tray] [data-list]"), {
    childList: true,
  })
}

function showLanguage(language) {
  form.dataset.shown = language
  sessionStorage.setItem("desk-language", language)
  for (const part of form.querySelectorAll("[data-language]")) part.hidden = part.dataset.language !== language
  for (const tab of form.querySelectorAll("[data-tab]")) {
    if (tab.dataset.tab === language) tab.setAttribute("aria-current", "true")
    else tab.removeAttribute("aria-current")
  }
}

// data-only-when="genre=interview": shown while that field has that value, or while something is in it.
function showFieldsThatMatter() {
  const parts = [...form.querySelectorAll("[data-only-when]")]
  const refresh = () => {
    for (const part of parts) {
      const [name, value] = part.dataset.onlyWhen.split("=")
      const field = form.elements[name]
      part.hidden = field?.value !== value && !part.querySelector("[data-row], .field--bad")
    }
  }
  form.addEventListener("change", refresh)
  refresh()
}

// A new row is a copy of the formset's <template>, with __prefix__ replaced by its number.
function letRowsBeAdded() {
  for (const rows of form.querySelectorAll("[data-rows]")) {
    const button = rows.querySelector("[data-add-row]")
    button.hidden = false
    button.addEventListener("click", () => addRow(rows, button))
  }
}

async function addRow(rows, button) {
  const total = rows.querySelector("input[name$='-TOTAL_FORMS']")
  const mould = rows.querySelector("template")
  const copy = document.createElement("div")
  copy.innerHTML = mould.innerHTML.replaceAll("__prefix__", total.value)
  const row = copy.firstElementChild
  total.value = Number(total.value) + 1
  button.parentElement.before(row)
  const { createEditor } = await import("django-prose-editor/configurable")
  for (const text of row.querySelectorAll("[data-django-prose-editor-configurable]")) await createEditor(text)
  row.querySelector("input:not([type=hidden]), textarea")?.focus()
}

// A link to a field opens its language first; for a hidden field behind an editor, the editor gets the focus.
function followLinksToFields() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='#']")
    if (link && link.pathname === location.pathname && goTo(link.hash.slice(1))) event.preventDefault()
  })
  if (location.hash) setTimeout(() => goTo(location.hash.slice(1)), 500)
}

function goTo(id) {
  const target = document.getElementById(id)
  if (!target || !form.contains(target)) return false
  const part = target.closest("[data-language]")
  if (part) showLanguage(part.dataset.language)
  target.closest("[data-only-when]")?.removeAttribute("hidden")
  const place = target.closest(".prose-editor")?.querySelector("[contenteditable=true]") || target
  place.scrollIntoView({ block: "center" })
  if (place.matches("fieldset, section, div:not([contenteditable])")) place.setAttribute("tabindex", "-1")
  place.focus({ preventScroll: true })
  return true
}

function warnBeforeLosingText() {
  let isChanged = Boolean(form.querySelector("[data-errors]"))
  form.addEventListener("input", () => { isChanged = true })
  form.addEventListener("desk:kept", () => { isChanged = false }) // it can be restored
  form.addEventListener("submit", () => { isChanged = false })
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault()
  })
}
