// Django's autocomplete fields have no accessible name while they are empty: give them that of their label.
"use strict"
{
  let number = 0

  function nameAll() {
    for (const select of document.querySelectorAll("select.admin-autocomplete:not([data-is-named])")) {
      const box = select.parentElement.querySelector(".select2-selection")
      const label = select.labels[0] || headingOf(select)
      if (!box || !label) continue
      select.dataset.isNamed = ""
      label.id ||= `name-of-choice-${(number += 1)}`
      const chosen = box.querySelector(".select2-selection__rendered")
      box.setAttribute("aria-labelledby", `${label.id} ${chosen ? chosen.id : ""}`)
      chosen?.setAttribute("aria-labelledby", label.id)
    }
  }

  // In a table the name is the column's heading.
  function headingOf(select) {
    const cell = select.closest("td")
    return cell?.closest("table").querySelectorAll("thead th")[cell.cellIndex]
  }

  // Another script creates them when it is ready, and for every added row.
  new MutationObserver(nameAll).observe(document.documentElement, { childList: true, subtree: true })
}
