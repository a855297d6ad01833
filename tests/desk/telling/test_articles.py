"""Whoever has to do with a review is told of it, and nobody else."""

import datetime
import threading

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection, transaction

from accounts.models import Told
from desk import jobs
from desk.telling import articles
from news import access, drafts
from publishing import actions, clock, roles
from tests import factories, queue
from tests.desk.screens import signed_in
from tests.desk.telling.people import choose, person, text, told

TITLE = "The Council met in Yerevan"


def cast():
    """Return a writer, and make those who could be told of what she does."""
    person("boris", roles.PRESS_SECRETARY)
    person("clara", roles.PRESS_SECRETARY)
    person("dmitri", roles.ADMINISTRATOR)
    person("egor")
    person("fatima", roles.TRANSLATOR)
    return person("anna")


def text_of(by, language="en", **facts):
    return factories.edition(language, by=by, **{"title": TITLE, **facts})


@pytest.mark.django_db
class TestWhoIsTold:
    def test_those_who_may_approve_are_asked_with_the_note_and_the_way_to_the_very_screen(self):
        draft = text_of(cast())
        actions.submit(draft, by=person("anna"), note="The second paragraph is new.")
        articles.tell()
        subject = f"For your review: “{TITLE}”"
        assert told() == {"boris": [subject], "clara": [subject]}
        said = text("boris")
        assert "Anna Petrova asks for a review: English." in said
        assert "The second paragraph is new." in said
        assert f"/desk/news/article/{draft.article_id}/review/" in said

    def test_the_note_is_typed_before_the_text_is_sent_and_stands_on_the_review_screen(self):
        anna = cast()
        draft = text_of(anna)
        act = f"/desk/news/article/{draft.article_id}/do/submit-with-note/?languages=en&seen-{draft.pk}={draft.version}"
        desk = signed_in(anna)
        assert "Note for whoever reviews it" in desk.get(act).content.decode()
        desk.post(act, {"note": "Only the numbers <b>are</b> new.", f"seen-{draft.pk}": draft.version})
        articles.tell()
        assert "Only the numbers <b>are</b> new." in text("boris")
        page = signed_in(person("boris", roles.PRESS_SECRETARY)).get(f"/desk/news/article/{draft.article_id}/review/")
        assert "Only the numbers &lt;b&gt;are&lt;/b&gt; new." in page.content.decode()

    def test_an_administrator_is_asked_who_wants_to_be_and_a_secretary_is_not_who_does_not(self):
        draft = text_of(cast())
        choose(person("dmitri", roles.ADMINISTRATOR), review=True)
        choose(person("boris", roles.PRESS_SECRETARY), review=False)
        actions.submit(draft, by=person("anna"))
        articles.tell()
        assert set(told()) == {"clara", "dmitri"}

    def test_nobody_is_told_who_changed_the_text_last_or_asked_themselves(self):
        cast()
        boris, clara = person("boris", roles.PRESS_SECRETARY), person("clara", roles.PRESS_SECRETARY)
        draft = text_of(boris)
        actions.submit(draft, by=clara)
        articles.tell()
        assert told() == {}

    def test_whoever_wrote_and_whoever_sent_it_is_told_that_it_comes_back_and_why(self):
        anna, egor = cast(), person("egor")
        draft = text_of(anna)
        actions.submit(draft, by=egor)
        articles.tell()
        actions.send_back(draft, by=person("boris", roles.PRESS_SECRETARY), note="Name the body in full.")
        articles.tell()
        assert set(told()) == {"anna", "egor", "boris", "clara"}
        assert told()["anna"] == told()["egor"] == [f"Sent back: “{TITLE}”"]
        assert len(told()["boris"]) == len(told()["clara"]) == 1
        assert "Name the body in full." in text("anna")
        assert f"/desk/news/article/{draft.article_id}/change/" in text("anna")

    def test_whoever_changes_a_text_after_it_came_back_is_not_told_of_that(self):
        draft = text_of(cast())
        actions.submit(draft, by=person("anna"))
        actions.send_back(draft, by=person("boris", roles.PRESS_SECRETARY), note="Shorter.")
        draft.title = "Shorter"
        drafts.save_changes(draft, by=person("egor"))
        articles.tell()
        assert set(told()) == {"anna"}

    def test_its_writer_is_told_that_it_is_approved(self):
        draft = text_of(cast())
        actions.submit(draft, by=person("anna"))
        actions.approve(draft, by=person("boris", roles.PRESS_SECRETARY))
        articles.tell()
        assert told() == {"anna": [f"Approved: “{TITLE}”"]}
        assert "Boris Petrova approves it: English." in text("anna")

    def test_two_languages_and_several_texts_are_one_letter(self):
        anna = cast()
        first = text_of(anna)
        second = text_of(anna, "ru", article=first.article, title="Совет в Ереване")
        other = text_of(anna, title="Another text")
        for draft in (first, second, other):
            actions.submit(draft, by=anna)
        articles.tell()
        assert told()["boris"] == [f"For your review: “{TITLE}” and 1 thing more"]
        assert "asks for a review: English and Russian." in text("boris")
        assert "For your review: “Another text”" in text("boris")

    def test_each_reads_it_in_the_language_that_they_chose(self):
        anna = cast()
        choose(person("clara", roles.PRESS_SECRETARY), language="ru")
        actions.submit(text_of(anna), by=anna)
        articles.tell()
        assert told()["boris"] == [f"For your review: “{TITLE}”"]
        assert told()["clara"] == [f"На согласование: «{TITLE}»"]


