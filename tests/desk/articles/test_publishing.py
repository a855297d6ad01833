"""The buttons of the article screen: who has which, and what they do and say."""

import datetime
import re

import pytest
from django.utils import timezone

from news import drafts
from news.models import Edition
from publishing import actions, clock, timeline
from tests import factories
from tests.desk.screens import NEW, Page, address_of, answer, messages_of, send, signed_in
from tests.html import squeezed

pytestmark = pytest.mark.django_db


def act_address(article, action, languages):
    return f"/desk/news/article/{article.pk}/do/{action}/?languages={languages}"


def ask(client, edition, action, **values):
    """Open the small page of an action, fill it in and press its button."""
    address = act_address(edition.article, action, edition.language)
    return client.post(address, {**Page(client.get(address), form="act").fields, **values}, follow=True)


def in_review(language="en", **facts):
    edition = factories.edition(language, **facts)
    actions.submit(edition, by=factories.writer())
    return edition


def approved(language="en", **facts):
    return factories.approve(factories.edition(language, **facts))


def scheduled():
    return factories.published(at=clock.now() + datetime.timedelta(hours=3))


def unreviewed():
    edition = factories.edition()
    actions.publish(edition, by=factories.administrator(), without_review="The wires ask.")
    return edition


def next_draft():
    return drafts.open_next(factories.published(), by=factories.writer())


@pytest.mark.parametrize("action", ["approve", "publish", "schedule"])
def test_a_button_that_is_not_there_cannot_be_pressed(action):
    edition = in_review()
    response = send(signed_in(factories.writer()), address_of(edition.article), action=f"{action}:en")
    edition.refresh_from_db()
    assert edition.stage == "review"
    assert edition.live_from is None
    assert "You do not have permission to do this" in messages_of(response)[0]


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
    page = squeezed(signed_in(factories.press_secretary()).get(address).content.decode())
    assert "In review since" in page
    send(signed_in(factories.press_secretary()), address, action="approve:en")
    edition.refresh_from_db()
    assert (edition.title, edition.stage) == ("Sent for review", "approved")


def test_whoever_mends_a_text_before_approving_it_leaves_the_approval_to_somebody_else():
    edition = in_review(title="With a mistkae")
    address = address_of(edition.article)
    response = send(signed_in(factories.press_secretary()), address, action="approve:en", en_title="Without")
    edition.refresh_from_db()
    assert (edition.title, edition.stage) == ("Without", "review")
    assert messages_of(response) == [
        "Saved and sent for review. You changed this text last, so a colleague must approve it."
    ]
    send(signed_in(factories.administrator()), address, action="approve:en")
    edition.refresh_from_db()
    assert edition.is_approved


def test_a_text_edited_in_the_moment_of_its_publication_needs_a_new_approval():
    edition = approved()
    address = address_of(edition.article)
    client = signed_in(factories.press_secretary())
    asked = send(client, address, action="publish:en", en_title="Read by nobody")
    edition.refresh_from_db()
    assert (edition.title, edition.stage, edition.live_from) == ("Read by nobody", "draft", None)
    told = squeezed(answer(client, asked).content.decode())
    assert "No colleague has reviewed this edition" in told
    assert "Say why it is published without a review." in told


def test_a_text_is_sent_back_with_a_note():
    edition = in_review()
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(edition.article), action="send-back:en")
    assert asked.redirect_chain[-1][0].startswith(act_address(edition.article, "send-back", "en"))
    answer(client, asked, note="Name the body in full.")
    edition.refresh_from_db()
    assert edition.stage == "draft"
    assert timeline.of(edition).first().note == "Name the body in full."


def test_both_languages_go_out_with_one_button():
    russian = approved("ru")
    english = approved("en", article=russian.article)
    client = signed_in(factories.press_secretary())
    page = Page(client.get(address_of(russian.article)))
    assert "publish:ru,en" in page.buttons
    response = answer(client, send(client, address_of(russian.article), action="publish:ru,en"))
    russian.refresh_from_db()
    english.refresh_from_db()
    assert russian.is_public()
    assert english.is_public()
    assert re.fullmatch(r"Published at \d\d:\d\d: Russian and English\.", messages_of(response)[0])


def test_one_language_that_nobody_has_approved_keeps_the_other_back():
    russian = approved("ru")
    english = approved("en", article=russian.article)
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(russian.article), action="publish:ru,en", en_title="Changed at the last moment")
    answer(client, asked)
    russian.refresh_from_db()
    english.refresh_from_db()
    assert english.title == "Changed at the last moment"
    assert not russian.is_public()
    assert not english.is_public()


def test_a_new_article_can_be_published_at_once_for_a_reason():
    facts = {"section": str(factories.section().pk), "signed_by": "nobody"}
    text = {"en_title": "Urgent", "en_standfirst": "What, where, when.", "en_body": "<p>The text.</p>"}
    client = signed_in(factories.press_secretary())
    asked = send(client, NEW, action="publish:all", **facts, **text)
    told = answer(client, asked, without_review="The secretariat is closed, and the wires ask.")
    edition = Edition.objects.public().get()
    assert (edition.title, edition.is_unreviewed) == ("Urgent", True)
    assert "The secretariat is closed, and the wires ask." in squeezed(told.content.decode())


