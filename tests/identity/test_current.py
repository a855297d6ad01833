"""What is printed of the identity: where, in which language, and what an empty newsroom prints."""

import io
import json
import re

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from PIL import Image

from csto_site import errors
from identity import actions, current, pictures
from identity.models import Identity
from identity.views import FILES
from mailing import layout, letters, sending
from news.paper import sheets
from page_cache import gate
from publishing import timeline
from publishing.actions import NotAllowed
from search import synonyms
from syndication import ids
from tests import factories
from tests.identity.conftest import COUNCIL
from tests.identity.test_organization_words import WORDS

pytestmark = pytest.mark.django_db

PAGES = [
    "/en/", "/ru/", "/en/news/", "/en/council/meetings/", "/en/council/representatives/", "/en/photos/", "/en/press/",
    "/ru/press/", "/en/search/", "/en/feeds/", "/en/follow/", "/en/alerts/", "/en/verify/", "/en/feeds/news.atom",
    "/ru/feeds/news.rss", "/en/feeds/news.json", "/en/council/meetings.ics", "/api/v1/openapi.json",
    "/en/no-such-page/",
]  # fmt: skip


SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z" fill="currentColor"/></svg>'


def without_addresses(text):
    """Leave out what the records of the Council and the addresses of their pages say."""
    return re.sub(r"tag:[\w.,-]+", "", text)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_bears_the_other_organizations_name_and_not_a_word_of_the_first(client, council, path):
    council()
    answer = client.get(path, follow=True)
    text = without_addresses(answer.content.decode())
    assert not WORDS.search(text), WORDS.search(text)
    assert re.search("ZCC|ГСЗ|City Council|[Гг]орсовет|Городск|Zarechye", text)


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_newsroom_speaks_of_a_press_office_and_of_no_organization(client, no_identity, path):
    answer = client.get(path, follow=True)
    assert answer.status_code in (200, 404)
    text = without_addresses(answer.content.decode())
    assert not WORDS.search(text), WORDS.search(text)
    assert "Press Office" in text or "ресс-служб" in text or "press office" in text


def test_an_article_its_paper_and_its_citation_bear_the_new_name(client, council):
    council()
    edition = factories.published(title="The budget")
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "City Council Press Office. The budget." in page
    assert f"zarechye-{edition.article_id}" in page
    assert not WORDS.search(re.sub("<main.*?<h1", "", page, flags=re.DOTALL)), WORDS.search(page)


def test_search_engines_are_told_the_names_and_where_the_logo_is(client, council):
    council()
    page = client.get("/en/").content.decode()
    blocks = map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', page))
    office = next(block for block in blocks if block["@type"] == "Organization")
    assert (office["name"], office["parentOrganization"]["alternateName"]) == ("City Council Press Office", "ZCC")
    logo = client.get(office["logo"]["url"].removeprefix(settings.SITE_URL))
    assert Image.open(io.BytesIO(logo.content)).size == (512, 512)


def test_letters_are_sent_and_headed_by_the_new_name(council):
    council()
    subject, text, html = layout.render("alerts/mail/known", {"address": "https://a.example/"}, "ru")
    assert subject == "Ваша подписка на новости пресс-службы горсовета"
    assert "Пресс-служба Городского совета Заречья" in text
    assert "Пресс-служба Городского совета Заречья" in html
    letter = letters.post(key="a letter", to="a@reader.example", subject="S", text="T", language="en")
    assert "City Council Press Office" in sending.message(letter).extra_headers["From"]


def test_identifiers_begin_with_the_identitys_authority_or_the_servers(council, settings):
    assert ids.tag("x").startswith("tag:odkb-csto.org,2026:")
    council()
    assert ids.tag("x") == "tag:council.example,2024:x"
    council(feed_authority="")
    settings.FEED_AUTHORITY = "server.example,2025"
    assert ids.tag("x") == "tag:server.example,2025:x"


def test_the_search_knows_the_names_of_the_identity(council):
    assert ("одкб",) in synonyms.of(["csto"])
    council()
    assert synonyms.of(["csto"]) == []
    assert ("zcc",) in synonyms.of(["гсз"])
    assert ("city", "duma") in synonyms.of(["городская", "дума"])


