"""What was decided about one old page is done to all that are alike, with their number said, and undone as one."""

import pytest
from playwright.sync_api import expect

from moving import decisions
from moving.models import SourcePage
from tests import factories
from tests.desk.moving.test_queue import address, decide, page_that_waits, staff

pytestmark = pytest.mark.django_db


def outcomes(*pages):
    found = {page.pk: page.outcome for page in SourcePage.objects.all()}
    return [found[page.pk] for page in pages]


def shown_after(answer):
    return staff().get(answer["Location"]).content.decode()


def do_alike(batch, page, person=None, **fields):
    return staff(person).post(address(batch), {"page": page.pk, "do": "alike", **fields})


def test_the_same_date_is_taken_of_all_pages_alike_and_undone_as_one(batch):
    pages = [page_that_waits(batch, number) for number in range(1, 5)]
    before = list(SourcePage.objects.exclude(pk=pages[0].pk).order_by("pk").values())
    shown = shown_after(decide(batch, pages[0], title="Meeting 1 of the Council", date="2018-11-26"))
    assert "Take 3 pages like it in odkb-csto.org/news/ too" in shown
    answer = do_alike(batch, pages[0])
    assert outcomes(*pages) == ["taken"] * 4
    assert {str(page.shown_on) for page in SourcePage.objects.all()} == {"2018-11-26"}
    assert SourcePage.objects.get(pk=pages[2].pk).title == "Meeting 3 of the Council"
    together = answer["Location"].rpartition("together=")[2]
    staff().post(address(batch), {"page": pages[0].pk, "do": "undo alike", "together": together})
    assert list(SourcePage.objects.exclude(pk=pages[0].pk).order_by("pk").values()) == before
    assert outcomes(pages[0]) == ["taken"]


def test_what_is_left_out_takes_those_of_the_same_folder_and_reason_along(batch):
    first, alike = page_that_waits(batch, 1), page_that_waits(batch, 2)
    elsewhere = page_that_waits(batch, 3)
    SourcePage.objects.filter(pk=elsewhere.pk).update(address="https://odkb-csto.org/photo/3/")
    other_reason = page_that_waits(batch, 4, reasons=("date unsure", "mixed"))
    other_date = page_that_waits(
        batch, 5,
        date={"value": {"date": "2018-11-27", "precision": "day"}, "origin": "text", "sure": "unsure", "others": []},
    )  # fmt: skip
    shown = shown_after(decide(batch, first, do="leave"))
    assert "Leave out 1 page like it" in shown
    do_alike(batch, first)
    assert outcomes(first, alike, elsewhere, other_reason, other_date) == ["left out"] * 2 + ["waiting"] * 3


@pytest.mark.parametrize("typed", [{"title": "A title of my own"}, {"other_date": "1.11.2018"}])
def test_what_was_typed_holds_for_one_page_alone(batch, typed):
    first, second = page_that_waits(batch, 1), page_that_waits(batch, 2)
    shown = shown_after(decide(batch, first, **{"title": "Meeting 1 of the Council", **typed}))
    assert 'form="alike"' not in shown
    do_alike(batch, first)
    assert outcomes(second) == ["waiting"]


def test_a_chosen_section_holds_for_all(batch):
    factories.section("statements", "Statements", "Заявления")
    missing = {"value": None, "origin": "", "sure": "missing", "others": []}
    pages = [page_that_waits(batch, number, reasons=("no section",), section=missing) for number in (1, 2)]
    decide(batch, pages[0], title="Meeting 1 of the Council", section="statements")
    do_alike(batch, pages[0])
    pages[1].refresh_from_db()
    assert pages[1].reading["section"]["value"] == "statements"


def test_what_cannot_become_an_article_is_passed_over(batch):
    first, second, third = (page_that_waits(batch, number) for number in (1, 2, 3))
    second.reading["title"]["value"] = ""
    second.save()
    decide(batch, first, title="Meeting 1 of the Council")
    do_alike(batch, first)
    assert outcomes(first, second, third) == ["taken", "waiting", "taken"]


def test_nobody_does_alike_what_a_colleague_decided_or_undoes_it(batch):
    first, second = page_that_waits(batch, 1), page_that_waits(batch, 2)
    colleague = factories.administrator()
    decide(batch, first, title="Meeting 1 of the Council", person=colleague)
    assert 'form="alike"' not in staff().get(f"{address(batch)}?done={first.pk}").content.decode()
    together = do_alike(batch, first, person=colleague)["Location"].rpartition("together=")[2]
    staff().post(address(batch), {"page": first.pk, "do": "undo alike", "together": together})
    assert outcomes(second) == ["taken"]


def test_only_so_many_are_decided_at_once(batch, monkeypatch):
    monkeypatch.setattr(decisions, "MAX_ALIKE", 2)
    pages = [page_that_waits(batch, number) for number in range(1, 5)]
    shown = shown_after(decide(batch, pages[0], do="leave"))
    assert "Leave out 2 pages" in shown
    shown = shown_after(do_alike(batch, pages[0]))
    assert outcomes(*pages) == ["left out"] * 3 + ["waiting"]
    assert "Leave out 1 page" in shown


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 390])
def test_one_key_does_the_same_to_all_and_another_undoes_it(batch, desk, width):
    pages = [page_that_waits(batch, number) for number in range(1, 5)]
    other = page_that_waits(batch, 9, reasons=("date unsure", "mixed"))
    screen = desk(address(batch), width=width)
    screen.keyboard.press("x")
    expect(screen.locator("[form=alike]")).to_be_visible()
    screen.keyboard.press("a")
    expect(screen.locator("input[name=page]").first).to_have_value(str(other.pk))
    assert outcomes(*pages, other) == ["left out"] * 4 + ["waiting"]
    screen.keyboard.press("z")
    expect(screen.locator("input[name=page]").first).to_have_value(str(pages[1].pk))
    assert outcomes(*pages) == ["left out"] + ["waiting"] * 3
    screen.keyboard.press("z")
    expect(screen.locator("input[name=page]").first).to_have_value(str(pages[0].pk))
    assert outcomes(*pages) == ["waiting"] * 4
    assert screen.said == []
