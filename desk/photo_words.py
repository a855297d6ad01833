"""What the desk tells and asks about the words that belong to a photo."""

from django.conf import settings

from photos.models import Photo

# What a camera or an agency may have written into the file; nobody of ours has read it yet.
READ_FROM_FILE = [
    "headline",
    "caption",
    "alt",
    "extended_description",
    "credit",
    "creator",
    "copyright",
    "usage_terms",
    "rights_url",
    "place",
    "keywords",
    "persons_named",
]
RIGHTS = ["credit", "usage_terms"]
LINES_OFFERED = 8


def is_unconfirmed(photo):
    """Tell whether words of the photo come from its file and nobody has confirmed them."""
    return photo.confirmed_at is None and any(getattr(photo, name) for name in READ_FROM_FILE)


def lines_known():
    """Return the credits and usage terms of the newest photos, to be offered: {language: {field: [lines]}}."""
    newest = list(Photo.objects.exclude(credit={}, usage_terms={}).order_by("-id").values(*RIGHTS)[:200])
    return {
        code: {field: _distinct(photo[field].get(code) for photo in newest) for field in RIGHTS}
        for code, _name in settings.LANGUAGES
    }


def _distinct(lines):
    return list(dict.fromkeys(filter(None, lines)))[:LINES_OFFERED]
