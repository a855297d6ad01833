"""Meetings of which imported reports tell: each value with where it was found, entered with one key or left."""

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
from django.utils.translation import gettext_lazy

from council import planning
from council.models import Body, Chairmanship, Consideration, Document, Meeting, Person, State
from desk.base.lookups import refuse_undeclared
from identity import rights
from moving import meetings
from moving.models import Batch, ProposedMeeting
from publishing import dates, html, numbers
from publishing.actions import Refused

A_MINUTE = 20  # reports about which a person decides
CHOICE = re.compile(r"(meeting|day)-([0-9-]{1,18})")
DAY_ORIGINS = {
    "sentence": gettext_lazy("in the sentence that names the meeting"),
    "text": gettext_lazy("at the beginning of the text"),
    "page": gettext_lazy("the date of the page; the text may name none"),
}


@dataclasses.dataclass(frozen=True)
class Choice:
    """A meeting of the record, or a day on which a new one is entered; `value` is what the form sends."""

    value: str
    words: str
    origin: str
    key: int
    is_chosen: bool


@dataclasses.dataclass(frozen=True)
class Done:
    """What was done with a paper, by the words of a sentence."""

    value: str
    paper: str
    verb: str
    words: str
    is_ticked: bool


def screen(request, site, number):
    """Show the report that comes next, or carry out what was decided about one."""
    refuse_undeclared(request.GET, ["report", "after", "before", "done"])
    if not rights.may(request.user, "moving.change_batch", "council.add_meeting"):
        raise PermissionDenied
    batch = get_object_or_404(Batch.objects.select_related("source"), pk=numbers.parse(number))
    if request.method == "POST":
        proposed, refusal = _decide(request, batch)
        if refusal is None:
            return HttpResponseRedirect(_next_address(request, batch, proposed))
        return _shown(request, site, batch, proposed, refusal)
    proposed = _asked(request.GET, meetings.waiting(batch))
    if proposed is None:
        messages.success(request, _("No other report tells of a meeting."))
        return HttpResponseRedirect(reverse("admin:moving_batch_change", args=[batch.pk]))
    return _shown(request, site, batch, proposed, None)


def _asked(asked, waiting):
    if found := waiting.filter(pk=numbers.parse(asked.get("report"))).first():
        return found
    if (before := numbers.parse(asked.get("before"))) is not None:
        return waiting.filter(pk__lt=before).last() or waiting.last()
    return waiting.filter(pk__gt=numbers.parse(asked.get("after")) or 0).first() or waiting.first()


def _next_address(request, batch, proposed):
    told = {"after": proposed.pk, "done": proposed.pk}
    if request.POST.get("do") == "undo":
        told = {"report": proposed.pk}
    return f"{reverse('admin:moving_batch_meetings', args=[batch.pk])}?{urlencode(told)}"


def _decide(request, batch):
    """Carry out what was decided; return (the proposal, None), or (the proposal, Refused)."""
    rows = ProposedMeeting.objects.filter(page__batch=batch)
    proposed = get_object_or_404(rows, pk=numbers.parse(request.POST.get("report")))
    try:
        match request.POST.get("do"):
            case "leave":
                return meetings.leave_out(proposed, by=request.user), None
            case "undo":
                return meetings.put_back(proposed, by=request.user), None
            case _:
                return _take(request, proposed), None
    except Refused as refusal:
        return proposed, refusal


def _take(request, proposed):
    chosen = CHOICE.fullmatch(request.POST.get("meeting", ""))
    if chosen is None:
        raise Refused(_("Choose a meeting that is entered already, or the day of a new one."))
    if chosen[1] == "meeting":
        meeting = Meeting.objects.filter(pk=numbers.parse(chosen[2])).first()
        if meeting is None:
            raise Refused(_("There is no such meeting any more. Choose another one."))
        return meetings.attach(proposed, meeting, by=request.user)
    done = [one.partition("-") for one in request.POST.getlist("done")]
    return meetings.enter(
        proposed,
        _day(chosen[2]),
        bodies=numbers.parse_all(request.POST.getlist("body")),
        with_chair="chair" in request.POST,
        papers=[(int(paper), verb) for paper, _dash, verb in done if numbers.parse(paper)],
        by=request.user,
    )


