"""The queue of enquiries, the next deadline first."""

import dataclasses

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.base import wording
from desk.base.lookups import refuse_undeclared
from identity import rights
from press import deadlines, enquiries
from press.models import Enquiry, EnquirySettings
from publishing import clock, numbers

ENQUIRIES_PER_PAGE = 40
ENQUIRIES_ON_HOME = 5

FILTERS = {
    "open": pgettext_lazy("enquiries", "Open"),
    "mine": pgettext_lazy("enquiries", "Mine"),
    "overdue": pgettext_lazy("enquiries", "Overdue"),
    "answered": pgettext_lazy("enquiries", "Answered"),
    "closed": pgettext_lazy("enquiries", "Closed"),
    "all": pgettext_lazy("enquiries", "All"),
}


@dataclasses.dataclass(frozen=True)
class Line:
    """An enquiry in a list."""

    enquiry: Enquiry
    left: deadlines.TimeLeft
    deadline: str
    question: str
    address: str
    assigned: str


def page(request, site):
    """List the enquiries of one filter, the most urgent first."""
    refuse_undeclared(request.GET, ["show", "q", "page"])
    now = clock.now()
    chosen = request.GET.get("show") if request.GET.get("show") in FILTERS else "open"
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]
    found = _searched(_filtered(chosen, request.user, now), words).select_related("assigned_to")
    shown = Paginator(found, ENQUIRIES_PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(
        request,
        "desk/press/enquiries.html",
        {
            **site.each_context(request),
            "title": _("Enquiries"),
            "opts": Enquiry._meta,
            "now": now,
            "filters": [
                {"name": name, "label": label, "number": _filtered(name, request.user, now).count()}
                for name, label in FILTERS.items()
            ],
            "chosen": chosen,
            "words": words,
            "page": shown,
            "lines": [line(enquiry, now) for enquiry in shown],
            "may_write": enquiries.may(request.user, "change"),
            "may_settle": rights.may(request.user, "press.change_enquirysettings"),
        },
    )


def on_home(user):
    """Return the desk's first page's {lines, number}; None for users who may not see the queue."""
    if not enquiries.may(user, "view"):
        return None
    now = clock.now()
    waiting = Enquiry.objects.open()
    return {
        "lines": [
            line(enquiry, now)
            for enquiry in waiting.most_urgent_first().select_related("assigned_to")[:ENQUIRIES_ON_HOME]
        ],
        "number": waiting.count(),
    }


def line(enquiry, now):
    return Line(
        enquiry,
        deadlines.left(enquiry, now),
        deadlines.on_clocks(enquiry),
        Truncator(enquiry.question).chars(160) or _("Erased"),
        address(enquiry),
        wording.person_name(enquiry.assigned_to) if enquiry.assigned_to else "",
    )


def address(enquiry):
    return reverse("admin:press_enquiry_change", args=[enquiry.pk])


def _filtered(name, user, now):
    everything = Enquiry.objects.all()
    return {
        "open": everything.open().most_urgent_first(),
        "mine": everything.open().filter(assigned_to=user).most_urgent_first(),
        "overdue": everything.overdue(now).most_urgent_first(),
        "answered": everything.filter(state=Enquiry.State.ANSWERED).order_by("-answered_at"),
        "closed": everything.filter(state=Enquiry.State.CLOSED).order_by("-closed_at"),
        "all": everything,
    }[name]


def _searched(found, words):
    if not words:
        return found
    wanted = Q(name__icontains=words) | Q(outlet__icontains=words) | Q(email__icontains=words)
    wanted |= Q(question__icontains=words)
    year, dash, serial = words.partition("-")
    if dash and None not in (numbers.parse(year), numbers.parse(serial)):
        wanted |= Q(year=numbers.parse(year), serial=numbers.parse(serial))
    return found.filter(wanted)


class ErasingForm(forms.ModelForm):
    days = forms.IntegerField(
        min_value=1,
        max_value=3650,
        label=gettext_lazy("Days until personal data is deleted"),
        help_text=gettext_lazy(
            "Counted from the day an enquiry is closed. Journalists see this next to the enquiry form."
        ),
    )

    class Meta:
        model = EnquirySettings
        fields = ["days"]


def erasing(request, site):
    """Let administrators set how long personal data is kept."""
    settled = EnquirySettings.objects.filter(pk=1).first() or EnquirySettings(pk=1)
    form = ErasingForm(request.POST or None, instance=settled)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. Older data will be deleted tonight."))
        return HttpResponseRedirect(reverse("admin:press_enquiry_changelist"))
    return TemplateResponse(
        request,
        "desk/press/enquiries_erasing.html",
        {**site.each_context(request), "title": _("Deleting personal data"), "opts": Enquiry._meta, "form": form},
    )
