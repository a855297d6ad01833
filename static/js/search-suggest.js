// Shows suggestions below a search field: things whose titles contain the typed words. The server returns the list as
// HTML. Arrows choose, Enter opens the choice or else searches, Escape closes. Without this script the form works as
// usual.
//
// <form data-suggest="…address of the suggestions…"><input type="search" name="q">…

const MIN_CHARACTERS = 3; // letters
const IDLE_MILLISECONDS = 150; // milliseconds after the last key

document.querySelectorAll('form[data-suggest]').forEach((form, number) => {
  const field = form.querySelector('input[type="search"]');
  const list = document.createElement('ul');
  let timer = 0;
  let asking = null;

  list.className = 'suggestions';
  list.id = `suggestions-${number}`;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', field.labels[0].textContent);
  list.hidden = true;
  form.append(list);
  field.setAttribute('role', 'combobox');
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-expanded', 'false');
  field.setAttribute('aria-controls', list.id);

  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, IDLE_MILLISECONDS);
  });
  field.addEventListener('keydown', press);
  field.addEventListener('blur', () => setTimeout(close, IDLE_MILLISECONDS));
  list.addEventListener('mousedown', event => {
    const option = event.target.closest('[data-href]');
    if (option && event.button === 0) location.assign(option.dataset.href);
  });

  async function ask() {
    asking?.abort();
    const words = field.value.trim();
    if (words.length < MIN_CHARACTERS) return close();
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === field) show(await answer.text());
    } catch {
      close(); // an error, or a request that was aborted
    }
  }

  function show(html) {
    list.innerHTML = html;
    for (const option of list.children) option.id = `${list.id}-${option.id}`;
    const isOpen = list.children.length > 0;
    list.hidden = !isOpen;
    field.setAttribute('aria-expanded', String(isOpen));
    field.removeAttribute('aria-activedescendant');
  }

  function close() {
    show('');
  }

  function press(event) {
    const options = [...list.children];
    const chosen = options.findIndex(option => option.getAttribute('aria-selected') === 'true');
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter' && chosen >= 0) {
      event.preventDefault();
      location.assign(options[chosen].dataset.href);
    } else if (options.length && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const next = chosen < 0 && step < 0 ? options.length - 1 : (chosen + step + options.length) % options.length;
      options.forEach((option, place) => option.setAttribute('aria-selected', String(place === next)));
      field.setAttribute('aria-activedescendant', options[next].id);
    }
  }
});
