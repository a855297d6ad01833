"""Photographs inside a text.

The text holds only the number of a photo: <figure data-photo="12"></figure>. Its caption and description are those of
the EditionPhoto. So they are part of the edition's snapshot, and a corrected caption needs a new edition as well.
"""

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from publishing.html import PHOTO
from publishing.localized import in_language

SIZES = "(min-width: 60rem) 42rem, 100vw"


def numbers(*texts):
    """Return the ids of the photos in these texts, each once, in reading order."""
    return list(dict.fromkeys(int(number) for text in texts for number in PHOTO.findall(text)))


def filled(text, uses):
    """Return clean HTML with each placeholder replaced by its figure, or removed if its photo is not in `uses`.

    `uses` are EditionPhotos with their photos and renditions; their language must be active. One that `is_withheld`
    (news.history) is shown as file name and caption only.
    """
    return _with_scrolling_tables(_replaced(text, uses, _figure))


def plain(text, uses):
    """Return clean HTML with a paragraph of words for each photo, for formats that show no pictures."""
    return _replaced(text, uses, _line)


def _replaced(text, uses, shown):
    by_photo = {use.photo_id: use for use in uses}

    def figure(match):
        use = by_photo.get(int(match[1]))
        return conditional_escape(shown(use)) if use else ""

    # The text was cleaned against an allowlist on its way into the database: publishing.html.CleanHTMLField.
    return mark_safe(PHOTO.sub(figure, text))  # noqa: S308 cleaned at the field; figures are built by format_html


def _with_scrolling_tables(text):
    """Put each table into a box that scrolls sideways by itself, by the keyboard too, and not the page with it."""
    if "<table" not in text:
        return text
    box = format_html('<div class="prose__table" tabindex="0" role="group" aria-label="{}">', _("Table"))
    return mark_safe(text.replace("<table", f"{box}<table").replace("</table>", "</table></div>"))  # noqa: S308 as above


def _figure(use):
    if getattr(use, "is_withheld", False):
        return render_to_string("news/_figure_withheld.html", {"use": use})
    return render_to_string("news/_figure.html", {"use": use, "in_text": True, "sizes": SIZES})


def _line(use):
    """One paragraph: [ZVF_2142.JPG] What it shows. Photo: Press Office."""
    words = [use.caption or use.alt, in_language(use.photo.credit)]
    return format_html("<p>[{}] {}</p>", use.photo.file_name, " ".join(filter(None, words)))