def test_a_publication_without_review_needs_a_reason():
    edition = factories.edition()
    page = ask(signed_in(factories.press_secretary()), edition, "publish", without_review="  ")
    edition.refresh_from_db()
    assert "Say why it is published without a review." in squeezed(page.content.decode())
    assert edition.live_from is None


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
    screen = Page(client.get(address_of(edition.article)))
    assert [target for target in targets if target not in screen.ids] == []
    assert "Write the title." in squeezed(page.text)
    assert page.buttons == []


def test_an_interview_and_its_meeting_have_their_points_too():
    meeting = factories.meeting(chair=factories.person())
    edition = factories.edition(genre="interview", meeting=meeting, signed_by="contact")
    page = Page(signed_in(factories.press_secretary()).get(address_of(edition.article)))
    targets = {link[1:] for link in page.links if link.startswith("#id_")}
    assert targets == {"id_en-turns", "id_meeting", "id_signed_by"}
    assert targets <= set(page.ids)


def moment(day, time, zone="Europe/Moscow"):
    return {"at_0": day, "at_1": time, "at_2": zone}


def test_a_release_is_scheduled_in_moscow_time():
    edition = approved()
    client = signed_in(factories.press_secretary())
    asked = send(client, address_of(edition.article), action="schedule:en")
    told = answer(client, asked, **moment("2050-11-27", "17:40"))
    edition.refresh_from_db()
    assert edition.live_from == datetime.datetime(2050, 11, 27, 14, 40, tzinfo=datetime.UTC)
    assert messages_of(told) == ["To be published on 27 November 2050, 17:40 Moscow time: English."]
    assert "27 November 2050, 17:40 Moscow" in squeezed(told.content.decode())
    assert "(14:40 UTC)" in squeezed(told.content.decode())


def test_a_moment_elsewhere_is_shown_in_moscow_and_utc_before_anything_happens():
    edition = approved()
    client = signed_in(factories.press_secretary())
    with clock.moved_to(datetime.datetime(2026, 12, 1, 9, 48, tzinfo=datetime.UTC)):
        asked = ask(client, edition, "schedule", **moment("2026-12-01", "08:00", "America/New_York"), check="1")
    page = squeezed(asked.content.decode())
    edition.refresh_from_db()
    assert edition.live_from is None
    assert "1 December 2026, 16:00" in page
    assert "1 December 2026, 13:00" in page
    assert "3 h 12 min" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (moment("2018-11-27", "17:40"), "This time has passed."),
        (moment("2050-02-30", "17:40"), "Enter a valid date."),
        (moment("2050-11-27", ""), "required"),
        (moment("2027-03-28", "02:30", "Europe/Brussels"), "does not exist in Brussels"),
        (moment("2027-10-31", "02:30", "Europe/Brussels"), "exists twice in Brussels"),
        (moment("2050-11-27", "17:40", "Mars/Olympus"), "Select a valid choice."),
        (moment("9999-12-31", "23:59", "America/New_York"), "No calendar here reaches"),
    ],
)
def test_an_impossible_moment_is_refused(typed, sentence):
    edition = approved()
    response = ask(signed_in(factories.press_secretary()), edition, "schedule", **typed)
    edition.refresh_from_db()
    assert edition.live_from is None
    assert sentence in squeezed(response.content.decode())


def test_a_scheduled_release_is_moved_and_taken_off():
    edition = scheduled()
    client = signed_in(factories.press_secretary())
    ask(client, edition, "reschedule", **moment("2050-11-27", "17:40"))
    edition.refresh_from_db()
    assert edition.live_from.year == 2050
    assert timeline.of(edition).first().verb == "rescheduled"
    send(client, address_of(edition.article), action="unschedule:en")
    edition.refresh_from_db()
    assert edition.live_from is None


def test_moving_begins_with_the_moment_that_was_set():
    edition = factories.published(at=datetime.datetime(2050, 11, 27, 14, 40, tzinfo=datetime.UTC))
    page = Page(
        signed_in(factories.press_secretary()).get(act_address(edition.article, "reschedule", "en")), form="act"
    )
    assert (page.fields["at_0"], page.fields["at_1"]) == ("2050-11-27", "17:40")


def test_two_schedules_of_one_text_are_seen_everywhere_and_moved_each_for_itself():
    first, second = scheduled(), None
    client = signed_in(factories.press_secretary())
    address = address_of(first.article)
    assert "write-next:en" in Page(client.get(address)).buttons
    send(client, address, action="write-next:en")
    send(client, address, action="submit:en", en_title="The second of two")
    send(signed_in(factories.administrator()), address, action="approve:en")
    asked = send(client, address, action="schedule:en")
    answer(client, asked, **moment("2050-11-27", "17:40"))
    second = first.article.editions.get(number=2)
    page = squeezed(client.get(address).content.decode())
    assert "Edition 1. Goes live in" in page
    assert "Edition 2. Goes live in" in page
    listing = squeezed(client.get("/desk/news/article/").content.decode())
    assert "27.11, 17:40" in listing
    history = squeezed(client.get(f"/desk/news/article/{first.article_id}/history/").content.decode())
    assert history.count("scheduled<br>") == 2
    send(client, address, action="unschedule:en.2")
    second.refresh_from_db()
    first.refresh_from_db()
    assert (second.live_from, first.live_until) == (None, None)
    assert first.live_from is not None


