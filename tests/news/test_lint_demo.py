"""The rules on whole texts: the demo's articles give next to nothing, and a long text takes no time."""

import time

import pytest

from demo import articles, content, council
from news.lint import rules
from publishing import dates
from tests import factories

pytestmark = pytest.mark.django_db

LONG_ENOUGH = 20_000


@pytest.fixture
def staff():
    made = {"secretary": factories.press_secretary(), "writer": factories.writer()}
    council.load(made)
    articles.load_glossary()
    return made


def test_the_articles_of_the_demo_get_next_to_no_remarks(staff):
    sections = articles.load_sections()
    said = []
    for row in content.articles():
        shown_on, _last, precision = dates.read(row["shown_on"])
        facts = {"genre": row["genre"], "shown_on": shown_on, "shown_precision": precision}
        facts["section"] = sections[row["section"]]
        editions = articles.start_editions(row, facts, staff, [])
        said += [
            (row["key"], finding.rule, finding.words)
            for edition in editions.values()
            for finding in rules.findings(edition)
        ]
    # A comment about relative dates, which names them, and two tables of whom to call “today”.
    assert sorted(said) == [
        ("sample-collective-signature", "relative-date", "today"),
        ("sample-collective-signature", "relative-date", "сегодня"),
        ("sample-comment-full-dates", "relative-date", "в этом году"),
    ]


def long_text(language):
    whole = "".join(row[language].get("body", "") for row in content.articles() if language in row)
    return whole[: whole.index("</p>", LONG_ENOUGH) + 4]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_long_text_is_read_in_a_twentieth_of_a_second(staff, language):
    edition = factories.edition(language, body=long_text(language))
    rules.findings(edition)  # patterns are made once for all texts
    taken = []
    for _attempt in range(5):
        started = time.process_time()
        rules.findings(edition)
        taken.append(time.process_time() - started)
    assert min(taken) < 0.05


def test_the_database_is_asked_as_often_for_a_long_text_as_for_a_short_one(staff, django_assert_max_num_queries):
    edition = factories.edition(body=long_text("en"), genre="interview")
    for number in range(30):
        edition.turns.create(question=f"Question {number}?", answer="<p>An answer.</p>", position=number)
        factories.show(factories.photo(f"ZVF_{number}.JPG"), edition, number)
    with django_assert_max_num_queries(10):
        rules.findings(edition)
