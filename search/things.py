"""Loads the objects of hits, with the visitor's own rights."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import F
from django.utils.translation import override

from council.models import Document, Meeting, Person, fetch_moves
from news.lists import with_pictures
from news.models import Edition
from pages import tree
from photos.showing import public_photos, with_words
from publishing import visitors
from publishing.prepared import AnyOf, Param, PreparedQuery

Key = tuple[str, int, str]  # kind, number, language


def load(keys: Collection[Key]) -> dict[Key, Any]:
    """Return {(kind, id, language): thing} for those of `keys` that visitors may see; for an article, its edition.

    Get titles and addresses with title() and address(), in the language of the key.
    """
    ids = defaultdict(set)
    for kind, id, language in keys:
        ids[kind, language if kind in ("article", "photo", "page") else ""].add(id)
    found = {}
    for (kind, language), numbers in ids.items():
        for id, thing in LOADERS[kind](numbers, language):
            for code in [language] if language else {key[2] for key in keys}:
                found[kind, id, code] = thing
    return {key: found[key] for key in keys if key in found}


def withdrawn(ids: Iterable[int]) -> dict[int, Edition]:
    """Return {edition id: edition} of withdrawn editions that can still be read."""
    with visitors.with_past_editions():
        return {edition.pk: edition for edition in Edition.objects.filter(pk__in=ids).select_related("section")}


def title(kind: str, thing: Any, language: str) -> str:
    with override(language):
        return thing.shown_title if kind == "photo" else str(thing)


def address(kind: str, thing: Any, language: str) -> str:
    with override(language):
        if kind == "page" and (place := tree.current().by_article.get(thing.article_id)):
            return place.get_absolute_url()
        return thing.get_absolute_url()


_ARTICLES = PreparedQuery(
    lambda: (
        Edition.objects.public()
        .in_language(Param("language"))
        .filter(AnyOf(F("article"), Param("articles")))
        .in_short()
    )
)


def _articles(ids, language):
    editions = with_pictures(_ARTICLES.fetch(language=language, articles=list(ids)))
    return [(edition.article_id, edition) for edition in editions]


def _photos(ids, language):
    with override(language):
        return [(photo.pk, photo) for photo in with_words(public_photos(list(ids)))]


def _meetings(ids, _language):
    meetings = list(Meeting.objects.public().filter(pk__in=ids).prefetch_related("bodies"))
    fetch_moves(meetings)
    return [(meeting.pk, meeting) for meeting in meetings]


def _documents(ids, _language):
    return [(document.pk, document) for document in Document.objects.public().filter(pk__in=ids).select_related("body")]


def _people(ids, _language):
    return [(person.pk, person) for person in Person.objects.public().filter(pk__in=ids)]


def _pages(ids, language):
    with visitors.with_standing_pages():
        editions = Edition.objects.public().in_language(language).filter(pk__in=ids).defer("body")
        return [(edition.pk, edition) for edition in editions]


LOADERS = {
    "article": _articles, "photo": _photos, "meeting": _meetings, "document": _documents, "person": _people,
    "page": _pages,
}  # fmt: skip
