// The press contact as a popover opens and closes without this script. With it the keyboard goes into the popover when
// it opens, stays there while it is open, and the browser takes it back to the button.

const popover = document.getElementById('press-contact');

popover?.addEventListener('toggle', event => {
  if (event.newState === 'open') stops()[0].focus();
});

popover?.addEventListener('keydown', event => {
  if (event.key !== 'Tab') return;
  const [from, to] = event.shiftKey ? [stops()[0], stops().at(-1)] : [stops().at(-1), stops()[0]];
  if (document.activeElement !== from) return;
  event.preventDefault();
  to.focus();
});

function stops() {
  return [...popover.querySelectorAll('a[href], button')];
}
