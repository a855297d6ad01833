"""The queue of old pages that wait: the old page left, what becomes of it right, one key for the next."""

import dataclasses
import datetime
import math
import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from desk.base import wording
from desk.base.lookups import refuse_undeclared
from desk.moving import changed
from desk.moving.wording import origin, reason_sentence
from moving import decisions, old_pages
from moving.models import Batch, SourcePage
from news.models import Section
from publishing import dates, html, numbers
from publishing.languages import language_codes

A_MINUTE = 30  # pages that a person decides
MAX_DATES = 9  # candidates with a key of their own
DATE_WITH_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
DATE_OR_PART = re.compile(r"\d{4}(-\d{1,2}){0,2}")
Outcome = SourcePage.Outcome


@dataclasses.dataclass(frozen=True)
class DateChoice:
    """A date that was found on a page; `value` is what the form sends."""

    value: str
    words: str
    origin: str
    key: int
    is_chosen: bool


def screen(request, site, number, reason):
    """Show the page that comes next in the queue of one reason, or carry out what was decided about one."""
    refuse_undeclared(request.GET, ["page", "after", "before", "done", "together"])
    if not request.user.has_perm("moving.change_batch"):
        raise PermissionDenied
    batch = get_object_or_404(Batch.objects.select_related("source"), pk=numbers.parse(number))
    if request.method == "POST" and request.POST.get("do") in ("alike", "undo alike"):
        return HttpResponseRedirect(_decide_alike(request, batch, reason))
    if request.method == "POST":
        page, refusal = _decide(request, batch)
        if refusal is None:
            return HttpResponseRedirect(_next_address(request, batch, reason, page))
        return _shown(request, site, batch, reason, page, refusal)
    page = _asked(request.GET, queue(batch, reason))
    if page is None:
        messages.success(request, _("Nothing waits here any more."))
        return HttpResponseRedirect(reverse("admin:moving_batch_change", args=[batch.pk]))
    return _shown(request, site, batch, reason, page, None)


def queue(batch, reason):
    """Return the pages of a batch that wait for one reason before all others, in their order."""
    return SourcePage.objects.filter(batch=batch, outcome=Outcome.WAITING, reasons__0=reason).order_by("pk")


def _asked(asked, waiting):
    """Return the page that is asked for, by number or as the one after or before another; None for an empty queue."""
    if found := waiting.filter(pk=numbers.parse(asked.get("page"))).first():
        return found
    if (before := numbers.parse(asked.get("before"))) is not None:
        return waiting.filter(pk__lt=before).last() or waiting.last()
    after = numbers.parse(asked.get("after")) or 0
    return waiting.filter(pk__gt=after).first() or waiting.first()


def _next_address(request, batch, reason, page):
    told = {"after": page.pk, "done": page.pk}
    if request.POST.get("do") == "undo":
        told = {"page": page.pk}
    return _address(batch, reason, told)


def _address(batch, reason, told):
    return f"{reverse('admin:moving_batch_queue', args=[batch.pk, reason])}?{urlencode(told)}"


def _decide_alike(request, batch, reason):
    """Decide about all pages that are alike, or take that back; return the address of the page that comes next."""
    page = get_object_or_404(SourcePage, batch=batch, pk=numbers.parse(request.POST.get("page")))
    told = {"after": page.pk, "done": page.pk}
    if request.POST.get("do") == "undo alike":
        number = decisions.put_back_together(batch, request.POST.get("together", ""), by=request.user)
        said = ngettext("%(number)d page waits again.", "%(number)d pages wait again.", number)
        messages.success(request, said % {"number": number})
        return _address(batch, reason, told)
    try:
        number, together = decisions.do_alike(page, by=request.user)
    except decisions.Refused as refusal:
        messages.error(request, str(refusal))
        return _address(batch, reason, told)
    said = ngettext("The same was done to %(number)d page.", "The same was done to %(number)d pages.", number)
    messages.success(request, said % {"number": number})
    return _address(batch, reason, {**told, "together": together})


def _decide(request, batch):
    """Carry out what was decided; return (page, None), or (page, decisions.Refused)."""
    page = get_object_or_404(SourcePage, batch=batch, pk=numbers.parse(request.POST.get("page")))
    try:
        match request.POST.get("do"):
            case "leave":
                return decisions.leave_out(page, by=request.user), None
            case "undo":
                return decisions.put_back(page), None
            case "keep":
                return decisions.take(page, {}, by=request.user), None
            case "renew":
                return decisions.renew(page, by=request.user), None
            case _:
                return decisions.take(page, _changes(request.POST, page), by=request.user), None
    except decisions.Refused as refusal:
        return page, refusal


def _changes(typed, page):
    changes = {}
    if "title" in typed:
        changes["title"] = " ".join(typed["title"].split())
    if typed.get("language") in language_codes():
        changes["language"] = typed["language"]
    if typed.get("section"):
        changes["section"] = typed["section"]
    date = typed.get("other_date", "").strip() or typed.get("date", "")
    if date:
        changes["date"] = _date(date)
    return changes


