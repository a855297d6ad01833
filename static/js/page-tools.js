// The tools beside an article. [data-print] buttons are hidden until this script runs;
// a[data-share] is an ordinary link that opens the system's share sheet where there is one.

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

for (const link of document.querySelectorAll('a[data-share]')) {
  link.addEventListener('click', share);
}

function share(event) {
  if (!navigator.share) return;
  event.preventDefault();
  navigator.share({ title: document.title, url: location.href }).catch(() => {}); // closing the sheet is no error
}
