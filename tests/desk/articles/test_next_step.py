"""The one primary button: the table of states and roles, cell by cell, in one language and in both."""

import datetime

import pytest
from django.contrib import messages
from django.db import transaction

from desk.articles import next_step
from desk.base import article_status
from news import drafts, plans, releases
from news.models import Article
from publishing import actions, clock, roles
from tests import factories
from tests.desk.screens import Page, address_of, answer, messages_of, send, signed_in

pytestmark = pytest.mark.django_db

WRITER, SECRETARY = roles.WRITER, roles.PRESS_SECRETARY
ENDINGS = ["withdraw", "emergency"]
SOON = datetime.timedelta(hours=3)


def title_only(language, article, by):
    return factories.edition(language, article=article, by=by, standfirst="", body="")


def draft(language, article, by):
    return factories.edition(language, article=article, by=by)


def own_review(language, article, by):
    edition = factories.edition(language, article=article, by=by)
    actions.submit(edition, by=by)
    return edition


def review(language, article, by):
    edition = factories.edition(language, article=article, by=factories.user(WRITER, "colleague"))
    actions.submit(edition, by=factories.user(WRITER, "colleague"))
    return edition


def approved(language, article, by):
    return factories.approve(factories.edition(language, article=article))


def scheduled(language, article, by):
    return factories.publish(approved(language, article, by), at=clock.now() + SOON)


def live(language, article, by):
    return factories.publish(approved(language, article, by))


def changed(language, article, by):
    return factories.correction(live(language, article, by))


def withdrawn(language, article, by):
    edition = live(language, article, by)
    actions.withdraw(edition, by=factories.administrator(), reason="The wrong text.")
    return edition


# made, role, the button, what stands beside it, what the menu offers besides
TABLE = [
    (title_only, WRITER, "keep", [], []),
    (title_only, SECRETARY, "keep", [], []),
    (draft, WRITER, "submit", [], ["submit-with-note"]),
    (draft, SECRETARY, "submit", [], ["submit-with-note", "schedule", "publish"]),
    (own_review, WRITER, "recall", [], []),
    (own_review, SECRETARY, "recall", [], ["schedule", "publish"]),
    (review, WRITER, "review", [], []),
    (review, SECRETARY, "approve", ["send-back"], ["review", "schedule", "publish"]),
    (approved, WRITER, None, [], []),
    (approved, SECRETARY, "publish", [], ["schedule", "send-back"]),
    (scheduled, WRITER, None, [], ["write-next"]),
    (scheduled, SECRETARY, "reschedule", [], ["bring-forward", "unschedule", "write-next", "withdraw", "emergency"]),
    (live, WRITER, "visit", [], []),
    (live, SECRETARY, "visit", [], ["withdraw", "emergency"]),
    (changed, WRITER, "submit", [], ["submit-with-note", "visit", "discard"]),
    (changed, SECRETARY, "publish", [], ["submit", "submit-with-note", "schedule", "visit", "discard", *ENDINGS]),
    (withdrawn, WRITER, "record", [], []),
    (withdrawn, SECRETARY, "put-back", [], ["record", "emergency"]),
]
BOTH = [["en"], ["ru", "en"]]


def made_in(languages, made, by):
    article = None
    for language in languages:
        edition = made(language, article, by)
        article = edition.article
    return article


def offer_of(article, by):
    article = Article.objects.prefetch_related("editions__turns").get(pk=article.pk)
    return next_step.of(article, article_status.of(article, clock.now()), by)


def names(items):
    return list(dict.fromkeys(item.name for item in items))


