"""Records in a browser: people ticked, lines typed, rows moved by drag and keys, and nothing for axe to find."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from council.models import AgendaItem, Consideration, Meeting, Membership, Term
from tests import factories
from tests.browser import faults_of_every_look
from tests.presses import counted, follow, presses

DAY = datetime.date
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def council():
    """Two states: the representative of one in 2018 is on record, that of the other is not."""
    armenia = factories.state("AM", "Republic of Armenia", "Республика Армения")
    factories.term(factories.person(), factories.office(state=factories.state()))
    factories.chairmanship(factories.state(), DAY(2018, 1, 1), DAY(2018, 12, 31))
    return armenia


def of(meeting):
    return reverse("admin:council_meeting_change", args=[meeting.pk])


def with_agenda(*texts, **facts):
    meeting = factories.meeting(public=False, **facts)
    for place, text in enumerate(texts):
        AgendaItem.objects.create(meeting=meeting, text={"en": text, "ru": text}, position=place)
    return meeting


def words(page):
    return page.locator("#agenda-group [data-row] textarea[lang=en]").evaluate_all("areas => areas.map(a => a.value)")


@pytest.mark.usefixtures("council")
def test_a_meeting_that_was_held_takes_seven_presses_to_its_publication_where_it_took_thirty_one(desk):
    """From the page Today, beside typing; the last is the reason for publishing it without a review."""
    factories.meeting()
    page = counted(desk("/desk/"))
    page.locator(".bar__new summary").click()
    follow(page, "council_meeting_add")
    page.locator("#id_held_on").fill("2018-12-20")
    page.locator("#id_held_on").press("Tab")
    expect(page.get_by_text("Aman Mambetseitov", exact=True)).to_be_visible()
    expect(page.locator("label[for=id_held_on]")).to_have_text("Date, Thursday")
    page.locator("[data-all-present]").click()
    expect(page.locator("[data-count]")).to_have_text("1 / 3")
    page.locator(".pick__b", has_text="Republic of Armenia").click()
    page.locator("#id_agenda-0-text_0").fill("Первый")
    page.locator("#id_agenda-0-text_1").fill("First")
    page.locator("#id_agenda-1-text_0").fill("Второй")
    page.locator("#id_agenda-1-text_1").fill("Second")
    page.get_by_label("Add a document: its title").fill("Plan of action")
    page.locator(".typed__rest .route label", has_text="Agreed").first.click()
    with page.expect_navigation():
        page.locator(".go__main:visible").click()
    expect(page.get_by_label("Why it is published without a review")).to_be_focused()
    page.keyboard.type("The press secretary was there.")
    page.get_by_role("button", name="Publish without review").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved and published")
    assert presses(page) <= 7
    meeting = Meeting.objects.get(held_on=DAY(2018, 12, 20))
    assert [(row.state.code, row.person and str(row.person)) for row in meeting.participations.all()] == [
        ("AM", None),
        ("KG", "Aman Mambetseitov"),
    ]
    assert (meeting.chair_state.code, str(meeting.chair)) == ("KG", "Aman Mambetseitov")
    assert [item.text["en"] for item in meeting.agenda.all()] == ["First", "Second"]
    assert list(meeting.considerations.values_list("verb", flat=True)) == ["reviewed", "agreed"]


def test_agenda_items_are_moved_by_keys_and_by_drag(desk):
    meeting = with_agenda("First", "Second", "Third")
    page = desk(of(meeting))
    page.locator("#agenda-group [data-grip]").nth(2).press("ArrowUp")
    assert words(page) == ["First", "Third", "Second"]
    expect(page.locator("#agenda-group [role=status]")).to_contain_text("2")
    group = page.locator("#agenda-group")
    group.evaluate("group => group.scrollIntoView({ block: 'center', behavior: 'instant' })")
    grip = group.locator("[data-grip]").first.bounding_box()
    last = group.locator("[data-row]").nth(2).bounding_box()
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, last["y"] + last["height"] - 4, steps=8)
    page.mouse.up()
    assert words(page) == ["Third", "Second", "First"]
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert [item.text["en"] for item in meeting.agenda.all()] == ["Third", "Second", "First"]


def test_documents_of_a_coming_meeting_are_typed_and_moved_and_stay_when_its_day_changes(desk):
    meeting = with_agenda("First", held_on=DAY(2100, 1, 4))
    page = desk(of(meeting))
    lines, routes = page.locator("#papers input[data-names]"), page.locator("#papers .route:visible")
    for number, title in enumerate(["On measures", "Plan of action"]):
        lines.nth(number).fill(title)
    expect(routes).to_have_count(0)
    for day, number_of_routes in [("2018-11-27", 2), ("2100-01-05", 0)]:
        page.locator("#id_held_on").fill(day)
        page.locator("#id_held_on").press("Tab")
        expect(routes).to_have_count(number_of_routes)
        expect(lines.nth(0)).to_have_value("On measures")
        expect(lines.nth(1)).to_have_value("Plan of action")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    page.locator("#papers [data-grip]").nth(1).press("ArrowUp")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#papers [data-row]").first).to_contain_text("Plan of action")
    assert [str(paper) for paper in meeting.prepared.all()] == ["Plan of action", "On measures"]


def test_an_item_is_taken_out_when_the_record_is_saved_and_not_before(desk):
    meeting = with_agenda("First", "Second")
    page = desk(of(meeting))
    page.locator("#agenda-group .takeout").first.click()
    expect(page.get_by_text("Goes when you save. Keep it after all").first).to_be_visible()
    assert meeting.agenda.count() == 2
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert [item.text["en"] for item in meeting.agenda.all()] == ["Second"]


def test_a_new_representative_takes_five_presses_and_what_readers_see_stands_beside_it(council, desk):
    """It took fourteen. From the page Today, beside typing."""
    old = factories.term(factories.person("Old Envoy", "Прежний"), factories.office(state=council))
    page = counted(desk("/desk/"))
    follow(page, "council_meeting_changelist")
    follow(page, "council_state_changelist")
    expect(page.get_by_text("Old Envoy")).to_be_visible()
    follow(page, "council_state_change", council.pk)
    follow(page, "council_state_representative", council.pk)
    page.fill("[name=name]", "New Envoy")
    page.fill("[name=name_too]", "Новый")
    page.fill("[name=day]", "2026-03-02")
    page.locator("[name=day]").press("Tab")
    expect(page.locator("[data-looked]")).to_contain_text("1 January 2018 – 1 March 2026")
    expect(page.locator("[data-looked] .is-new").first).to_contain_text("New Envoy")
    with page.expect_navigation():
        page.locator(".go__main").click()
    expect(page.get_by_role("heading", name="Republic of Armenia")).to_be_visible()
    assert presses(page) <= 5
    old.refresh_from_db()
    assert old.end == DAY(2026, 3, 1)
    assert Term.objects.get(person__name__en="New Envoy").is_public()


def test_thirty_guests_are_typed_one_after_another_by_keyboard(council, desk):
    meeting = factories.meeting(public=False)
    page = desk(of(meeting))
    lines = page.locator("#who input[data-names]")
    lines.first.focus()
    for number in range(30):
        page.keyboard.type(f"Guest Number{number}")
        expect(lines).to_have_count(number + 2)
        lines.last.focus()
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#who [data-pick] li").last).to_be_visible()
    names = [str(guest.person) for guest in meeting.participations.filter(role="guest")]
    assert names == [f"Guest Number{number}" for number in range(30)]


def test_axe_finds_nothing_on_records(council, desk):
    meeting = with_agenda("First")
    Consideration.objects.create(meeting=meeting, document=factories.document(), verb="reviewed")
    coming = factories.meeting(held_on=DAY(2100, 1, 4))
    body = factories.body()
    Membership.objects.create(body=body, state=council)
    pages = [
        of(meeting),
        of(coming),
        reverse("admin:council_meeting_add"),
        reverse("admin:council_state_change", args=[council.pk]),
        reverse("admin:council_state_representative", args=[council.pk]),
        reverse("admin:council_body_change", args=[body.pk]),
        reverse("admin:council_person_change", args=[Term.objects.first().person_id]),
        reverse("admin:council_document_change", args=[Consideration.objects.get().document_id]),
        reverse("admin:press_contact_change", args=[factories.contact().pk]),
    ]
    page = desk(pages[0])
    found = {}
    for address in pages:
        page.goto(page.url.partition("/desk/")[0] + address)
        expect(page.locator("h1")).to_be_visible()
        for details in page.locator("form details").all():
            details.evaluate("details => { details.open = true }")
        if problems := faults_of_every_look(page):
            found[address] = problems
    assert not found
