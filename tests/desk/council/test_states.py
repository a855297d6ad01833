"""The state's page: who is in office, and one representative giving place to another from a day on."""

import datetime

import pytest
from django.contrib.auth import get_user_model

from council import handover
from council.models import Office, Person, Term
from desk.council.states_admin import lanes
from publishing import clock
from tests import factories
from tests.desk.screens import Page, messages_of, signed_in
from tests.html import squeezed

DAY = datetime.date
pytestmark = pytest.mark.django_db
TITLE = {"title_ru": "Постоянный представитель", "title_en": "Permanent Representative"}


@pytest.fixture
def russia():
    state = factories.state("RU", "Russian Federation", "Российская Федерация")
    factories.term(factories.person("Old Envoy", "Прежний Посланник"), factories.office(state=state))
    return state


def address(state, part="change/"):
    return f"/desk/council/state/{state.pk}/{part}"


def change(state, client=None, **typed):
    client = client or signed_in(factories.press_secretary())
    form = Page(client.get(address(state, "representative/")), form="representative_form").fields
    ends = list(state.offices.get().terms.values_list("pk", flat=True))
    return client.post(address(state, "representative/"), {**form, "ends": ends, **typed}, follow=True)


def test_the_list_and_the_page_name_the_representative_with_the_period(russia):
    client = signed_in(factories.press_secretary())
    for page in (client.get("/desk/council/state/"), client.get(address(russia))):
        assert "Old Envoy" in page.content.decode()
        assert "since 1 January 2018" in page.content.decode()


def test_a_new_representative_takes_over_and_the_old_term_ends_the_day_before(russia):
    response = change(russia, name="Новый Посланник", name_too="New Envoy", day="2026-03-02")
    assert any("New Envoy" in sentence for sentence in messages_of(response))
    old, new = Term.objects.order_by("start")
    assert (old.end, new.start, new.office) == (DAY(2026, 3, 1), DAY(2026, 3, 2), old.office)
    assert new.person.name == {"ru": "Новый Посланник", "en": "New Envoy"}
    assert new.is_public()


def test_from_a_day_to_come_visitors_see_the_new_one_on_that_day_and_not_before(russia):
    day = clock.today() + datetime.timedelta(days=30)
    change(russia, name="New Envoy", name_too="Новый Посланник", day=day.isoformat())
    new = Term.objects.get(start=day)
    assert not new.is_public()
    assert new.live_from == handover.opens_at(day)


def test_nothing_is_left_of_a_change_that_is_refused(russia):
    response = change(russia, name="New Envoy", name_too="Новый Посланник", day="2026-03-02", ends=[])
    assert "is held by one person at a time" in response.content.decode()
    response = change(russia, name="Only English", day="2026-03-02")
    assert "write the name in this language too" in response.content.decode()
    assert (Term.objects.count(), Person.objects.count()) == (1, 1)
    assert Term.objects.get().end is None


def test_a_representative_of_an_earlier_day_is_entered_from_the_meeting_that_lacks_the_name(russia):
    armenia = factories.state("AM", "Republic of Armenia", "Республика Армения")
    meeting = factories.meeting(public=False)
    client = signed_in(factories.press_secretary())
    links = Page(client.get(f"/desk/council/meeting/{meeting.pk}/change/")).links
    asked = next(link for link in links if f"/{armenia.pk}/representative/" in link)
    form = Page(client.get(asked), form="representative_form").fields
    assert (form["day"], form["is_only_seen"]) == ("2018-11-27", "on")
    answer = client.post(asked, {**form, "name": "Ara Badalyan", "name_too": "Ара Бадалян", **TITLE})
    assert answer.url.startswith(f"/desk/council/meeting/{meeting.pk}/change/")
    term = Term.objects.get(office__state=armenia)
    assert (term.start, term.seen, term.office.kind) == (None, DAY(2018, 11, 27), Office.Kind.REPRESENTATIVE)


def test_another_title_makes_another_office_and_the_old_one_keeps_its_words(russia):
    change(
        russia, name="New Envoy", name_too="Новый Посланник", day="2026-03-02", title_ru="Посол", title_en="Ambassador"
    )
    assert [term.title() for term in Term.objects.order_by("start")] == ["Permanent Representative", "Ambassador"]


def test_before_and_after_are_shown_in_the_words_of_the_public_pages(russia):
    text = change(russia, name="New Envoy", day="2026-03-02", _look="1").content.decode()
    assert "1 January 2018 – 1 March 2026" in text
    assert text.count("New Envoy") >= 2
    assert Term.objects.count() == 1


def test_only_those_who_publish_may_change_the_representative(russia):
    for role in (factories.writer(), factories.translator()):
        assert signed_in(role).get(address(russia, "representative/")).status_code == 403


def test_the_lanes_draw_what_is_known_and_a_dot_for_a_day(russia):
    met = factories.term(factories.person(), factories.office(single_holder=False), start=None, seen=DAY(2025, 1, 1))
    drawn = lanes([Term.objects.first(), met], [], DAY(2026, 12, 31))
    (span,) = [span for span in drawn["known"] if span.label.startswith("Old Envoy")]
    assert (drawn["years"][0], span.left, round(span.width)) == (2018, 0, 100)
    assert len(drawn["met"]) == 1


def test_the_form_of_a_term_says_what_the_pages_say_before_and_after():
    term = factories.term(
        factories.person(), factories.office(state=factories.state()), start=datetime.date(2018, 1, 1)
    )
    client = signed_in(factories.press_secretary())
    address = f"/desk/council/term/{term.pk}/change/"
    page = Page(client.get(address), form="term_form")
    assert "Page of Aman Mambetseitov" in page.text
    looked = client.post(address, {**page.fields, "end": "2018-06-30", "_look": "1"}).content.decode()
    assert "1 January 2018 – 30 June 2018" in squeezed(looked)
    assert "no information" in looked, "nobody is in the office today"
    term.refresh_from_db()
    assert term.end is None
    fresh = client.post("/desk/council/term/add/", {"_look": "1"}).content.decode()
    assert "Once person, office and a day are entered" in fresh


def test_what_a_term_would_say_is_told_to_nobody_who_may_not_see_it():
    term = factories.term(factories.person(), factories.office(state=factories.state()))
    address = f"/desk/council/term/{term.pk}/change/"
    nobody = get_user_model().objects.create(username="new", is_staff=True)
    assert signed_in(nobody).post(address, {"_look": "1"}).status_code == 403
