"""Meetings and documents as entries of a search feed: a few sentences about each, and the notes on changes.

Feed readers do not follow links, and would show an entry without a text as an empty line.
"""

import dataclasses
import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from council.models import Document, Meeting, fetch_moves
from identity.current import current as identity
from news.kits.stories import printable
from publishing import amendments, dates
from publishing.addresses import absolute_url
from publishing.localized import in_language
from syndication import entries, ids

KINDS = {
    "meeting": lambda: Meeting.objects.public().select_related("chair", "chair_state").prefetch_related("agenda"),
    "document": lambda: Document.objects.public().select_related("body"),
}


@dataclasses.dataclass(frozen=True)
class Record:
    """An entry for the feed formats."""

    id: str
    language: str
    url: str
    title: str
    published: datetime.datetime
    updated: datetime.datetime
    summary: str
    html: str
    tags: list
    notes: tuple = ()
    pictures: tuple = ()
    files: tuple = ()
    languages: dict = dataclasses.field(default_factory=dict)
    cover = edition = None


def of(hits):
    """Return {(kind, id): Record} of the meetings and documents among the Hits."""
    found = {}
    for kind, seen_by_visitors in KINDS.items():
        of_kind = {hit.id: hit for hit in hits if hit.kind == kind}
        if of_kind:
            things = list(seen_by_visitors().filter(pk__in=of_kind))
            for thing, notes in _with_notes(things):
                found[kind, thing.pk] = _record(kind, thing, of_kind[thing.pk], notes)
    return found


def _with_notes(things):
    """Yield each thing with the notes on its changes."""
    fetch_moves(thing for thing in things if isinstance(thing, Meeting))
    notes = {}
    for note in amendments.notes_of(*things):
        notes.setdefault(note.subject.pk, []).append(note)
    for thing in things:
        yield thing, notes.get(thing.pk, [])


def _record(kind, thing, hit, notes):
    with override(hit.language):
        title, lines = MAKERS[kind](thing)
        lines = [printable(line) for line in lines if line]
        return Record(
            id=ids.tag_uri(f"{kind}s", thing.pk, hit.language),
            language=hit.language,
            url=absolute_url(thing.get_absolute_url()),
            title=printable(title),
            published=thing.live_from,
            updated=max([thing.live_from, *(note.at for note in notes)]),
            summary=lines[0],
            html=entries.record_as_html(lines, notes),
            tags=[str(thing._meta.verbose_name)],
        )


def _of_meeting(meeting):
    reason = "" if meeting.is_as_planned else in_language(meeting.reason)
    standing = ": ".join(filter(None, [meeting.standing, reason]))
    when = ", ".join(filter(None, [dates.in_words(meeting.held_on), in_language(meeting.place)]))
    agenda = "; ".join(filter(None, [in_language(item.text) for item in meeting.agenda.all()]))
    return meeting.headline, [
        standing,
        in_language(meeting.summary),
        when,
        _("%(label)s: %(name)s") % {"label": identity().chair, "name": in_language(meeting.chair.name)}
        if meeting.chair
        else "",
        _("Agenda: %(items)s") % {"items": agenda} if agenda else "",
    ]


def _of_document(document):
    dated = dates.in_words(document.dated, document.dated_precision) if document.dated else ""
    body = document.body and in_language(document.body.name)
    facts = [capfirst(document.get_kind_display()), document.number_in_words, body, dated, in_language(document.place)]
    return str(document), [", ".join(str(fact) for fact in facts if fact), in_language(document.note)]


MAKERS = {"meeting": _of_meeting, "document": _of_document}
