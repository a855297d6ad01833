from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from photos.models import Photo
from photos.showing import taken
from publishing import dates
from publishing.languages import language_names
from search.finding import Hit
from search.queries import Query

register = template.Library()

KINDS = {
    "article": lambda: _("News"),
    "meeting": lambda: _("Meeting"),
    "document": lambda: pgettext("kind of result", "Document"),
    "person": lambda: _("Person"),
    "photo": lambda: _("Photograph"),
    "page": lambda: pgettext("kind of result", "Page"),
    "contact": lambda: _("Press contact"),
}
PAGES_AROUND = 2  # pages on either side of the open one


@register.filter
def kind_of_hit(kind: str) -> str:
    """Return the kind of a hit in one word."""
    return KINDS[kind]()


@register.filter
def date_of_hit(hit: Hit) -> str:
    """Return the date of a hit in figures, '' if it has none."""
    thing = hit.thing
    if hit.kind == "article":
        return dates.in_figures(thing.shown_on, thing.shown_precision)
    if hit.kind == "meeting":
        return dates.in_figures(thing.held_on)
    if hit.kind == "document":
        return dates.in_figures(thing.dated, thing.dated_precision) if thing.dated else ""
    moment = taken(thing) if hit.kind == "photo" else None
    return dates.in_figures(moment.date()) if moment else ""


@register.filter
def picture_of_hit(hit: Hit) -> Photo | None:
    """Return the photo to show beside a hit, or None."""
    if hit.kind == "photo":
        return hit.thing
    uses = getattr(hit.thing, "lead_photos", [])
    return uses[0].photo if uses else None


@register.filter
def ordered(query: Query, order: str) -> str:
    """Return the search in another order, for an address."""
    return query.but(order=order).urlencode()


@register.filter
def name_of_language(code: str) -> str:
    return language_names().get(code, code)


@register.filter
def pages_around(page: int, pages: int) -> list[int]:
    """Return the numbers of the pages to link: the first, the last, those around the open one; 0 for a gap."""
    near = {1, pages, *range(page - PAGES_AROUND, page + PAGES_AROUND + 1)}
    listed = sorted(number for number in near if 1 <= number <= pages)
    found: list[int] = []
    for number in listed:
        if found and number > found[-1] + 1:
            found.append(0)
        found.append(number)
    return found
