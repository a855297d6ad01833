"""The buttons of the article screen: who has which, and what they do and say."""

import datetime

import pytest

from news.models import Edition
from publishing import actions, clock, roles, timeline
from tests import factories
from tests.desk.screens import NEW, Page, address_of, messages_of, send, signed_in

pytestmark = pytest.mark.django_db


def act_address(article, action, languages):
    return f"/desk/news/article/{article.pk}/do/{action}/?languages={languages}"


def in_review(language="en", **facts):
    edition = factories.edition(language, **facts)
    actions.submit(edition, by=factories.writer())
    return edition


def scheduled():
    return factories.published(at=clock.now() + datetime.timedelta(hours=3))


BUTTONS = [
    (roles.WRITER, factories.edition, {"save", "submit:en"}),
    (roles.WRITER, in_review, {"save"}),
    (roles.TRANSLATOR, factories.edition, {"save", "submit:en"}),
    (roles.PRESS_SECRETARY, factories.edition, {"save", "submit:en", "schedule:en", "publish:en"}),
    (roles.PRESS_SECRETARY, in_review, {"save", "approve:en", "send-back:en", "schedule:en", "publish:en"}),
    (roles.WRITER, factories.published, {"save", "submit:all"}),
    (roles.PRESS_SECRETARY, factories.published, {"save", "submit:all", "schedule:all", "publish:all", "withdraw:en"}),
    (roles.WRITER, scheduled, {"save", "submit:all"}),
    (
        roles.ADMINISTRATOR,
        scheduled,
        {"save", "submit:all", "schedule:all", "publish:all", "reschedule:en", "unschedule:en"},
    ),
]


@pytest.mark.parametrize(("role", "made", "buttons"), BUTTONS)
def test_everybody_has_the_buttons_of_the_role(role, made, buttons):
    edition = made()
    page = Page(signed_in(factories.user(role)).get(address_of(edition.article)))
    assert set(page.buttons) == buttons


@pytest.mark.parametrize("action", ["approve", "publish"])
def test_a_button_that_is_not_there_cannot_be_pressed(action):
    edition = in_review()
    response = send(signed_in(factories.writer()), address_of(edition.article), action=f"{action}:en")
    edition.refresh_from_db()
    assert edition.stage == "review"
    assert edition.live_from is None
    assert "Your role does not include this action" in messages_of(response)[0]


def test_the_pages_of_actions_are_for_those_who_may():
    edition = factories.published()
    writer, secretary = signed_in(factories.writer()), signed_in(factories.press_secretary())
    address = act_address(edition.article, "withdraw", "en")
    assert writer.get(address).status_code == 403
    assert writer.post(address, {"reason": "Because."}).status_code == 403
    assert secretary.get(address).status_code == 200


def test_a_text_goes_from_draft_to_review_to_approval():
    edition = factories.edition()
    address = address_of(edition.article)
    send(signed_in(factories.writer()), address, action="submit:en", en_title="Sent for review")
    page = signed_in(factories.press_secretary()).get(address).content.decode()
    assert "In review since" in page
    send(signed_in(factories.press_secretary()), address, action="approve:en")
    edition.refresh_from_db()
    assert (edition.title, edition.stage) == ("Sent for review", "approved")


def test_an_approver_may_mend_what_is_approved():
    edition = in_review(title="With a mistkae")
    send(signed_in(factories.press_secretary()), address_of(edition.article), action="approve:en", en_title="Without")
    edition.refresh_from_db()
    assert (edition.title, edition.stage) == ("Without", "approved")


def test_a_text_is_sent_back_with_a_note():
    edition = in_review()
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(edition.article), action="send-back:en")
    assert asked.redirect_chain[-1][0] == act_address(edition.article, "send-back", "en")
    client.post(asked.redirect_chain[-1][0], {"note": "Name the body in full."})
    edition.refresh_from_db()
    assert edition.stage == "draft"
    assert timeline.of(edition).first().note == "Name the body in full."


def test_both_languages_go_out_with_one_button():
    russian = factories.edition("ru")
    english = factories.edition("en", article=russian.article)
    client = signed_in(factories.press_secretary())
    page = Page(client.get(address_of(russian.article)))
    assert "publish:ru,en" in page.buttons
    assert "Publish now: Russian and English" in page.text
    response = send(client, address_of(russian.article), action="publish:ru,en", en_title="Saved first")
    russian.refresh_from_db()
    english.refresh_from_db()
    assert russian.is_public()
    assert english.is_public()
    assert english.title == "Saved first"
    assert messages_of(response) == ["Published: Russian and English."]


