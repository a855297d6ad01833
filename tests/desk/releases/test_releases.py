"""The desk's screens of releases: put together, look at once more, confirm."""

from datetime import timedelta

import pytest
from django.urls import reverse

from council.models import Consideration
from news import access, releases
from news.models import Release
from photos.models import Album, AlbumPhoto
from publishing import clock
from tests import factories
from tests.desk.screens import address_of, messages_of, signed_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def approved(language, **facts):
    return factories.approve(factories.edition(language, **facts))


@pytest.fixture
def council():
    meeting = factories.meeting(public=False, chair_state=factories.state())
    document = factories.document(public=False)
    Consideration.objects.create(meeting=meeting, document=document, verb="reviewed")
    album = Album.objects.create(title={"en": "The day", "ru": "День"}, held_on=factories.THE_DAY)
    russian = approved("ru", meeting=meeting)
    return [russian, approved("en", meeting=meeting, article=russian.article), meeting, document, album]


@pytest.fixture
def press_secretary():
    return signed_in(factories.press_secretary())


def new(*things, **facts):
    release = releases.start("Council meeting", by=factories.press_secretary(), **facts)
    releases.add(release, *things, by=factories.press_secretary())
    return release


def open_address(release, name):
    return reverse("admin:news_release_open", args=[release.pk, name])


def moment(at):
    moscow = at + 3 * HOUR
    return {"at_0": f"{moscow:%Y-%m-%d}", "at_1": f"{moscow:%H:%M}", "at_2": "Europe/Moscow"}


def states(things):
    for thing in things:
        thing.refresh_from_db()
    return {thing.state() for thing in things}


class TestPuttingTogether:
    def test_a_release_begun_from_a_meeting_holds_all_that_belongs_to_it(self, council, press_secretary):
        address = reverse("admin:news_release_add") + f"?meeting={council[2].pk}"
        assert (
            "Publish together"
            in press_secretary.get(reverse("admin:council_meeting_change", args=[council[2].pk])).content.decode()
        )
        page = press_secretary.post(address, {"name": "The meeting", "languages": "all", "note": ""}, follow=True)
        assert page.redirect_chain[-1][0] == Release.objects.get().get_absolute_url()
        assert set(releases.things(Release.objects.get())) == set(council[:4])

    def test_a_meeting_is_gathered_with_one_button(self, council, press_secretary):
        release = new()
        place = reverse("admin:news_release_list", args=[release.pk])
        press_secretary.post(place, {"gather": "1", "meeting": council[2].pk})
        assert set(releases.things(release)) == set(council[:4])

    def test_what_is_found_is_added_an_article_in_all_its_languages(self, council, press_secretary):
        release = new()
        page = press_secretary.get(release.get_absolute_url(), {"q": council[1].title})
        name = f"news.article:{council[0].article_id}"
        assert f'value="{name}"' in page.content.decode()
        press_secretary.post(reverse("admin:news_release_list", args=[release.pk]), {"add": name})
        assert releases.things(release) == council[:2]

    @pytest.mark.parametrize(("query", "number"), [("27 November", 2), ("Draft statement", 3), ("The day", 4)])
    def test_meetings_documents_and_albums_are_found_by_their_words(self, council, press_secretary, query, number):
        page = press_secretary.get(new().get_absolute_url(), {"q": query}).content.decode()
        thing = council[number]
        assert f'value="{thing._meta.label_lower}:{thing.pk}"' in page

    def test_a_thing_is_taken_out_again(self, council, press_secretary):
        release = new(*council)
        name = f"photos.album:{council[4].pk}"
        press_secretary.post(reverse("admin:news_release_list", args=[release.pk]), {"remove": name})
        assert set(releases.things(release)) == set(council[:4])

    @pytest.mark.parametrize(
        "name", ["", "auth.user:1", "photos.album:x", "photos.album:999", "news.edition:" + "9" * 30]
    )
    def test_a_name_that_names_nothing_adds_nothing(self, press_secretary, name):
        release = new()
        assert (
            press_secretary.post(reverse("admin:news_release_list", args=[release.pk]), {"add": name}).status_code
            == 302
        )
        assert releases.things(release) == []

    def test_the_page_lists_what_is_missing_with_the_way_to_each_field(self, press_secretary):
        untitled = factories.edition("en", title="")
        album = Album.objects.create(title={"en": "No rights"}, held_on=factories.THE_DAY)
        AlbumPhoto.objects.create(album=album, photo=factories.photo(credit={}))
        page = press_secretary.get(new(untitled, album).get_absolute_url()).content.decode()
        assert f"{address_of(untitled.article)}#id_en-title" in page
        assert f"/desk/photos/album/{album.pk}/change/#photo_uses-group" in page
        assert "lacks one: Russian" in page
        assert "Publish the package" not in page

    def test_the_article_and_the_record_say_what_they_are_part_of(self, council, press_secretary):
        release = new(*council)
        releases.release(release, by=factories.press_secretary(), at=clock.now() + HOUR)
        for address in (address_of(council[0].article), reverse("admin:council_meeting_change", args=[council[2].pk])):
            page = press_secretary.get(address).content.decode()
            assert f'Part of the package <a href="{release.get_absolute_url()}">' in page
            assert "See the site as it will be" in page

    def test_what_is_limited_to_others_is_neither_named_nor_found(self, press_secretary):
        secret = approved("en", title="For two people only")
        release = new(secret)
        access.limit(secret.article, [factories.administrator()], by=factories.administrator())
        for query in ({}, {"q": "two people"}):
            assert "For two people only" not in press_secretary.get(
                release.get_absolute_url(), query
            ).content.decode().replace('value="two people"', "")
        assert "For two people only" not in press_secretary.get(open_address(release, "release")).content.decode()
        assert "and 1 that only others may read" in press_secretary.get(release.get_absolute_url()).content.decode()


