"""The calendar: what is planned, scheduled and published, and the meetings, by month or by week.

A plan is what the desk intends; what is scheduled is published automatically. They differ in look and in words.
"""

import dataclasses
import datetime

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from council.models import Meeting
from desk.articles.bulk import PlanForm
from desk.base import wording
from desk.base.wanted_day import PARAMETER, on_day, wanted_day
from identity import rights
from news import access, plans
from news.models import Article, Edition, Release, ReleaseItem
from photos.models import Album
from press.models import Advisory
from publishing import actions, clock, dates, roles
from publishing.localized import in_language
from publishing.transactions import retried

ENTRIES_PER_DAY = 8  # the rest of a busy day is in the list of articles
MAX_EDITIONS = 1500  # editions read for one page
ONE_DAY = datetime.timedelta(days=1)


@dataclasses.dataclass
class Entry:
    """One line of a day. `look` is planned, scheduled, published, meeting or advisory.

    `moment` is None for a whole day.

    `move` is the address of the form by which it gets another day, '' if it stays where it is.
    """

    look: str
    words: str
    title: str
    address: str
    moment: datetime.datetime | None = None
    languages: list = dataclasses.field(default_factory=list)
    move: str = ""

    @property
    def move_to(self):
        """The address of that form up to the day that is to stand in it."""
        return f"{self.move}{'&' if '?' in self.move else '?'}{PARAMETER}=" if self.move else ""

    @property
    def time(self):
        return wording.clock_time(self.moment) if self.moment else ""


@dataclasses.dataclass
class Day:
    date: datetime.date
    is_within: bool
    is_today: bool
    entries: list
    more: int = 0


def page(request, site):
    """Show the month in `month` (2026-11), the week of the day in `week` (2026-11-24), or this month."""
    if not request.user.has_perm("news.view_article"):
        raise PermissionDenied
    now = clock.now()
    today = timezone.localdate(now)
    first, last, is_week = _span(request.GET, today)
    begins = first - first.weekday() * ONE_DAY
    ends = last + (6 - last.weekday()) * ONE_DAY
    entries = _entries(request.user, begins, ends, now)
    return TemplateResponse(
        request,
        "desk/overview/calendar.html",
        {
            **site.each_context(request),
            "title": _("Calendar"),
            "days": [_day(date, entries, first, last, today) for date in _dates(begins, ends)],
            "weekdays": [WEEKDAYS_ABBR[number] for number in range(7)],
            "heading": _heading(first, last, is_week),
            "is_week": is_week,
            **_ways(first, last, is_week, today),
        },
    )


