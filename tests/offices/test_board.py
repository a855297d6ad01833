"""A company whose board meets under the council part: every page, feed and paper says its own words for it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from council.models import Body, Participation, State
from identity import actions, labels
from identity.current import current
from identity.models import Identity
from publishing import timeline
from tests import factories
from tests.desk.screens import signed_in
from tests.leaks.canaries import unpacked
from tests.offices import city, first

pytestmark = pytest.mark.django_db

FILE = city.FILE.with_name("board.toml")
SECTIONS = {
    "sections": ["news"],
    "own_en": "",
    "own_hy": "",
    "body_en": "Board of Directors",
    "body_hy": "Տնօրենների խորհուրդ",
}
WORDS = {
    "en": ["Board of Directors", "President of the board", "Directors", "Shareholders"],
    "hy": ["Տնօրենների խորհուրդ", "Խորհրդի նախագահ", "Տնօրեններ", "Բաժնետերեր"],
}
# What the part says where an office says nothing, and in Armenian.
DEFAULTS = {"en": ["Representatives", "Member states"], "hy": ["Ներկայացուցիչներ", "Անդամ պետություններ"]}


@pytest.fixture
def board():
    return make()


def make():
    """Make a meeting of the board with its president, a shareholder's director; return {route: arguments} of pages."""
    city.found(FILE, SECTIONS)
    body = Body.objects.get()
    holder = State.objects.create(
        code="QX",
        name={"en": "Harbour Trust", "hy": "Նավահանգստի հիմնադրամ"},
        short_name={"en": "Trust", "hy": "Հիմնադրամ"},
    )
    president = factories.person("Ani Vanyan", "Անի Վանյան")
    president.name = {"en": "Ani Vanyan", "hy": "Անի Վանյան"}
    president.save()
    office = factories.office(state=holder, en="Director of Harbour Trust")
    factories.term(president, office)
    meeting = factories.meeting(
        public=False, bodies=[body], chair=president, place={"en": "Harbour", "hy": "Նավահանգիստ"}
    )
    Participation.objects.create(meeting=meeting, person=president, state=holder)
    factories.publish(meeting)
    return {
        "home": [], "council:meetings": [], "council:meetings-year": [2018], "council:meeting": [meeting.pk],
        "council:body": [body.slug], "council:representatives": [], "council:state": ["qx"], "council:documents": [],
        "council:person": [president.pk, president.slug], "council:office": [office.pk], "council:history": [],
        "feeds:index": [], "search:results": [], "alerts:subscribe": [], "photos:list": [], "press:centre": [],
        "news:meeting-pdf": [meeting.pk], "news:meeting-text": [meeting.pk], "council:calendar": [],
        "wires:changes": [], "news:meeting-kit": [meeting.pk],
    }  # fmt: skip


def pages_in(client, language, board):
    with override(language):
        addresses = {route: reverse(route, args=arguments) for route, arguments in board.items()}
    answers = {route: client.get(address, follow=True) for route, address in addresses.items()}
    assert {route: page.status_code for route, page in answers.items()} == dict.fromkeys(answers, 200)
    return {
        route: b"\n".join(unpacked(b"".join(page.streaming_content) if page.streaming else page.content)).decode(
            errors="ignore"
        )
        for route, page in answers.items()
    }


@pytest.mark.parametrize("language", ["en", "hy"])
def test_every_page_says_the_words_of_the_board(client, board, language):
    pages = pages_in(client, language, board)
    council, chair, directors, shareholders = WORDS[language]
    of = current().row.council_of[language]
    assert all(word in pages["home"] for word in (council, directors))
    assert of in pages["press:centre"]
    assert of in pages["council:meetings-year"]
    assert f"<h1>{council}</h1>" in pages["council:meetings"]
    assert current().row.council_about[language] in pages["council:meetings"]
    for route in ("council:meeting", "news:meeting-pdf", "news:meeting-text", "council:meetings", "home"):
        assert chair in pages[route], route
    assert f"<h1>{directors}</h1>" in pages["council:representatives"]
    assert shareholders in pages["council:representatives"]
    assert shareholders in pages["feeds:index"]
    assert current().row.state[language] in pages["alerts:subscribe"]
    assert current().row.representative[language] in pages["council:state"]
    said = {route: first.words_in(page, first.WORDS, first.CYRILLIC) for route, page in pages.items()}
    assert {route: words for route, words in said.items() if words} == {}
    assert [(route, word) for route, page in pages.items() for word in DEFAULTS[language] if word in page] == []
    assert "img/flags/none" in pages["council:state"]


def test_an_office_that_says_nothing_has_plain_words(client, board):
    actions.change({name: {} for name in labels.NAMES}, by=factories.administrator())
    pages = pages_in(client, "en", board)
    assert "<h1>Council</h1>" in pages["council:meetings"]
    assert "<h1>Representatives</h1>" in pages["council:representatives"]
    assert "Chair" in pages["council:meeting"]
    assert first.words_in("".join(pages.values())) == []


def test_an_administrator_changes_the_words_and_sees_them_before_they_are_saved(board):
    desk = signed_in(factories.administrator())
    page = "/desk/identity/identity/"
    assert "Words of the council’s pages" in desk.get(page).content.decode()
    sent = {"seen": current().digest, "has": ["council", "accreditation", "week", "enquiries", "alerts", "signing"]}
    for name, value in vars(current().row).items():
        if isinstance(value, dict):
            sent |= {f"{name}_{code}": value.get(code, "") for code in ("en", "hy")}
        elif isinstance(value, (str, int)) and name != "id":
            sent[name] = value
    sent |= {"council_en": "Supervisory Board", "council_of_en": "the Supervisory Board", "chair_en": ""}
    fragment = desk.post(f"{page}preview/", sent, headers={"accept": "text/fragment+html"}).content.decode()
    assert "Supervisory Board" in fragment
    assert "Meetings of the Supervisory Board" in fragment
    assert "Supervisory" not in Client().get("/en/").content.decode()
    assert desk.post(page, sent).status_code == 302
    assert "Supervisory Board" in Client().get("/en/").content.decode()
    assert "Body that meets: Supervisory Board" in timeline.of(Identity(pk=1)).first().note
    # With the part switched off its words are not asked for, and stay.
    without = {name: value for name, value in sent.items() if not name.startswith("council")}
    without |= {"seen": current().digest, "has": ["accreditation"]}
    actions.change({"switched_off": ["council"]}, by=factories.administrator())
    assert "Words of the council’s pages" not in desk.get(page).content.decode()
    assert desk.post(page, without | {"seen": current().digest}).status_code == 302
    assert Identity.objects.get().council["en"] == "Supervisory Board"


def test_they_cost_no_question_to_the_database(client, board):
    def asked():
        client.get("/en/council/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/council/").status_code == 200
        return len(queries)

    with_words = asked()
    actions.change({name: {} for name in labels.NAMES}, by=factories.administrator())
    assert asked() == with_words
