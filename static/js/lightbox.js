// Opens the photographs of a .gallery in the page's <dialog data-lightbox>, one by one.
// Without this script each link leads to the photograph's own page.
//
// A link: <a class="gallery__open" href="…" data-full="…large.webp" data-file="ZVF_2142.JPG"><img …></a>,
// inside a <figure> whose caption has the class fig__cap.

const dialog = document.querySelector('dialog[data-lightbox]');
const links = [...document.querySelectorAll('a.gallery__open')];
let shown = 0;

if (dialog && links.length) {
  links.forEach((link, position) => link.addEventListener('click', event => open(event, position)));
  dialog.addEventListener('click', press);
  dialog.addEventListener('keydown', turn);
  dialog.addEventListener('close', () => links[shown].focus());
}

function open(event, position) {
  const wantsOwnTab = event.ctrlKey || event.metaKey || event.shiftKey;
  if (wantsOwnTab) return;
  event.preventDefault();
  show(position);
  dialog.showModal();
}

function press(event) {
  const button = event.target.closest('button');
  if (button?.dataset.step) show(shown + Number(button.dataset.step));
  else if (button) dialog.close();
}

function turn(event) {
  if (event.key === 'ArrowRight') show(shown + 1);
  if (event.key === 'ArrowLeft') show(shown - 1);
}

function show(position) {
  shown = (position + links.length) % links.length;
  const link = links[shown];
  const thumbnail = link.querySelector('img');
  const picture = dialog.querySelector('[data-picture]');
  picture.src = address(link);
  picture.alt = thumbnail.alt;
  dialog.querySelector('[data-place]').textContent = `${shown + 1} / ${links.length}  ${link.dataset.file ?? ''}`;
  dialog.querySelector('[data-caption]').textContent =
    link.closest('figure')?.querySelector('.fig__cap')?.textContent.trim() ?? '';
  fetchAhead(links[(shown + 1) % links.length]);
}

function address(link) {
  return link.dataset.full || link.querySelector('img').currentSrc;
}

function fetchAhead(link) {
  new Image().src = address(link);
}
