"""What the press office did in a month, counted from the records, beside the month before and the same a year before.

count() is the only place that counts. Each group of figures is one question for the three months together. A month
is the range of instants from its first midnight on the press office's clock to that of the next month, the latter not
included. What was taken over from an earlier site is history and is not counted as published.
"""

import collections
import statistics

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.utils import timezone

from alerts.models import Event
from identity.current import current as identity
from mailing.models import Letter
from news.models import Edition, Section, Withdrawal
from press.models import AccreditationRequest, Enquiry
from publishing import clock
from publishing.languages import principal_codes
from readership import sums
from readership.models import Kind, Reading, TakenUp

SOURCES_SHOWN = 20  # sites and programs of a month
OF_AN_ALERT = "alert "  # how the keys of emails with alerts begin (alerts/composing.py)

PHOTOS = """
SELECT months.place, count(*), count(*) FILTER (
    WHERE EXISTS (SELECT FROM unnest(%(languages)s::text[]) AS language WHERE coalesce(photo.alt ->> language, '') = '')
)
FROM unnest(%(begins)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS months (begins, ends, place)
JOIN (SELECT photo_id, min(live_from) AS at FROM photos_public_range GROUP BY photo_id) AS first
    ON first.at >= months.begins AND first.at < months.ends
JOIN photos_photo AS photo ON photo.id = first.photo_id
GROUP BY months.place
"""


def count(month):
    """Return the figures of a Month as JSON values.

    {"languages": codes of the required languages, "sections": {address: {language: name}},
    "days": [texts published on each day of the month],
    "months": [figures of the month, of the one before, of the same one a year before]}

    Figures are numbers by name; by_section, by_genre, by_language, missing, notes and readings hold numbers by name
    in their turn. Names with “_seconds” are medians in seconds, None where there was nothing. What belongs to a part
    that is switched off has no name.
    """
    months, languages, has = month.compared, principal_codes(), identity().has
    rows = list(_texts(months))
    found = [{} for _month in months]
    for name, group in _groups(languages, rows).items():
        if getattr(has, name, True):
            for figures, more in zip(found, group(months)):
                figures |= more
    sections = {slug for figures in found for slug in figures["by_section"]}
    return {
        "languages": languages,
        "sections": dict(
            Section.objects.filter(slug__in=sections).order_by("position", "pk").values_list("slug", "name")
        ),
        "days": _by_day(month, rows),
        "months": found,
    }


def _groups(languages, rows):
    """Return {name: function of the months that returns the figures of each}, parts called as in identity.parts."""
    return {
        "texts": lambda months: [_published(month, rows, languages) for month in months],
        "council": _reports,
        "corrections": _corrections,
        "withdrawals": _withdrawals,
        "photos": lambda months: _photos(months, languages),
        "enquiries": _enquiries,
        "accreditation": _accreditation,
        "alerts": _alerts,
        "readings": _readings,
        "taken_up": _taken_up,
    }


# --- Texts -----------------------------------------------------------------------------------------------------------


def _first_editions():
    """Return the editions with which a text became public in a language; no standing pages, nothing taken over."""
    return Edition.objects.filter(is_page=False, imported_on=None, live_from=F("first_published_at"))


def _texts(months):
    """Yield (article, language, section, genre, instant) of every language of the texts with news in these months."""
    concerned = _first_editions().filter(_in_one("live_from", months)).values("article")
    first = _first_editions().filter(article__in=concerned).order_by("live_from", "pk")
    return first.values_list("article", "language", "section__slug", "genre", "live_from")


def _published(month, rows, languages):
    """Return the figures of what became public: a text counts once, in the month of its first language."""
    opened, by_language, known = {}, collections.Counter(), collections.defaultdict(set)
    for article, language, section, genre, at in rows:
        if at < month.ends:
            is_new = article not in known
            known[article].add(language)
            if at >= month.begins:
                by_language[language] += 1
                if is_new:
                    opened[article] = section, genre
    lacking = {code: sum(code not in known[article] for article in opened) for code in languages}
    return {
        "texts": len(opened),
        "by_section": dict(collections.Counter(section for section, _genre in opened.values())),
        "by_genre": dict(collections.Counter(genre for _section, genre in opened.values())),
        "by_language": dict(by_language),
        "missing": lacking,
    }