@pytest.mark.django_db
class TestSecrets:
    def test_of_a_limited_text_only_its_readers_hear_and_the_letter_has_no_word_of_it(self):
        anna, clara = cast(), person("clara", roles.PRESS_SECRETARY)
        draft = text_of(anna)
        access.limit(draft.article, [clara], by=anna)
        actions.submit(draft, by=anna, note="Not before the family knows.")
        articles.tell()
        assert told() == {"clara": [f"For your review: article {draft.article_id}"]}
        assert TITLE not in text("clara")
        assert "family" not in text("clara")
        assert f"/desk/news/article/{draft.article_id}/review/" in text("clara")

    def test_a_writer_who_may_not_read_it_any_more_does_not_hear_what_became_of_it(self):
        anna, boris = cast(), person("boris", roles.PRESS_SECRETARY)
        draft = text_of(anna)
        actions.submit(draft, by=anna)
        actions.send_back(draft, by=boris, note="Shorter.")
        access.limit(draft.article, [boris], by=boris)
        articles.tell()
        assert told() == {}

    def test_of_what_goes_out_at_a_set_moment_the_title_is_not_in_the_letter(self):
        anna, boris = cast(), person("boris", roles.PRESS_SECRETARY)
        draft = text_of(anna)
        actions.submit(draft, by=anna)
        actions.approve(draft, by=boris)
        actions.publish(draft, by=boris, at=clock.now() + datetime.timedelta(hours=2))
        articles.tell()
        assert told() == {"anna": [f"Approved: article {draft.article_id}"]}
        assert TITLE not in text("anna")


@pytest.mark.django_db
class TestOnce:
    def test_what_is_looked_at_again_is_told_once(self):
        draft = text_of(cast())
        actions.submit(draft, by=person("anna"))
        for _ in range(3):
            articles.tell()
        assert len(told()["boris"]) == 1

    def test_what_is_over_when_its_turn_comes_is_not_told(self):
        anna = cast()
        draft = text_of(anna)
        actions.submit(draft, by=anna)
        actions.recall(draft, by=anna)
        articles.tell()
        assert told() == {}

    def test_a_text_that_is_sent_again_is_told_again(self):
        anna = cast()
        draft = text_of(anna)
        actions.submit(draft, by=anna)
        articles.tell()
        actions.recall(draft, by=anna)
        actions.submit(draft, by=anna)
        articles.tell()
        assert len(told()["boris"]) == 2

    def test_a_role_that_was_taken_away_ends_it(self):
        anna, boris, clara = cast(), person("boris", roles.PRESS_SECRETARY), person("clara", roles.PRESS_SECRETARY)
        boris.groups.set([Group.objects.get(name=roles.WRITER)])
        clara.is_active = False
        clara.save()
        actions.submit(text_of(anna), by=anna)
        articles.tell()
        assert told() == {}

    def test_who_hears_of_nothing_is_not_sent_what_is_old_after_choosing_otherwise(self):
        anna, boris = cast(), person("boris", roles.PRESS_SECRETARY)
        choose(boris, review=False)
        actions.submit(text_of(anna), by=anna)
        articles.tell()
        choose(boris, review=True)
        articles.tell()
        assert "boris" not in told()


@pytest.mark.django_db(transaction=True)
def test_an_action_that_was_undone_with_its_transaction_tells_nobody():
    anna = cast()
    draft = text_of(anna)

    with transaction.atomic():
        actions.submit(draft, by=anna)
        transaction.set_rollback(True)
    articles.tell()
    assert told() == {}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_time_tell_once():
    anna = cast()
    actions.submit(text_of(anna), by=anna)

    def work(begin):
        begin.wait()
        try:
            articles.tell()
        finally:
            connection.close()

    begin = threading.Barrier(3)
    workers = [threading.Thread(target=work, args=[begin]) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert {name: len(subjects) for name, subjects in told().items()} == {"boris": 1, "clara": 1}
    assert Told.objects.filter(user__username="boris").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_tells_and_sends():
    anna = cast()
    actions.submit(text_of(anna), by=anna)
    jobs.tell_staff.defer(timestamp=0)
    queue.work()
    assert {letter.to[0] for letter in mail.outbox} == {"boris@newsroom.example", "clara@newsroom.example"}
