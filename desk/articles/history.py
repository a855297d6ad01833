"""The history of an article: its timeline, all editions and saved versions, comparing them and restoring one."""

import dataclasses
import datetime

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from desk.base import article_status, readings, wording
from news import comparison, restoring, snapshots
from news.models import Article, Edition, SavedVersion
from photos.models import Photo
from publishing import clock, dates, numbers, timeline
from publishing.actions import Refused


@dataclasses.dataclass
class State:
    """An edition as it is now, or as it was saved once: what can be compared and restored.

    `name` is how an address names it: “e12” for an edition, “v345” for a saved version.
    """

    name: str
    edition: Edition
    version: int
    at: datetime.datetime
    by: object
    saved: SavedVersion | None = None

    @property
    def label(self):
        told = {
            "language": wording.language_name(self.edition.language),
            "number": self.edition.number,
            "version": self.version,
        }
        if self.saved:
            return _("%(language)s, edition %(number)d, saved version %(version)d") % told
        return _("%(language)s, edition %(number)d") % told

    @property
    def moment(self):
        return dates.moment_in_words(self.at)

    @cached_property
    def snapshot(self):
        return self.saved.snapshot if self.saved else snapshots.of(self.edition)


def history(request, site, article_id):
    editions = _editions(article_id)
    now = clock.now()
    return TemplateResponse(
        request,
        "desk/articles/history.html",
        {
            **_frame(request, site, editions),
            "title": _("History"),
            "readings": readings.of(article_id, request.user),
            "entries": [_with_edition(entry, editions) for entry in timeline.of(*editions)],
            "editions": [
                (edition, wording.language_name(edition.language), article_status.in_short(edition, now), states)
                for edition, states in _with_states(editions)
            ],
            "suggested": _suggested(editions),
        },
    )


def compare(request, site, article_id):
    """Show what differs between two editions or saved versions; of one language or, photo by photo, of two."""
    editions = _editions(article_id)
    old, new = (_state(editions, request.GET.get(name, "")) for name in ("old", "new"))
    found = comparison.of(old.snapshot, new.snapshot)
    numbers = [photo.photo for photo in found.photos]
    return TemplateResponse(
        request,
        "desk/articles/compare.html",
        {
            **_frame(request, site, editions),
            "title": _("What differs"),
            "old": old,
            "new": new,
            "comparison": found,
            "links": comparison.link_changes(found),
            "names": dict(Photo.objects.filter(pk__in=numbers).values_list("pk", "file_name")),
        },
    )


def restore(request, site, article_id):
    """Ask for confirmation, say what no longer exists and what a draft would lose, and make the new draft."""
    editions = _editions(article_id)
    state = _state(editions, request.GET.get("state", ""))
    language = state.edition.language
    draft = next((edition for edition in editions if edition.language == language and edition.is_draft), None)
    if request.method == "POST":
        # Only the draft that was shown is overwritten, not what somebody else has saved since.
        over_draft = "over_draft" in request.POST and request.POST.get("seen", _version(draft)) == _version(draft)
        try:
            done = restoring.restore(
                article_id, state.snapshot, by=request.user, name=state.label, over_draft=over_draft
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            _say(request, done)
            return HttpResponseRedirect(reverse("admin:news_article_change", args=[article_id]))
    return TemplateResponse(
        request,
        "desk/articles/restore.html",
        {
            **_frame(request, site, editions),
            "title": _("Restore"),
            "state": state,
            "draft": draft,
            "seen": _version(draft),
            "missing": restoring.missing(state.snapshot),
        },
    )


def _version(draft):
    return f"{draft.pk}.{draft.version}" if draft else ""


def _say(request, done):
    messages.success(request, _("Restored as a draft. Nothing is published yet."))
    if done.left_out:
        messages.warning(
            request, _("Left out because it no longer exists: %(what)s") % {"what": "; ".join(done.left_out)}
        )


def _editions(article_id):
    found = Edition.objects.filter(article=article_id).select_related("article", "edited_by")
    editions = list(found.order_by("-number", "language"))
    if not editions:
        raise Http404
    return editions


def _with_states(editions):
    """Return each edition with its States: as it is now, then the saved versions, the newest first."""
    saved = SavedVersion.objects.filter(edition__in=editions).select_related("by").defer("snapshot")
    by_edition = {edition.pk: [] for edition in editions}
    for version in saved.order_by("-version"):
        by_edition[version.edition_id].append(version)
    return [(edition, _states(edition, by_edition[edition.pk])) for edition in editions]


def _states(edition, versions):
    now = State(f"e{edition.pk}", edition, edition.version, edition.edited_at, edition.edited_by)
    return [now, *(_of_version(edition, version) for version in versions if version.version != edition.version)]


def _of_version(edition, version):
    return State(f"v{version.pk}", edition, version.version, version.at, version.by, version)


def _suggested(editions):
    """Return the names of the two States to compare first: the last two of one language."""
    for edition, states in _with_states(editions):
        before = next(
            (
                earlier
                for earlier in editions
                if earlier.language == edition.language and earlier.number < edition.number
            ),
            None,
        )
        if before:
            return f"e{before.pk}", f"e{edition.pk}"
        if len(states) > 1:
            return states[1].name, states[0].name
    return "", ""


def _state(editions, name):
    """Return the State that an address names; Http404 if it is none of this article's."""
    kind, number = name[:1], name[1:]
    if numbers.parse(number) is not None:
        if kind == "e":
            edition = next((edition for edition in editions if edition.pk == numbers.parse(number)), None)
            if edition:
                return _states(edition, [])[0]
        if kind == "v":
            version = SavedVersion.objects.filter(pk=number, edition__in=editions).select_related("by").first()
            if version:
                return _of_version(next(edition for edition in editions if edition.pk == version.edition_id), version)
    raise Http404


def _frame(request, site, editions):
    article = editions[0].article
    return {**site.each_context(request), "subtitle": str(article), "opts": Article._meta, "article": article}


def _with_edition(entry, editions):
    edition = next(edition for edition in editions if edition.pk == entry.subject_id)
    told = {"language": wording.language_name(edition.language), "number": edition.number}
    entry.edition_name = _("%(language)s, edition %(number)d") % told
    return entry
