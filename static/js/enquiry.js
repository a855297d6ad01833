// Helps with the enquiry form: offers the reader's own clock for the deadline, and goes to what was wrong.
//
//   <form class="enquiry"> <div data-errors tabindex="-1">…</div> <select name="deadline_zone">…</select> </form>

const errors = document.querySelector('.enquiry [data-errors]');
const zones = document.querySelector('.enquiry [name="deadline_zone"]');

if (errors) {
  errors.focus();
} else if (zones) {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const mine = [...zones.options].find((option) => option.value === timeZone);
  if (mine) mine.selected = true;
}
