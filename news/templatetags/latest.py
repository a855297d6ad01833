"""The newest articles, for pages that offer something to read."""

from django import template
from django.utils.translation import get_language

from news.models import Edition
from publishing.prepared import Param, PreparedQuery
from publishing.visitors import as_visitor

register = template.Library()

LATEST_SHOWN = 5

_LATEST = PreparedQuery(
    lambda: (
        Edition.objects.public()
        .filter(language=Param("language"))
        .newest_first()
        .only("article_id", "language", "slug", "title", "shown_on", "shown_precision")[:LATEST_SHOWN]
    )
)


@register.simple_tag
def latest_news() -> list[Edition]:
    """Return the newest articles in the language of the page, with the fields that a link needs.

    Pages that do not exist below the staff's addresses list them, too, so a visitor's rights are taken here.
    """
    with as_visitor():
        return _LATEST.fetch(language=get_language())
