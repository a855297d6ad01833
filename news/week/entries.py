"""What is on in the next seven days: public meetings and media advisories, by day in the press office's time.

What has changed since yesterday is read from the record: the database keeps the earlier date of everything public that
is moved or called off, and the notes to readers say the rest. Drafts and plans of the desk are never among it.
"""

import dataclasses
import datetime
from collections import defaultdict

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from council.models import DateChange, Meeting, fetch_bodies, fetch_moves
from news.models import Edition
from press.models import Advisory, AdvisoryDateChange
from publishing import amendments, clock, dates, moments
from publishing.languages import in_order_for
from publishing.localized import in_language

DAYS = 7  # today and the next six
ONE_DAY = datetime.timedelta(days=1)
Course = Meeting.Course


@dataclasses.dataclass(frozen=True)
class Entry:
    """One meeting or advisory on one day.

    `hours` are in the press office's time, '' if not known; `local` says them where it takes place, if clocks there
    differ. `changes` are the sentences “15:00 → 16:30” of what has changed since yesterday, `notes` what readers were
    told of it. `announced` are the editions that announce a meeting.
    """

    thing: Meeting | Advisory
    day: datetime.date
    begins: datetime.datetime | None
    name: str
    hours: str
    local: str
    standing: str
    because: str
    is_off: bool
    is_new: bool
    changes: list
    notes: list
    announced: list = dataclasses.field(default_factory=list)

    @property
    def is_meeting(self):
        return isinstance(self.thing, Meeting)

    @property
    def kind(self):
        """“Meeting” or “Event for the media”."""
        return _("Meeting") if self.is_meeting else _("Event for the media")

    @property
    def place(self):
        return self.thing.place

    @property
    def address(self):
        return self.thing.get_absolute_url()

    @property
    def requests_until(self):
        """Until when accreditation can be asked for; None if it cannot."""
        return None if self.is_meeting or self.is_off or not self.thing.takes_requests() else self.thing.requests_until

    @property
    def marks(self):
        """The sentences that say what is new of it since yesterday."""
        found = [_("New since yesterday")] if self.is_new else []
        if self.changes:
            return found + [f"{_('Changed since yesterday')}: {change}" for change in self.changes]
        return found + ([_("Changed since yesterday")] if self.notes else [])

    @property
    def is_changed(self):
        return bool(self.changes or self.notes)


@dataclasses.dataclass(frozen=True)
class Day:
    date: datetime.date
    entries: list


@dataclasses.dataclass(frozen=True)
class Week:
    """The days from `first` to `last`; a day without anything has no entries."""

    first: datetime.date
    last: datetime.date
    days: list

    @property
    def is_empty(self):
        return not any(day.entries for day in self.days)

    @property
    def changed(self):
        """The entries that are new or were changed since yesterday."""
        return [entry for day in self.days for entry in day.entries if entry.is_new or entry.is_changed]

    @property
    def title(self):
        """“The week ahead: 1 December 2026 – 7 December 2026”."""
        return f"{_('The week ahead')}: {dates.in_words(self.first)} – {dates.in_words(self.last)}"


def ahead():
    """Return the Week that begins today, in the active language; something is new since yesterday's midnight."""
    today = clock.today()
    return between(today, today + (DAYS - 1) * ONE_DAY, midnight(today - ONE_DAY))


def between(first, last, since):
    """Return the Week from the day `first` to the day `last`, with what is new since the instant `since`."""
    span = _Span(first, last, since)
    found = [*_of_meetings(span), *_of_advisories(span)]
    found.sort(key=lambda entry: (entry.day, entry.begins is not None, entry.begins, entry.name))
    by_day = defaultdict(list)
    for entry in found:
        by_day[entry.day].append(entry)
    dates_shown = (first + number * ONE_DAY for number in range((last - first).days + 1))
    return Week(first, last, [Day(date, by_day[date]) for date in dates_shown])


# --- Finding ---------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class _Span:
    """The days that are shown, and the instant since which something is new: the beginning of the day before."""

    first: datetime.date
    last: datetime.date
    since: datetime.datetime

    def holds(self, day):
        return self.first <= day <= self.last

    @property
    def near(self):
        """The dates that may fall into these days at the press office, wherever the event takes place."""
        return [self.first - ONE_DAY, self.last + ONE_DAY]