def test_one_request_reads_the_identity_once(client, council, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as asked:
        client.get("/en/")
    assert sum('FROM "identity_identity"' in query["sql"] for query in asked) == 1


# The pages of an outage


def offline_pages():
    return {
        "400": errors.bad_request(None, None).content.decode(),
        "500": render_to_string("500.html"),
        "busy": gate._page().decode(),
        "refused": errors.refuse(413, limit=1).content.decode(),
    }


def test_the_pages_of_an_outage_print_what_was_read_last_and_ask_nothing(council, django_assert_num_queries):
    current.current()
    assert "odkb-pressa@gov.ru" in gate._page().decode()
    council()
    current.current()
    with django_assert_num_queries(0):
        pages = offline_pages()
    for name, page in pages.items():
        assert not WORDS.search(page), name
        assert "ZCC" in page, name
    assert pages["500"].count('<a href="tel:+70001112233">+7000-111-22-33</a>') == 2
    assert pages["busy"].count("press@council.example") == 4
    assert "факс" not in pages["500"]


def test_before_the_first_read_they_are_neutral_and_promise_nobody_to_call(monkeypatch):
    monkeypatch.setattr(current, "_last", current.neutral())
    gate.forget_page()
    for name, page in offline_pages().items():
        assert not WORDS.search(page), name
        assert "tel:" not in page, name
        assert "Позвоните" not in page, name
    gate.forget_page()


# Files


def test_the_style_sheet_says_only_what_differs_from_the_design(client, council):
    assert "identity" not in re.findall('rel="stylesheet" href="([^"]+)"', client.get("/en/").content.decode())[-1]
    council()
    address = re.findall('rel="stylesheet" href="([^"]+)"', client.get("/en/").content.decode())[-1]
    sheet = client.get(address)
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet.headers["Cache-Control"] or "31536000" in sheet.headers["Cache-Control"]
    assert "--parts:3" in sheet.text
    assert "--brand:#7a1f3d" in sheet.text
    assert "prefers-color-scheme:dark" in sheet.text


def test_an_address_of_an_earlier_identity_leads_to_the_present_file(client, council):
    before = current.current().card
    council()
    answer = client.get(before)
    assert answer.status_code == 302
    assert answer.headers["Location"] == current.current().card


def test_every_file_is_made_and_nothing_runs_in_it(client, council):
    council(mark=SQUARE)
    for name in FILES:
        answer = client.get(current.current().address(name))
        assert answer.status_code == 200, name
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'none'; sandbox"
    assert 'color="#7a1f3d"' in client.get(current.current().mark_by_day).text
    page = client.get("/en/").content.decode()
    assert f'<img class="wordmark__mark" src="{current.current().mark_by_day}" alt="ZCC">' in page
    assert '<span class="wordmark__abbr">' not in page


@pytest.mark.parametrize("name", ["../settings.py", "style.css.map", "mark.svg"])
def test_there_are_no_other_files(client, name):
    assert client.get(f"/identity/{current.current().digest}/{name}").status_code == 404


@pytest.mark.parametrize("letters", ["ZCC", "Ա", "Очень длинное сокращение", "🙂 W"])
@pytest.mark.parametrize("parts", [1, 2, 6, 30])
def test_card_logo_and_icon_are_drawn_for_any_name_and_number_of_members(letters, parts):
    row = Identity(**COUNCIL | {"abbreviation": {"en": letters, "ru": letters}, "parts": parts})
    row.office = {"en": "W" * 200, "ru": "Щ" * 200}
    identity = current.Current(row)
    assert Image.open(io.BytesIO(pictures.card(identity))).size == (1200, 630)
    assert Image.open(io.BytesIO(pictures.logo(identity))).size == (512, 512)
    assert pictures.icon(identity).count("v13") == parts


def test_the_ticks_are_as_many_as_the_members():
    ticks = current.Current(Identity(**COUNCIL | {"parts": 6})).ticks
    assert 'd="M1.5 2v32M7.5 2v32M13.5 2v32M19.5 2v32M25.5 2v32M31.5 2v32"' in ticks
    assert 'width="33"' in ticks
    assert current.Current(Identity(**COUNCIL | {"parts": 1})).ticks == ""


# Changing it


def test_a_change_is_recorded_with_what_stood_there_before(council):
    council()
    entry = timeline.of(Identity(pk=1)).first()
    assert entry.actor == factories.administrator()
    assert "Abbreviation: ГСЗ / ZCC, before: ОДКБ / CSTO" in entry.note
    assert council() == []
    assert timeline.of(Identity(pk=1)).count() == 1


@pytest.mark.parametrize("role", ["press_secretary", "writer", "translator"])
def test_nobody_but_an_administrator_changes_it(role):
    with pytest.raises(NotAllowed):
        actions.change(COUNCIL, by=getattr(factories, role)())
    assert Identity.objects.get().code == "csto"


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("colour", "#ffff00", "Nobody can read this on white ground: 1.0 : 1"),
    ("colour", "#ffff00", "The nearest is #"),
    ("colour", "red", "Write a colour as six figures"),
    ("colour_by_night", "#12365c", "Nobody can read this on dark ground"),
    ("name", {"en": "N" * 201, "ru": "Н"}, "Longer than 200 characters"),
    ("abbreviation", {"en": "A" * 25, "ru": "А"}, "Longer than 24 characters"),
    ("parts", 0, "From 1 to 30"),
    ("parts", 31, "From 1 to 30"),
    ("mark", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "<script> is not taken"),
    ("feed_authority", "not an authority", "Write a host that the organization owns"),
    ("phone", "call us", "Write a telephone number"),
    ("email", "nobody", "Enter a valid email address"),
    ("code", "the code", "Enter a valid “slug”"),
    ("office", {}, "This field cannot be blank"),
])  # fmt: skip
def test_bad_input_is_refused_at_its_field_and_changes_nothing(council, field, value, sentence):
    with pytest.raises(ValidationError) as refusal:
        council(**{field: value})
    assert list(refusal.value.message_dict) == [field]
    assert sentence in " ".join(refusal.value.message_dict[field])
    assert Identity.objects.get().code == "csto"


