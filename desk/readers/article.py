"""The screen of one text: how often it was read, when, where its corrections fell, and where it was taken up.

Press cuttings are added and taken out by hand. What was typed stays in the form if it is refused.
"""

import datetime
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from desk.base.wording import language_name
from desk.readers import titles
from desk.readers.chart import chart
from identity import rights
from news.models import Edition
from publishing import clock, dates
from readership import sums
from readership.models import Cutting

MAX_BARS = 62
STEPS = (1, 7, 28, 364)  # days of one bar
FIRST_HOURS = 48
SITES_SHOWN = 20


class CuttingForm(forms.ModelForm):
    """A press cutting; its address is that of a page of the web, if it has one."""

    class Meta:
        model = Cutting
        fields = ["outlet", "published_on", "address", "line"]
        widgets = {
            "address": forms.URLInput(attrs={"placeholder": "https://"}),
            "published_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def clean_published_on(self):
        day = self.cleaned_data["published_on"]
        if day > clock.today():
            raise forms.ValidationError(_("This day has not come yet. Give the day on which it was published."))
        return day

    def clean_address(self):
        address = self.cleaned_data["address"]
        if address and urlsplit(address).scheme not in ("http", "https"):
            raise forms.ValidationError(_("Give an address that begins with https:// or http://."))
        return address


def page(request, site, number):
    editions = list(
        Edition.objects.filter(article=number, live_from__isnull=False, live_from__lte=clock.SiteNow())
        .order_by("live_from")
        .only("article", "number", "language", "change", "live_from", "title")
    )
    if not editions:
        raise Http404("It was never public.")
    form = CuttingForm(request.POST if request.method == "POST" and "outlet" in request.POST else None)
    if request.method == "POST" and _carried_out(request, number, form):
        return HttpResponseRedirect(f"{reverse('admin:readers-article', args=[number])}#cuttings")
    named = titles.of_articles([number])[number]
    taken_up = sums.taken_up_of_article(number)
    rows = sums.pages_of_article(number)
    languages = {code: readers for code, readers in sums.by_language(rows).items() if sum(readers)}
    context = {
        **site.each_context(request),
        "title": named.title,
        "lang": named.language if named.language != get_language() else "",
        "article": number,
        "since": sums.counted_since(editions[0].live_from),
        "total": sums.in_all(rows),
        "days": _chart_of_days(editions, sums.by_day(rows)),
        "hours": _chart_of_first_hours(editions, sums.by_hour(rows)),
        "languages": [(language_name(code), readers) for code, readers in languages.items()],
        "forms": sums.by_form(sums.of_article(number)),
        "links": sums.links(taken_up, SITES_SHOWN),
        "fetched": sums.fetched(taken_up, SITES_SHOWN),
        "cuttings": Cutting.objects.filter(article=number).select_related("added_by"),
        "may_add": _may_change(request.user),
        "form": form,
    }
    return TemplateResponse(request, "desk/readers/article.html", context)


def _may_change(user):
    return rights.may(user, "news.change_article")


def _carried_out(request, number, form):
    """Add the press cutting of `form`, or take out the one that was named; tell whether either was done."""
    if not _may_change(request.user):
        raise PermissionDenied
    taken_out = request.POST.get("take-out", "")
    if taken_out.isdecimal():
        if Cutting.objects.filter(article=number, pk=int(taken_out[:18])).delete()[0]:
            messages.success(request, _("The press cutting was taken out."))
        return True
    if not form.is_valid():
        return False
    form.instance.article_id, form.instance.added_by = number, request.user
    form.save()
    messages.success(request, _("The press cutting stands below, and in the report of its month."))
    return True


def _chart_of_days(editions, days):
    """Return the Chart from the first day to today, a bar for as many days as fit."""
    first, today = _day(editions[0]), clock.today()
    whole = (today - first).days + 1
    step = next((step for step in STEPS if whole <= step * MAX_BARS), STEPS[-1])
    columns = []
    for begins in (first + datetime.timedelta(days=number) for number in range(0, whole, step)):
        ends = min(begins + datetime.timedelta(days=step - 1), today)
        within = [readers for day, readers in days.items() if begins <= day <= ends]
        words = dates.in_words(begins) if step == 1 else f"{dates.in_figures(begins)}–{dates.in_figures(ends)}"
        marks = [_mark(edition) for edition in editions if begins <= _day(edition) <= ends and _is_told(edition)]
        columns.append((words, f"{begins.day}.{begins.month:02}", _together(within), marks))
    return chart("days", _("Since it became public"), "", columns)


def _chart_of_first_hours(editions, hours):
    """Return the Chart of the first two days by hour, None if these hours are not known any more."""
    if not hours:
        return None
    began = _hour(editions[0].live_from)
    columns = []
    for number in range(FIRST_HOURS):
        begins = began + datetime.timedelta(hours=number)
        readers = hours.get((begins.date(), begins.hour), sums.NOBODY)
        marks = [_mark(edition) for edition in editions if _hour(edition.live_from) == begins and _is_told(edition)]
        columns.append((f"{dates.in_figures(begins.date())}, {begins.hour}:00", f"{begins.hour}:00", readers, marks))
    if not any(readers.people for _words, _label, readers, _marks in columns):
        return None
    return chart("hours", _("The first two days by hour"), "", columns)


def _day(edition):
    return timezone.localdate(edition.live_from)


def _hour(instant):
    """Return the full hour at the press office, without its zone: an hour that the clock repeats is one."""
    return timezone.localtime(instant).replace(minute=0, second=0, microsecond=0, tzinfo=None)


def _is_told(edition):
    """Tell whether readers were told that the text was changed."""
    return edition.change not in (Edition.Change.FIRST, Edition.Change.MINOR)


def _mark(edition):
    words = {"change": edition.get_change_display(), "language": language_name(edition.language)}
    return _("%(change)s (%(language)s)") % words


def _together(readers):
    return sums.Readers(sum(each.people for each in readers), sum(each.programs for each in readers))
