"""What the page of an article shows, for its readers and for the desk's preview."""

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, Exists, F, Func, OuterRef, Q, Value
from django.utils.translation import gettext as _

from council.models import Consideration, Document, Meeting, fetch_bodies
from identity.current import current as identity
from news import about, figures, quotes, serial_numbers
from news.lists import Listing, above, below
from news.models import Attachment, Edition, EditionPhoto, Turn
from photos.showing import with_renditions
from publishing.languages import language_choices, principal_languages
from publishing.localized import in_language
from publishing.prepared import AnyOf, Param, PreparedQuery

MORE_SHOWN = 4


def _of_article():
    mine = {"edition": OuterRef("pk")}
    return (
        Edition.objects.public()
        .filter(article=Param("article"))
        .select_related("section", "article")
        .annotate(
            has_turns=Exists(Turn.objects.filter(**mine)),
            has_files=Exists(Attachment.objects.filter(**mine)),
            about=about.SubjectsOf("pk"),
            quotes_of=quotes.QuotesOf("pk"),
            serial=serial_numbers.SerialNumberOf("article"),
        )
    )


# The queries of every article's page.
_OF_ARTICLE = PreparedQuery(_of_article)
_USES = PreparedQuery(lambda: EditionPhoto.objects.filter(edition=Param("edition")).select_related("photo"))
_MEETINGS = PreparedQuery(lambda: public_meetings().filter(AnyOf(F("pk"), Param("meetings"))))
_SUBJECTS_AND_QUOTES = PreparedQuery(
    lambda: Edition.objects.filter(pk=Param("edition")).values_list(about.SubjectsOf("pk"), quotes.QuotesOf("pk"))
)


class RelatedTo(Func):
    """The numbers of the editions that share the most with one."""

    template = f"ARRAY(SELECT news_related_editions(%(expressions)s, {MORE_SHOWN}))"  # news/sql/subjects.sql
    output_field = ArrayField(BigIntegerField())


def _links():
    """Return the public editions, the newest first, with the fields that a link needs."""
    editions = Edition.objects.public().newest_first()
    return editions.as_links()


def _in_section():
    return _links().filter(language=Param("language"), section=Param("section"))


def _neighbours():
    """Return the next older and the next newer article of a section, if any."""
    older, newer = _in_section().filter(below(*_HERE)), _in_section().filter(above(*_HERE))
    return [
        older.annotate(place=Value("older"))[:1],
        newer.annotate(place=Value("newer")).order_by("shown_on", "article_id")[:1],
    ]


def _more():
    """Return the newest articles of a section."""
    return _in_section().exclude(article_id=Param("article")).annotate(place=Value("more"))[:MORE_SHOWN]


def _related():
    """Return the articles that are about the same as an edition."""
    return _links().filter(AnyOf(F("pk"), RelatedTo(Param("edition")))).annotate(place=Value("related"))


_HERE = (Param("day"), Param("article"))
# What an article links to. Only one that says what it is about asks for what else is.
_MORE = PreparedQuery(_more)
_MORE_OR_RELATED = PreparedQuery(lambda: _more().union(_related(), all=True))
_AROUND = PreparedQuery(lambda: _more().union(*_neighbours(), all=True))
_AROUND_OR_RELATED = PreparedQuery(lambda: _more().union(_related(), *_neighbours(), all=True))


def public_editions(article):
    """Return the public editions of the article with this number, at most one for each language.

    Each has `has_turns`, `has_files`, `about`, `quotes_of` and `serial`, to save queries for most articles.
    """
    return _OF_ARTICLE.fetch(article=article)


def article_context(edition, *, preview=False, siblings=None):
    """Return the context of news/article_detail.html for `edition`, in whose language the page must be rendered.

    A preview shows an edition that may not be public yet and so is in no list: it links to no older or newer article,
    its links back lead to the beginning of the lists, and it cannot be shared. `siblings` are the public editions of
    the article, if the caller has them.
    """
    photos = photos_of(edition)
    turns = list(edition.turns.all()) if getattr(edition, "has_turns", True) else []
    attachments = list(edition.attachments.all()) if getattr(edition, "has_files", True) else []
    if hasattr(edition, "about"):
        found, quoted = edition.about, edition.quotes_of
    else:
        ((found, quoted),) = _SUBJECTS_AND_QUOTES.fetch(edition=edition.pk)
    meetings = _meetings([edition.meeting_id, *about.meeting_numbers(found)])
    meeting = meetings.pop(edition.meeting_id, None)
    if siblings is None:
        siblings = public_editions(edition.article_id)
    languages = versions([*(sibling for sibling in siblings if sibling.language != edition.language), edition])
    return {
        "preview": preview,
        "edition": edition,
        "serial_number": serial_numbers.printed(edition),
        "notes": notes_of(edition),
        **arrange_photos(photos, edition, turns),
        "body": figures.filled(edition.body, photos),
        "turns": [{"question": turn.question, "answer": figures.filled(turn.answer, photos)} for turn in turns],
        "quotes": quotes.shown(quoted, edition),
        "attachments": attachments,
        "meeting": meeting,
        "documents": documents_of(meeting) if meeting else [],
        "about": about.named(found, edition.language, meetings.values()),
        "languages": languages,
        "following": languages_to_follow(languages),
        **(_of_page(edition) if edition.is_page else _among_news(edition, preview, has_subjects=bool(found))),
    }