def _by_day(month, rows):
    first = {}
    for article, _language, _section, _genre, at in rows:
        first.setdefault(article, at)
    counted = collections.Counter(timezone.localdate(at) for at in first.values())
    return [counted[day] for day in month.days]


def _reports(months):
    """Return how many meetings were reported on, and the median time from a meeting's end to its first report."""
    reports = Edition.objects.filter(
        is_page=False, genre=Edition.Genre.REPORT, meeting__isnull=False, live_from__isnull=False
    )
    earlier = reports.filter(meeting=OuterRef("meeting"), live_from__lt=OuterRef("live_from"))
    first = reports.filter(_in_one("live_from", months), ~Exists(earlier), imported_on=None).select_related("meeting")
    first = first.only("live_from", "meeting__held_on", "meeting__starts_at", "meeting__ends_at", "meeting__zone")
    of_meetings = {edition.meeting_id: edition for edition in first}.values()
    return [_reported(month, of_meetings) for month in months]


def _reported(month, reports):
    own = [edition for edition in reports if month.begins <= edition.live_from < month.ends]
    ended = [(edition.live_from, edition.meeting.ends or edition.meeting.begins) for edition in own]
    return {"reports": len(own), "report_seconds": _median(max(at - end, at - at) for at, end in ended if end)}


def _corrections(months):
    """Return the changes with a note for readers by kind, and the median time from publication to a correction."""
    changed = Edition.objects.filter(is_page=False, change__in=Edition.KINDS_WITH_NOTE)
    fields = ("change", "live_from", "first_published_at", "imported_on")
    rows = list(changed.filter(_in_one("live_from", months)).values_list(*fields))
    return [_corrected(month, rows) for month in months]


def _corrected(month, rows):
    own = [row for row in rows if month.begins <= row[1] < month.ends]
    corrected = [
        at - first for kind, at, first, imported_on in own if kind == Edition.Change.CORRECTION and not imported_on
    ]
    return {
        "notes": dict(collections.Counter(kind for kind, *_rest in own)),
        "correction_seconds": _median(corrected),
    }


def _withdrawals(months):
    of_page = Edition.objects.filter(article=OuterRef("article"), is_page=True)
    return _counted(Withdrawal.objects.filter(~Exists(of_page)), "at", months, withdrawals=Q())


# --- The rest --------------------------------------------------------------------------------------------------------


def _photos(months, languages):
    """Return the photographs that were first seen in each month, and those without a description in some language."""
    asked = {
        "languages": languages,
        "begins": [month.begins for month in months],
        "ends": [month.ends for month in months],
    }
    with connection.cursor() as cursor:
        cursor.execute(PHOTOS, asked)
        found = {place: numbers for place, *numbers in cursor.fetchall()}
    numbers = [found.get(place, (0, 0)) for place, _month in enumerate(months, start=1)]
    return [{"photos": all_of_them, "photos_undescribed": some} for all_of_them, some in numbers]


def _enquiries(months):
    """Return the enquiries received; of those whose deadline has come or that were answered, how many were in time."""
    received = Enquiry.objects.filter(_in_one("received_at", months))
    rows = list(received.values_list("received_at", "answered_at", "deadline", "state"))
    now = clock.now()
    return [_asked(month, rows, now) for month in months]


def _asked(month, rows, now):
    own = [row for row in rows if month.begins <= row[0] < month.ends]
    due = [
        (answered_at, deadline)
        for _received_at, answered_at, deadline, state in own
        if deadline and (answered_at or (state in Enquiry.OPEN and deadline <= now))
    ]
    return {
        "enquiries": len(own),
        "enquiries_due": len(due),
        "enquiries_in_time": sum(bool(answered_at) and answered_at <= deadline for answered_at, deadline in due),
        "answer_seconds": _median(answered_at - received_at for received_at, answered_at, *_rest in own if answered_at),
    }


