"""The pages of bodies, offices and papers with all their parts: axe finds nothing, and nothing is too wide."""

import datetime

import pytest

from council.models import Appendix, DocumentFile, InterpretativeStatement
from tests import factories
from tests.browser import faults

DAY = datetime.date
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses():
    """Where every part of these pages has something to show."""
    state, body = factories.state(), factories.body()
    held, vacant = factories.office(state=state), factories.office(en="Secretary", ru="Секретарь")
    rank = {"en": "Ambassador Extraordinary and Plenipotentiary", "ru": "Чрезвычайный и Полномочный Посол"}
    term = factories.term(factories.person(), held, rank=rank)
    factories.term(factories.person("Former Secretary", "Бывший Секретарь"), vacant, end=DAY(2018, 6, 1))
    for member, role in [(state, "observer"), (held, "chair"), (vacant, "secretary")]:
        factories.membership(body, member, start=DAY(2002, 10, 7), role=role)
    factories.chairmanship(state, DAY(2018, 1, 1))
    factories.body_name(body, DAY(2010, 12, 31), start=DAY(2002, 10, 7))
    factories.meeting(chair_state=state, bodies=[body])
    paper = factories.document(public=False, body=body, dated=factories.THE_DAY)
    title = {"en": "The list of measures", "ru": "Перечень мероприятий"}
    appendix = Appendix.objects.create(document=paper, number=1, title=title)
    for where in (None, appendix):
        DocumentFile.objects.create(
            document=paper, appendix=where, language="ru", file="x.pdf", file_name="x.pdf", size=98_304, sha256="0" * 64
        )
    said = {"en": "We read article 3 narrowly.", "ru": "Статью 3 мы понимаем узко."}
    InterpretativeStatement.objects.create(document=paper, state=state, dated=factories.THE_DAY, text=said)
    factories.document(body=body, dated=DAY(2019, 1, 1))
    factories.publish(paper)
    return [
        "/council/bodies/permanent-council/?on=2018-11-27",
        "/council/states/kg/",
        f"/council/offices/{held.pk}/",
        f"/council/documents/{paper.pk}/",
        term.person.get_absolute_url()[3:],
    ]


@pytest.mark.parametrize(
    ("language", "look"),
    [
        pytest.param("en", {"width": 1280}, id="wide"),
        pytest.param("ru", {"width": 390, "color_scheme": "dark"}, id="narrow, at night"),
    ],
)
def test_axe_finds_nothing_and_nothing_is_too_wide(addresses, live_server, new_page, language, look):
    page, found = new_page(**look), {}
    for address in addresses:
        page.goto(f"{live_server.url}/{language}{address}")
        found[address] = faults(page)
    assert not any(found.values()), found
