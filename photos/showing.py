"""Prepares photos for a page: texts in its language, the people in them, and the largest file."""

import datetime
import re
from collections.abc import Iterable
from datetime import timedelta, timezone
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone as django_timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from photos.finding import known_people
from photos.models import ArchivedPhoto, Photo, Rendition
from publishing import dates, moments
from publishing.prepared import AnyOf, Param, PreparedQuery, attach_prefetched

MAX_TITLE_CHARACTERS = 120
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s+(?=[A-ZА-ЯЁ])|\n")  # not after the dot of an initial

_RENDITIONS = PreparedQuery(lambda: Rendition.objects.filter(AnyOf(F("photo"), Param("photos"))))


_PHOTOS = PreparedQuery(lambda: Photo.objects.public().filter(AnyOf(F("pk"), Param("photos"))))


def photos_of_archive(archived: Iterable[ArchivedPhoto]) -> list[Photo]:
    """Return the Photos of these ArchivedPhotos, in their order, with their renditions."""
    return public_photos([row.pk for row in archived])


def public_photos(numbers: list[int]) -> list[Photo]:
    """Return the public Photos with these numbers, in their order, with their renditions."""
    found = {photo.pk: photo for photo in _PHOTOS.fetch(photos=numbers)} if numbers else {}
    return with_renditions(found[number] for number in numbers if number in found)


def with_renditions(photos: Iterable[Photo]) -> list[Photo]:
    """Return `photos` as a list with prefetched renditions."""
    photos = list(photos)
    if photos:
        attach_prefetched(photos, "renditions", _RENDITIONS.fetch(photos=[photo.pk for photo in photos]), "photo")
    return photos


def with_words(photos: Iterable[Photo]) -> list[Photo]:
    """Return `photos`, fetched with their renditions, as a list; each with its words and `large`.

    The words are the library's in the page's language: `shown_caption`, `shown_alt`, `shown_headline`,
    `shown_description`. Where it has no caption or alt they are those of the earliest public article in that language
    which shows the photo. `shown_title` is what a page is called. `large` is the widest JPEG for screens, or None.
    """
    language = get_language()
    photos = list(photos)
    for photo in photos:
        photo.shown_caption = photo.caption.get(language, "")
        photo.shown_alt = photo.alt.get(language, "")
        photo.shown_headline = photo.headline.get(language, "")
        photo.shown_description = photo.extended_description.get(language, "")
        photo.large = next(iter(jpegs(photo)), None)
    _borrow_words([photo for photo in photos if not (photo.shown_caption and photo.shown_alt)], language)
    for photo in photos:
        photo.shown_title = title(photo, photo.shown_headline, photo.shown_caption)
    return photos


def title(photo: Photo, headline: str, caption: str) -> str:
    """Return what `photo` is called: its headline, else how its caption begins, else the name of its file."""
    return headline or _first_sentence(caption) or photo.file_name


def _first_sentence(caption):
    """Return the first sentence of a caption, cut where it is too long for a title."""
    (sentence, *_rest) = _SENTENCE_END.split(caption.strip(), maxsplit=1)
    return Truncator(sentence.removesuffix(".")).chars(MAX_TITLE_CHARACTERS)


def jpegs(photo: Photo) -> list[Rendition]:
    """Return the JPEG renditions of the whole `photo`, the widest first."""
    made = [
        rendition
        for rendition in photo.renditions.all()
        if rendition.kind == Rendition.Kind.JPEG and not rendition.crop
    ]
    return sorted(made, key=lambda rendition: rendition.width, reverse=True)


def social_image(photo: Photo) -> Rendition | None:
    """Return the JPEG for previews of the photo's page elsewhere: the crop for social networks, else the widest."""
    made = [rendition for rendition in photo.renditions.all() if rendition.kind == Rendition.Kind.JPEG]
    cropped = [jpeg for jpeg in made if jpeg.crop == Rendition.Crop.SOCIAL]
    return max(cropped or jpegs(photo), key=lambda rendition: rendition.width, default=None)


def taken(photo: Photo) -> datetime.datetime | None:
    """Return when `photo` was taken, in the camera's time zone, or in the office's if that is not known."""
    if photo.taken_at is None:
        return None
    if photo.taken_offset is None:
        return django_timezone.localtime(photo.taken_at)
    return photo.taken_at.astimezone(timezone(timedelta(minutes=photo.taken_offset)))


def taken_in_words(photo: Photo) -> str:
    """Return “27 November 2018, 11:02 (UTC+3)”, or the time on the office's clock; '' if the time is not known."""
    instant = taken(photo)
    if instant is None:
        return ""
    moment = dates.on_the_clock(instant)
    if photo.taken_offset is None:
        return _("%(moment)s %(clock)s") % {"moment": moment, "clock": moments.clock_name()}
    return f"{moment} (UTC{_from_utc(photo.taken_offset)})"


def _from_utc(minutes):
    """Return “+3”, “−4:30”, or nothing for UTC itself."""
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"{sign}{hours}" + (f":{rest:02d}" if rest else "") if minutes else ""


def people_in(photo: Photo) -> list[Any]:
    """Return the public people in `photo`, from left to right, each with the `term` on the day it was taken or None."""
    people: list[Any] = [one.person for one in _PEOPLE.fetch(photo=photo.pk)]
    moment = taken(photo)
    titles = people[0].terms.model.objects.public().titles_on(moment.date(), people) if people and moment else {}
    for person in people:
        person.term = titles.get(person.pk)
    return people


def article_uses(photos: Iterable[Photo], language: str) -> list[Any]:
    """Return the uses of `photos` in public articles in `language`, the earliest first."""
    return _IN_ARTICLES.fetch(photos=[photo.pk for photo in photos], language=language)


def uses_that_show(relation: str, at: str) -> QuerySet[Any]:
    """Return the uses in what is public, with what they are `at`, by the name of the relation: “news_editionphoto_set”.

    Photos may not import the applications above it.
    """
    model: Any = Photo._meta.get_field(relation).related_model
    return model.shown().select_related(at)


def _in_articles():
    uses = uses_that_show("news_editionphoto_set", "edition").filter(edition__language=Param("language"))
    in_order = uses.order_by("edition__shown_on", "edition__article", "position")
    return in_order.filter(AnyOf(F("photo"), Param("photos"))).defer("edition__body")


def _people():
    people: Any = Photo._meta.get_field("people").related_model.objects
    return people.filter(photo=Param("photo"), person__in=known_people()).select_related("person")


_IN_ARTICLES, _PEOPLE = PreparedQuery(_in_articles), PreparedQuery(_people)


def _borrow_words(photos, language):
    if not photos:
        return
    by_id = {photo.pk: photo for photo in photos}
    for use in article_uses(photos, language):
        photo = by_id[use.photo_id]
        photo.shown_caption = photo.shown_caption or use.caption
        photo.shown_alt = photo.shown_alt or use.alt
