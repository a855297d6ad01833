"""Whatever is typed or put into the address, the answer is a page with a sentence."""

import pytest
from django.http import QueryDict
from django.utils.html import strip_tags

from search import terms
from search.finding import Search
from search.queries import FACETS, Query
from tests import factories
from tests.search.asking import visitor

hypothesis = pytest.importorskip("hypothesis")
from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

WORDS = [
    "a" * 10_000,
    "слово " * 2000,
    '"' * 10_000,
    "- - - OR OR | & ! ( ) : * <-> ",
    "OR",
    "-",
    "-council",
    "%",
    "%%%' OR 1=1 --",
    "'; DROP TABLE search_entry; --",
    "\\",
    "\\'",
    "a\0b",
    "\0",
    "\u202eсовет\u202c",
    "\u200b\u200e\ufeff",
    "\ud800",
    "²ⅷ½ हिन्दी 中文 ١٢٣ 🙂",
    "🙂",
    "'совет':* & !'",
    "совет:*",
    "<script>alert(1)</script>",
    "the of and",
    "и в на",
    "12e999999",
    "9" * 400,
    "a-" * 500,
    "*",
    "ab*cd*",
    "PC.DEC/" + "1" * 60,
    "\ue000совет\ue001 \ue002",
]


@pytest.mark.django_db
def test_any_words_are_answered(client, subtests):
    factories.published("ru", title="Совет <b>и</b> \ue000 другие", body="<p>совет</p>")
    for number, words in enumerate(WORDS):
        for path in ("", "suggestions/"):
            with subtests.test(words=words[:30], path=path):
                sent = words.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
                response = client.get(f"/{['ru', 'en'][number % 2]}/search/{path}", {"q": sent})
                assert response.status_code == 200
                assert b"<script>alert" not in response.content
    assert "<b>и" not in client.get("/ru/search/", {"q": "совет"}).content.decode()


PAGES = ["1000000000", "0", "-1", "1e9", "९", "abc", "9" * 5000, "2", ""]


@pytest.mark.django_db
def test_any_page_is_answered_with_a_sentence(client, subtests):
    factories.published(title="Capybara")
    for page in PAGES:
        with subtests.test(page=page[:12]):
            response = client.get("/en/search/", {"q": "capybara", "page": page})
            is_there = not (page.isascii() and page.isdigit() and int(page[:9]) > 1)
            assert response.status_code == (200 if is_there else 404)
            sentence = "There is no such page: the results have 1 page."
            assert is_there or sentence in strip_tags(response.content.decode())


@pytest.mark.django_db
def test_fifty_facets_with_a_hundred_values_each_are_answered(client):
    factories.published(title="Capybara")
    address = "&".join(f"{name}={value}" for name in [*FACETS, "x", "photos"] for value in range(100))
    assert client.get(f"/en/search/?q=capybara&{address}").status_code == 200
    wild = "section=%00&year=99999&person=99999999999999999999&state=%D0%AF&genre=x&kind=x&lang=x&meeting=-1&order=x"
    response = client.get(f"/en/search/?q=capybara&{wild}&withdrawn=2&photos=x")
    assert response.status_code == 200
    assert "Capybara" in strip_tags(response.content.decode())


@pytest.mark.django_db
def test_a_post_is_refused(client):
    assert client.post("/en/search/").status_code == 405


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_terms_survive_any_text_and_say_the_same_again(text):
    cleaned = terms.cleaned(text)
    assert terms.cleaned(cleaned) == cleaned
    assert len(cleaned) <= terms.MAX_QUERY_CHARACTERS
    parsed = terms.parse(text)
    assert terms.parse(str(parsed)).wanted == parsed.wanted
    assert all(word for group in parsed.wanted for term in group for word in term.words)


@given(
    st.dictionaries(
        st.sampled_from([*FACETS, "q", "photos", "withdrawn", "order", "page", "other"]),
        st.lists(st.text(max_size=30) | st.sampled_from(["article", "2018", "KG", "1", "en", "report"]), max_size=5),
    ),
    st.sampled_from(["ru", "en"]),
)
@settings(max_examples=100, deadline=None)
def test_a_query_is_the_same_after_a_trip_through_its_address(params, language):
    query = Query.from_params(params, language)
    again = Query.from_params(QueryDict(query.urlencode()), language)
    assert again == query
    assert hash(again) == hash(query)
    assert again.params() == query.params()


OPERATORS = st.lists(
    st.sampled_from(
        ['"', "-", "OR", "|", "*", "совет", "council", "ё", "'", "\\", ":", "&", "!", "(", ")", "<->", "1307", " "]
    ),
    max_size=30,
).map("".join)


@pytest.mark.django_db
@given(OPERATORS | st.text(max_size=60), st.sampled_from(["ru", "en"]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_understands_any_question(text, language):
    with visitor():
        Search(Query.from_params({"q": text}, language)).page(0, 10)
