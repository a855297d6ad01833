"""Enquiries, the rota and the approved lines on the desk."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from desk.overview import alarms
from mailing.models import Letter
from press import approved_lines, enquiries
from press.models import ApprovedLine, Contact, Enquiry, EnquirySettings, Opening, Shift, SpecialDay
from publishing import clock, timeline
from tests import factories
from tests.browser import faults_of_every_look
from tests.desk.screens import Page, messages_of, signed_in
from tests.press.enquiring import HOUR, MINUTE, QUESTION, enquiry, secretary

QUEUE = "/desk/press/enquiry/"
ROTA = "/desk/press/shift/"


@pytest.fixture(autouse=True)
def _contact(db):
    return factories.contact()


def address(asking):
    return reverse("admin:press_enquiry_change", args=[asking.pk])


def approved_line(title="The events", **texts):
    made = ApprovedLine(title=title, text=texts or {"en": "The Council was informed.", "ru": "Проинформирован."})
    approved_lines.save(made, by=factories.writer(), is_new=True)
    return approved_lines.approve(made, by=factories.press_secretary())


def post(client, where, action, **values):
    return client.post(where, {"action": action, **values}, follow=True)


# --- The queue -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestQueue:
    def shown(self, client, **params):
        return [line.enquiry.question for line in client.get(QUEUE, params).context["lines"]]

    def test_the_next_deadline_comes_first_and_undated_ones_last(self):
        now = clock.now()
        enquiry(question="without", email="a@newsroom.example")
        enquiry(question="later", email="b@newsroom.example", deadline=now + 5 * HOUR)
        enquiry(question="next", email="c@newsroom.example", deadline=now + HOUR)
        assert self.shown(signed_in(factories.press_secretary())) == ["next", "later", "without"]

    def test_the_filters(self):
        by, now = factories.press_secretary(), clock.now()
        mine = enquiry(question="mine", email="a@newsroom.example")
        enquiries.assign(mine, by, by=by)
        late = enquiry(question="late", email="b@newsroom.example", deadline=now + MINUTE)
        Enquiry.objects.filter(pk=late.pk).update(deadline=now - MINUTE)
        enquiries.answer(enquiry(question="answered", email="c@newsroom.example"), "x", by=by)
        enquiries.close(enquiry(question="closed", email="d@newsroom.example"), by=by, reason="x")
        client = signed_in(by)
        assert self.shown(client) == ["late", "mine"]
        for name in ("mine", "answered", "closed"):
            assert self.shown(client, show=name) == [name]
        assert self.shown(client, show="overdue") == ["late"]
        assert len(self.shown(client, show="all")) == 4
        assert self.shown(client, show="nonsense") == ["late", "mine"]
        assert "Overdue by " in client.get(QUEUE).content.decode()

    @pytest.mark.parametrize("words", ["Reporter", "example daily", "NEWSROOM.example", "25 November", "{number}"])
    def test_an_enquiry_is_found_by_its_words_and_its_number(self, words):
        asking = enquiry()
        client = signed_in(factories.press_secretary())
        assert self.shown(client, q=words.format(number=asking.number)) == [QUESTION]
        assert self.shown(client, q="nothing like it") == []

    @pytest.mark.parametrize("words", ["%", "\x00", "9" * 200, "2026-" + "9" * 30, "'; DROP", "-", "99999999-1", "²-²"])
    def test_hostile_words_and_pages_are_no_obstacle(self, words):
        enquiry()
        client = signed_in(factories.press_secretary())
        assert client.get(QUEUE, {"q": words, "page": "9" * 30}).status_code == 200

    def test_the_queries_do_not_grow_with_the_queue(self, django_assert_max_num_queries):
        client = signed_in(factories.press_secretary())
        for number in range(5):
            enquiry(email=f"a{number}@newsroom.example", deadline=clock.now() + HOUR)
        with django_assert_max_num_queries(22):
            client.get(QUEUE)
        for number in range(10):
            enquiry(email=f"b{number}@newsroom.example", deadline=clock.now() + HOUR)
        with django_assert_max_num_queries(22):
            client.get(QUEUE)

    @pytest.mark.parametrize(
        ("role", "status"), [("writer", 200), ("translator", 403), ("press_secretary", 200), ("administrator", 200)]
    )
    def test_who_may_see_it(self, role, status):
        asking = enquiry()
        client = signed_in(getattr(factories, role)())
        assert client.get(QUEUE).status_code == client.get(address(asking)).status_code == status

    def test_the_first_page_and_its_alarms_tell_of_it(self):
        by = factories.press_secretary()
        asking = enquiry(deadline=clock.now() + 20 * MINUTE)
        Enquiry.objects.update(received_at=clock.now() - 5 * HOUR)
        page = signed_in(by).get("/desk/").content.decode()
        assert QUESTION in page
        assert f"Enquiry {asking.number} is waiting for an answer. Now: 20 min left" in page
        assert alarms.Kind.ENQUIRY in [alarm.kind for alarm in alarms.everything(by)]
        assert alarms.Kind.ENQUIRY not in [alarm.kind for alarm in alarms.everything(factories.translator())]
        assert alarms.Kind.ENQUIRY not in [alarm.kind for alarm in alarms.everything()], "a machine cannot answer"
        assert QUESTION not in signed_in(factories.translator()).get("/desk/").content.decode()
        enquiries.answer(asking, "Yes", by=by)
        assert alarms.Kind.ENQUIRY not in [alarm.kind for alarm in alarms.everything(by)]


# --- One enquiry ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestScreen:
    def test_an_answer_goes_out_from_the_desk(self):
        asking = enquiry()
        client = signed_in(factories.press_secretary())
        response = post(client, address(asking), "answer", text="Yes, it will.", seen=1, used="")
        assert messages_of(response) == ["The answer is being sent to anna@newsroom.example."]
        assert "Yes, it will." in Letter.objects.get(key__contains="answer").text
        assert "Yes, it will." in response.content.decode()

    def test_who_answers_second_is_told_and_keeps_the_text(self):
        asking = enquiry()
        client = signed_in(factories.press_secretary())
        enquiries.answer(asking, "The first answer", by=secretary())
        response = post(client, address(asking), "answer", text="My whole answer", seen=1, used="")
        page = response.content.decode()
        assert "A colleague answered or closed this while you were working" in page
        assert "The first answer" in page
        assert ">\nMy whole answer</textarea>" in page
        assert response.context["form"]["seen"].value() == 2, "the next press sends it"
        assert Letter.objects.filter(key__contains="answer").count() == 1
        post(client, address(asking), "answer", text="My whole answer", seen=2, used="")
        assert Letter.objects.filter(key__contains="answer").count() == 2

    def test_an_approved_line_is_inserted_without_a_script_and_counted(self):
        asking, line = enquiry(), approved_line()
        client = signed_in(factories.press_secretary())
        page = client.get(address(asking)).content.decode()
        assert "used 0 times" in page
        response = client.post(address(asking), {"insert": line.pk, "text": "Dear Anna,", "seen": 1, "used": ""})
        form = response.context["form"]
        assert form["text"].value() == "Dear Anna,\n\nThe Council was informed."
        post(client, address(asking), "answer", text=form["text"].value(), seen=1, used=form["used"].value())
        assert "used 1 time<" in client.get(address(asking)).content.decode()

    @pytest.mark.parametrize("insert", ["0", "999999", "x", "²", "-1", "9" * 40])
    def test_a_line_that_is_not_there_changes_nothing(self, insert):
        asking = enquiry()
        client = signed_in(factories.press_secretary())
        response = client.post(
            address(asking), {"insert": insert, "text": "Typed", "seen": 1, "used": "1,x,²,," + "9" * 99}
        )
        assert response.context["form"]["text"].value() == "Typed"

    def test_small_forms_work_and_refusals_keep_what_was_typed(self):
        asking, writer = enquiry(), factories.writer()
        client = signed_in(factories.press_secretary())
        post(client, address(asking), "assign", to=writer.pk)
        asking.refresh_from_db()
        assert (asking.assigned_to, asking.state) == (writer, "working")
        post(client, address(asking), "take")
        post(client, address(asking), "note", note="Ask the Secretariat")
        page = post(client, address(asking), "close", reason="", seen=1).content.decode()
        assert "Say why you are closing it" in page
        assert "Ask the Secretariat" in page
        post(client, address(asking), "close", reason="Answered by telephone", seen=1)
        asking.refresh_from_db()
        assert asking.state == "closed"
        assert "Answered by telephone" in post(client, address(asking), "reopen").content.decode()

    def test_a_writer_has_no_box_to_answer_and_a_forged_answer_is_refused(self):
        asking = enquiry()
        client = signed_in(factories.writer())
        page = client.get(address(asking)).content.decode()
        assert 'name="text"' not in page
        assert "Take this enquiry" in page
        response = post(client, address(asking), "answer", text="Forged", seen=1, used="")
        assert "You do not have permission to do this" in response.content.decode()
        assert not Letter.objects.filter(key__contains="answer").exists()

    @pytest.mark.parametrize(
        "values",
        [
            {},
            {"action": "explode"},
            {"action": "answer", "text": "x" * 30_000, "seen": "1"},
            {"action": "answer", "text": "x", "seen": "abc"},
            {"action": "assign", "to": "9" * 50},
            {"action": "assign", "to": "²"},
            {"action": "note", "note": "\x00"},
        ],
    )
    def test_hostile_forms_are_no_server_error(self, values):
        asking = enquiry()
        assert signed_in(factories.press_secretary()).post(address(asking), values, follow=True).status_code == 200
        assert not Letter.objects.filter(key__contains="answer").exists()

    @pytest.mark.parametrize("number", ["0", "abc", "9" * 40, "²"])
    def test_an_enquiry_that_is_not_there(self, number):
        client = signed_in(factories.press_secretary())
        assert client.get(f"/desk/press/enquiry/{number}/change/").status_code == 404

    def test_a_strangers_file_is_handed_out_as_a_download_alone(self):
        asking = enquiry(attachment=("letter.pdf", b"%PDF-1.7 <script>"))
        response = signed_in(factories.writer()).get(f"/desk/press/enquiry/{asking.pk}/file/")
        assert b"".join(response.streaming_content) == b"%PDF-1.7 <script>"
        assert response["Content-Disposition"] == 'attachment; filename="letter.pdf"'
        assert response["Content-Type"] == "application/octet-stream"
        assert "sandbox" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]
        assert signed_in(factories.translator()).get(f"/desk/press/enquiry/{asking.pk}/file/").status_code == 403

    def test_a_limited_article_is_not_named_to_others(self):
        from news import access

        edition = factories.published(title="For few")
        asking = enquiry(about=edition.article_id)
        assert "For few" in signed_in(factories.press_secretary()).get(address(asking)).content.decode()
        access.limit(edition.article, [factories.writer()], by=factories.writer())
        assert "For few" not in signed_in(factories.press_secretary()).get(address(asking)).content.decode()


# --- The time until erasing ----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "kept"), [("30", 30), ("0", None), ("3651", None), ("x", None), ("9" * 30, None)])
def test_the_administrator_alone_settles_how_long_data_is_kept(days, kept):
    where = "/desk/press/enquiry/erasing/"
    assert signed_in(factories.press_secretary()).get(where).status_code == 403
    signed_in(factories.administrator()).post(where, {"days": days})
    assert EnquirySettings.objects.filter(days=30).exists() is (kept == 30)


# --- Lines ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestLines:
    ADD = "/desk/press/approvedline/add/"

    def test_one_writes_another_approves_a_change_takes_it_away(self):
        signed_in(factories.writer()).post(
            self.ADD, {"title": "The events", "text_ru": "Проинформирован.", "text_en": "Informed."}
        )
        line = ApprovedLine.objects.get()
        change = reverse("admin:press_approvedline_change", args=[line.pk])
        approve = reverse("admin:press_approvedline_approve", args=[line.pk])
        assert "Not approved" in signed_in(factories.press_secretary()).get(change).content.decode()
        assert (
            "do not have permission"
            in signed_in(factories.writer()).post(approve, {"seen": 1}, follow=True).content.decode()
        )
        chief = signed_in(factories.press_secretary())
        assert chief.get(approve).status_code == 403
        chief.post(approve, {"seen": 1})
        line.refresh_from_db()
        assert line.approved_by == factories.press_secretary()
        chief.post(change, {"title": "The events", "text_ru": "Иначе.", "text_en": "Otherwise."})
        line.refresh_from_db()
        assert not line.is_approved
        assert "You wrote this line" in chief.post(approve, {"seen": 2}, follow=True).content.decode()
        assert [entry.verb for entry in timeline.of(line)] == ["edited", "approved", "created"]

    def test_the_list_counts_and_a_used_line_is_not_deleted(self):
        line = approved_line()
        enquiries.answer(enquiry(), "The Council was informed.", by=secretary(), used=[line.pk])
        client = signed_in(factories.press_secretary())
        page = client.get("/desk/press/approvedline/").content.decode()
        assert '<td class="field-times_used">1</td>' in page
        assert client.get(reverse("admin:press_approvedline_delete", args=[line.pk])).status_code == 403


# --- The rota ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestRota:
    WEEK = f"{ROTA}?week=2026-W48"
    MONDAY = datetime.date(2026, 11, 23)

    def form(self, client, **changes):
        form = client.get(self.WEEK).context["form"]
        values = {"seen": client.get(self.WEEK).context["seen"], "action": "save"}
        for part in [*form.forms, form.management_form]:
            values |= {
                part.add_prefix(name): str("" if part[name].value() is None else part[name].value())
                for name in part.fields
            }
        for row in form.forms:
            for name in ("starts", "ends"):
                values[row.add_prefix(name)] = f"{row[name].value():%H:%M}"
        return values | changes

    def test_choosing_a_name_on_two_days_fills_them(self):
        contact = Contact.objects.get()
        client = signed_in(factories.press_secretary())
        changes = {
            "form-0-contact": contact.pk,
            "form-4-contact": contact.pk,
            "form-4-ends_day": 3,
            "form-4-ends": "09:00",
        }
        response = client.post(self.WEEK, self.form(client, **changes), follow=True)
        assert messages_of(response) == ["The week is saved."]
        assert [str(shift) for shift in Shift.objects.all()] == [
            "23.11.2026 09:00 – 21:00, Vladimir Zaynetdinov",
            "27.11.2026 09:00 – 30.11.2026 09:00, Vladimir Zaynetdinov",
        ]
        assert len(response.context["form"].forms) == 9
        response = client.post(self.WEEK, self.form(client, **{"form-0-contact": ""}), follow=True)
        assert Shift.objects.count() == 1

    def test_a_mistake_is_told_and_nothing_typed_is_lost(self):
        contact = Contact.objects.get()
        client = signed_in(factories.press_secretary())
        changes = {"form-0-contact": contact.pk, "form-0-ends": "08:00", "form-0-note": "by mobile"}
        response = client.post(self.WEEK, self.form(client, **changes))
        assert "ends after it begins" in messages_of(response)[0]
        assert 'value="by mobile"' in response.content.decode()
        response = client.post(self.WEEK, self.form(client, **{"form-0-contact": contact.pk, "form-0-starts": "25:00"}))
        assert messages_of(response) == ["Nothing was saved. Check the marked rows."]
        assert not Shift.objects.exists()

    def test_the_week_before_is_copied_and_gaps_are_told(self):
        contact = Contact.objects.get()
        client = signed_in(factories.press_secretary())
        client.post(self.WEEK, self.form(client, **{"form-0-contact": contact.pk}))
        response = client.post(f"{ROTA}?week=2026-W49", {"action": "copy"}, follow=True)
        assert messages_of(response)[-1] == "1 shift was copied."
        with clock.moved_to(datetime.datetime(2026, 11, 30, 6, tzinfo=datetime.UTC)):
            page = client.get(f"{ROTA}?week=2026-W49").content.decode()
        assert "Mon 30 November 2026, 21:00 – Mon 7 December 2026, 00:00" in page

    @pytest.mark.parametrize("week", ["", "x", "2026-W99", "0000-W01", "9999-W52", "2026-W48'", "\x00"])
    def test_a_week_that_is_none_is_this_one(self, week):
        assert signed_in(factories.writer()).get(ROTA, {"week": week}).context["monday"].weekday() == 0

    @pytest.mark.parametrize(
        "values", [{}, {"form-TOTAL_FORMS": "x"}, {"form-TOTAL_FORMS": "99999", "form-INITIAL_FORMS": "0"}]
    )
    def test_a_hostile_rota_is_no_server_error(self, values):
        client = signed_in(factories.press_secretary())
        assert client.post(self.WEEK, {"action": "save", **values}).status_code == 200
        broken = self.form(client, **{"form-0-day": "²", "form-1-contact": "x", "form-2-shift": "9" * 30})
        assert client.post(self.WEEK, broken).status_code == 200

    def test_writers_read_it_and_change_nothing(self):
        client = signed_in(factories.writer())
        assert client.get(self.WEEK).status_code == 200
        assert client.post(self.WEEK, {"action": "copy"}).status_code == 403


# --- Contacts ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_hours_and_languages_of_a_contact_are_kept_with_who_changed_them():
    contact = Contact.objects.get()
    client = signed_in(factories.press_secretary())
    where = reverse("admin:press_contact_change", args=[contact.pk])
    seen = Page(client.get(where), form="contact_form").fields["seen"]
    phones = [
        (f"phones-{number}-{name}", value)
        for number, phone in enumerate(contact.phones.all())
        for name, value in [
            ("id", phone.pk),
            ("contact", contact.pk),
            ("kind", phone.kind),
            ("number", phone.number),
            ("position", phone.position),
        ]
    ]
    values = {
        "seen": seen,
        "name_ru": "Пресс-служба",
        "name_en": "Press Office",
        "since": "2012-01-01",
        "since_precision": "day",
        "until_precision": "day",
        "position": "0",
        "zone": "Europe/Moscow",
        "languages": ["ru", "hy"],
        "phones-TOTAL_FORMS": 2,
        "phones-INITIAL_FORMS": 2,
        **dict(phones),
        "openings-TOTAL_FORMS": 1,
        "openings-INITIAL_FORMS": 0,
        "openings-0-contact": contact.pk,
        "openings-0-first_day": 0,
        "openings-0-last_day": 4,
        "openings-0-opens": "09:00",
        "openings-0-closes": "18:00",
    }
    response = client.post(where, values)
    assert response.status_code == 302, response.context["errors"]
    contact.refresh_from_db()
    assert contact.languages == ["ru", "hy"]
    assert str(Opening.objects.get()) == "Monday – Friday, 09:00 – 18:00"
    entry = timeline.of(contact).first()
    assert (entry.verb, entry.actor) == ("edited", factories.press_secretary())
    assert "Languages" in entry.note
    assert "opening hours" in entry.note
    assert "phones" not in entry.note


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "is_kept"),
    [
        ({}, True),
        ({"opens": "10:00", "closes": "14:00"}, True),
        ({"opens": "10:00"}, False),
        ({"opens": "14:00", "closes": "10:00"}, False),
        ({"last_day": "2026-06-11"}, False),
    ],
)
def test_a_holiday_is_whole_or_refused(values, is_kept):
    known = {"name_ru": "День России", "name_en": "Day of Russia", "first_day": "2026-06-12", "last_day": "2026-06-12"}
    signed_in(factories.press_secretary()).post("/desk/press/specialday/add/", {**known, **values})
    assert SpecialDay.objects.exists() is is_kept


# --- In a browser --------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_on_the_screens_of_enquiries(desk, live_server):
    contact, by = factories.contact(), factories.press_secretary()
    approved_line()
    asking = enquiry(deadline=clock.now() + HOUR, attachment=("letter.pdf", b"%PDF-"))
    enquiries.note(asking, "Ask the Secretariat", by=by)
    enquiries.answer(enquiry(email="b@newsroom.example"), "Yes", by=by)
    Shift.objects.create(contact=contact, starts=clock.now() - HOUR, ends=clock.now() + HOUR)
    waiting = ApprovedLine(title="Unread", text={"en": "x", "ru": "x"})
    approved_lines.save(waiting, by=factories.writer(), is_new=True)
    screens = {
        "queue": QUEUE,
        "enquiry": address(asking),
        "rota": ROTA,
        "line": reverse("admin:press_approvedline_change", args=[waiting.pk]),
        "contact": reverse("admin:press_contact_change", args=[contact.pk]),
        "home": "/desk/",
    }
    page, found = desk(QUEUE), {}
    for name, where in screens.items():
        page.goto(live_server.url + where)
        found[name] = faults_of_every_look(page)
    assert not any(found.values()), found
    assert page.said == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_week_is_filled_by_keyboard(desk):
    factories.contact(en="Duty Officer", ru="Дежурный")
    page = desk(f"{ROTA}?week=2030-W10")
    page.get_by_label("On duty, Monday").focus()
    page.keyboard.type("Duty")
    for _ in range(4):
        page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.getAttribute('aria-label') === 'On duty, Tuesday'"):
        page.keyboard.press("Tab")
    page.keyboard.type("Duty")
    page.keyboard.press("Enter")
    if not Shift.objects.exists():
        page.get_by_role("button", name="Save the week").press("Enter")
    expect(page.get_by_text("The week is saved.")).to_be_visible()
    assert Shift.objects.count() == 2
