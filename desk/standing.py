"""Where an article stands in each language: which editions there are, and how the desk says it in words."""

import dataclasses
import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from news.models import Edition
from publishing import dates, timeline
from publishing.timeline import Verb


@dataclasses.dataclass
class Standing:
    """The editions of one article that matter in one language; each is None if there is none."""

    language: str
    draft: Edition | None = None
    scheduled: Edition | None = None
    live: Edition | None = None
    ended: Edition | None = None

    @property
    def name(self):
        return language_name(self.language)

    @property
    def edition(self):
        """The edition the desk works on: the draft, else what visitors will see, see, or saw last."""
        return self.draft or self.scheduled or self.live or self.ended

    @property
    def was_published(self):
        return bool(self.live or self.ended)

    @property
    def open_edition(self):
        """The edition that is not over: what a list tells of this language."""
        return self.draft or self.scheduled or self.live


def of(article, now):
    """Return the Standing of `article` in every language of the site, at the instant `now`."""
    standings = {code: Standing(code) for code, _name in settings.LANGUAGES}
    for edition in sorted(article.editions.all(), key=lambda edition: edition.number):
        if standing := standings.get(edition.language):
            setattr(standing, FIELDS[edition.state(now)], edition)
    return list(standings.values())


def nothing_yet():
    """Return the standings of an article that is still to be written."""
    return [Standing(code) for code, _name in settings.LANGUAGES]


FIELDS = {
    Edition.State.UNPUBLISHED: "draft",
    Edition.State.SCHEDULED: "scheduled",
    Edition.State.LIVE: "live",
    Edition.State.ENDED: "ended",
}


def language_name(code):
    """Return the language's name in the reader's own: “Russian”."""
    return str(get_language_info(code)["name_translated"])


def names(codes):
    """Return “Russian and English”, as it stands within a sentence."""
    *rest, last = [language_name(code) for code in codes]
    if get_language() in dates.LOWER_CASE_MONTHS:
        rest, last = [name.lower() for name in rest], last.lower()
    return _("%(first)s and %(last)s") % {"first": ", ".join(rest), "last": last} if rest else last


@dataclasses.dataclass
class Words:
    """A state as a sentence, and `look`, the class of its label.

    Where something waits for its moment, `until` is that instant and `left` the time to it; the template makes the
    sentence, so that a script can keep the time left true.
    """

    sentence: str = ""
    look: str = ""
    until: datetime.datetime | None = None
    left: str = ""


def in_words(standing, now):
    """Return Words for all that is to be told about one language at the instant `now`, the most urgent first."""
    said = []
    if standing.draft:
        said.append(_of_draft(standing.draft))
    if standing.scheduled:
        said.append(of_scheduled(standing.scheduled, now))
    if standing.live:
        said.append(Words(_("Live since %(moment)s Moscow") % {"moment": _moment(standing.live.live_from)}, "ok"))
    elif standing.ended and not standing.scheduled:
        said.append(_of_ended(standing.ended))
    return said or [Words(_("No text yet"))]


def _of_draft(draft):
    if draft.stage == Edition.Stage.DRAFT:
        return Words(_("Draft"))
    verb = Verb.SUBMITTED if draft.stage == Edition.Stage.REVIEW else Verb.APPROVED
    entry = timeline.of(draft).filter(verb=verb).first()
    told = {"moment": _moment(entry.at) if entry else "", "who": (entry and person(entry.actor)) or ""}
    if draft.stage == Edition.Stage.REVIEW:
        return Words(_("In review since %(moment)s, sent by %(who)s") % told, "review")
    return Words(_("Approved on %(moment)s by %(who)s") % told, "ok")


def of_scheduled(edition, now):
    """Return Words for an edition whose moment is still to come."""
    return Words(look="embargo", until=edition.live_from, left=time_left(edition.live_from - now))


def _of_ended(edition):
    withdrawal = edition.article.withdrawals.filter(language=edition.language).first()
    if withdrawal is None:
        return Words(_("Ended on %(moment)s") % {"moment": _moment(edition.live_until)}, "late")
    told = {"moment": _moment(withdrawal.at), "reason": withdrawal.reason}
    return Words(_("Withdrawn on %(moment)s: %(reason)s") % told, "late")


def in_short(edition, now):
    """Return Words of one or two words for an edition in a list."""
    state = edition.state(now)
    if state == Edition.State.UNPUBLISHED:
        looks = {Edition.Stage.DRAFT: "", Edition.Stage.REVIEW: "review", Edition.Stage.APPROVED: "ok"}
        return Words(edition.get_stage_display(), looks[edition.stage])
    looks = {Edition.State.SCHEDULED: "embargo", Edition.State.LIVE: "ok", Edition.State.ENDED: "late"}
    return Words(str(state.label), looks[state])


def time_left(left):
    """Return a timedelta as “3 h 12 min” or “2 d 5 h”, rounded up to the minute; nothing is left before zero."""
    minutes = max(0, -(-int(left.total_seconds()) // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)d min") % {"minutes": minutes}


def person(user):
    """Return the name people know a user by."""
    return user.get_full_name() or user.get_username()


def _moment(instant):
    return dates.moment_in_words(instant)


def clock_time(instant):
    """Return the time of day at the press office: “15:38”."""
    return date_format(timezone.localtime(instant), "TIME_FORMAT")


def record_in_words(record, now):
    """Return Words for a record that is published without a review."""
    state = record.state(now)
    if state == record.State.SCHEDULED:
        return of_scheduled(record, now)
    if state == record.State.LIVE:
        return Words(_("Live since %(moment)s Moscow") % {"moment": _moment(record.live_from)}, "ok")
    if state == record.State.ENDED:
        return Words(_("Ended on %(moment)s") % {"moment": _moment(record.live_until)}, "late")
    return Words(_("Not public yet"))
