"""Photos made ready for a page: with words in its language, and with the file to enlarge on a screen."""

from django.utils.translation import get_language

from photos.models import Photo, Rendition


def ready(photos):
    """Return `photos`, fetched with their renditions, as a list; each with `shown_caption`, `shown_alt` and `large`.

    The words are the library's in the page's language. Where it has none they are those of the earliest public
    article in that language which shows the photo. `large` is the widest JPEG for screens, or None.
    """
    language = get_language()
    photos = list(photos)
    for photo in photos:
        photo.shown_caption = photo.caption.get(language, "")
        photo.shown_alt = photo.alt.get(language, "")
        photo.large = next(iter(jpegs(photo)), None)
    _borrow_words([photo for photo in photos if not (photo.shown_caption and photo.shown_alt)], language)
    return photos


def jpegs(photo):
    """Return the JPEG renditions of `photo`, the widest first."""
    made = [rendition for rendition in photo.renditions.all() if rendition.kind == Rendition.Kind.JPEG]
    return sorted(made, key=lambda rendition: rendition.width, reverse=True)


def article_uses(language):
    """Return the uses of photos in public articles in `language`, the earliest first.

    Photos know nothing of news: the model is found by the name of its relation.
    """
    model = Photo._meta.get_field("news_editionphoto_set").related_model
    in_language = model.shown().filter(edition__language=language)
    return in_language.select_related("edition").order_by("edition__shown_on", "edition__article", "position")


def _borrow_words(photos, language):
    if not photos:
        return
    by_id = {photo.pk: photo for photo in photos}
    for use in article_uses(language).filter(photo__in=photos):
        photo = by_id[use.photo_id]
        photo.shown_caption = photo.shown_caption or use.caption
        photo.shown_alt = photo.shown_alt or use.alt
