// Remarks of readers outside, on the article screen: “done” without leaving the page and what was typed there.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-remark-done]")
  if (!button) return
  event.preventDefault()
  const data = new FormData()
  data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value)
  const answer = await fetch(button.formAction, { method: "POST", body: data, headers: { Accept: "text/plain" } })
  if (!answer.ok) return
  const list = button.closest("ul")
  button.closest("li").remove()
  if (!list.children.length) list.previousElementSibling.remove()
})
