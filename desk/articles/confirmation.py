"""The page before a text goes out: what readers will see, what opens with it, and what is still to be decided."""

import copy
import dataclasses

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts import forecast
from desk.articles import actions as article_actions
from desk.articles import difference
from desk.articles.form import anchor
from desk.articles.publish_form import PutBackForm
from desk.base import article_status, wording
from desk.ripple import before_release
from news import drafts, plans, snapshots
from news.models import Edition, KitDelivery
from photos.models import Photo
from publishing import clock, moments
from publishing.checks import blocking
from publishing.languages import language_codes
from publishing.transactions import retried
from publishing.visitors import as_visitor

NEWEST_ON_HOME_PAGE = 5


@dataclasses.dataclass(frozen=True)
class Part:
    """One language on the page: the edition that is to go out, and the edition that visitors see now, or None."""

    edition: Edition
    live: Edition | None
    difference: difference.Difference
    missing: list  # (id of the field, sentence) of what forbids it to go out
    told: tuple  # (number of subscribers, kind of their email)
    says_old: list  # (sentence, address) of each changed fact that it still says otherwise

    @property
    def name(self):
        return wording.language_name(self.edition.language)

    @property
    def is_correction(self):
        return self.live is not None

    @property
    def note(self):
        """What readers are told of the change."""
        return self.edition.change_note if self.edition.change in Edition.KINDS_WITH_NOTE else ""


@dataclasses.dataclass
class ShownPhoto:
    """A photograph, and its words in each language that goes out."""

    photo: Photo
    words: list = dataclasses.field(default_factory=list)  # (language, news.comparison.PhotoChange)
    is_first: bool = False

    @property
    def change(self):
        """What happens to it in any language: added, removed, changed or same."""
        changes = {change.change for _language, change in self.words}
        if not self.is_first and changes != {"same"}:
            return "added" if "added" in changes else "removed"
        return "changed" if any(change.is_changed for _language, change in self.words) else "same"


def parts_of(action, editions):
    """Return a Part for each of `editions`, in the order of the languages."""
    return [_part(edition, is_return=action.asks is PutBackForm) for edition in editions]


def _part(edition, *, is_return):
    live = edition.rivals().public().first()
    problems = blocking(edition.problems())
    return Part(
        edition,
        live,
        difference.since(snapshots.of(live) if live else None, edition),
        [(anchor(problem, edition.language), problem.sentence) for problem in problems],
        (0, None) if is_return else forecast.of(edition, replaces=live is not None),
        before_release.remarks(edition),
    )


def form_of(action, parts, answers):
    """Return the form for what can go out; None if something is missing everywhere."""
    ready = [part.edition for part in parts if not part.missing]
    if not ready:
        return None
    return action.asks(answers, editions=ready, initial=article_actions.first_answers(ready))


@retried
def decide(action, form, parts, *, by, seen):
    """Do what the valid `form` says to the editions chosen in it, or to none; return a sentence about it.

    `seen` is {number of an edition: the version that the page showed}.
    """
    seen = dict(seen)
    answers = form.cleaned_data
    chosen = [_with_note(edition, form.note_of(edition), by=by, seen=seen) for edition in form.chosen]
    when = {"at": answers["at"]} if "at" in answers else {}
    if form.asks_for_review:
        asked = [edition for edition in chosen if edition in form.unreviewed]
        return _ask_for_review(action, asked, when, by=by, seen=seen)
    reason = {"without_review": answers.get("without_review", "")}
    article_actions.run(action, chosen, by=by, seen=seen, **when, **reason)
    told = sum(part.told[0] for part in parts if part.edition in chosen)
    return f"{_done(chosen, when)} {_told(told)}" if told else _done(chosen, when)


def _with_note(edition, note, *, by, seen):
    """Return the edition with `note`, which is saved as any other change if it is another; `seen` follows it."""
    if note == edition.change_note or seen.get(edition.pk) != edition.version:
        return edition
    draft = copy.copy(edition)
    draft.change_note = note
    drafts.save_changes(draft, by=by)
    seen[draft.pk] = draft.version
    return draft


def _ask_for_review(action, asked, when, *, by, seen):
    if action.asks is PutBackForm:
        article_actions.run(action, asked, by=by)
    else:
        submit = article_actions.BY_NAME["submit"]
        to_submit = [edition for edition in asked if edition.stage != Edition.Stage.REVIEW]
        article_actions.run(submit, to_submit, by=by, seen=seen)
        for edition in asked if when else []:
            plans.plan(edition, by=by, **when)
    return article_actions.success(article_actions.BY_NAME["submit"], asked)


def _done(editions, when):
    names = {"languages": wording.language_names([edition.language for edition in editions])}
    if when:
        moment = moments.told(when["at"])
        return _("To be published on %(moment)s %(clock)s: %(languages)s.") % {**names, **moment}
    return _("Published at %(time)s: %(languages)s.") % {**names, "time": wording.clock_time(clock.now())}