class TestConfirming:
    def test_everything_is_released_after_a_last_look(self, council, press_secretary):
        release = new(*council)
        page = press_secretary.get(open_address(release, "release"))
        for words in ("5 things, all at one instant", "Russian and English", "Now, at once", council[0].title):
            assert words in page.content.decode()
        assert states(council) == {"unpublished"}
        done = press_secretary.post(open_address(release, "release"), {"seen": page.context["seen"]}, follow=True)
        assert messages_of(done) == ["Published: visitors see everything."]
        assert states(council) == {"live"}

    def test_a_moment_is_shown_on_two_clocks_before_it_is_confirmed(self, council, press_secretary):
        release = new(*council)
        at = (clock.now() + 30 * HOUR).replace(second=0, microsecond=0)
        page = press_secretary.post(open_address(release, "schedule"), moment(at))
        assert states(council) == {"unpublished"}
        moscow = at + 3 * HOUR
        assert f"{moscow.day} {moscow:%B %Y}, {moscow:%H:%M} Moscow time ({at:%H:%M} UTC)" in page.content.decode()
        asked = {name: value for name, value in page.context["hidden"]}
        press_secretary.post(open_address(release, "schedule"), {**asked, "seen": page.context["seen"]})
        assert states(council) == {"scheduled"}
        assert {thing.live_from for thing in council} == {at}

    def test_a_scheduled_release_is_moved_and_taken_off(self, council, press_secretary):
        release = new(*council)
        releases.release(release, by=factories.press_secretary(), at=clock.now() + HOUR)
        later = (clock.now() + 5 * HOUR).replace(second=0, microsecond=0)
        seen = {"seen": releases.fingerprint(release)}
        press_secretary.post(open_address(release, "reschedule"), {**moment(later), **seen})
        assert {thing.live_from for thing in council if states([thing])} == {later}
        seen = {"seen": releases.fingerprint(Release.objects.get())}
        press_secretary.post(open_address(release, "unschedule"), seen)
        assert states(council) == {"unpublished"}

    def test_what_changed_between_the_look_and_the_button_is_not_released(self, council, press_secretary):
        release = new(*council)
        seen = press_secretary.get(open_address(release, "release")).context["seen"]
        releases.remove(release, council[4], by=factories.writer())
        page = press_secretary.post(open_address(release, "release"), {"seen": seen})
        assert "has changed since you opened it" in page.content.decode()
        assert states(council) == {"unpublished"}

    def test_a_text_nobody_approved_asks_for_the_reason(self, press_secretary):
        draft = factories.edition("en")
        release = new(draft, languages=Release.Languages.FOLLOWS)
        page = press_secretary.get(open_address(release, "release"))
        assert "Why it is published without a review" in page.content.decode()
        assert "will be told that a language follows: Russian" in page.content.decode()
        press_secretary.post(open_address(release, "release"), {"seen": page.context["seen"]})
        assert states([draft]) == {"unpublished"}
        reason = {"seen": page.context["seen"], "without_review": "The minister speaks at noon"}
        press_secretary.post(open_address(release, "release"), reason)
        assert states([draft]) == {"live"}
        assert draft.unreviewed_reason == "The minister speaks at noon"

    def test_a_moment_that_has_passed_is_refused_with_a_sentence(self, council, press_secretary):
        release = new(*council)
        sent = {**moment(clock.now() - 48 * HOUR), "seen": releases.fingerprint(release)}
        assert "This time has passed" in press_secretary.post(open_address(release, "schedule"), sent).content.decode()
        assert states(council) == {"unpublished"}

    def test_an_action_in_the_wrong_state_leads_back(self, council, press_secretary):
        release = new(*council)
        for name in ("reschedule", "unschedule"):
            assert press_secretary.get(open_address(release, name)).status_code == 302
        assert press_secretary.get(open_address(release, "no-such")).status_code == 404


