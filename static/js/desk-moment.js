// While a moment is chosen, shows it on the office's clock and in UTC and the time left, or why it is invalid:
//
//   <input class="moment-date"> <input class="moment-time"> <select class="moment-zone">
//   <section data-moment data-skipped="…" data-twice="…" data-passed="…">
//     <dl> <dd data-clock="UTC">…</dd> <time datetime data-countdown data-now>…</time> </dl> <p data-fault></p>
//   </section>
//
// The server decides; this predicts its answer with the browser's time zone data. countdown.js updates the time left.

const DAY = 86_400_000;
const { lang } = document.documentElement;
const language = lang === 'en' ? 'en-GB' : lang || undefined; // days before months, as everywhere here
const told = document.querySelector('[data-moment]');
const inputs = ['date', 'time', 'zone'].map((name) => document.querySelector(`.moment-${name}`));

if (told && inputs.every(Boolean)) {
  for (const input of inputs) input.addEventListener('input', tell);
}

function tell() {
  const [date, time, zone] = inputs.map((input) => input.value);
  const shown = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(shown)) return reveal(false, '');
  const instants = candidates(shown, zone);
  if (instants.length === 0) return reveal(false, told.dataset.skipped);
  if (instants.length > 1) return reveal(false, told.dataset.twice);
  return instants[0] > serverNow() ? show(instants[0]) : reveal(false, told.dataset.passed);
}

// The instants of a local time in a zone: none, one or two.
function candidates(shown, zone) {
  const offsets = [-DAY, 0, DAY].map((step) => offset(shown + step, zone));
  return [...new Set(offsets.map((difference) => shown - difference))].filter((instant) => instant + offset(instant, zone) === shown);
}

function offset(instant, zone) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hourCycle: 'h23',
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  });
  const at = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return Date.parse(`${at.year}-${at.month}-${at.day}T${at.hour}:${at.minute}:${at.second}Z`) - instant;
}

function serverNow() {
  return new Date(told.querySelector('time').dataset.now).getTime() + performance.now();
}

function show(instant) {
  for (const output of told.querySelectorAll('[data-clock]')) output.textContent = onClock(instant, output.dataset.clock);
  told.querySelector('time').dateTime = new Date(instant).toISOString();
  document.dispatchEvent(new Event('countdown:renew'));
  reveal(true, '');
}

function onClock(instant, timeZone) {
  const date = new Intl.DateTimeFormat(language, { timeZone, day: 'numeric', month: 'long', year: 'numeric' });
  const time = new Intl.DateTimeFormat(language, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${date.format(instant)}, ${time.format(instant)}`;
}

function reveal(isMoment, sentence) {
  const output = told.querySelector('[data-fault]');
  told.querySelector('dl').hidden = !isMoment;
  output.textContent = sentence;
  output.hidden = !sentence;
}
