// The tools of an article. [data-print] and [data-copy-link] are buttons that stay hidden where they could do nothing;
// a[data-share] is an ordinary link that opens the system's share sheet where there is one. What is shared and copied
// is the page's own address, without the place in it that somebody has jumped to. `data-copied` is said afterwards.

const address = document.querySelector('link[rel="canonical"]')?.href ?? location.href.split('#')[0];

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    button.closest('details').open = false;
    print();
  });
}

for (const button of document.querySelectorAll('[data-copy-link]')) {
  if (!navigator.clipboard) continue;
  const label = button.querySelector('[aria-live]');
  const words = label.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      return; // the browser does not allow it; the address stands above the page
    }
    label.textContent = button.dataset.copied;
    setTimeout(() => { label.textContent = words; }, 3000);
  });
}

for (const link of document.querySelectorAll('a[data-share]')) {
  link.addEventListener('click', share);
}

function share(event) {
  if (!navigator.share) return;
  event.preventDefault();
  navigator.share({ title: document.title, url: address }).catch(() => {}); // closing the sheet is no error
}