def _accreditation(months):
    states = AccreditationRequest.State
    return _counted(
        AccreditationRequest.objects.all(),
        "received_at",
        months,
        accreditation=Q(),
        accredited=Q(state=states.APPROVED),
        declined=Q(state=states.REFUSED),
    )


def _alerts(months):
    """Return the alerts of each month, and what became of the emails with alerts that were written in it."""
    states = Letter.State
    events = _counted(Event.objects.all(), "at", months, alerts=Q())
    letters = _counted(
        Letter.objects.filter(key__startswith=OF_AN_ALERT),
        "posted_at",
        months,
        emails_sent=Q(state=states.SENT),
        emails_rejected=Q(state=states.FAILED),
        emails_returned=Q(bounced_at__isnull=False),
    )
    return [alerts | emails for alerts, emails in zip(events, letters)]


def _readings(months):
    """Return how often people read and took what, by form; nothing for months before this was counted."""
    first_day = sums.first_day()
    of_people = Reading.objects.filter(_on_days_of_one(months), is_program=False).order_by().values_list("kind")
    asked = {f"month_{place}": Sum("times", filter=_on_days_of(month), default=0) for place, month in enumerate(months)}
    rows = list(of_people.annotate(**asked))
    found = [{kind: numbers[place] for kind, *numbers in rows if numbers[place]} for place, _month in enumerate(months)]
    return [{"readings": of_month} if _is_known(month, first_day) else {} for month, of_month in zip(months, found)]


def _taken_up(months):
    """Return the sites whose links and the programs whose names were seen most, and the press cuttings by outlet.

    The month itself has the cuttings one by one, too.
    """
    asked = {f"month_{place}": Sum("times", filter=_on_days_of(month), default=0) for place, month in enumerate(months)}
    rows = list(TakenUp.objects.filter(_on_days_of_one(months)).order_by().values_list("kind", "by").annotate(**asked))
    cuttings = list(sums.cuttings_of([(month.first_day, month.days[-1]) for month in months]))
    found = []
    for place, month in enumerate(months):
        links, fetched = collections.Counter(), collections.Counter()
        for kind, by, *times in rows:
            (links if kind == Kind.PAGE else fetched)[sums.shown_host(by)] += times[place]
        own = [cutting for cutting in cuttings if month.first_day <= cutting.published_on <= month.days[-1]]
        found.append(
            {
                "links": _most(links),
                "fetched": _most(fetched),
                "cuttings": dict(collections.Counter(cutting.outlet for cutting in own)),
            }
        )
    found[0]["cuttings_by_day"] = [
        {"outlet": cutting.outlet, "day": str(cutting.published_on), "address": cutting.address, "line": cutting.line}
        for cutting in cuttings
        if cutting.published_on >= months[0].first_day
    ]
    return found


def _most(counted):
    most = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:SOURCES_SHOWN]
    return {by: times for by, times in most if times}


def _on_days_of_one(months):
    condition = Q()
    for month in months:
        condition |= _on_days_of(month)
    return condition


def _on_days_of(month):
    return Q(day__gte=month.first_day, day__lt=month.after.first_day)


def _is_known(month, first_day):
    return first_day is not None and month.after.first_day > first_day


def _in(field, month):
    return Q(**{f"{field}__gte": month.begins, f"{field}__lt": month.ends})


def _in_one(field, months):
    """Return the condition that the instant `field` lies in one of the months."""
    condition = Q()
    for month in months:
        condition |= _in(field, month)
    return condition


def _counted(rows, field, months, **conditions):
    """Return for each month {name: number of the rows that fit its condition}, by one question."""
    asked = {
        f"{name}_{place}": Count("pk", filter=_in(field, month) & condition)
        for place, month in enumerate(months)
        for name, condition in conditions.items()
    }
    found = rows.filter(_in_one(field, months)).order_by().aggregate(**asked)
    return [{name: found[f"{name}_{place}"] for name in conditions} for place, _month in enumerate(months)]


def _median(spans):
    """Return the median of some spans of time in seconds, None if there are none."""
    seconds = [span.total_seconds() for span in spans]
    return round(statistics.median(seconds)) if seconds else None