def test_a_later_edition_is_not_scheduled_before_an_earlier_one():
    first = scheduled()
    second = factories.approve(drafts.open_next(first, by=factories.writer()))
    sooner = timezone.localtime(first.live_from - datetime.timedelta(hours=1))
    typed = moment(sooner.date().isoformat(), sooner.time().isoformat("minutes"))
    response = ask(signed_in(factories.press_secretary()), second, "schedule", **typed)
    second.refresh_from_db()
    assert second.live_from is None
    assert "Choose a later time." in squeezed(response.content.decode())


def test_a_withdrawal_has_a_reason():
    edition = factories.published()
    client = signed_in(factories.press_secretary())
    assert "This field is required" in squeezed(ask(client, edition, "withdraw", reason=" ").content.decode())
    page = squeezed(ask(client, edition, "withdraw", reason="It was the wrong text.").content.decode())
    edition.refresh_from_db()
    assert not edition.is_public()
    assert "It was the wrong text." in page
    assert "Withdrawn on" in page


PRESSED_ON_AN_OLD_PAGE = [
    (in_review, "approve:en", {}),
    (in_review, "send-back:en", {"note": "Name the body in full."}),
    (approved, "publish:en", {}),
    (approved, "schedule:en", moment("2050-11-27", "17:40")),
    (factories.edition, "publish:en", {"without_review": "The wires ask."}),
]


@pytest.mark.parametrize(("made", "button", "answers"), PRESSED_ON_AN_OLD_PAGE)
def test_what_changed_after_it_was_read_is_neither_approved_nor_published(made, button, answers):
    edition = made()
    client = signed_in(factories.press_secretary())
    read = Page(client.get(address_of(edition.article)))
    edition.title = "Changed meanwhile"
    drafts.save_changes(edition, by=factories.writer())
    if made is not factories.edition:
        actions.submit(edition, by=factories.writer())
    if made is approved:
        actions.approve(edition, by=factories.administrator())
    before = Edition.objects.values("stage", "live_from", "version").get()
    response = send(client, address_of(edition.article), action=button, opened=read)
    if answers:
        response = answer(client, response, **answers)
    assert "A colleague changed this while you were working." in squeezed(response.content.decode())
    assert Edition.objects.values("stage", "live_from", "version").get() == before


def test_the_small_page_holds_to_the_version_it_showed():
    edition = approved()
    client = signed_in(factories.press_secretary())
    address = act_address(edition.article, "schedule", "en")
    shown = Page(client.get(address), form="act").fields
    edition.title = "Changed meanwhile"
    drafts.save_changes(edition, by=factories.writer())
    factories.approve(edition)
    response = client.post(address, {**shown, **moment("2050-11-27", "17:40")})
    edition.refresh_from_db()
    assert "A colleague changed this while you were working." in squeezed(response.content.decode())
    assert edition.live_from is None


def test_the_panel_says_who_approved_and_that_it_was_changed_since():
    edition = approved()
    client = signed_in(factories.press_secretary())
    assert "by press-secretary" in squeezed(client.get(address_of(edition.article)).content.decode())
    send(signed_in(factories.writer()), address_of(edition.article), en_title="Changed since")
    assert "Changed after its approval on" in squeezed(client.get(address_of(edition.article)).content.decode())


def test_a_save_that_changes_nothing_leaves_the_approval():
    edition = approved()
    send(signed_in(factories.writer()), address_of(edition.article))
    edition.refresh_from_db()
    assert edition.is_approved


def test_what_went_out_without_review_stays_marked_until_it_is_approved():
    edition = unreviewed()
    client = signed_in(factories.press_secretary())
    address, listing = address_of(edition.article), "/desk/news/article/?state=unreviewed"
    assert "Without review: The wires ask." in squeezed(client.get(address).content.decode())
    assert str(edition) in squeezed(client.get(listing).content.decode())
    send(client, address, action="approve-afterwards:en")
    assert "Without review: The wires ask." not in squeezed(client.get(address).content.decode())
    assert str(edition) not in squeezed(client.get(listing).content.decode())


def test_discarding_a_draft_asks_first_and_says_what_is_deleted():
    edition = next_draft()
    client = signed_in(factories.writer())
    asked = send(client, address_of(edition.article), action="discard:en")
    assert "The draft and everything in it will be deleted" in squeezed(asked.content.decode())
    assert Edition.objects.count() == 2
    told = answer(client, asked)
    assert messages_of(told) == ["Draft discarded: English."]
    assert Edition.objects.get().is_public()


def test_pressing_a_button_for_what_nobody_changed_says_so():
    edition = factories.published()
    response = send(signed_in(factories.press_secretary()), address_of(edition.article), action="submit:all")
    assert "Nothing to publish" in messages_of(response)[0]
