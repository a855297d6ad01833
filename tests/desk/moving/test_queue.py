"""The queue of old pages: decided by keyboard, corrected by hand, undone, and never executed."""

import datetime
import io

import pytest
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from moving import evidence, old_pages
from moving.models import SourcePage
from tests import factories
from tests.browser import faults

OLD_PAGE = """<html><head><title>The old site</title><script>document.title = "run"</script></head>
<body onload="document.title='run'"><ul><li>12.02.2024 Headline of another text</li></ul>
<h1>Meeting {number} of the Council</h1><p>27.11.2018</p><img src="http://old.example/ZVF_2142.JPG" onerror="x()">
<p>On November 27, 2018 the <b>Permanent Council</b> met. <a href="javascript:x()">More</a></p>
<form action="http://old.example/"><input></form><iframe src="http://old.example/"></iframe></body></html>"""


def page_that_waits(batch, number, reasons=("date unsure",), **fields):
    data = OLD_PAGE.replace("{number}", str(number)).encode()
    reading = {
        "title": {"value": f"Meeting {number} of the Council", "origin": "heading", "sure": "sure", "others": []},
        "date": {
            "value": {"date": "2018-11-27", "precision": "day"}, "origin": "printed", "sure": "unsure",
            "others": [{"date": "2018-11-26", "precision": "day", "origin": "text"}],
        },
        "language": {"value": "en", "origin": "address", "sure": "sure", "others": []},
        "section": {"value": "permanent-council", "origin": "address", "sure": "sure", "others": []},
        "body": {"value": "<p>The Permanent Council met.</p>", "origin": "", "sure": "sure", "others": []},
        **fields,
    }  # fmt: skip
    return SourcePage.objects.create(
        source=batch.source, batch=batch, name=f"{number}.html", address=f"https://odkb-csto.org/news/{number}-/",
        sha256=evidence.keep(data), outcome="waiting", reasons=list(reasons), reading=reading, title="", words=20,
        language="en", shown_on=datetime.date(2018, 11, 27),
    )  # fmt: skip


def address(batch, reason="date unsure"):
    return f"/desk/moving/batch/{batch.pk}/queue/{reason.replace(' ', '%20')}/"


def staff(person=None):
    client = Client(headers={"accept-language": "en"})
    client.force_login(person or factories.press_secretary())
    return client


def decide(batch, page, do="take", person=None, **typed):
    page_fields = {"title": "Meeting", "date": "2018-11-27", "language": "en", "section": "permanent-council"}
    return staff(person).post(address(batch), {"page": page.pk, "do": do, **page_fields, **typed})


# --- One decision ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_is_taken_with_what_was_corrected_and_the_next_one_comes(batch):
    first, second = page_that_waits(batch, 1), page_that_waits(batch, 2)
    answer = decide(batch, first, title="  The Council   met ", other_date="26.11.2018")
    first.refresh_from_db()
    assert (first.outcome, first.reasons, first.title) == ("taken", [], "The Council met")
    assert first.decided_by == factories.press_secretary()
    assert first.shown_on == datetime.date(2018, 11, 26)
    assert first.reading["date"] == {
        "value": {"date": "2018-11-26", "precision": "day"}, "origin": "by hand", "sure": "sure", "others": [],
    }  # fmt: skip
    shown = staff().get(answer["Location"]).content.decode()
    assert f'name="page" value="{second.pk}"' in shown
    assert SourcePage.objects.get(pk=second.pk).outcome == "waiting"


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "date"), [
    ("2018-11", {"date": "2018-11-01", "precision": "month"}), ("2018", {"date": "2018-01-01", "precision": "year"}),
    ("2018-11-27", {"date": "2018-11-27", "precision": "day"}),
    ("27.11.2018", {"date": "2018-11-27", "precision": "day"}),
])  # fmt: skip
def test_a_date_is_as_exact_as_it_is_known(batch, typed, date):
    page = page_that_waits(batch, 1)
    decide(batch, page, other_date=typed)
    page.refresh_from_db()
    assert page.reading["date"]["value"] == date


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "sentence"), [
    ({"title": " "}, "needs a title"), ({"title": "x" * 301}, "longer than 300"),
    ({"other_date": "31.11.2018"}, "no date"),
    ({"other_date": "yesterday"}, "no date"), ({"other_date": "2099-01-01"}, "future"),
    ({"section": "none"}, "section"),
])  # fmt: skip
def test_a_refusal_says_why_and_nothing_typed_is_lost(batch, typed, sentence):
    page = page_that_waits(batch, 1)
    client = staff()
    fields = {
        "page": page.pk,
        "do": "take",
        "title": "My own title",
        "date": "2018-11-26",
        "section": "permanent-council",
    }
    shown = client.post(address(batch), {**fields, **typed}).content.decode()
    assert sentence in shown
    assert (typed.get("title", "My own title")).strip() in shown
    assert typed.get("other_date", "") in shown
    page.refresh_from_db()
    assert page.outcome == "waiting"


@pytest.mark.django_db
def test_without_a_date_none_is_guessed(batch):
    page = page_that_waits(
        batch, 1, reasons=["no date"], date={"value": None, "origin": "", "sure": "missing", "others": []}
    )
    answer = staff().post(address(batch, "no date"), {"page": page.pk, "do": "take", "title": "Meeting"})
    assert answer.status_code == 200
    page.refresh_from_db()
    assert (page.outcome, page.shown_on) == ("waiting", datetime.date(2018, 11, 27))


