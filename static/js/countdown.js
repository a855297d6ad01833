// Updates "time left" on the desk. The server prints the moment and the time left; this script
// updates the latter every minute:
//
//   <li> … <time datetime="2018-11-27T17:40+03:00" data-countdown data-now="2018-11-27T15:42+03:00">17:40</time>
//        … <span data-left>1 h 58 min</span></li>
//
// data-now is the server's time when it made the page; its difference from the browser's time is taken into account. A
// script that changes or adds a moment on the page dispatches “countdown:renew” on the document.

const MINUTE = 60_000;
const language = document.documentElement.lang || undefined;
const shownSince = new WeakMap(); // when this script met each moment first

renew();
setInterval(renew, MINUTE);
document.addEventListener('countdown:renew', renew);

function renew() {
  for (const time of document.querySelectorAll('time[data-countdown]')) {
    if (!shownSince.has(time)) shownSince.set(time, Date.now());
    const output = time.closest('li, p, tr, dd, section')?.querySelector('[data-left]');
    if (output) output.textContent = inWords(minutesLeft(time));
  }
}

function minutesLeft(time) {
  const now = time.dataset.now ? new Date(time.dataset.now).getTime() + Date.now() - shownSince.get(time) : Date.now();
  return Math.max(0, Math.ceil((new Date(time.dateTime) - now) / MINUTE));
}

function inWords(minutes) {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  const parts = days ? [[days, 'day'], [hours, 'hour']] : [[hours, 'hour'], [minutes % 60, 'minute']];
  return parts.map(([number, unit]) => counted(number, unit)).join(' ');
}

function counted(number, unit) {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(number);
}