def midnight(day):
    """Return the instant at which a day begins at the press office."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _earlier(changes, of, span):
    """Return {key of the thing: [its changes since yesterday, the oldest first]}."""
    found = defaultdict(list)
    for change in changes.filter(at__gte=span.since, at__lte=clock.SiteNow()).order_by("at", "id"):
        found[getattr(change, of)].append(change)
    return found


def _in_days(things, earlier, span):
    """Keep of a queryset what is near these days, or was until it was moved since yesterday."""
    left = [key for key, changes in earlier.items() if any(_is_near(change, span) for change in changes)]
    return (
        things.filter(Q(held_on__range=span.near) | Q(pk__in=left)) if left else things.filter(held_on__range=span.near)
    )


def _is_near(change, span):
    return span.near[0] <= change.held_on <= span.near[1]


def _of_meetings(span):
    earlier = _earlier(DateChange.objects, "meeting_id", span)
    meetings = list(_in_days(Meeting.objects.public(), earlier, span))
    fetch_bodies(meetings)
    fetch_moves(meetings)
    notes, announced = _notes(meetings, span), _announcements(meetings)
    for meeting in meetings:
        was = [_Time.of(change, change.course) for change in _seen(earlier[meeting.pk], meeting)]
        facts = {
            "name": meeting.name,
            "standing": meeting.standing,
            "because": "" if meeting.is_as_planned else in_language(meeting.reason),
            "is_off": not meeting.is_as_planned,
            "announced": announced[meeting.pk],
        }
        yield from _entries(meeting, _Time.of(meeting, meeting.course), was, notes[meeting.pk], facts, span)


def _of_advisories(span):
    earlier = _earlier(AdvisoryDateChange.objects, "advisory_id", span)
    advisories = list(_in_days(Advisory.objects.public().with_course(), earlier, span).prefetch_related("date_changes"))
    notes = _notes(advisories, span)
    for advisory in advisories:
        was = [_Time.of(change, _course(change.was_cancelled)) for change in _seen(earlier[advisory.pk], advisory)]
        facts = {
            "name": in_language(advisory.title),
            "standing": _standing(advisory),
            "because": in_language(advisory.cancelled_because) if advisory.is_cancelled else "",
            "is_off": advisory.is_cancelled,
        }
        now = _Time.of(advisory, _course(advisory.is_cancelled))
        yield from _entries(advisory, now, was, notes[advisory.pk], facts, span)


def _seen(changes, thing):
    """Keep the changes that readers could see: those of the time since the thing is public."""
    return [change for change in changes if change.at >= thing.live_from]


def _course(is_cancelled):
    return Course.CANCELLED if is_cancelled else Course.AS_PLANNED


def _standing(advisory):
    if advisory.is_cancelled:
        return _("Cancelled")
    if advisory.called_off:
        return f"{_('The meeting')}: {advisory.called_off}"
    return _("Moved from %(date)s") % {"date": dates.in_words(advisory.moved_from)} if advisory.moved_from else ""


def _notes(things, span):
    """Return {key: [Note since yesterday]}."""
    found = defaultdict(list)
    for note in amendments.notes_of(*things):
        if note.at >= span.since:
            found[note.subject.pk].append(note)
    return found


def _announcements(meetings):
    """Return {meeting's number: public texts that announce it}, each in the nearest language that it is written in."""
    order = {code: place for place, code in enumerate(in_order_for(get_language()))}
    texts = Edition.objects.public().filter(meeting__in=meetings, genre=Edition.Genre.ANNOUNCEMENT)
    nearest = {}
    for text in texts.defer("body").newest_first():
        kept = nearest.get(text.article_id)
        if kept is None or order.get(text.language, len(order)) < order.get(kept.language, len(order)):
            nearest[text.article_id] = text
    found = defaultdict(list)
    for text in nearest.values():
        found[text.meeting_id].append(text)
    return found


# --- One entry -------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class _Time:
    """When something takes place, and whether it does: the day and the hour at the press office."""

    day: datetime.date
    begins: datetime.datetime | None
    course: str

    @classmethod
    def of(cls, row, course):
        if row.starts_at is None:
            return cls(row.held_on, None, course)
        begins = timezone.localtime(moments.first_at(row.held_on, row.starts_at, row.zone))
        return cls(begins.date(), begins, course)

    def in_words(self, other):
        """Return the hour alone where the day is that of `other`, else the day, too; what is off says so instead."""
        if self.course != Course.AS_PLANNED:
            return str(Course(self.course).label)
        hour = _hour(self.begins) if self.begins else _("hour not known")
        is_same_day = self.day == other.day and other.course == Course.AS_PLANNED
        if is_same_day and self.begins != other.begins:
            return hour
        return f"{dates.in_words(self.day)}, {hour}" if self.begins else dates.in_words(self.day)


def _entries(thing, now, was, notes, facts, span):
    """Yield the entry of a thing on its day, or on the day that it has left since yesterday."""
    first = was[0] if was else now
    change = [f"{first.in_words(now)} → {now.in_words(first)}"] if first != now else []
    ends = thing.ends and timezone.localtime(thing.ends)
    goes_on = now.day < span.first and ends and ends > midnight(span.first)
    day = span.first if goes_on else now.day
    facts = {
        **facts,
        "thing": thing,
        "is_new": thing.live_from >= span.since,
        "changes": change,
        "notes": notes,
    }
    if span.holds(day):
        yield Entry(day=day, begins=now.begins, hours=_hours(now, ends, day), local=_local(thing, now), **facts)
    elif left := next((time.day for time in was if span.holds(time.day)), None):
        moved = _("Moved to %(date)s") % {"date": dates.in_words(now.day)}
        facts |= {"standing": moved, "is_off": True} if now.course == Course.AS_PLANNED else {}
        yield Entry(day=left, begins=None, hours="", local="", **facts)


def _hour(moment):
    return f"{moment:%H:%M}"


def _hours(now, ends, day):
    """Return “15:00”, “15:00–16:30”, or with the day where it begins or ends on another: “23:00–01:00 (5 December)”."""
    if not now.begins:
        return ""
    begins = _hour(now.begins) if now.day == day else f"{dates.in_words(now.day)}, {_hour(now.begins)}"
    if not ends:
        return begins
    later = "" if ends.date() == day else f" ({dates.in_words(ends.date())})"
    return f"{begins}–{_hour(ends)}{later}"


def _local(thing, now):
    """Return “17:00, Yerevan” where clocks at the place of the event show another time than ours."""
    if not now.begins or now.begins.utcoffset() == thing.begins.utcoffset():
        return ""
    local = thing.begins
    day = "" if local.date() == now.day else f"{dates.in_words(local.date())}, "
    return f"{day}{_hour(local)}, {thing.get_zone_display()}"
