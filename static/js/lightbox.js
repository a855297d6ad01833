// Opens the photographs of a page in its <dialog data-lightbox>, one by one: with the buttons, the arrows, Home and
// End, or a swipe. Escape closes. Without this script each link leads to the photograph's own page.
//
// A link: <a class="gallery__open" href="…" data-full="…large.jpg" data-file="ZVF_2142.JPG"><img …></a>,
// in a <figure> with the caption (.fig__cap), the credit (.fig__src > span) and the download (a[download]). A link
// without a figure says the same in data-caption, data-credit, data-download and data-name.

const MIN_SWIPE_PIXELS = 50; // pixels; less is a tap or an unsteady hand

const dialog = document.querySelector('dialog[data-lightbox]');
const links = [...document.querySelectorAll('a.gallery__open')];
let shown = 0;
let touch = null;

if (dialog && links.length) {
  links.forEach((link, position) => link.addEventListener('click', event => open(event, position)));
  dialog.addEventListener('click', press);
  dialog.addEventListener('keydown', turn);
  dialog.addEventListener('touchstart', begin, { passive: true });
  dialog.addEventListener('touchend', swipe, { passive: true });
  dialog.addEventListener('close', leave);
  dialog.querySelectorAll('[data-step]').forEach(button => { button.hidden = links.length < 2; });
}

function open(event, position) {
  const wantsOwnTab = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (wantsOwnTab) return;
  event.preventDefault();
  show(position);
  dialog.showModal();
}

function leave() {
  links[shown].focus();
}

function press(event) {
  const button = event.target.closest('button');
  if (button?.dataset.step) show(shown + Number(button.dataset.step));
  else if (button) dialog.close();
}

function turn(event) {
  const places = { ArrowRight: shown + 1, ArrowLeft: shown - 1, Home: 0, End: links.length - 1 };
  const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
  if (isShortcut) return;
  if (event.key in places) {
    event.preventDefault();
    show(places[event.key]);
  } else if (event.key === 'Tab') {
    keepFocusInside(event);
  }
}

// A modal dialog keeps the focus out of the page behind it, but not out of the browser's own controls.
function keepFocusInside(event) {
  const stops = [...dialog.querySelectorAll('button, a[href]')].filter(stop => !stop.hidden);
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (document.activeElement !== from) return;
  event.preventDefault();
  to.focus();
}

function begin(event) {
  touch = event.touches.length === 1 ? event.touches[0] : null;
}

function swipe(event) {
  const end = event.changedTouches[0];
  const zoomed = window.visualViewport?.scale > 1;
  if (!touch || event.touches.length || zoomed) return;
  const [across, down] = [end.clientX - touch.clientX, end.clientY - touch.clientY];
  touch = null;
  if (Math.abs(across) > MIN_SWIPE_PIXELS && Math.abs(across) > 2 * Math.abs(down)) show(shown - Math.sign(across));
}

function show(position) {
  if (links.length < 2 && dialog.open) return;
  shown = (position + links.length) % links.length;
  const link = links[shown];
  const words = wordsOf(link);
  const picture = part('stage').querySelector('img') ?? part('stage').appendChild(new Image());
  picture.src = address(link);
  picture.alt = link.querySelector('img')?.alt ?? '';
  part('place').textContent = links.length < 2 ? '' : dialog.dataset.position
    .replace('{position}', shown + 1).replace('{total}', links.length);
  part('file').textContent = link.dataset.file ?? '';
  part('caption').textContent = words.caption;
  part('credit').textContent = words.credit;
  offer(words);
  if (links.length > 1) fetchAhead(links[(shown + 1) % links.length]);
}

function wordsOf(link) {
  const figure = link.closest('figure');
  const file = figure?.querySelector('a[download]');
  return {
    caption: link.dataset.caption ?? figure?.querySelector('.fig__cap')?.textContent.trim() ?? '',
    credit: link.dataset.credit ?? figure?.querySelector('.fig__src > span')?.textContent.trim() ?? '',
    download: link.dataset.download ?? file?.href,
    name: link.dataset.name ?? file?.download ?? '',
  };
}

function offer({ download, name }) {
  const place = part('download');
  place.hidden = !download;
  const link = place.querySelector('a') ?? linkAround(place);
  if (download) link.href = download;
  else link.removeAttribute('href');
  link.download = name;
}

// A link without an address and a picture without a file are invalid HTML: both are created when needed.
function linkAround(place) {
  const link = document.createElement('a');
  link.append(...place.childNodes);
  place.append(link);
  return link;
}

function part(name) {
  return dialog.querySelector(`[data-${name}]`);
}

function address(link) {
  return link.dataset.full || link.querySelector('img')?.currentSrc || '';
}

function fetchAhead(link) {
  new Image().src = address(link);
}
