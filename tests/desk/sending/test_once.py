"""A form of the desk is carried out once, however often it arrives, and every sender gets the same answer."""

import datetime
import threading

import pytest
from django.db import connection
from django.test import Client

from desk.models import SentForm
from desk.sending import once
from news.models import Section
from publishing import clock
from tests import factories
from tests.desk.screens import Page, signed_in

ADD = "/desk/news/section/add/"
BY_SCRIPT = {"X-Desk-Sending": "1"}


def filled_in(desk, **facts):
    """Return the fields of the page on which a section is added, as a browser fills them in."""
    fields = Page(desk.get(ADD), "section_form").fields
    names = [name for name in fields if name.startswith("name")]
    return {**fields, "slug": "new", **dict.fromkeys(names, "New"), "_save": "1", **facts}


@pytest.mark.django_db
def test_what_is_sent_again_with_its_key_is_not_done_again_but_answered_the_same():
    desk = signed_in(factories.press_secretary())
    sent = filled_in(desk, **{"sent-key": "one"})
    answers = [desk.post(ADD, sent, headers=BY_SCRIPT).json() for _ in range(3)]
    assert answers == [answers[0]] * 3
    assert answers[0]["to"].startswith("/desk/news/section/")
    assert Section.objects.filter(slug="new").count() == 1
    assert "was added successfully" in desk.get(answers[0]["to"]).content.decode()


@pytest.mark.django_db
def test_without_a_script_a_second_press_on_the_same_page_does_nothing_and_other_words_are_another_form():
    desk = signed_in(factories.press_secretary())
    sent = filled_in(desk)
    assert len(sent["csrfmiddlewaretoken"]) == once.MASKED_TOKEN_LENGTH
    first, second = desk.post(ADD, sent), desk.post(ADD, sent)
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    assert desk.post(ADD, {**sent, "slug": "other"}).status_code == 302
    assert set(Section.objects.values_list("slug", flat=True)) == {"new", "other"}


@pytest.mark.django_db
def test_a_page_with_faults_is_shown_to_whoever_sent_it_and_mended_words_are_taken():
    desk = signed_in(factories.press_secretary())
    sent = filled_in(desk, slug="", **{"sent-key": "one"})
    assert desk.post(ADD, sent, headers=BY_SCRIPT).json() == {"to": ""}
    page = desk.post(ADD, {"sent-key": "one"})
    assert "This field is required" in page.content.decode()
    assert "Content-Security-Policy" in page.headers
    assert desk.post(ADD, {**sent, "slug": "new", "sent-key": "two"}, headers=BY_SCRIPT).json()["to"]


@pytest.mark.django_db
def test_a_key_is_of_one_person_and_one_address():
    for user in (factories.press_secretary(), factories.administrator()):
        desk = signed_in(user)
        slug = f"of-{user.pk}"
        assert desk.post(ADD, filled_in(desk, slug=slug, **{"sent-key": "one"}), headers=BY_SCRIPT).json()["to"]
        assert Section.objects.filter(slug=slug).exists()


@pytest.mark.django_db
def test_whoever_is_logged_out_or_somebody_else_sends_nothing():
    desk = signed_in(factories.press_secretary())
    sent = filled_in(desk, **{"sent-key": "one", "sent-by": str(factories.writer().pk)})
    assert desk.post(ADD, sent, headers=BY_SCRIPT).status_code == 409
    assert Client().post(ADD, sent, headers=BY_SCRIPT).status_code == 401
    assert not Section.objects.exists()
    assert not SentForm.objects.exists()


@pytest.mark.django_db
def test_what_failed_may_be_sent_again(monkeypatch):
    desk = signed_in(factories.press_secretary())
    desk.raise_request_exception = False
    sent = filled_in(desk, **{"sent-key": "one"})
    with monkeypatch.context() as patch:
        patch.setattr("django.contrib.admin.options.ModelAdmin.save_model", None)
        assert desk.post(ADD, sent, headers=BY_SCRIPT).status_code == 500
    assert desk.post(ADD, sent, headers=BY_SCRIPT).json()["to"]
    assert Section.objects.count() == 1


@pytest.mark.django_db
def test_of_a_process_that_died_nobody_pretends_to_know(monkeypatch):
    monkeypatch.setattr(once, "MAX_WAIT_SECONDS", 0)
    user = factories.press_secretary()
    desk = signed_in(user)
    sent = filled_in(desk, **{"sent-key": "one"})
    desk.post(ADD, sent, headers=BY_SCRIPT)
    SentForm.objects.update(status=None)
    assert desk.post(ADD, sent, headers=BY_SCRIPT).status_code == 503
    with clock.moved_to(clock.now() + once.MAX_WORK):
        assert desk.post(ADD, sent, headers=BY_SCRIPT).json()["unknown"]


@pytest.mark.django_db
def test_after_a_day_all_is_forgotten():
    SentForm.objects.create(user=factories.writer(), key="one", status=200, page="<p>")
    for later, left in [(once.PAGES_KEPT_FOR, "<p>"), (datetime.timedelta(hours=23), "")]:
        with clock.moved_to(clock.now() + later - datetime.timedelta(seconds=5)):
            once.forget_old()
        assert SentForm.objects.get().page == left
    with clock.moved_to(clock.now() + once.KEPT_FOR + datetime.timedelta(seconds=5)):
        once.forget_old()
    assert not SentForm.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_sessions_that_send_the_same_key_at_once_do_it_once():
    desk = signed_in(factories.press_secretary())
    sent = filled_in(desk, **{"sent-key": "one"})
    start, answers = threading.Barrier(4), []

    def send():
        own = signed_in(factories.press_secretary())
        start.wait()
        answers.append(own.post(ADD, sent, headers=BY_SCRIPT).json())
        connection.close()

    hands = [threading.Thread(target=send) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert answers == [answers[0]] * 4
    assert answers[0]["to"].startswith("/desk/news/section/")
    assert Section.objects.filter(slug="new").count() == 1
    assert SentForm.objects.count() == 1
