"""Where an article stands in each language: which editions there are, and how the desk says it in words."""

import dataclasses
import datetime
import functools

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from news.models import Edition, Withdrawal
from publishing import dates, timeline
from publishing.timeline import Verb


@dataclasses.dataclass
class Standing:
    """The editions of one article that matter in one language; each is None if there is none.

    `schedules` are those whose moment is still to come, in their order.
    """

    language: str
    draft: Edition | None = None
    schedules: list[Edition] = dataclasses.field(default_factory=list)
    live: Edition | None = None
    ended: Edition | None = None

    @property
    def name(self):
        return language_name(self.language)

    @property
    def scheduled(self):
        """The edition that visitors will see next."""
        return self.schedules[0] if self.schedules else None

    @property
    def newest_scheduled(self):
        return self.schedules[-1] if self.schedules else None

    @property
    def is_waiting(self):
        """Whether the text stands on the schedule, so that it is left alone until somebody writes the next edition."""
        return self.draft is None and bool(self.schedules)

    @functools.cached_property
    def is_approved(self):
        """Whether somebody approved the draft exactly as it stands; found out once, for it means reading all of it."""
        return self.draft is not None and self.draft.is_approved

    @property
    def edition(self):
        """The edition the desk works on: the draft, else what visitors will see, see, or saw last."""
        return self.draft or self.newest_scheduled or self.live or self.ended

    def add(self, edition, now):
        """Put an edition in its place; they are to come in the order of their numbers."""
        state = edition.state(now)
        if state == Edition.State.SCHEDULED:
            self.schedules.append(edition)
        elif state != Edition.State.SET_ASIDE:
            setattr(self, FIELDS[state], edition)


def of(article, now):
    """Return the Standing of `article` in every language of the site, at the instant `now`."""
    standings = {code: Standing(code) for code, _name in settings.LANGUAGES}
    for edition in sorted(article.editions.all(), key=lambda edition: edition.number):
        if standing := standings.get(edition.language):
            standing.add(edition, now)
    return list(standings.values())


def nothing_yet():
    """Return the standings of an article that is still to be written."""
    return [Standing(code) for code, _name in settings.LANGUAGES]


FIELDS = {
    Edition.State.UNPUBLISHED: "draft",
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
    sentence, so that a script can keep the time left true. `what` names the one of several that wait.
    """

    sentence: str = ""
    look: str = ""
    until: datetime.datetime | None = None
    left: str = ""
    what: str = ""


def in_words(standing, now):
    """Return Words for all that is to be told about one language at the instant `now`, the most urgent first."""
    said = []
    if standing.draft:
        said.extend(_of_draft(standing))
    for edition in standing.schedules:
        said.append(of_scheduled(edition, now, is_one_of_several=len(standing.schedules) > 1))
        said.extend(_of_review(edition))
    if standing.live:
        said.append(Words(_("Live since %(moment)s Moscow") % {"moment": _moment(standing.live.live_from)}, "ok"))
        said.extend(_of_review(standing.live))
    elif standing.ended and not standing.schedules:
        said.append(of_ended(standing.ended))
    return said or [Words(_("No text yet"))]


def _of_draft(standing):
    """Yield Words for a draft: where it stands, and who has read it."""
    draft = standing.draft
    entries = _last_turns(draft)
    if draft.stage == Edition.Stage.DRAFT:
        yield Words(_("Draft"))
        if Verb.APPROVED in entries:
            yield _on(entries[Verb.APPROVED], _("Changed after its approval on %(moment)s by %(who)s"), "late")
    elif draft.stage == Edition.Stage.REVIEW:
        yield _on(entries.get(Verb.SUBMITTED), _("In review since %(moment)s, sent by %(who)s"), "review")
    elif standing.is_approved:
        yield _on(entries.get(Verb.APPROVED), _("Approved on %(moment)s by %(who)s"), "ok")
    else:
        yield _on(entries.get(Verb.APPROVED), _("Changed after its approval on %(moment)s by %(who)s"), "late")


def _last_turns(draft):
    """Return {verb: entry} of a draft's way since it was sent for review or sent back last."""
    found = {}
    for entry in timeline.of(draft):
        found.setdefault(entry.verb, entry)
        if entry.verb in (Verb.SUBMITTED, Verb.RETURNED):
            break
    return found


def _on(entry, sentence, look):
    told = {"moment": _moment(entry.at) if entry else "", "who": (entry and person(entry.actor)) or ""}
    return Words(sentence % told, look)


def _of_review(edition):
    """Yield Words for an edition that went out, or will, without a review: until somebody has read it afterwards."""
    if edition.is_unreviewed:
        yield Words(_("Without review: %(reason)s") % {"reason": edition.unreviewed_reason}, "late")


def of_scheduled(item, now, *, is_one_of_several=False):
    """Return Words for something whose moment is still to come."""
    what = _("Edition %(number)s") % {"number": item.number} if is_one_of_several else ""
    return Words(look="embargo", until=item.live_from, left=time_left(item.live_from - now), what=what)


def of_ended(edition):
    """Return Words about the end of an edition: how its article left, and why."""
    withdrawal = edition.article.withdrawals.filter(language=edition.language).first()
    if withdrawal is None:
        return Words(_("Ended on %(moment)s") % {"moment": _moment(edition.live_until)}, "late")
    told = {"moment": _moment(withdrawal.at), "reason": withdrawal.reason, "successor": withdrawal.successor}
    return Words(str(EXITS[withdrawal.kind]) % told, "late")


EXITS = {
    Withdrawal.Kind.WITHDRAWN: gettext_lazy("Withdrawn on %(moment)s: %(reason)s"),
    Withdrawal.Kind.SUPERSEDED: gettext_lazy("Superseded on %(moment)s by “%(successor)s”: %(reason)s"),
    Withdrawal.Kind.GONE: gettext_lazy("Taken away on %(moment)s: %(reason)s"),
    Withdrawal.Kind.VANISHED: gettext_lazy("Made to vanish on %(moment)s: %(reason)s"),
}


def in_short(edition, now):
    """Return Words of one or two words for an edition in a list."""
    state = edition.state(now)
    if state == Edition.State.UNPUBLISHED:
        looks = {Edition.Stage.DRAFT: "", Edition.Stage.REVIEW: "review", Edition.Stage.APPROVED: "ok"}
        return Words(edition.get_stage_display(), looks[edition.stage])
    looks = {Edition.State.SCHEDULED: "embargo", Edition.State.LIVE: "ok", Edition.State.ENDED: "late"}
    return Words(str(state.label), looks.get(state, ""))


def language_in_short(standing, now):
    """Return Words for one language in a list, with the moments of all that is scheduled; None where nothing is."""
    if standing.edition is None:
        return None
    words = in_short(standing.edition, now)
    if not standing.schedules or (standing.is_waiting and len(standing.schedules) == 1):
        return words
    moments = "; ".join(
        date_format(timezone.localtime(schedule.live_from), "j.m, H:i") for schedule in standing.schedules
    )
    scheduled = _("Scheduled: %(moments)s") % {"moments": moments}
    return Words(f"{words.sentence}. {scheduled}" if standing.draft else scheduled, words.look)


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
