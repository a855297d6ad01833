"""What the desk calls reasons and the places where something was found."""

from django.utils.translation import gettext_lazy as _

from moving import reasons

ORIGINS = {
    "printed": _("printed by itself near the title"),
    "glued": _("printed before the first word of the text"),
    "profile": _("where the profile says"),
    "statement": _("what the page says of itself to machines"),
    "text": _("in the text, perhaps that of the event"),
    "window": _("the title of the window"),
    "heading": _("a heading"),
    "window and text": _("the title of the window and a line of the text"),
    "address": _("from the address"),
    "letters": _("from the letters of the text"),
    "for all others": _("as all pages without another rule"),
    "record": _("as the source says"),
    "by hand": _("decided by hand"),
}


def reason_sentence(key):
    """Return the sentence of a reason for which a page waits or is left out; the key itself if it is not known."""
    try:
        return reasons.sentence(key)
    except KeyError:
        return key


def origin(key):
    return str(ORIGINS.get(key, ""))