def _day(text):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Refused(_("Choose a meeting that is entered already, or the day of a new one.")) from None


# --- Showing a report ------------------------------------------------------------------------------------------------


def _shown(request, site, batch, proposed, refusal):
    waiting = meetings.waiting(batch)
    left = waiting.count()
    page, edition = proposed.page, proposed.page.edition
    field = page.reading["meeting"]
    value, typed = field["value"], request.POST if refusal else None
    context = {
        **site.each_context(request),
        "title": _("Meetings in imported reports"),
        "batch": batch,
        "proposed": proposed,
        "source_page": page,
        "article": edition.article_id if edition else None,
        "is_public": bool(edition and edition.is_public()),
        "refusal": refusal,
        "place": waiting.filter(pk__lte=proposed.pk).count(),
        "left": left,
        "minutes": math.ceil(left / A_MINUTE),
        "done": numbers.parse(request.GET.get("done")),
        "report": mark_safe(html.clean((page.reading.get("body") or {}).get("value") or "")),  # noqa: S308 cleaned
        "found_in": field["origin"],
        "choices": _choices(proposed, value, typed),
        "bodies": _bodies(value, typed),
        "chair": _chair(value, typed),
        "by_record": _chair_by_record(value),
        "papers": list(_papers(value, typed)),
    }
    return TemplateResponse(request, "desk/moving/meetings.html", context)


def _choices(proposed, value, typed):
    """Return the Choices: meetings of the record on these days first, then a new one on each day."""
    known = meetings.on_record(proposed)
    found = [(f"meeting-{meeting.pk}", str(meeting), _("entered already")) for meeting in known]
    taken = {meeting.held_on for meeting in known}
    for one in value["days"]:
        day = datetime.date.fromisoformat(one["date"])
        if day not in taken:
            words = _("New, a draft: %(day)s") % {"day": dates.in_words(day)}
            found.append((f"day-{one['date']}", words, str(DAY_ORIGINS[one["origin"]])))
    # Of several meetings of that day none is chosen in silence.
    likeliest = datetime.date.fromisoformat(value["days"][0]["date"])
    same_day = [meeting for meeting in known if meeting.held_on == likeliest]
    first = f"day-{likeliest}" if not same_day else f"meeting-{same_day[0].pk}" if len(same_day) == 1 else ""
    chosen = typed.get("meeting", "") if typed is not None else first
    return [Choice(*one, key, one[0] == chosen) for key, one in enumerate(found[:9], 1)]


def _bodies(value, typed):
    chosen = None if typed is None else set(typed.getlist("body"))
    bodies = Body.objects.filter(pk__in=value["bodies"])
    return [(body, chosen is None or str(body.pk) in chosen) for body in bodies]


def _chair(value, typed):
    """Return {"words", "origin", "is_ticked"} of the chair that the text names, None if it names none we know."""
    chair = value["chair"] or {}
    person = Person.objects.filter(pk=chair.get("person")).first()
    state = State.objects.filter(pk=chair.get("state")).first()
    if not (person or state):
        return {"words": "", "origin": chair["words"], "is_ticked": False} if chair else None
    words = f"{person} ({state})" if person and state else str(person or state)
    return {"words": words, "origin": chair["words"], "is_ticked": typed is None or "chair" in typed}


def _chair_by_record(value):
    """Return who held the chairmanship on the first of the days, by the record: to compare with what the text says."""
    day = datetime.date.fromisoformat(value["days"][0]["date"])
    chairmanship = Chairmanship.on(day)
    if chairmanship is None:
        return ""
    person = next((person for state, person in planning.seats_on(day) if state == chairmanship.state), None)
    return f"{person} ({chairmanship.state})" if person else str(chairmanship.state)


def _papers(value, typed):
    papers = Document.objects.in_bulk([paper["document"] for paper in value["papers"]])
    chosen = None if typed is None else set(typed.getlist("done"))
    for paper in value["papers"]:
        document = papers.get(paper["document"])
        if document is None:
            continue
        for verb in paper["verbs"] or [""]:
            sent = f"{document.pk}-{verb}"
            label = str(Consideration.Verb(verb).label) if verb else ""
            yield Done(sent, str(document), label, paper["words"], bool(verb) and (chosen is None or sent in chosen))
