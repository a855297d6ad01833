"""Whoever is asked “how many read it?” finds the number, apart for people and programs, and with it what it means."""

import datetime
import io
import re

import docx
import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from desk.months import figures, lines, months, paper, word
from moving.models import AskedInVain
from publishing import clock
from readership.models import Cutting, Reading, TakenUp, Unfound
from tests import factories
from tests.desk.screens import address_of, signed_in

pytestmark = pytest.mark.django_db


def read(day, people, programs=0, *, hour=10, number=0, about="article", kind="page", language="en"):
    for times, is_program in ((people, False), (programs, True)):
        Reading.objects.create(
            day=day, hour=hour, kind=kind, about=about, number=number, language=language, is_program=is_program,
            times=times,
        )  # fmt: skip


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def secretary():
    return signed_in(factories.press_secretary())


def test_the_month_says_how_much_was_read_by_whom_and_what_was_sought_in_vain(secretary, django_assert_max_num_queries):
    first = datetime.date(2026, 10, 1)
    most, less = factories.published(title="The Council met"), factories.published("ru", title="Совет собрался")
    read(first, 40, number=less.article_id, language="ru")
    read(datetime.date(2026, 9, 1), 100, number=less.article_id, language="ru")
    read(datetime.date(2026, 10, 31), 70, 5, number=most.article_id, hour=None)
    read(datetime.date(2026, 10, 31), 30, number=most.article_id, language="ru", hour=17)
    read(first, 10, about="home")
    read(first, 6, 2, number=most.article_id, kind="pdf")
    read(datetime.date(2026, 11, 1), 999, number=most.article_id)
    Unfound.objects.create(day=first, language="en", words="observer status", times=7)
    AskedInVain.objects.create(host="old.example", address="/led/", day=clock.today(), times=9)
    with django_assert_max_num_queries(45):
        page = secretary.get("/desk/readers/?month=2026-10")
    told = words(page)
    assert "People read 150 pages. Programs fetched 5 pages. 50 % more than in the month before (September)." in told
    assert "Most on 31 October 2026: 100." in told
    assert [(text.title, text.people, text.width, text.width_first) for text in page.context["texts"]] == [
        ("The Council met", 100, 100, 30), ("Совет собрался", 40, 40, 40),
    ]  # fmt: skip
    assert page.context["languages"] == [("English", 53), ("Russian", 47)]
    assert page.context["forms"] == [("PDF", (6, 2))]
    assert page.context["elsewhere"] == [("Home page", (10, 0))]
    assert [(bar.words, bar.is_highest) for bar in page.context["days"].bars][30] == ("31 October 2026: 100", True)
    assert len(page.context["days"].bars) == 31
    assert page.context["hours"].bars[17].words == "17:00: 30"
    assert "observer status" in told
    assert "?month=2026-09" in page.content.decode()
    assert "old.example/led/" not in told  # those of the last days stand on the page of this month
    now = words(secretary.get("/desk/readers/?month=9999-99"))
    assert "old.example/led/ 9" in now
    assert words(secretary.get("/desk/readers/?month=2099-01")) == now


def test_a_newsroom_in_which_nothing_was_read_says_so(secretary):
    told = words(secretary.get("/desk/readers/"))
    assert "Nothing was counted in this month. What is read stands here within a minute." in told
    assert "How this is counted" in told