class TestWhoMay:
    def test_a_writer_prepares_and_does_not_release(self, council):
        client = signed_in(factories.writer())
        client.post(reverse("admin:news_release_add"), {"name": "Mine", "languages": "all", "note": ""})
        release = Release.objects.get()
        client.post(reverse("admin:news_release_list", args=[release.pk]), {"gather": "1", "meeting": council[2].pk})
        assert len(releases.things(release)) == 4
        assert "Publish the package" not in client.get(release.get_absolute_url()).content.decode()
        assert client.get(open_address(release, "release")).status_code == 403

    def test_a_translator_looks_only(self, council):
        client, release = signed_in(factories.translator()), new(*council)
        assert client.get(release.get_absolute_url()).status_code == 200
        assert client.get(reverse("admin:news_release_history", args=[release.pk])).status_code == 200
        assert client.get(reverse("admin:news_release_add")).status_code == 403
        remove = {"remove": f"photos.album:{council[4].pk}"}
        assert client.post(reverse("admin:news_release_list", args=[release.pk]), remove).status_code == 403

    def test_the_list_tells_the_state_and_the_time_left(self, council, press_secretary):
        releases.release(new(*council), by=factories.press_secretary(), at=clock.now() + HOUR)
        page = press_secretary.get(reverse("admin:news_release_changelist")).content.decode()
        assert "Scheduled" in page
        assert "in 1 h 0 min" in page or "in 60 min" in page
        assert "5 things" in page

    def test_a_release_with_a_moment_cannot_be_deleted(self, council, press_secretary):
        release = new(*council)
        delete = reverse("admin:news_release_delete", args=[release.pk])
        assert press_secretary.get(delete).status_code == 200
        releases.release(release, by=factories.press_secretary(), at=clock.now() + HOUR)
        assert press_secretary.post(delete, {"post": "yes"}).status_code == 403
        releases.unschedule(release, by=factories.press_secretary())
        assert press_secretary.post(delete, {"post": "yes"}).status_code == 302
        assert not Release.objects.exists()
        assert states(council) == {"unpublished"}