@pytest.mark.parametrize("languages", BOTH, ids=["one language", "both"])
@pytest.mark.parametrize(
    ("made", "role", "main", "beside", "menu"), TABLE, ids=lambda value: getattr(value, "__name__", None)
)
def test_each_state_has_one_button_for_each_role(made, role, main, beside, menu, languages):
    by = factories.user(role)
    offer = offer_of(made_in(languages, made, by), by)
    one_to_withdraw = made is not scheduled  # nothing is public yet that could be withdrawn
    expected = [name for name in menu if name != "withdraw" or one_to_withdraw]
    if len(languages) > 1:
        expected += {"visit": ["visit"]}.get(main, [])  # the page in the other language
        if made in (draft, own_review, review, approved, title_only):
            expected += ["discard"]  # one language of two
    assert offer.main.name if offer.main else None is main
    assert (offer.main and offer.main.name) == main
    assert names(offer.beside) == beside
    assert set(names(offer.menu)) == set(expected)
    assert offer.main or offer.sentence


ANSWERS = {
    "without_review": "The wires ask.",
    "note": "Name the body in full.",
    "reason": "The wrong text.",
    "kind": "withdrawn",
    "at_0": "2050-11-27",
    "at_1": "17:40",
    "at_2": "Europe/Moscow",
}


@pytest.mark.parametrize("made", dict.fromkeys(row[0] for row in TABLE), ids=lambda made: made.__name__)
@pytest.mark.parametrize("role", [WRITER, SECRETARY])
def test_nothing_is_offered_that_fails(made, role):
    by = factories.user(role)
    article = made_in(["ru", "en"], made, by)
    offer = offer_of(article, by)
    client = signed_in(by)
    for item in [offer.main, *offer.beside, *offer.menu]:
        if item and item.value != "save":
            with transaction.atomic():
                refusal = refusal_of(client, article, item)
                transaction.set_rollback(True)
            assert not refusal, f"{item.name}: {refusal}"


def refusal_of(client, article, item):
    """Press a button and answer what it asks, or follow a link; return what went wrong."""
    if item.href:
        answer_code = client.get(item.href).status_code
        return "" if answer_code == 200 else answer_code
    response = send(client, address_of(article), action=item.value)
    if response.redirect_chain and "/do/" in response.redirect_chain[-1][0]:
        form = Page(response, form="act").fields
        response = client.post(response.redirect_chain[-1][0], {**form, **ANSWERS}, follow=True)
    said = response.context["messages"]
    if not said:
        return "Nothing was said."
    return [str(message) for message in said if message.level > messages.SUCCESS]


def test_the_last_writer_is_not_offered_the_approval_and_is_told_who_can():
    secretary = factories.press_secretary()
    factories.administrator()
    article = made_in(["en"], own_review, secretary)
    offer = offer_of(article, secretary)
    assert "approve" not in names([offer.main, *offer.menu])
    assert offer.sentence == "You changed it last. It can be approved by: administrator."


def test_what_lacks_something_is_not_offered_to_be_approved():
    secretary = factories.press_secretary()
    edition = factories.edition(standfirst="", by=factories.user(WRITER, "colleague"))
    actions.submit(edition, by=factories.writer())
    offer = offer_of(edition.article, secretary)
    assert offer.main is None
    assert offer.sentence == "1 point is missing before approval"
    assert names(offer.beside) == ["send-back"]


def test_what_is_in_a_release_is_moved_with_the_release():
    release = releases.start("The summit", by=factories.press_secretary())
    article = made_in(["ru", "en"], approved, factories.press_secretary())
    releases.add(release, *article.editions.all(), by=factories.press_secretary())
    releases.release(release, by=factories.press_secretary(), at=clock.now() + SOON)
    offer = offer_of(article, factories.press_secretary())
    assert offer.main is None
    assert "It is part of the package “The summit”" in offer.sentence
    assert not {"bring-forward", "reschedule", "unschedule"} & set(names(offer.menu))


def test_each_of_several_schedules_is_moved_and_taken_off_for_itself():
    first = scheduled("en", None, None)
    second = factories.approve(drafts.open_next(first, by=factories.writer()))
    factories.publish(second, at=clock.now() + 2 * SOON)
    offer = offer_of(first.article, factories.press_secretary())
    values = {item.value for item in [offer.main, *offer.menu]}
    assert {"reschedule:en.1", "reschedule:en.2", "unschedule:en.1", "unschedule:en.2"} <= values