def test_of_one_text_there_is_its_curve_with_its_corrections_and_a_line_on_its_screen(secretary):
    with clock.moved_to(clock.now() - datetime.timedelta(days=3, minutes=5)):
        edition = factories.published(title="The Council met")
    began = timezone.localtime(edition.live_from)
    change = factories.publish(factories.correction(edition))
    read(began.date(), 3, 1, number=edition.article_id, hour=began.hour)
    read(clock.today(), 4, number=edition.article_id, language="ru")
    read(clock.today(), 5, number=edition.article_id, kind="pdf")
    read(clock.today(), 99, number=edition.article_id + 1)
    page = secretary.get(reverse("admin:readers-article", args=[edition.article_id]))
    since = began.strftime("%-d %B %Y")
    assert f"Read by people 7 times since {since}. Programs fetched it 1 time." in words(page)
    rows = page.context["days"].rows
    assert [readers.people for _words, readers, _marks in rows] == [3, 0, 0, 4]
    assert [marks for _words, _readers, marks in rows] == [[], [], [], [f"{change.get_change_display()} (English)"]]
    assert page.context["hours"].rows[0][1] == (3, 1)
    assert page.context["forms"] == [("PDF", (5, 0))]
    screen = secretary.get(address_of(edition.article))
    assert f"Read by people 7 times since {since}." in words(screen)
    assert reverse("admin:readers-article", args=[edition.article_id]) in screen.content.decode()
    draft = factories.edition(title="Not yet public")
    assert secretary.get(reverse("admin:readers-article", args=[draft.article_id])).status_code == 404
    assert "Read by people" not in words(secretary.get(address_of(draft.article)))


def test_a_text_that_is_older_than_the_counts_says_from_when_on_it_is_counted(secretary):
    with clock.moved_to(datetime.datetime(2015, 5, 5, tzinfo=datetime.UTC)):
        edition = factories.published(title="Of long ago")
    read(clock.today() - datetime.timedelta(days=1), 2, number=edition.article_id)
    page = secretary.get(reverse("admin:readers-article", args=[edition.article_id]))
    yesterday = (clock.today() - datetime.timedelta(days=1)).strftime("%-d %B %Y")
    assert f"Read by people 2 times since {yesterday}." in words(page)
    assert len(page.context["days"].bars) <= 62
    assert sum(readers.people for _words, readers, _marks in page.context["days"].rows) == 2


def test_press_cuttings_are_added_by_hand_and_go_into_the_report_of_their_month(secretary):
    number = factories.published(title="The Council met").article_id
    address = reverse("admin:readers-article", args=[number])
    TakenUp.objects.create(
        day=clock.today(), kind="page", about="article", number=number, by="xn--e1afmkfd.xn--p1ai", times=4
    )
    TakenUp.objects.create(day=clock.today(), kind="wire", by="TASS-Ingest", times=60)
    typed = {
        "outlet": "Belta",
        "published_on": "2026-11-02",
        "address": "javascript:alert(1)",
        "line": "Quotes <b>all</b>",
    }
    refused = secretary.post(address, typed)
    assert "Give an address" in words(refused) or "Enter a valid URL." in words(refused)
    assert 'value="Quotes &lt;b&gt;all&lt;/b&gt;"' in refused.content.decode()
    tomorrow = str(clock.today() + datetime.timedelta(days=1))
    assert "This day has not come yet." in words(
        secretary.post(address, typed | {"published_on": tomorrow, "address": ""})
    )
    assert not Cutting.objects.exists()
    added = secretary.post(address, typed | {"address": "https://belta.example/1"})
    assert (added.status_code, added.url) == (302, f"{address}#cuttings")
    page = secretary.get(address)
    assert "Belta , 2 November 2026" in words(page)
    assert "пример.рф 4" in words(page)
    assert "TASS-Ingest" not in words(page)
    assert "TASS-Ingest 60" in words(secretary.get("/desk/readers/"))

    month = months.Month(2026, 11)
    report = lines.report(month, figures.count(month), clock.now())
    assert ("Press cuttings", ["Belta"]) in [
        (table.title, [line.name for line in table.lines]) for table in report.tables
    ]
    assert report.cuttings == [("Belta, 2 November 2026", "Quotes <b>all</b>", "https://belta.example/1")]
    written = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(word.document(report))).paragraphs)
    printed = pypdf.PdfReader(io.BytesIO(paper.pdf(report))).pages
    for text in (
        written,
        "\n".join(page.extract_text() for page in printed),
        words(secretary.get("/desk/month/2026/11/")),
    ):
        assert "Belta, 2 November 2026" in text
        assert "https://belta.example/1" in text

    cutting = Cutting.objects.get()
    assert secretary.post(address, {"take-out": str(cutting.pk)}).status_code == 302
    assert not Cutting.objects.exists()
    assert secretary.post(address, {"take-out": str(cutting.pk)}).status_code == 302  # somebody was quicker
