"""The accessibility statement promises what the tests check: all of it, and nothing else."""

import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given, strategies

from demo import content
from identity import colours
from identity.models import Identity
from news.checks import missing
from pages import accessibility
from pages.models import Page
from publishing import actions
from publishing.actions import Refused
from tests import factories
from tests.accessibility import checks, test_desk_pages
from tests.accessibility.promises import PROMISED, promised
from tests.desk.screens import signed_in


def words(of_every_page):
    return {word for word, check in accessibility.CHECKS.items() if check.of_every_page == of_every_page}


def test_each_promise_is_checked_and_each_check_is_told():
    assert set(checks.RUN) == words(of_every_page=True)
    assert set(PROMISED) == words(of_every_page=False)
    assert test_desk_pages  # its promise is made when it is read


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_statement_lists_each_check_in_its_language(language):
    text = accessibility.statement(language)
    with override(language):
        facts = accessibility.facts()
    assert re.findall("<li>(.*?)</li>", unescape(text)) == facts
    assert len(set(facts)) == len(accessibility.CHECKS)
    assert ("4,5 : 1" if language == "ru" else "4.5 : 1") in text
    assert all(number in text for number in ("WCAG 2.2", "390", "1280", "200", "400"))
    assert bool(re.search("[а-я]", text)) == (language == "ru")


def test_the_demos_statement_is_that_one_and_an_office_can_begin_with_it():
    row = next(row for row in content.pages() if row["slug"] == "accessibility")
    assert row["begins_with"] == "accessibility"
    assert not any("body" in row[language] for language in ("ru", "en"))


@pytest.mark.django_db
def test_an_office_begins_its_page_with_what_the_tests_check():
    typed = {"title": "Доступность", "language": "ru", "slug": "a11y", "parent": "", "begin_with": "accessibility"}
    client = signed_in(factories.press_secretary())
    screen = client.post(reverse("admin:pages_page_add"), typed, follow=True).text
    draft = Page.objects.get(path="a11y").article.editions.get()
    assert draft.body == accessibility.statement("ru")
    assert "WCAG 2.2" in screen
    factories.publish(draft)
    with override("ru"):
        assert all(fact in unescape(client.get("/ru/a11y/").text) for fact in accessibility.facts())


@promised("colours")
@given(strategies.integers(0, 0xFFFFFF).map("#{:06x}".format))
def test_a_colour_that_nobody_can_read_is_refused(colour):
    try:
        Identity(colour=colour, colour_by_night=colour).clean()
    except ValidationError as refusal:
        refused = set(refusal.message_dict)
    else:
        refused = set()
    for name, least in {"colour": colours.by_day(colour), "colour_by_night": colours.by_night(colour)}.items():
        assert (name in refused) == (least < accessibility.TEXT_CONTRAST), (name, colour, least)


@promised("descriptions")
@pytest.mark.django_db
def test_a_text_does_not_go_out_with_a_photograph_that_nobody_has_described():
    edition = factories.edition()
    factories.show(factories.photo(rendered=True), edition, 0)
    use = edition.photos.get()
    for alt, decorative, goes_out in [("", False, False), ("", True, True), ("Six delegations.", False, True)]:
        use.alt, use.decorative = alt, decorative
        use.save()
        blocking = [problem for problem in missing(edition) if problem.blocks]
        assert (not blocking) == goes_out, (alt, decorative, blocking)
    use.alt, use.decorative = "", False
    use.save()
    with pytest.raises(Refused, match="Describe what"):
        actions.publish(edition, by=factories.press_secretary())
