"""What differs between two editions, as HTML: added words in <ins>, removed words in <del>."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from news.comparison import ADDED, REMOVED

register = template.Library()

MARKS = {ADDED: "ins", REMOVED: "del"}


@register.filter
def marked(pieces):
    """Return Pieces as HTML with <ins> and <del>; a link that was added or removed shows its address."""
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces))


@register.filter
def name_in(photo, names):
    """Return the file name of the photo with this number, '' if it is not in `names`."""
    return names.get(photo, "")


def _piece(piece):
    words = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in piece.text.split("\n")))
    if piece.look.bold:
        words = format_html("<strong>{}</strong>", words)
    if piece.look.italic:
        words = format_html("<em>{}</em>", words)
    mark = MARKS.get(piece.change)
    if piece.look.address and mark:
        words = format_html('{} <span class="diff__address">({})</span>', words, piece.look.address)
    elif piece.look.address:
        words = format_html('<a href="{}">{}</a>', piece.look.address, words)
    return format_html("<{0}>{1}</{0}>", mark, words) if mark else words