def test_a_text_that_follows_a_scheduled_one_is_not_offered_to_come_before_it():
    first = scheduled("en", None, None)
    factories.approve(drafts.open_next(first, by=factories.writer()))
    offer = offer_of(first.article, factories.press_secretary())
    assert offer.main.name == "schedule"
    assert "publish" not in names(offer.menu)


def test_only_an_administrator_is_offered_to_put_back_what_was_erased_without_trace():
    edition = live("en", None, None)
    actions.withdraw(edition, by=factories.administrator(), reason="Private.", kind="vanished")
    refused = offer_of(edition.article, factories.press_secretary())
    assert refused.main is None
    assert "Only an administrator can publish it again" in refused.sentence
    assert offer_of(edition.article, factories.administrator()).main.name == "put-back"


def test_of_two_languages_that_stand_differently_each_button_names_its_own():
    secretary = factories.press_secretary()
    article = made_in(["ru"], approved, secretary)
    review("en", article, secretary)
    offer = offer_of(article, secretary)
    assert offer.main.label == "Approve: English"
    assert [item.label for item in offer.beside] == ["Send back: English…"]
    assert {"Publish now…", "Send back…"} <= {item.label for item in offer.menu}


def test_with_a_plan_the_button_says_the_time():
    secretary = factories.press_secretary()
    edition = approved("en", None, None)
    plans.plan(edition, by=secretary, at=datetime.datetime(2050, 11, 27, 14, 40, tzinfo=datetime.UTC))
    offer = offer_of(edition.article, secretary)
    assert offer.main.label == "Schedule for 27 November, 17:40…"
    assert "publish" in names(offer.menu)


def test_after_publishing_nothing_says_publish_until_something_changes():
    secretary = factories.press_secretary()
    edition = approved("en", None, None)
    client = signed_in(secretary)
    answer(client, send(client, address_of(edition.article), action="publish:en"))
    offer = offer_of(edition.article, secretary)
    assert not [item.label for item in [offer.main, *offer.menu] if "ublish" in item.label]
    send(client, address_of(edition.article), en_title="Another title")
    assert offer_of(edition.article, secretary).main.label == "Publish correction…"


def test_a_writer_withdraws_the_own_text_from_review():
    edition = own_review("en", None, factories.writer())
    client = signed_in(factories.writer())
    told = send(client, address_of(edition.article), action="recall:en")
    assert messages_of(told) == ["Withdrawn from review: English."]
    edition.refresh_from_db()
    assert edition.stage == "draft"
    actions.submit(edition, by=factories.writer())
    with pytest.raises(actions.NotAllowed):
        actions.recall(edition, by=factories.press_secretary())


def test_what_was_put_back_already_is_not_put_back_twice():
    edition = withdrawn("en", None, None)
    drafts.put_back(edition, by=factories.press_secretary(), without_review="It was right.")
    with pytest.raises(actions.Stale):
        drafts.put_back(edition, by=factories.administrator(), without_review="It was right.")
    assert edition.article.editions.count() == 2


def test_an_approval_that_no_longer_holds_leads_to_another_review():
    photo = factories.photo()
    edition = factories.edition()
    factories.show(photo, edition)
    factories.approve(edition)
    photo.credit = {"en": "Somebody else"}
    photo.save()
    assert offer_of(edition.article, factories.writer()).main.name == "submit"
    told = send(signed_in(factories.writer()), address_of(edition.article), action="submit:en")
    assert messages_of(told) == ["Sent for review: English."]


def test_a_scheduled_text_is_published_at_once_on_the_approval_it_has():
    edition = scheduled("en", None, None)
    client = signed_in(factories.press_secretary())
    told = answer(client, send(client, address_of(edition.article), action="bring-forward:en"))
    assert messages_of(told) == ["Published: English."]
    edition.refresh_from_db()
    assert edition.is_public()
    assert edition.is_approved