def test_a_new_article_can_be_published_at_once():
    facts = {"section": str(factories.section().pk), "signed_by": "nobody"}
    text = {"en_title": "Urgent", "en_standfirst": "What, where, when.", "en_body": "<p>The text.</p>"}
    send(signed_in(factories.press_secretary()), NEW, action="publish:all", **facts, **text)
    assert Edition.objects.public().get().title == "Urgent"


def test_what_is_missing_is_listed_with_links_to_fields_that_are_there():
    photo = factories.photo(alt={}, credit={}, caption={"en": "ZVF_2142.JPG"})
    edition = factories.edition(title="", standfirst="", body="", signed_by="wording", signature="")
    client = signed_in(factories.press_secretary())
    send(client, address_of(edition.article), library=str(photo.pk))
    response = send(client, address_of(edition.article), action="publish:en")
    page = Page(response)
    edition.refresh_from_db()
    targets = [link.partition("#")[2] for link in page.links if "#id_" in link]
    assert not edition.is_public()
    assert {"id_en-title", "id_en-standfirst", "id_en-body", "id_en-signature"} <= set(targets)
    assert {"id_en-photos-0-alt", "id_en-photos-0-caption", "id_en-photos-0-credit"} <= set(targets)
    assert [target for target in targets if target not in page.ids] == []
    assert "Write the title." in messages_of(response)[0]


def test_an_interview_and_its_meeting_have_their_points_too():
    meeting = factories.meeting(chair=factories.person())
    edition = factories.edition(genre="interview", meeting=meeting, signed_by="contact")
    page = Page(signed_in(factories.press_secretary()).get(address_of(edition.article)))
    targets = {link[1:] for link in page.links if link.startswith("#id_")}
    assert targets == {"id_en-turns", "id_meeting", "id_signed_by"}
    assert targets <= set(page.ids)


def test_a_release_is_scheduled_in_moscow_time():
    edition = factories.edition()
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(edition.article), action="schedule:en")
    told = client.post(asked.redirect_chain[-1][0], {"at_0": "27.11.2050", "at_1": "17:40"}, follow=True)
    edition.refresh_from_db()
    assert edition.live_from == datetime.datetime(2050, 11, 27, 14, 40, tzinfo=datetime.timezone.utc)
    assert messages_of(told) == ["Scheduled: English."]
    assert "27 November 2050, 17:40 Moscow" in told.content.decode()
    assert "(14:40 UTC)" in told.content.decode()


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ({"at_0": "27.11.2018", "at_1": "17:40"}, "That moment has passed."),
        ({"at_0": "30.02.2050", "at_1": "17:40"}, "Enter a valid date."),
        ({"at_0": "27.11.2050", "at_1": ""}, "required"),
    ],
)
def test_an_impossible_moment_is_refused(moment, sentence):
    edition = factories.edition()
    response = signed_in(factories.press_secretary()).post(act_address(edition.article, "schedule", "en"), moment)
    edition.refresh_from_db()
    assert edition.live_from is None
    assert sentence in response.content.decode()


def test_a_scheduled_release_is_moved_and_taken_off():
    edition = scheduled()
    client = signed_in(factories.press_secretary())
    client.post(act_address(edition.article, "reschedule", "en"), {"at_0": "27.11.2050", "at_1": "17:40"})
    edition.refresh_from_db()
    assert edition.live_from.year == 2050
    send(client, address_of(edition.article), action="unschedule:en")
    edition.refresh_from_db()
    assert edition.live_from is None


def test_a_withdrawal_has_a_reason():
    edition = factories.published()
    client = signed_in(factories.press_secretary())
    address = act_address(edition.article, "withdraw", "en")
    assert "This field is required" in client.post(address, {"reason": " "}).content.decode()
    page = client.post(address, {"reason": "It was the wrong text."}, follow=True).content.decode()
    edition.refresh_from_db()
    assert not edition.is_public()
    assert "It was the wrong text." in page
    assert "Withdrawn on" in page


def test_publishing_what_nobody_changed_says_so():
    edition = factories.published()
    response = send(signed_in(factories.press_secretary()), address_of(edition.article), action="publish:all")
    assert "Nothing was changed" in messages_of(response)[0]
