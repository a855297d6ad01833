// The article screen: one language at a time or both side by side, facts that close when they are chosen, rows to add,
// fields that matter only sometimes, links that lead to their field, and a warning before typed text is lost. Without
// this script all languages and all fields are shown.

const form = document.querySelector("form[data-article]")
const LANGUAGE = "desk-language" // of the form that was sent last: {number, language}
const ROW_OF_A_PHOTOGRAPH = /-photos-(\d+)-/

if (form) {
  form.classList.add("has-tabs")
  form.addEventListener("submit", rememberLanguage)
  form.addEventListener("change", showFieldsThatMatter)
  form.addEventListener("desk:renewed", () => {
    arm()
    for (const text of form.querySelectorAll(".write [data-django-prose-editor-configurable]")) makeEditor(text)
  })
  arm()
  followLinksToFields()
  askForTheSection()
  warnBeforeLosingText()
  form.querySelector("[data-errors]")?.focus()
}

function arm() {
  showLanguagesAsTabs()
  closeFactsWhenChosen()
  showFieldsThatMatter()
  letRowsBeAdded()
  growWithTheText()
  countCharacters()
}

// --- Languages -------------------------------------------------------------------------------------------------------

function showLanguagesAsTabs() {
  const tabs = [...form.querySelectorAll("[data-tab]")]
  for (const tab of tabs) {
    tab.addEventListener("click", (event) => {
      event.preventDefault()
      showLanguage(tab.dataset.tab)
      if (isSideBySide()) form.querySelector(`#text-${tab.dataset.tab}`).scrollIntoView({ block: "nearest" })
    })
  }
  const known = (language) => tabs.some((tab) => tab.dataset.tab === language)
  const first = [form.dataset.shown, form.dataset.errorLanguage, languageBeforeSaving(), form.dataset.original, tabs[0].dataset.tab]
  showLanguage(first.find(known))
  new MutationObserver(() => showLanguage(form.dataset.shown)).observe(form.querySelector("[data-tray] [data-list]"), {
    childList: true,
  })
  const both = form.querySelector("[data-side-by-side]")
  if (both) {
    both.hidden = false
    both.setAttribute("aria-pressed", isSideBySide())
    both.addEventListener("click", () => {
      form.classList.toggle("is-side-by-side")
      both.setAttribute("aria-pressed", isSideBySide())
      showLanguage(form.dataset.shown)
    })
  }
}

// Saving leads back to this page: in the language in which one was writing. Opened anew it begins with the original.
function rememberLanguage() {
  sessionStorage.setItem(LANGUAGE, JSON.stringify({ number: form.dataset.number, language: form.dataset.shown }))
}

function languageBeforeSaving() {
  const before = JSON.parse(sessionStorage.getItem(LANGUAGE) ?? "{}")
  sessionStorage.removeItem(LANGUAGE)
  return [form.dataset.number, "new"].includes(before.number) ? before.language : null
}

function isSideBySide() {
  return form.classList.contains("is-side-by-side")
}

function showLanguage(language) {
  form.dataset.shown = language
  for (const part of form.querySelectorAll("[data-language]")) {
    part.hidden = part.dataset.language !== language && !(isSideBySide() && part.matches(".text"))
  }
  for (const tab of form.querySelectorAll("[data-tab]")) {
    if (tab.dataset.tab === language) tab.setAttribute("aria-current", "true")
    else tab.removeAttribute("aria-current")
  }
}

// --- Fields ----------------------------------------------------------------------------------------------------------

// A press on a choice is all that the fact is open for; with the keyboard one may still be on the way.
function closeFactsWhenChosen() {
  for (const fact of form.querySelectorAll("[data-fact]")) {
    let isPressed = false
    fact.addEventListener("pointerdown", () => { isPressed = true })
    fact.addEventListener("keydown", (event) => {
      isPressed = false
      if (event.key !== "Enter" || event.target.matches("summary")) return
      event.preventDefault() // it would send the form
      close(fact)
    })
    fact.addEventListener("change", ({ target }) => {
      fact.classList.remove("fact--todo")
      if (target.matches("[type=radio]")) fact.querySelector("[data-words]").textContent = target.labels[0].textContent.trim()
      if (target.matches("select")) fact.querySelector("[data-words]").textContent = target.selectedOptions[0].textContent
      if (isPressed && target.matches("[type=radio], select")) close(fact)
    })
  }
}

