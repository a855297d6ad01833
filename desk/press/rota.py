"""The duty rota of a week: a row for each shift, to be filled in by keyboard, and the gaps below."""

import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.formsets import formset_factory
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base.fields import LineField
from desk.base.inlines import ClockInput
from press import duty
from press.models import Contact, Shift
from publishing import actions, clock, moments, numbers

ONE_DAY = datetime.timedelta(days=1)
BEGINS, ENDS = datetime.time(9), datetime.time(21)
EARLIEST, LATEST = datetime.date(2000, 1, 3), datetime.date(2100, 1, 4)


class RowForm(forms.Form):
    """One shift that begins on `day`; a row without a contact is empty."""

    day = forms.IntegerField(min_value=0, max_value=6, widget=forms.HiddenInput)
    shift = forms.IntegerField(required=False, widget=forms.HiddenInput)
    contact = forms.ModelChoiceField(
        Contact.objects.none(), required=False, label=gettext_lazy("On duty"), empty_label=gettext_lazy("nobody")
    )
    starts = forms.TimeField(required=False, label=gettext_lazy("from"), widget=ClockInput)
    ends_day = forms.TypedChoiceField(coerce=int, empty_value=0, required=False, label=gettext_lazy("until, day"))
    ends = forms.TimeField(required=False, label=gettext_lazy("until"), widget=ClockInput)
    note = LineField(required=False, max_length=200, label=gettext_lazy("note"))

    def __init__(self, *args, monday, contacts, **kwargs):
        super().__init__(*args, **kwargs)
        self.monday = monday
        self.fields["contact"].queryset = contacts
        number = numbers.parse(self["day"].value(), 0)
        self.fields["ends_day"].choices = [
            (later, str(WEEKDAYS_ABBR[(number + later) % 7]) if later < 7 else _("a week later")) for later in range(8)
        ]
        for name in ("contact", "starts", "ends_day", "ends", "note"):
            self.fields[name].widget.attrs["aria-label"] = f"{self.fields[name].label}, {WEEKDAYS[number % 7]}"

    def clean(self):
        values = super().clean()
        if values.get("contact") and not self.errors:
            for name in ("starts", "ends"):
                if values.get(name) is None:
                    self.add_error(name, _("Enter the start and the end."))
        return values

    def row(self, shifts):
        """Return the duty.Row of the form, or None if it is empty."""
        values = self.cleaned_data
        before = shifts.get(values.get("shift"))
        if not values.get("contact"):
            return duty.Row(None, before.starts, before.ends, shift=before) if before else None
        day = self.monday + values["day"] * ONE_DAY
        return duty.Row(
            values["contact"],
            moments.first_at(day, values["starts"], moments.OURS),
            moments.first_at(day + values["ends_day"] * ONE_DAY, values["ends"], moments.OURS),
            values["note"],
            before,
        )


Rows = formset_factory(RowForm, extra=0, max_num=60, absolute_max=70)


def page(request, site):
    """Show the rota of a week; save it, or copy the previous week."""
    monday = _monday(request)
    may_change = request.user.has_perm("press.change_shift")
    form = None
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        form = _act(request, monday)
        if form is None:
            return HttpResponseRedirect(address(monday))
    now = clock.now()
    first, last = duty.span(monday)
    form = form or _formset(monday)
    return TemplateResponse(
        request,
        "desk/press/enquiries_rota.html",
        {
            **site.each_context(request),
            "title": _("Duty rota"),
            "opts": Shift._meta,
            "now": duty.now(now),
            "form": form,
            "days": _days(form, monday),
            "seen": request.POST.get("seen") if form.is_bound else duty.seen(monday),
            "reaching": duty.reaching_into(monday),
            "gaps": duty.gaps(max(first, now), last) if last > now else [],
            "monday": monday,
            "sunday": monday + 6 * ONE_DAY,
            "week": f"{monday:%G-W%V}",
            "before": address(monday - duty.ONE_WEEK),
            "after": address(monday + duty.ONE_WEEK),
            "this": reverse("admin:press_shift_changelist"),
            "may_change": may_change,
        },
    )


def of_shift(number):
    """Redirect from a shift to its week."""
    shift = Shift.objects.filter(pk=numbers.parse(number)).first()
    if shift is None:
        raise Http404
    return HttpResponseRedirect(address(duty.monday_of(timezone.localdate(shift.starts))))


def address(monday):
    return f"{reverse('admin:press_shift_changelist')}?week={monday:%G-W%V}"


def _monday(request):
    """Return the Monday of the week in the address (“2026-W48”), else of this week."""
    try:
        monday = datetime.datetime.strptime(f"{request.GET.get('week', '')}-1", "%G-W%V-%u").date()
    except ValueError:
        monday = None
    if monday is None or not EARLIEST <= monday <= LATEST:
        return duty.monday_of(clock.today())
    return monday


def _act(request, monday):
    """Save or copy; return the bound form if it has errors, else None."""
    if request.POST.get("action") == "copy":
        try:
            messages.success(request, duty.copied(*duty.copy_week(monday, by=request.user)))
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        return None
    form = Rows(request.POST, form_kwargs=_known(monday))
    if not form.is_valid():
        messages.error(request, _("Nothing was saved. Check the marked rows."))
        return form
    shifts = {shift.pk: shift for shift in duty.beginning_in(monday)}
    rows = [row for row in (row.row(shifts) for row in form) if row]
    try:
        duty.set_week(monday, rows, by=request.user, seen_before=request.POST.get("seen", ""))
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return form
    messages.success(request, _("The week is saved."))
    return None


def _formset(monday):
    """Return the rows of a week: every shift, and one empty row for each day."""
    shifts = duty.beginning_in(monday)
    rows = []
    for number in range(7):
        mine = [shift for shift in shifts if timezone.localdate(shift.starts) == monday + number * ONE_DAY]
        rows += [_initial(shift, number) for shift in mine]
        rows.append({"day": number, "starts": BEGINS, "ends_day": 0, "ends": ENDS})
    return Rows(initial=rows, form_kwargs=_known(monday))


def _initial(shift, number):
    starts, ends = timezone.localtime(shift.starts), timezone.localtime(shift.ends)
    return {
        "day": number,
        "shift": shift.pk,
        "contact": shift.contact_id,
        "starts": starts.time(),
        "ends_day": (ends.date() - starts.date()).days,
        "ends": ends.time(),
        "note": shift.note,
    }


def _known(monday):
    """Return the arguments of every row: the week, and the contacts to choose from."""
    last = monday + 6 * ONE_DAY
    serving = Contact.objects.in_office(last) | Contact.objects.in_office(monday)
    standing = Contact.objects.filter(pk__in=[shift.contact_id for shift in duty.beginning_in(monday)])
    return {"monday": monday, "contacts": (serving | standing).distinct()}


def _days(form, monday):
    """Return [(date, rows)] for the days of the week."""
    days = {number: [] for number in range(7)}
    for row in form:
        number = numbers.parse(row["day"].value())
        days[number if number in days else 0].append(row)
    return [(monday + number * ONE_DAY, rows) for number, rows in days.items()]
