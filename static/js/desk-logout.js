// Logging out deletes unsaved work from this browser, because another person may use the computer next.

document.querySelector("#logout-form")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("desk-unsaved:")) localStorage.removeItem(key)
})
