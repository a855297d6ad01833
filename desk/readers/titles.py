"""What the articles are called that were read: as visitors saw them, though they may be gone by now."""

import dataclasses

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from news.models import Edition


@dataclasses.dataclass(frozen=True)
class Named:
    title: str
    language: str  # of the title


def of_articles(numbers):
    """Return {number: Named}, in the language of the interface if the article was public in it."""
    editions = Edition.objects.filter(article__in=numbers, live_from__isnull=False)
    rows = editions.order_by("number").values_list("article_id", "language", "title")
    found, wanted = {}, get_language()
    for number, language, title in rows:
        if number not in found or language == wanted or found[number].language != wanted:
            found[number] = Named(title, language)
    return {
        number: found.get(number, Named(_("Text no. %(number)d") % {"number": number}, wanted)) for number in numbers
    }
