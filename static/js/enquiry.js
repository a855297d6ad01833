// The enquiry form: selects the browser's time zone for the deadline, and moves the focus to the errors.
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
