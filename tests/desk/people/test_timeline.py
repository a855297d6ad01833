"""The history on the desk."""

import pytest
from django.utils.translation import override

from desk.people.timeline_admin import KindFilter
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_history_is_filtered_by_the_kinds_it_tells_of_under_their_own_names():
    factories.published()
    with override("en"):
        offered = [words for _key, words in KindFilter.field_choices(None, None, None, None)]
    assert "Edition" in offered
    assert "User" not in offered
