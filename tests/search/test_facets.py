"""The numbers beside the results are those of a naive count, whatever is chosen."""

import datetime
import itertools
import random
from collections import Counter

import pytest
from django.utils.translation import override

from news.models import Edition
from search import facets, finding
from search.finding import Search
from tests import factories
from tests.search.asking import answer, articles, query, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    """Two dozen articles in every mixture; returns what is known of each."""
    chance = random.Random(1)
    sections = [factories.section("near", "Near", "Близко"), factories.section("far", "Far", "Далеко")]
    factories.state("KG", "Kyrgyzstan", "Кыргызстан")
    photo = factories.photo()
    known = []
    for number in range(24):
        facts = {
            "section": chance.choice(sections),
            "genre": chance.choice([Edition.Genre.REPORT, Edition.Genre.STATEMENT, Edition.Genre.COMMENT]),
            "shown_on": datetime.date(chance.choice([2016, 2017, 2018]), 5, 5),
        }
        language = chance.choice(["en", "en", "ru"])
        has_state, has_photo = chance.random() < 0.5, chance.random() < 0.3
        title = ("Capybara" if language == "en" else "Капибара capybara") + (" in Kyrgyzstan" if has_state else "")
        edition = factories.edition(language, title=f"{title} {number}", **facts)
        if has_photo:
            factories.show(photo, edition)
        factories.publish(edition)
        known.append(
            {
                "kind": "article",
                "section": facts["section"].slug,
                "genre": facts["genre"].value,
                "year": str(facts["shown_on"].year),
                "state": "KG" if has_state else None,
                "lang": language,
                "photos": has_photo,
            }
        )
    return known


CHOICES = [
    {},
    {"section": "near"},
    {"year": ["2017", "2018"]},
    {"section": "far", "genre": "report"},
    {"state": "KG", "year": "2016", "section": ["near", "far"]},
    {"photos": "1"},
    {"photos": "1", "genre": ["report", "comment"]},
]


def test_the_numbers_are_those_of_a_naive_count(archive, subtests):
    for chosen in CHOICES:
        with subtests.test(chosen=chosen):
            compare(archive, chosen)


def compare(archive, chosen):
    with visitor(), override("en"):
        search = Search(query("capybara", kind="article", **chosen))
        result = search.page(0, 10)
        shown = {facet.name: facet for facet in facets.of(search, result)}
        photos = facets.with_photos(search, result)
    assert result.number == len(kept(archive, chosen, "en"))
    for name, facet in shown.items():
        if name == "lang":
            expected = Counter({code: len(kept(archive, chosen, code)) for code in ("en", "ru")})
        else:
            expected = Counter(entry[name] for entry in kept(archive, without(chosen, name), "en") if entry[name])
        counted = {choice.value: choice.number for choice in facet.choices if choice.number}
        assert counted == {value: number for value, number in expected.items() if number}, name
        assert {choice.value for choice in facet.choices if choice.is_chosen} >= set(listed(chosen.get(name))), name
    assert photos.number == sum(entry["photos"] for entry in kept(archive, without(chosen, "photos"), "en"))


def kept(archive, chosen, language):
    return [
        entry for entry in archive
        if entry["lang"] == language
        and all(
            entry["photos"] if name == "photos" else entry[name] in listed(values) for name, values in chosen.items()
        )
    ]  # fmt: skip


def without(chosen, name):
    return {key: value for key, value in chosen.items() if key != name}


def listed(values):
    return values if isinstance(values, list) else [values] if values else []


def test_facets_alone_are_a_search_too():
    near = factories.published(section=factories.section("near", "Near", "Близко"))
    factories.published()
    assert articles(section="near") == {near.article_id}
    assert articles(section="nowhere") == set()
    assert articles(year="2018") >= {near.article_id}
    assert answer(genre="report").number == 2


def test_a_number_does_not_tell_whether_somebody_unknown_is_named():
    somebody = factories.person("Zora Quokka", "Зора Квокка")
    edition = factories.published(title="Zora Quokka was seen")
    assert articles(person=str(somebody.pk)) == set()
    factories.term(somebody, factories.office())
    assert articles(person=str(somebody.pk)) == {edition.article_id}
    hidden = factories.meeting(public=False)
    linked = factories.published(title="Of a meeting", meeting=hidden)
    assert articles(meeting=str(hidden.pk)) == set()
    factories.publish(hidden)
    assert articles(meeting=str(hidden.pk)) == {linked.article_id}


def test_of_very_many_the_newest_are_listed_and_it_is_said_so(monkeypatch):
    monkeypatch.setattr(finding, "MAX_RESULTS", 5)
    days = [datetime.date(year, month, 1) for year, month in itertools.product((1985, 2017, 2018), (1, 2, 3))]
    random.Random(3).shuffle(days)
    made = {day: factories.published(title="Capybara", shown_on=day).article_id for day in days}
    newest = [made[day] for day in sorted(days, reverse=True)]
    result = answer("capybara", order="date")
    assert [hit.id for hit in result.hits] == newest[:5]
    assert (result.number, result.is_cut) == (5, True)
    assert [hit.id for hit in answer("capybara", year="1985", order="date").hits] == newest[6:]
    with visitor(), override("en"):
        search = Search(query("capybara"))
        (years,) = [facet for facet in facets.of(search, search.page(0, 5)) if facet.name == "year"]
    offered = {choice.value: choice.number for choice in years.choices}
    assert offered["2018"] == 3
    assert offered["2017"] == 2
    assert offered["1985"] is None
