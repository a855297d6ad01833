// “All” above each group of places: ticks what can be ticked, and follows the ticks.

for (const all of document.querySelectorAll("[data-all]")) {
  const box = all.querySelector("input");
  const boxes = [...all.closest("section").querySelectorAll('input[name="place"]:not(:disabled)')];
  const follow = () => {
    const ticked = boxes.filter((each) => each.checked).length;
    box.checked = ticked === boxes.length;
    box.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  box.addEventListener("change", () => boxes.forEach((each) => (each.checked = box.checked)));
  boxes.forEach((each) => each.addEventListener("change", follow));
  all.hidden = false;
  follow();
}
