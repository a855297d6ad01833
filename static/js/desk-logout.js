// Logging out takes what was typed out of this browser, for the next person at this computer.

document.querySelector("#logout-form")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("desk-unsaved:")) localStorage.removeItem(key)
})