@pytest.mark.django_db
def test_a_page_is_left_out_and_a_decision_is_undone(batch):
    page = page_that_waits(batch, 1)
    before = SourcePage.objects.filter(pk=page.pk).values().get()
    for do in ["leave", "take"]:
        decide(batch, page, do=do, title="Another title", other_date="2017")
        page.refresh_from_db()
        assert page.outcome == {"leave": "left out", "take": "taken"}[do]
        assert page.reasons == {"leave": ["by hand"], "take": []}[do]
        decide(batch, page, do="undo")
        assert SourcePage.objects.filter(pk=page.pk).values().get() == before


@pytest.mark.django_db
def test_a_colleague_who_was_quicker_is_not_overruled(batch):
    page = page_that_waits(batch, 1)
    decide(batch, page, do="leave")
    shown = decide(batch, page, do="take", person=factories.administrator())
    assert shown.status_code == 200
    page.refresh_from_db()
    assert page.outcome == "left out"


@pytest.mark.django_db
@pytest.mark.parametrize("person", [factories.writer, factories.translator])
def test_only_who_may_publish_decides(batch, person):
    page = page_that_waits(batch, 1)
    assert decide(batch, page, person=person()).status_code == 403
    page.refresh_from_db()
    assert page.outcome == "waiting"


# --- The old page is only looked at ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_nothing_of_the_old_page_runs_is_fetched_or_leads_away(batch):
    page = page_that_waits(batch, 1)
    shown = old_pages.harmless(old_pages.bytes_of(page))
    assert "<b>Permanent Council</b>" in shown
    assert "[ZVF_2142.JPG]" in shown
    for bad in [
        "script",
        "document.title",
        "onload",
        "onerror",
        "javascript:",
        "href",
        "src",
        "form",
        "iframe",
        "old.example",
    ]:
        assert bad not in shown


@pytest.mark.parametrize("data", [
    b"<p>a<script>alert(1)", b"<svg onload=alert(1)>x</svg>", b"<img src='x\"><script>alert(1)</script>'>",
    b"<img src=x]><script>1</script>", b"<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<p>\u043f\u0440\u0438\u0432\u0435\u0442<style>@import 'http://x'</style>".encode("windows-1251"),
    b"\x00<scr\x00ipt>alert(1)</script>", b"",
])  # fmt: skip
def test_hostile_markup_becomes_words(data):
    shown = old_pages.harmless(data).lower()
    for bad in ["<script", "<svg", "<img", "<style", "onload=", "@import", "href"]:
        assert bad not in shown


# --- By keyboard -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 1280, "light"), ("ru", 390, "dark")])
def test_pages_are_decided_with_one_key_each(batch, desk, language, width, scheme):
    pages = [page_that_waits(batch, number) for number in range(1, 6)]
    screen = desk(address(batch), language, width=width, color_scheme=scheme)

    def at(number):
        expect(screen.locator("input[name=page]").first).to_have_value(str(pages[number - 1].pk))
        expect(screen.locator("[data-take]")).to_be_focused()

    at(1)
    assert faults(screen) == {}
    screen.keyboard.press("2")
    screen.keyboard.press("Enter")
    at(2)
    screen.keyboard.press("x")
    at(3)
    screen.keyboard.press("e")
    screen.keyboard.type("A title of my own with x and 2")
    screen.keyboard.press("Enter")
    at(4)
    screen.keyboard.press("ArrowRight")
    at(5)
    screen.keyboard.press("ArrowLeft")
    at(4)
    screen.keyboard.press("Enter")
    at(5)
    screen.keyboard.press("z")
    at(4)
    found = {page.pk: page for page in SourcePage.objects.all()}
    assert [found[page.pk].outcome for page in pages] == ["taken", "left out", "taken", "waiting", "waiting"]
    assert found[pages[0].pk].shown_on == datetime.date(2018, 11, 26)
    assert found[pages[2].pk].title == "A title of my own with x and 2"
    assert screen.said == []
    assert screen.title() != "run"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_is_taken_with_a_press_and_the_bar_says_how_far_one_is(batch, desk, width):
    first, second = page_that_waits(batch, 1), page_that_waits(batch, 2)
    screen = desk(address(batch), width=width)
    bar = Image.open(io.BytesIO(screen.locator("progress").screenshot())).convert("RGB")
    filled, empty = (bar.getpixel((bar.width * part // 4, bar.height // 2)) for part in (1, 3))
    assert filled != empty, "the first of two is half"
    screen.locator("[data-take]").click(timeout=3000)  # nothing lies above it
    expect(screen.locator("input[name=page]").first).to_have_value(str(second.pk))
    first.refresh_from_db()
    assert first.outcome == "taken"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_scripts", [True, False])
def test_enter_in_the_date_takes_the_page_and_does_not_leave_it_out(batch, desk, has_scripts):
    page = page_that_waits(batch, 1)
    page_that_waits(batch, 2)
    screen = desk(address(batch), java_script_enabled=has_scripts)
    screen.locator("input[name=other_date]").fill("26.11.2018")
    screen.locator("input[name=other_date]").press("Enter")
    expect(screen.locator("input[name=page]").first).not_to_have_value(str(page.pk))
    page.refresh_from_db()
    assert (page.outcome, str(page.shown_on)) == ("taken", "2018-11-26")