def test_markup_in_a_name_is_words(client, council):
    bad = '<script>alert("x")</script>'
    council(**{name: {"en": bad, "ru": bad} for name in ("name", "office", "office_of", "name_of", "office_name")})
    for path in ["/en/", "/ru/press/", "/en/feeds/news.atom", "/en/feeds/"]:
        page = client.get(path).content.decode()
        assert "<script>alert" not in page, path
        assert "&lt;script&gt;alert" in page, path
    subject, _text, html = layout.render("alerts/mail/known", {"address": "https://a.example/"}, "en")
    assert subject == f"Your alerts of {bad}"
    assert "<script>" not in html


def test_a_name_of_two_hundred_letters_is_taken(client, council):
    long = ("Совет " * 40)[:199] + "ы"
    council(name={"en": long, "ru": long})
    assert long in client.get("/ru/").content.decode()


def test_of_two_who_change_it_at_once_the_second_is_told(council):
    seen = current.current().digest
    council()
    with pytest.raises(actions.ChangedMeanwhile):
        actions.change({"code": "other"}, by=factories.administrator(), seen=seen)
    assert Identity.objects.get().code == "zarechye"


def test_the_database_keeps_one_row(council):
    with pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.create(pk=2, **COUNCIL)


def test_another_language_is_answered_in_that_language(council):
    council()
    with override("ru"):
        assert current.current().office == "Пресс-служба горсовета"
    with override("en"):
        assert current.current().office == "City Council Press Office"


@pytest.mark.parametrize("mark", ["", SQUARE])
def test_the_paper_bears_the_names_the_mark_and_as_many_parts(client, council, mark):
    council(mark=mark)
    edition = factories.published(title="The budget")
    with override("en"):
        head = sheets.of_article(edition).data["head"]
    assert (head["abbreviation"], head["organization"], head["parts"]) == ("ZCC", "Zarechye City Council", 3)
    assert bool(head["mark"]) == bool(mark)
    with override("en"):
        answer = client.get(reverse("news:pdf", args=[edition.article_id, edition.address_part]))
    assert answer.content.startswith(b"%PDF")
