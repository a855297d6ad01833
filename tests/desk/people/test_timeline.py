"""The history on the desk."""

import pytest

from tests import factories
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db


def test_the_history_is_filtered_by_the_kinds_it_tells_of_under_their_own_names():
    factories.published()
    listing = signed_in(factories.press_secretary()).get("/desk/publishing/timelineentry/").context["cl"]
    (kinds,) = [spec for spec in listing.filter_specs if spec.field_path == "subject_type"]
    assert [words for _key, words in kinds.lookup_choices] == ["Edition"]
