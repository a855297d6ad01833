"""Why a page of an old site waits or is left out: a key in the database, a sentence for people."""

from django.utils.translation import gettext_lazy as _

WAITS = {
    "no title": _("No title was found."),
    "title unsure": _("It is not certain which of several lines is the title."),
    "title long": _("The title is longer than a title may be."),
    "no date": _("No date is printed. A date in the text may be that of the event."),
    "date unsure": _("Several dates are printed, and it is not certain which is the page’s."),
    "date ahead": _("The date lies in the future."),
    "language": _("The language is not certain, or the text is in another language than the rest of the page."),
    "no section": _("It is not known to which section this belongs."),
    "mixed": _("Other news may be mixed into the text."),
    "words lost": _("Many words of the page do not stand in the article."),
    "twin unsure": _("Several pages could be this one in the other language."),
    "same title and date": _("Another page has the same title and date, and another text."),
    "copy unsure": _("The page says that it repeats another one, and that one is no article."),
    "encoding": _("The letters of this page could not be read with certainty."),
    "no text": _("No text was found."),
    "photo missing": _("A photograph of this page was not found or is damaged."),
    "document missing": _("A document of this page was not found."),
    "too large": _("The page is too large to be read."),
    "unreadable": _("The page could not be read."),
    "changed": _("The page has changed since it was taken over."),
    "refused": _("The article could not be made from this page."),
}

LEFT_OUT = {
    "list": _("A list, not an article: it has no text of its own"),
    "copy": _("The same page at a second address; the address leads to the first"),
    "redirect": _("The page only leads to another address"),
    "frames": _("A page of frames; what they show are pages of their own"),
    "error page": _("The page says that nothing was found"),
    "document": _("A document or picture, not a page"),
    "empty": _("The page is empty"),
    "encrypted": _("The document is protected by a password"),
    "by hand": _("Left out by a colleague"),
    "unpublished": _("A draft of the former site, never public there"),
    "robots": _("The old site asks not to be read here"),
}


def sentence(key: str) -> str:
    """Return the sentence of a reason in the active language."""
    return str((WAITS | LEFT_OUT)[key])