function close(fact) {
  fact.open = false
  fact.querySelector("summary").focus()
}

// data-only-when="genre=interview": shown while that field has that value, or while something is in it.
function showFieldsThatMatter() {
  for (const part of form.querySelectorAll("[data-only-when]")) {
    const [name, value] = part.dataset.onlyWhen.split("=")
    part.hidden = form.elements[name]?.value !== value && !part.querySelector("[data-row], .field--bad")
  }
}

// A new row is a copy of the formset's <template>, with __prefix__ replaced by its number.
function letRowsBeAdded() {
  for (const button of form.querySelectorAll("[data-add-row]")) {
    button.hidden = false
    button.addEventListener("click", () => addRow(button.closest("[data-rows]"), button))
  }
}

async function makeEditor(text) {
  const { createEditor } = await import("django-prose-editor/configurable")
  await createEditor(text)
}

async function addRow(rows, button) {
  const total = rows.querySelector("input[name$='-TOTAL_FORMS']")
  const mould = rows.querySelector("template")
  const copy = document.createElement("div")
  copy.innerHTML = mould.innerHTML.replaceAll("__prefix__", total.value)
  const row = copy.firstElementChild
  total.value = Number(total.value) + 1
  button.parentElement.before(row)
  for (const text of row.querySelectorAll("[data-django-prose-editor-configurable]")) await makeEditor(text)
  row.querySelector("input:not([type=hidden]), textarea")?.focus()
}

// For browsers that do not know "field-sizing".
function growWithTheText() {
  if (CSS.supports("field-sizing", "content")) return
  const grow = (field) => {
    field.style.blockSize = "auto"
    field.style.blockSize = `${field.scrollHeight}px`
  }
  for (const field of form.querySelectorAll("textarea.in")) {
    field.addEventListener("input", () => grow(field))
    grow(field)
  }
}

function countCharacters() {
  for (const number of form.querySelectorAll("[data-count][data-count*='-title']")) {
    const field = document.getElementById(number.dataset.count)
    field.addEventListener("input", () => { number.textContent = field.value.length })
  }
}

// --- Links to fields -------------------------------------------------------------------------------------------------

// A link to a field opens its language first; for a hidden field behind an editor, the editor gets the focus.
function followLinksToFields() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='#']")
    if (link && link.pathname === location.pathname && goTo(link.hash.slice(1))) event.preventDefault()
  })
  if (location.hash) setTimeout(() => goTo(location.hash.slice(1)), 500)
}

function goTo(id) {
  const target = document.getElementById(id) ?? rowOfPhotograph(id)
  if (!target || !form.contains(target)) return false
  const part = target.closest("[data-language]")
  if (part) showLanguage(part.dataset.language)
  target.closest("[data-only-when]")?.removeAttribute("hidden")
  for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true
  const place = placeToWrite(target)
  place.scrollIntoView({ block: "center" })
  if (place.matches("fieldset, section, li, div:not([contenteditable])")) place.setAttribute("tabindex", "-1")
  place.focus({ preventScroll: true })
  return true
}

// What is lacking may be a field that this reader does not have: then the row of the photograph is near enough.
function rowOfPhotograph(id) {
  const number = id.match(ROW_OF_A_PHOTOGRAPH)?.[1]
  return number && form.querySelector(`[data-tray] [data-row="${number}"]`)
}

function placeToWrite(target) {
  const editor = target.closest(".prose-editor")?.querySelector("[contenteditable=true]")
  const choice = target.matches("div") && target.querySelector("input:checked, input")
  return editor || choice || target
}

// Nothing is saved without a section: the press opens the choice instead of sending a form that would be refused.
function askForTheSection() {
  form.addEventListener("submit", (event) => {
    const sections = [...form.querySelectorAll("[name=section]:enabled")]
    if (!sections.length || sections.some((section) => section.checked)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    goTo("id_section")
  }, { capture: true })
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
