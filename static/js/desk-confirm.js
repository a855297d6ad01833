// On a wide screen the reason is in sight beside the text, so whoever has read it types at once.

const reason = document.querySelector("#act [name=without_review]")
if (reason && matchMedia("(min-width: 64rem)").matches) reason.focus({ preventScroll: true })