def _span(asked, today):
    try:
        if "week" in asked:
            day = datetime.date.fromisoformat(asked["week"])
            first = day - day.weekday() * ONE_DAY
            return first, first + 6 * ONE_DAY, True
        first = datetime.date.fromisoformat(f"{asked['month']}-01") if "month" in asked else today.replace(day=1)
        return first, _last_of_month(first), False
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def _last_of_month(first):
    return (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY


def _dates(begins, ends):
    return [begins + number * ONE_DAY for number in range((ends - begins).days + 1)]


def _heading(first, last, is_week):
    if is_week:
        return f"{date_format(first, 'DATE_FORMAT')} – {date_format(last, 'DATE_FORMAT')}"
    return date_format(first, "YEAR_MONTH_FORMAT")


def _ways(first, last, is_week, today):
    """Return the addresses of the previous and next page, of the other view, and of today."""
    before, after = first - ONE_DAY, last + ONE_DAY
    shown = today if first <= today <= last else first
    if is_week:
        return {
            "before": f"?week={before}", "after": f"?week={after}", "other": f"?month={shown:%Y-%m}",
            "today": f"?week={today}",
        }  # fmt: skip
    return {
        "before": f"?month={before:%Y-%m}", "after": f"?month={after:%Y-%m}", "other": f"?week={shown}",
        "today": f"?month={today:%Y-%m}",
    }  # fmt: skip


def _day(date, entries, first, last, today):
    found = sorted(entries.get(date, []), key=lambda entry: (entry.moment is not None, entry.moment))
    return Day(
        date, first <= date <= last, date == today, found[:ENTRIES_PER_DAY], max(0, len(found) - ENTRIES_PER_DAY)
    )


# --- Entries -------------------------------------------------------------------------------------------------------


def _entries(user, begins, ends, now):
    """Return {date: [Entry]} from the day `begins` to the day `ends`, both included."""
    opens, closes = _midnight(begins), _midnight(ends + ONE_DAY)
    found = [*_of_editions(user, opens, closes, now), *_of_records(user, opens, closes, now)]
    found += [*_of_meetings(user, begins, ends), *_of_advisories(user, begins, ends, now)]
    by_day = {}
    for date, entry in found:
        by_day.setdefault(date, []).append(entry)
    return by_day


def _midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _of_editions(user, opens, closes, now):
    """Yield one entry for the editions of an article at the same moment."""
    editions = access.readable_by(
        user, Edition.objects.only("article", "language", "title", "live_from", "planned_for")
    )
    planned = editions.unpublished().filter(planned_for__gte=opens, planned_for__lt=closes)
    public = editions.filter(live_from__gte=opens, live_from__lt=closes)
    together = {}
    for look, moment, edition in [
        *[("planned", edition.planned_for, edition) for edition in planned.order_by("planned_for")[:MAX_EDITIONS]],
        *[
            ("published" if edition.live_from <= now else "scheduled", edition.live_from, edition)
            for edition in public.order_by("live_from")[:MAX_EDITIONS]
        ],
    ]:
        together.setdefault((look, moment, edition.article_id), []).append(edition)
    scheduled = [edition.pk for (look, *_rest), its in together.items() if look == "scheduled" for edition in its]
    held = set(_in_packages(scheduled)) if scheduled else set()
    for (look, moment, article_id), its in together.items():
        yield (
            timezone.localdate(moment),
            Entry(
                look,
                WORDS[look],
                _title(its),
                reverse("admin:news_article_change", args=[article_id]),
                moment,
                [edition.language.upper() for edition in its],
                _move_of(look, article_id, its, user, held),
            ),
        )


def _in_packages(editions):
    """Return those of the scheduled editions (keys) that wait in a package, with which alone they are moved."""
    items = ReleaseItem.objects.filter(subject_id__in=editions, release__opens_at__isnull=False)
    of_editions = items.filter(subject_type=ContentType.objects.get_for_model(Edition))
    return of_editions.values_list("subject_id", flat=True)


def _move_of(look, article_id, editions, user, held):
    """Return the address of the form that moves these editions, '' if they cannot be moved by this person."""
    if look == "planned":
        may = roles.may(user, "write") or roles.may(user, "publish")
        return reverse("admin:calendar-plan", args=[article_id]) if may else ""
    if look != "scheduled" or not roles.may(user, "publish") or held & {edition.pk for edition in editions}:
        return ""
    languages = ",".join(edition.language for edition in editions)
    return f"{reverse('admin:news_article_act', args=[article_id, 'reschedule'])}?{urlencode({'languages': languages})}"


def _title(editions):
    wanted = get_language()
    return str(next((edition for edition in editions if edition.language == wanted and edition.title), editions[0]))


WORDS = {
    "planned": gettext_lazy("Planned"),
    "scheduled": gettext_lazy("Scheduled"),
    "published": pgettext_lazy("calendar", "Published"),
    "meeting": gettext_lazy("Meeting"),
    "advisory": gettext_lazy("Media advisory"),
}


def _of_records(user, opens, closes, now):
    if user.has_perm("photos.view_album"):
        for album in Album.objects.filter(live_from__gte=opens, live_from__lt=closes)[:MAX_EDITIONS]:
            yield _record(album, album.live_from, now, "admin:photos_album_change")
    if user.has_perm("news.view_release"):
        for release in Release.objects.filter(opens_at__gte=opens, opens_at__lt=closes)[:MAX_EDITIONS]:
            yield _record(release, release.opens_at, now, "admin:news_release_change")


def _record(record, moment, now, route):
    look = "published" if moment <= now else "scheduled"
    words = f"{record._meta.verbose_name}, {str(WORDS[look]).lower()}"
    return timezone.localdate(moment), Entry(look, words, str(record), reverse(route, args=[record.pk]), moment)


def _of_meetings(user, begins, ends):
    if not rights.may(user, "council.view_meeting"):
        return
    for meeting in Meeting.objects.filter(held_on__range=[begins, ends]):
        address = reverse("admin:council_meeting_change", args=[meeting.pk])
        yield meeting.held_on, Entry("meeting", meeting.standing or WORDS["meeting"], str(meeting), address)


def _of_advisories(user, begins, ends, now):
    """Yield the events for the media by the day at the press office; one that has begun stays where it is."""
    if not rights.may(user, "press.view_advisory"):
        return
    may_move = rights.may(user, "press.change_advisory")
    near = Advisory.objects.filter(held_on__range=[begins - ONE_DAY, ends + ONE_DAY]).order_by("held_on", "starts_at")
    for advisory in near[:MAX_EDITIONS]:
        day = timezone.localdate(advisory.begins)
        if not begins <= day <= ends:
            continue
        address = reverse("admin:press_advisory_change", args=[advisory.pk])
        move = address if may_move and advisory.begins > now else ""
        title = in_language(advisory.title)
        yield day, Entry("advisory", _words_of(advisory, now), title, address, advisory.begins, move=move)


def _words_of(advisory, now):
    off, hidden = _("Cancelled").lower(), pgettext("advisory", "not public")
    if advisory.is_cancelled:
        return f"{WORDS['advisory']}: {off}"
    is_public = (
        advisory.live_from and advisory.live_from <= now and not (advisory.live_until and advisory.live_until <= now)
    )
    return str(WORDS["advisory"]) if is_public else f"{WORDS['advisory']}: {hidden}"


# --- Moving a plan -------------------------------------------------------------------------------------------------


def plan(request, site, article_id):
    """Ask when the drafts of an article are planned for, and save it."""
    if not (roles.may(request.user, "write") or roles.may(request.user, "publish")):
        raise PermissionDenied
    article = get_object_or_404(access.readable_by(request.user, Article.objects.all()), pk=article_id)
    drafts = list(article.editions.unpublished())
    planned, day = next((draft.planned_for for draft in drafts), None), wanted_day(request)
    if planned and day:
        planned = on_day(planned, day)
    form = PlanForm(request.POST or None, initial={"planned_for": planned})
    if request.method == "POST" and form.is_valid():
        try:
            at = _keep(drafts, form.cleaned_data["planned_for"], by=request.user)
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            sentence = (
                _("Planned for %(moment)s.") % {"moment": dates.moment_in_words(at)} if at else _("No longer planned.")
            )
            messages.success(request, sentence)
            month = timezone.localdate(at or clock.now())
            return HttpResponseRedirect(f"{reverse('admin:calendar')}?month={month:%Y-%m}")
    return TemplateResponse(
        request,
        "desk/overview/plan.html",
        {
            **site.each_context(request),
            "title": pgettext("heading", "Plan"),
            "opts": Article._meta,
            "article": article,
            "drafts": drafts,
            "form": form,
        },
    )


@retried
def _keep(drafts, at, *, by):
    if not drafts:
        raise actions.Refused(_("Only a draft can be planned. To move something scheduled, change its time."))
    for draft in drafts:
        plans.plan(draft, by=by, at=at)
    return at
