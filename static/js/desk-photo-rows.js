// The photographs of a record: what is ticked in its library becomes a row at once, which can be moved before saving.
// Without this script ticked photographs come last when the record is saved.

for (const group of document.querySelectorAll("[data-rows]")) {
  const pattern = group.querySelector("[data-photo-pattern]")
  if (pattern) group.addEventListener("desk:ticked", (event) => addAll(group, pattern, event.detail.boxes))
}

function addAll(group, pattern, boxes) {
  const list = group.querySelector("[data-rows-list]")
  for (const box of boxes) {
    const there = [...list.querySelectorAll("input[name$='-photo']")].some(({ value }) => value === box.value)
    if (!there) add(group, list, pattern, box)
    box.checked = false
  }
  list.dispatchEvent(new Event("input", { bubbles: true }))
}

function add(group, list, pattern, box) {
  const total = group.querySelector("input[name$='-TOTAL_FORMS']")
  const item = box.closest("label")
  const name = item.querySelector(".file").textContent
  const row = pattern.content.querySelector("[data-row]").cloneNode(true)
  for (const element of row.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      attribute.value = attribute.value.replaceAll("__prefix__", total.value).replace("%(name)s", name)
    }
  }
  total.value = Number(total.value) + 1
  row.querySelector("input[name$='-photo']").value = box.value
  row.querySelector("img").src = item.querySelector("img").src
  row.querySelector(".file").textContent = name
  const taken = row.querySelector(".takeout .vh")
  taken.textContent = taken.textContent.replace("%(name)s", name)
  list.append(row)
}
