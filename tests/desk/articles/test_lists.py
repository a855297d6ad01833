"""The list of articles on the desk."""

import pytest

from tests import factories
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db


def test_articles_are_found_by_state_section_language_and_title():
    section = factories.section("statements", en="Statements", ru="Заявления")
    factories.edition("en", title="A draft")
    factories.published("ru", title="Вышедшее", section=section)
    client = signed_in(factories.writer())
    for query, found in [
        ("state=draft", {"A draft"}),
        ("state=live", {"Вышедшее"}),
        ("state=ended", set()),
        ("section=statements", {"Вышедшее"}),
        ("genre=report", {"A draft", "Вышедшее"}),
        ("without=ru", {"A draft"}),
        ("q=вышед", {"Вышедшее"}),  # words are found by their beginnings
    ]:
        listing = client.get(f"/desk/news/article/?{query}").context["cl"].result_list
        assert {str(article) for article in listing} == found, query
