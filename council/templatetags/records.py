from django import template
from django.utils.translation import get_language

from publishing import dates
from publishing.localized import in_language

register = template.Library()


@register.filter
def written(texts):
    """Return the text in the page's language, or '': unlike `localized`, without falling back to other languages."""
    return (texts or {}).get(get_language(), "")


@register.filter
def initials(person):
    """Return “A. M.” for Aman Mambetseitov."""
    return " ".join(f"{word[0]}." for word in in_language(person.name).replace(".", " ").split()[:2])


@register.filter
def period(chairmanship):
    """Return the dates of a chairmanship in words."""
    return dates.period_in_words(
        chairmanship.start, chairmanship.start_precision, chairmanship.end, chairmanship.end_precision
    )
