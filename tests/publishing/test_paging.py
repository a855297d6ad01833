"""Which pages of a long list are linked from one of them."""

import pytest
from django.core.paginator import Paginator

from publishing.templatetags.paging import numbers_around

LEFT_OUT = None


@pytest.mark.parametrize(
    ("number", "pages", "linked"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 1000, [1, 2, 3, LEFT_OUT, 1000]),
        (3, 5, [1, 2, 3, 4, 5]),
        (4, 7, [1, 2, 3, 4, 5, 6, 7]),
        (5, 9, [1, LEFT_OUT, 3, 4, 5, 6, 7, LEFT_OUT, 9]),
        (1000, 1000, [1, LEFT_OUT, 998, 999, 1000]),
    ],
)
def test_the_ends_and_two_on_either_side_are_linked(number, pages, linked):
    assert numbers_around(Paginator(range(pages), 1).page(number)) == linked
