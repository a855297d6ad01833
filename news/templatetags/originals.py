"""What the page of a translation says about its original."""

from django import template
from django.utils.translation import get_language_info

register = template.Library()


@register.filter
def original(edition):
    """Return {code, name} of the language the article was written in first; None on the original itself."""
    code = edition.article.original_language
    if not code or code == edition.language:
        return None
    return {"code": code, "name": get_language_info(code)["name_local"].capitalize()}
