"""Captions, credits and other words of a photo on the desk."""

from django.db.models import Q
from django.utils.translation import gettext as _

from news import access
from photos.models import Photo
from publishing.languages import language_codes

RIGHTS = ["credit", "usage_terms"]
MAX_SUGGESTIONS = 8


def is_unconfirmed(photo):
    """Return whether words came with the file of the photo and nobody has confirmed them."""
    return bool(photo.unconfirmed)


def in_short(photo, fields):
    """Return the file's words for `fields` as (name, words), for a page without these fields."""
    found = [(Photo._meta.get_field(name).verbose_name, photo.unconfirmed.get(name)) for name in fields]
    return [(name, _as_text(words)) for name, words in found if words]


def _as_text(words):
    return "; ".join(words.values() if isinstance(words, dict) else [words] if isinstance(words, str) else words)


def of_file(photo):
    """Return what is to be known of a photo's file, "" if nothing is: it holds several pictures, or shows none yet."""
    said = []
    if photo.pictures != 1:
        told = _("The file holds %(number)s pictures, as an animation or a scan does. Only the first one is shown.")
        said.append(told % {"number": photo.pictures})
    if photo.lacks_files:
        said.append(_("Readers cannot see it yet: no small picture could be made at once. It follows within minutes."))
    return " ".join(said)


def lines_known(user):
    """Return the credits and usage terms of the newest photos that `user` may see, to be offered.

    They come as {language: {field: [lines]}}.
    """
    photos = access.readable_by(user, Photo.objects.exclude(credit={}, usage_terms={}))
    newest = list(photos.order_by("-id").values(*RIGHTS)[:200])
    return {
        code: {field: _distinct(photo[field].get(code) for photo in newest) for field in RIGHTS}
        for code in language_codes()
    }


def _distinct(lines):
    return list(dict.fromkeys(filter(None, lines)))[:MAX_SUGGESTIONS]


def without_text(field, language):
    """Return the condition that a localized `field` has no text in `language`."""
    return Q(**{f"{field}__{language}": ""}) | ~Q(**{f"{field}__has_key": language})
