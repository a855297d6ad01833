"""Structured data of an article: schema.org's NewsArticle, with its corrections and the licences of its pictures."""

from django.utils import timezone
from django.utils.translation import get_language

from council import linked_data as council
from news import serial_numbers
from news.about import media_topic_uri
from news.templatetags.articles import machine_day
from photos import linked_data as photos
from photos.showing import jpegs
from press.linked_data import press_office
from publishing.addresses import absolute_url
from publishing.linked_data import make_node
from publishing.localized import in_language

# What a text is about, whom and which states it mentions, and the earlier texts that it goes on from.
ABOUT = {"topic": "Thing", "meeting": "Event", "document": "CreativeWork", "album": "ImageGallery"}
MENTIONED = {"person": "Person", "state": "Country"}
RELATIONS = dict.fromkeys(("follows", "answers", "corrects"), "NewsArticle")

MAX_PHOTOS = 12
MAX_NOTES = 20


def news_article(edition, *, notes, uses, languages, meeting=None, about=(), quotes=(), contact=None):
    """Return the node of a public edition in the page's language.

    The other arguments are from the page's context (news.pages.article_context): the notes on changes, the uses of
    photos, the public editions in all languages, the meeting if that is public, what else it is about, its quotes.
    """
    page = absolute_url(edition.get_absolute_url())
    office = press_office([contact])
    return make_node(
        type_="NewsArticle",
        id_=f"{page}#article",
        url=page,
        mainEntityOfPage=page,
        headline=edition.title,
        description=edition.standfirst,
        inLanguage=edition.language,
        articleSection=in_language(edition.section.name),
        genre=edition.get_genre_display(),
        dateCreated=machine_day(edition),
        datePublished=_instant(edition.first_published_at),
        dateModified=_instant(modified_at(edition, notes)),
        version=edition.number,
        identifier=serial_numbers.printed(edition),
        author={name: office[name] for name in ("@type", "@id", "name", "url")},
        publisher=office,
        image=[_image(use) for use in uses[:MAX_PHOTOS] if jpegs(use.photo)],
        correction=[_correction(note) for note in notes if note["at"]][:MAX_NOTES],
        creativeWorkStatus=str(edition.unofficial_note["label"]) if edition.unofficial_from else "",
        isPartOf=make_node(
            type_="CollectionPage",
            name=in_language(edition.section.name),
            url=absolute_url(edition.section.get_absolute_url()),
        ),
        about=[*([council.subject(meeting)] if meeting else []), *_subjects(about, ABOUT)],
        mentions=_subjects(about, MENTIONED),
        citation=_subjects(about, RELATIONS),
        hasPart=[_quotation(quote) for quote in quotes],
        isAccessibleForFree=True,
        **_translations(edition, languages),
    )


def _subjects(about, kinds):
    """Return a node for each thing of these kinds: {kind: type in schema.org}."""
    return [
        make_node(
            type_=kinds[named.kind],
            name=named.title,
            url=absolute_url(named.address),
            sameAs=media_topic_uri(named.thing.media_topic) if named.kind == "topic" else None,
        )
        for named in about
        if named.kind in kinds
    ]


def _quotation(quote):
    """Return the node of a news.quotes.Shown."""
    return make_node(
        type_="Quotation",
        id_=quote.address,
        url=quote.address,
        text=quote.words,
        inLanguage=quote.language,
        spokenByCharacter=make_node(type_="Person", name=quote.name) if quote.name else None,
        creditText=f"{quote.speaker}, {quote.when_and_where}",
    )


def modified_at(edition, notes):
    """Return the instant of the last change with a note for readers, else that of the first publication.

    Minor changes do not count: search engines should not take a corrected comma for a new version.
    """
    return max([note["at"] for note in notes if note["at"]], default=edition.first_published_at)


def _instant(instant):
    """Return the instant in ISO 8601 in the press office's time zone, with the offset."""
    return instant and timezone.localtime(instant).isoformat(timespec="seconds")


def _image(use):
    return photos.node(use.photo, caption=use.caption, description=use.alt)


def _correction(note):
    return make_node(
        type_="CorrectionComment",
        inLanguage=get_language(),
        name=str(note["label"]),
        text=note["text"],
        datePublished=_instant(note["at"]),
    )


def _translations(edition, languages):
    """Return which public edition this one translates, or which ones translate it."""
    original = edition.article.original_language
    others = [language for language in languages if language["code"] != edition.language]
    if original == edition.language:
        return {"workTranslation": [_version(other) for other in others]} if others else {}
    source = next((other for other in others if other["code"] == (edition.unofficial_from or original)), None)
    return {"translationOfWork": _version(source)} if source else {}


def _version(version):
    address = absolute_url(version["url"])
    return make_node(
        type_="CreativeWork",
        id_=f"{address}#article",
        url=address,
        name=version["edition"].title,
        inLanguage=version["code"],
    )