def _told(number):
    return ngettext("%d subscriber gets an email.", "%d subscribers get an email.", number) % number


def context(article, action, parts, form):
    """Return what the page shows beside the frame."""
    shown = [part for part in parts if not part.missing] or parts
    is_correction = all(part.is_correction for part in shown)
    return {
        "title": _title(action, is_correction),
        "action": action,
        "parts": parts,
        "form": form,
        "media": form.media if form else "",
        "photos": photos_of([(part.edition, part.difference) for part in parts]),
        "changes": sum(part.difference.changes for part in shown) if is_correction else 0,
        "is_correction": is_correction,
        "exits": _exits(parts),
        "moves": list(_moves(article, shown)),
        "told": [(part.name, *part.told) for part in shown if part.told[1]],
        "others": _others(article, parts),
        "go": _labels(action, is_correction),
        "is_unreviewed": form is not None and bool(form.unreviewed),
    }


def _title(action, is_correction):
    if action.name == "put-back":
        return _("Put back on the site")
    if action.name == "schedule":
        return _("Schedule the correction") if is_correction else _("Schedule")
    return _("Publish the correction") if is_correction else _("Publish")


def _labels(action, is_correction):
    """Return the words of the one button: reviewed, without review, and where a review is asked for."""
    if action.name == "put-back":
        return [_("Put back on the site"), _("Put back without review"), _("Ask for a review")]
    if action.name == "schedule":
        return [_("Schedule"), _("Schedule without review"), _("Ask for a review")]
    if is_correction:
        return [_("Publish correction"), _("Publish correction without review"), _("Ask for a review")]
    return [_("Publish now"), _("Publish without review"), _("Ask for a review")]


def photos_of(texts):
    """Return a ShownPhoto for each photograph of these (edition, Difference), in the order of the first."""
    found = {}
    for edition, text in texts:
        for change in text.found.photos:
            shown = found.setdefault(change.photo, ShownPhoto(None, is_first=text.is_first))
            shown.words.append((edition.language, change))
    photos = Photo.objects.in_bulk(found)
    for number, shown in found.items():
        shown.photo = photos.get(number)
    return [shown for shown in found.values() if shown.photo]


def _exits(parts):
    """Return in words how the article was withdrawn in the languages in which it would return."""
    returning = [part.edition for part in parts if part.live is None]
    ended = [edition if edition.live_until else _last_ended(edition) for edition in returning]
    return [article_status.of_ended(edition).sentence for edition in ended if edition]


def _last_ended(edition):
    return edition.rivals().filter(live_until__lte=clock.SiteNow()).order_by("-number").first()


def _others(article, parts):
    """Return the names of the languages that visitors see and that stay as they are."""
    going = {part.edition.language for part in parts}
    live = article.editions.public().exclude(language__in=going).values_list("language", flat=True)
    return [wording.language_name(code) for code in language_codes() if code in set(live)]


def _moves(article, parts):
    """Yield (name of an icon, sentence, small sentence) of what else changes for visitors at the same moment."""
    editions = [part.edition for part in parts]
    is_page = editions[0].is_page
    if not is_page and any(_is_among_newest(edition) for edition in editions):
        yield "today", _("Home page"), ""
    if not is_page:
        yield "text", _("Section “%(name)s”") % {"name": editions[0].section}, ""
    meeting = editions[0].meeting
    if meeting and meeting.is_public():
        yield "council", _("Page of the meeting: %(meeting)s") % {"meeting": meeting}, ""
    number = _number_of_new_photos(editions)
    if number:
        words = ngettext("%d photograph opens with it", "%d photographs open with it", number)
        yield "photo", words % number, _("Visitors have not seen them before")
    files = sum(edition.attachments.count() for edition in editions)
    if files:
        yield "file", ngettext("%d attachment", "%d attachments", files) % files, ""
    small = _("The address stays; the earlier edition stays in the history") if any(p.live for p in parts) else ""
    if is_page:
        yield "text", _("The page and the menus that name it"), small
    else:
        yield "rss", _("Feeds, PDF and press kit"), small
    taken = KitDelivery.objects.filter(article=article).count()
    if taken:
        words = ngettext("The press kit was taken %d time", "The press kit was taken %d times", taken)
        yield "mail", words % taken, _("Copies already downloaded do not change")


def _is_among_newest(edition):
    newer = Edition.objects.public().in_language(edition.language).exclude(article=edition.article_id)
    return newer.filter(shown_on__gt=edition.shown_on)[:NEWEST_ON_HOME_PAGE].count() < NEWEST_ON_HOME_PAGE


def _number_of_new_photos(editions):
    """Return how many of the photographs no visitor can see yet."""
    shown = {use.photo_id for edition in editions for use in edition.photos.all()}
    with as_visitor():
        return len(shown) - Photo.objects.filter(pk__in=shown).count()
