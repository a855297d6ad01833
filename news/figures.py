"""Photographs inside a text.

A text holds no more than the number of a photo: <figure data-photo="12"></figure>. What is said about it there is what
the edition says in its language, so it is part of the edition's snapshot, and a correction of a caption is one too.
"""

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from publishing.html import PHOTO
from publishing.localized import in_language

SIZES = "(min-width: 60rem) 42rem, 100vw"


def numbers(*texts):
    """Return the ids of the photos that stand in these texts, each once, in the order a reader meets them."""
    return list(dict.fromkeys(int(number) for text in texts for number in PHOTO.findall(text)))


def filled(text, uses):
    """Return clean HTML with each placeholder replaced by its figure; one whose photo is not in `uses` leaves nothing.

    `uses` are EditionPhotos with their photos and renditions; their language must be active. Of one that `is_withheld`
    name and caption are shown alone (news.history).
    """
    return _replaced(text, uses, _figure)


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


def _figure(use):
    if getattr(use, "is_withheld", False):
        return render_to_string("news/_figure_withheld.html", {"use": use})
    return render_to_string("news/_figure.html", {"use": use, "in_text": True, "sizes": SIZES})


def _line(use):
    """One paragraph: [ZVF_2142.JPG] What it shows. Photo: Press Office."""
    words = [use.caption or use.alt, in_language(use.photo.credit)]
    return format_html("<p>[{}] {}</p>", use.photo.file_name, " ".join(filter(None, words)))