def _of_page(edition):
    return {"nav": "", "crumbs": [(edition.title, "")]}


def _among_news(edition, preview, *, has_subjects):
    everything = Listing(edition.language)
    section = everything.narrowed(section=edition.section)
    return {
        "nav": "news",
        "crumbs": [
            (_("News"), everything.get_absolute_url()),
            (in_language(edition.section.name), section.get_absolute_url()),
        ],
        **(_outside_lists if preview else _within_lists)(edition, everything, section, has_subjects),
    }


def versions(editions):
    """Return code, name, url and edition for each edition of an article, in the site's order of languages."""
    by_language = {edition.language: edition for edition in editions}
    return [
        {"code": code, "name": name, "url": address_of(by_language[code]), "edition": by_language[code]}
        for code, name in language_choices()
        if code in by_language
    ]


def languages_to_follow(versions):
    """Return (code, name) of each language that the article lacks, if its release promised translations."""
    if not any(version["edition"].translation_follows for version in versions):
        return []
    present = {version["code"] for version in versions}
    return [(language.code, language.name) for language in principal_languages() if language.code not in present]


def address_of(edition):
    """Return the address of an edition's page in the edition's language."""
    return edition.get_absolute_url(edition.language)


def public_meetings():
    """Return the public meetings with what a card shows; their bodies come by fetch_bodies()."""
    visible = Q(documents__in=Document.objects.public())
    return (
        Meeting.objects.public()
        .select_related("chair", "chair_state")
        .annotate(document_count=Count("documents", filter=visible, distinct=True))
    )


def documents_of(meeting):
    """Return the public documents of a meeting, each with its `steps` there in order."""
    documents = {}
    steps = Consideration.objects.filter(meeting=meeting, document__in=Document.objects.public())
    for step in steps.select_related("document"):
        document = documents.setdefault(step.document_id, step.document)
        document.steps = [*getattr(document, "steps", []), step]
    return list(documents.values())


def photos_of(edition):
    uses = _USES.fetch(edition=edition.pk)
    with_renditions(use.photo for use in uses)
    return uses


def arrange_photos(photos, edition, turns):
    """Return the photos by their place on the page: cover, lead and gallery; those in the text appear only there."""
    in_text = figures.numbers(edition.body, *(turn.answer for turn in turns))
    lead = photos[0] if photos and photos[0].photo_id not in in_text else None
    return {
        "photos": photos,
        "cover": photos[0] if photos else None,
        "lead": lead,
        "gallery": [use for use in photos if use != lead and use.photo_id not in in_text],
    }


def _meetings(numbers):
    """Return {number: meeting} of those that are public: the meeting of a public article need not be."""
    wanted = [number for number in numbers if number]
    is_shown = wanted and identity().has.council  # previews are made with the staff's rights
    found = _MEETINGS.fetch(meetings=wanted) if is_shown else []
    fetch_bodies(found)
    return {meeting.pk: meeting for meeting in found}


def notes_of(edition):
    """Return the notes that stand above a text: that it is an unofficial translation, and those on changes.

    Those on changes have their instants as datetimes; None where a preview's note has no time yet.
    """
    first = [{**edition.unofficial_note, "at": None}] if edition.unofficial_from else []
    return first + [
        {
            "label": Edition.Change(note["kind"]).label,
            "text": note["text"],
            "at": datetime.datetime.fromisoformat(note["at"]) if note["at"] else None,
        }
        for note in edition.notes
    ]


def _within_lists(edition, everything, section, has_subjects):
    place = _place(edition) | {"day": edition.shown_on}
    around = _AROUND_OR_RELATED.fetch(edition=edition.pk, **place) if has_subjects else _AROUND.fetch(**place)
    return {
        **_more_of(around),
        "older": next((link for link in around if link.place == "older"), None),
        "newer": next((link for link in around if link.place == "newer"), None),
        "back_to_section": section.address_of(edition),
        "back_to_all": everything.address_of(edition),
    }


def _outside_lists(edition, everything, section, has_subjects):
    place = _place(edition)
    found = _MORE_OR_RELATED.fetch(edition=edition.pk, **place) if has_subjects else _MORE.fetch(**place)
    return {
        **_more_of(found),
        "older": None,
        "newer": None,
        "back_to_section": section.get_absolute_url(),
        "back_to_all": everything.get_absolute_url(),
    }


def _more_of(links):
    """Return the related articles; those of the section, if there are none. A UNION has no order."""
    related = [link for link in links if link.place == "related"]
    more = related or [link for link in links if link.place == "more"]
    return {"more": sorted(more, key=_in_lists, reverse=True), "is_related": bool(related)}


def _in_lists(edition):
    return edition.shown_on, edition.article_id


def _place(edition):
    return {"language": edition.language, "section": edition.section_id, "article": edition.article_id}
