"""The status of an article in each language: its editions, and the labels that the desk shows for them."""

import dataclasses
import datetime
import functools

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base.wording import language_name, person_name, time_left
from news.models import Edition, Withdrawal
from publishing import dates, moments, timeline
from publishing.languages import language_codes, principal_codes
from publishing.timeline import Verb


@dataclasses.dataclass
class LanguageStatus:
    """The editions of one article that matter in one language; each is None if there is none.

    `schedules` are those whose moment is still to come, in their order.
    """

    language: str
    draft: Edition | None = None
    schedules: list[Edition] = dataclasses.field(default_factory=list)
    live: Edition | None = None
    ended: Edition | None = None
    is_all_there_is: bool = False  # the draft is the only edition of its article, in any language

    @property
    def name(self):
        return language_name(self.language)

    @property
    def is_expected(self):
        """Whether the screen shows this language unasked: there is a text, or there ought to be one."""
        return self.edition is not None or self.language in principal_codes()

    @property
    def scheduled(self):
        """The edition that visitors will see next."""
        return self.schedules[0] if self.schedules else None

    @property
    def newest_scheduled(self):
        return self.schedules[-1] if self.schedules else None

    @property
    def is_waiting(self):
        """Whether an edition is scheduled and nobody has begun the next one; until then the text cannot be changed."""
        return self.draft is None and bool(self.schedules)

    @functools.cached_property
    def is_approved(self):
        """Whether somebody approved the draft exactly as it is now; cached, because it reads the whole draft."""
        return self.draft is not None and self.draft.is_approved

    @functools.cached_property
    def problems(self):
        """What the draft lacks, as publishing.checks.Problem; cached, because the checks read the whole draft."""
        return list(self.draft.problems()) if self.draft else []

    @property
    def edition(self):
        """The edition the desk works on: the draft, else the scheduled, the live or the ended one."""
        return self.draft or self.newest_scheduled or self.live or self.ended

    def add(self, edition, now):
        """Add an edition; call this in the order of their numbers."""
        state = edition.state(now)
        if state == Edition.State.SCHEDULED:
            self.schedules.append(edition)
        elif state != Edition.State.SET_ASIDE:
            setattr(self, FIELDS[state], edition)


def of(article, now):
    """Return the LanguageStatus of `article` in every language of the site, at the instant `now`."""
    statuses = {code: LanguageStatus(code) for code in language_codes()}
    for edition in sorted(article.editions.all(), key=lambda edition: edition.number):
        if status := statuses.get(edition.language):
            status.add(edition, now)
    editions = [edition for edition in article.editions.all() if edition.set_aside_at is None]
    for status in statuses.values():
        status.is_all_there_is = status.draft is not None and len(editions) == 1
    return list(statuses.values())


def nothing_yet():
    """Return the statuses of an article that is still to be written."""
    return [LanguageStatus(code) for code in language_codes()]


def mark(statuses):
    """Return a text that is another as soon as anything of these statuses is, for a page that is to stay true."""
    found = []
    for status in _expected(statuses):
        editions = [edition for edition in (status.draft, *status.schedules, status.live, status.ended) if edition]
        found += [f"{status.language}.{bool(status.live)}", *(_mark_of(edition) for edition in editions)]
    return " ".join(found)


def shown(statuses):
    """Return a text that is another as soon as a form made of these statuses would show other words or fields."""
    found = []
    for status in _expected(statuses):
        edition = status.edition
        saved = f"{edition.pk}.{edition.version}" if edition else ""
        found.append(f"{status.language}.{saved}.{bool(status.draft)}.{status.is_waiting}")
    return " ".join(found)


def _expected(statuses):
    return [status for status in statuses if status.is_expected]


def _mark_of(edition):
    opens = edition.live_from.timestamp() if edition.live_from else ""
    return f"{edition.pk}.{edition.version}.{edition.stage}.{opens}"


FIELDS = {
    Edition.State.UNPUBLISHED: "draft",
    Edition.State.LIVE: "live",
    Edition.State.ENDED: "ended",
}


@dataclasses.dataclass
class StatusLabel:
    """A state as a sentence, and `look`, the class of its label.

    For something scheduled, `until` is its instant and `left` the time until then; the template writes the sentence,
    so that a script can update the time left. `what` names the edition where several are scheduled.
    """

    sentence: str = ""
    look: str = ""
    until: datetime.datetime | None = None
    left: str = ""
    what: str = ""


