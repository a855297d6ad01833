"""What the page of an article shows, for its readers and for the desk's preview."""

import datetime

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from council.models import Document, Meeting
from news import figures
from news.lists import Listing
from news.models import Edition
from publishing.localized import in_language

MORE_FROM_SECTION = 4


def article_context(edition, *, preview=False):
    """Return the context of news/article_detail.html for `edition`, in whose language the page must be rendered.

    A preview shows an edition that may not be public yet: it has no place in any list, so it has no neighbours, its
    links back lead to the beginning of the lists, and it is not shared.
    """
    everything = Listing(edition.language)
    section = everything.narrowed(section=edition.section)
    photos, turns = photos_of(edition), list(edition.turns.all())
    meeting = _meeting(edition)
    languages = versions([edition, *_siblings(edition)])
    return {
        "nav": "news",
        "preview": preview,
        "edition": edition,
        "crumbs": [
            (_("News"), everything.get_absolute_url()),
            (in_language(edition.section.name), section.get_absolute_url()),
        ],
        "notes": notes_of(edition),
        **places(photos, edition, turns),
        "body": figures.filled(edition.body, photos),
        "turns": [{"question": it.question, "answer": figures.filled(it.answer, photos)} for it in turns],
        "attachments": edition.attachments.all(),
        "meeting": meeting,
        "documents": documents_of(meeting) if meeting else [],
        "languages": languages,
        "following": languages_to_follow(languages),
        "more": section.editions().exclude(article=edition.article_id).defer("body")[:MORE_FROM_SECTION],
        **(_outside_lists(everything, section) if preview else _within_lists(edition, everything, section)),
    }


def versions(editions):
    """Return language (code, name), address and edition for each edition of an article, in the site's order."""
    by_language = {edition.language: edition for edition in editions}
    return [
        {"code": code, "name": name, "url": address_of(by_language[code]), "edition": by_language[code]}
        for code, name in settings.LANGUAGES
        if code in by_language
    ]


def languages_to_follow(versions):
    """Return (code, name) of each language that the article lacks, if a release said that translations follow."""
    if not any(it["edition"].translation_follows for it in versions):
        return []
    present = {it["code"] for it in versions}
    return [(code, name) for code, name in settings.LANGUAGES if code not in present]


def address_of(edition):
    """Return the address of an edition's page, which is in the edition's language."""
    with override(edition.language):
        return edition.get_absolute_url()


def public_meetings():
    """Return the public meetings with what a card about one shows."""
    visible = Q(documents__in=Document.objects.public())
    return (
        Meeting.objects.public()
        .select_related("chair", "chair_state")
        .prefetch_related("bodies")
        .annotate(document_count=Count("documents", filter=visible, distinct=True))
    )


def documents_of(meeting):
    """Return the public documents before a meeting, each with its `steps` there in order."""
    steps = meeting.considerations.filter(document__in=Document.objects.public()).select_related("document")
    documents = {}
    for step in steps:
        document = documents.setdefault(step.document_id, step.document)
        document.steps = [*getattr(document, "steps", []), step]
    return list(documents.values())


def photos_of(edition):
    return list(edition.photos.select_related("photo").prefetch_related("photo__renditions"))


def places(photos, edition, turns):
    """Return what of the photos stands where: those in the text are shown there alone, and the first is the cover."""
    in_text = figures.numbers(edition.body, *(turn.answer for turn in turns))
    lead = photos[0] if photos and photos[0].photo_id not in in_text else None
    return {
        "photos": photos,
        "cover": photos[0] if photos else None,
        "lead": lead,
        "gallery": [use for use in photos if use != lead and use.photo_id not in in_text],
    }


def _meeting(edition):
    # Asked for, not followed: the meeting of a public article need not be public.
    return edition.meeting_id and public_meetings().filter(pk=edition.meeting_id).first()


def notes_of(edition):
    """The notes with their instants as datetimes; None where a preview's note has no time yet."""
    return [
        {
            "label": Edition.Change(note["kind"]).label,
            "text": note["text"],
            "at": datetime.datetime.fromisoformat(note["at"]) if note["at"] else None,
        }
        for note in edition.notes
    ]


def _siblings(edition):
    return Edition.objects.public().filter(article=edition.article_id).exclude(language=edition.language).defer("body")


def _within_lists(edition, everything, section):
    older, newer = section.neighbours(edition)
    return {
        "older": older,
        "newer": newer,
        "back_to_section": section.address_of(edition),
        "back_to_all": everything.address_of(edition),
    }


def _outside_lists(everything, section):
    return {
        "older": None,
        "newer": None,
        "back_to_section": section.get_absolute_url(),
        "back_to_all": everything.get_absolute_url(),
    }
