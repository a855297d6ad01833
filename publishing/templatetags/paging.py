"""The page numbers that a list with numbered pages links to."""

from django import template
from django.core.paginator import Page

register = template.Library()

PAGES_AROUND = 2


@register.filter
def numbers_around(page: Page) -> list[int | None]:
    """Return the numbers to link from `page`: the first, two on either side, the last; None for a gap."""
    last = page.paginator.num_pages
    near = range(max(1, page.number - PAGES_AROUND), min(last, page.number + PAGES_AROUND) + 1)
    before = {1: [], 2: [1]}.get(near[0], [1, None])
    after = {last: [], last - 1: [last]}.get(near[-1], [None, last])
    return [*before, *near, *after]