def in_words(status, now):
    """Return the StatusLabels of one language at the instant `now`, the most urgent first."""
    said = []
    if status.draft:
        said.extend(_of_draft(status))
    for edition in status.schedules:
        said.append(of_scheduled(edition, now, is_one_of_several=len(status.schedules) > 1))
        said.extend(_of_review(edition))
    if status.live:
        said.append(
            StatusLabel(_("On the site since %(moment)s %(clock)s") % moments.told(status.live.live_from), "ok")
        )
        said.extend(_of_review(status.live))
    elif status.ended and not status.schedules:
        said.append(of_ended(status.ended))
    return said or [StatusLabel(_("No text yet"))]


def _of_draft(status):
    """Yield StatusLabels for a draft: its stage, and who has reviewed it."""
    draft = status.draft
    entries = _last_turns(draft)
    if draft.stage == Edition.Stage.DRAFT:
        yield StatusLabel(_("Draft"))
        if Verb.APPROVED in entries:
            yield _on(entries[Verb.APPROVED], _("Changed after its approval on %(moment)s by %(who)s"), "late")
    elif draft.stage == Edition.Stage.REVIEW:
        yield _on(entries.get(Verb.SUBMITTED), _("In review since %(moment)s, sent by %(who)s"), "review")
    elif status.is_approved:
        yield _on(entries.get(Verb.APPROVED), _("Approved on %(moment)s by %(who)s"), "ok")
    else:
        yield _on(entries.get(Verb.APPROVED), _("Changed after its approval on %(moment)s by %(who)s"), "late")


def _last_turns(draft):
    """Return {verb: latest entry} of a draft since it was last sent for review or sent back."""
    found = {}
    for entry in timeline.of(draft):
        found.setdefault(entry.verb, entry)
        if entry.verb in (Verb.SUBMITTED, Verb.RETURNED):
            break
    return found


def _on(entry, sentence, look):
    told = {"moment": _moment(entry.at) if entry else "", "who": (entry and person_name(entry.actor)) or ""}
    return StatusLabel(sentence % told, look)


def _of_review(edition):
    """Yield a StatusLabel for an edition that is published, or will be, without a review and still lacks one."""
    if edition.is_unreviewed:
        yield StatusLabel(_("Without review: %(reason)s") % {"reason": edition.unreviewed_reason}, "late")


def of_scheduled(item, now, *, is_one_of_several=False):
    """Return a StatusLabel for something whose moment is still to come."""
    what = _("Edition %(number)s") % {"number": item.number} if is_one_of_several else ""
    return StatusLabel(look="embargo", until=item.live_from, left=time_left(item.live_from - now), what=what)


def of_ended(edition):
    """Return a StatusLabel about the end of an edition: how its article left, and why."""
    withdrawal = edition.article.withdrawals.filter(language=edition.language).first()
    if withdrawal is None:
        return StatusLabel(_("Ended on %(moment)s") % {"moment": _moment(edition.live_until)}, "late")
    told = {"moment": _moment(withdrawal.at), "reason": withdrawal.reason, "successor": withdrawal.successor}
    return StatusLabel(str(EXITS[withdrawal.kind]) % told, "late")


EXITS = {
    Withdrawal.Kind.WITHDRAWN: gettext_lazy("Withdrawn on %(moment)s: %(reason)s"),
    Withdrawal.Kind.SUPERSEDED: gettext_lazy("Replaced on %(moment)s by “%(successor)s”: %(reason)s"),
    Withdrawal.Kind.GONE: gettext_lazy("Removed on %(moment)s: %(reason)s"),
    Withdrawal.Kind.VANISHED: gettext_lazy("Erased without trace on %(moment)s: %(reason)s"),
}


def in_short(edition, now):
    """Return a StatusLabel of one or two words for an edition in a list."""
    state = edition.state(now)
    if state == Edition.State.UNPUBLISHED:
        looks = {Edition.Stage.DRAFT: "", Edition.Stage.REVIEW: "review", Edition.Stage.APPROVED: "ok"}
        return StatusLabel(edition.get_stage_display(), looks[edition.stage])
    looks = {Edition.State.SCHEDULED: "embargo", Edition.State.LIVE: "ok", Edition.State.ENDED: "late"}
    return StatusLabel(str(state.label), looks.get(state, ""))


def _moment(instant):
    return dates.moment_in_words(instant)


def record_in_words(record, now):
    """Return a StatusLabel for a record that is published without a review."""
    state = record.state(now)
    if state == record.State.SCHEDULED:
        return of_scheduled(record, now)
    if state == record.State.LIVE:
        return StatusLabel(_("On the site since %(moment)s %(clock)s") % moments.told(record.live_from), "ok")
    if state == record.State.ENDED:
        return StatusLabel(_("Ended on %(moment)s") % {"moment": _moment(record.live_until)}, "late")
    return StatusLabel(_("Not public yet"))