def _date(typed):
    """Return {"date": …, "precision": …} of “2018-11-27”, “27.11.2018”, “2018-11” or “2018”; raises Refused."""
    if dotted := DATE_WITH_DOTS.fullmatch(typed):
        typed = "-".join(reversed(dotted.groups()))
    try:
        if not DATE_OR_PART.fullmatch(typed):
            raise ValueError(typed)
        date, _last, precision = dates.read(typed)
    except ValueError:
        sentence = _("This is no date. Type it as 27.11.2018; or 2018-11 or 2018 if that is all that is known.")
        raise decisions.Refused(sentence, "date") from None
    return {"date": date.isoformat(), "precision": str(precision)}


# --- Showing a page --------------------------------------------------------------------------------------------------


def _shown(request, site, batch, reason, page, refusal):
    waiting = queue(batch, reason)
    left = waiting.count()
    decided = SourcePage.objects.filter(batch=batch, decided_by=request.user).count()
    typed = request.POST if refusal else {}
    data = old_pages.bytes_of(page)
    context = {
        **site.each_context(request),
        "title": reason_sentence(reason),
        "batch": batch,
        "reason": reason,
        "source_page": page,
        "sentences": [reason_sentence(key) for key in page.reasons],
        "refusal": refusal,
        "place": waiting.filter(pk__lte=page.pk).count(),
        "left": left,
        "minutes": math.ceil(left / A_MINUTE),
        "decided": decided,
        "done": numbers.parse(request.GET.get("done")),
        "old": mark_safe(old_pages.harmless(data)) if data is not None else None,  # noqa: S308 cleaned of everything but words and structure
        "body": mark_safe(html.clean(_value(page, "body") or "")),  # noqa: S308 cleaned
        "fields": {
            "title": typed.get("title", _value(page, "title") or ""),
            "other_date": typed.get("other_date", ""),
            "language": typed.get("language") or _value(page, "language") or "",
            "section": typed.get("section") or _value(page, "section") or "",
        },
        "title_origin": origin(_field(page, "title").get("origin", "")),
        "other_titles": [value for value, _where in _field(page, "title").get("others", [])],
        "dates": _dates(page, typed.get("date", "")),
        "languages": [(code, wording.language_name(code)) for code in language_codes()],
        "sections": Section.objects.all(),
        "photos": [picture.get("file_name") or picture.get("address") for picture in _value(page, "photos") or []],
        "signature": _value(page, "signature") or "",
        "lost": page.reading.get("_lost", ""),
        "changed": changed.of(page),
        "alike": _alike(request, batch),
        "together": request.GET.get("together", ""),
        "has_article": page.edition_id is not None,
        "article": page.edition.article_id if page.edition else None,
        "refused_because": page.reading.get("_refusal", ""),
    }
    return TemplateResponse(request, "desk/moving/queue.html", context)


def _alike(request, batch):
    """Return the words of the button that does to others what was decided last; '' if there is nothing to do."""
    number = numbers.parse(request.GET.get("done"))
    page = number and SourcePage.objects.filter(batch=batch, pk=number, decided_by=request.user).first()
    found = decisions.alike(page) if page else None
    if found is None:
        return ""
    words = {"number": min(len(found.numbers), decisions.MAX_ALIKE), "folder": found.folder}
    return ALIKE[found.act] % words


ALIKE = {
    "leave": ngettext_lazy(
        "Leave out %(number)d page like it in %(folder)s too",
        "Leave out %(number)d pages like it in %(folder)s too", "number",
    ),
    "take": ngettext_lazy(
        "Take %(number)d page like it in %(folder)s too",
        "Take %(number)d pages like it in %(folder)s too", "number",
    ),
    "keep": ngettext_lazy(
        "Keep %(number)d other article with the same change too",
        "Keep %(number)d other articles with the same change too", "number",
    ),
    "renew": ngettext_lazy(
        "Take the new text of %(number)d page with the same change too",
        "Take the new text of %(number)d pages with the same change too", "number",
    ),
}  # fmt: skip


def _field(page, name):
    return page.reading.get(name) or {}


def _value(page, name):
    return _field(page, name).get("value")


def _dates(page, typed):
    field = _field(page, "date")
    value = field.get("value")
    found = [{**value, "origin": field.get("origin", "")}] if value else []
    found += [one for one in field.get("others", []) if isinstance(one, dict)]
    choices = []
    for number, one in enumerate(found[:MAX_DATES], 1):
        sent = {"day": one["date"], "month": one["date"][:7], "year": one["date"][:4]}.get(
            one["precision"], one["date"]
        )
        words = dates.in_words(datetime.date.fromisoformat(one["date"]), one["precision"])
        is_chosen = sent == typed if typed else number == 1 and bool(value)
        choices.append(DateChoice(sent, words, origin(one["origin"]), number, is_chosen))
    return choices
