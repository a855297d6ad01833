from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from publishing import direction
from publishing.localized import Texts, in_language, language_of

register = template.Library()
register.filter("localized", in_language)


@register.filter
def in_its_language(texts: Texts | None) -> str | SafeString:
    """Return what in_language() does, as HTML that says in which language it is where that is not the page's.

    For text between tags; in attributes and titles, which can have no tags, stands `localized`.
    """
    words, code, of_page = in_language(texts), language_of(texts), get_language()
    if not words or code == of_page:
        return words
    side = direction.of_language(code)
    if side != direction.of_language(of_page or code):
        return format_html('<span lang="{}" dir="{}">{}</span>', code, side, words)
    return format_html('<span lang="{}">{}</span>', code, words)
