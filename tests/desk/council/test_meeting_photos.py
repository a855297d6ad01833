"""Photographs dropped on a meeting lie in its album, with its words, in order, and unseen before their time."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from council import albums
from council.models import MeetingAlbum, Participation
from news import releases
from news.models import Release
from photos.models import Album, Photo
from publishing import actions, clock
from tests import factories
from tests.browser import WCAG, faults
from tests.desk.screens import Page, messages_of, signed_in
from tests.photos.images import camera_jpeg

pytestmark = pytest.mark.django_db
RIGHTS = {
    "credit_ru": "Пресс-служба",
    "credit_en": "Press Office",
    "usage_terms_ru": "Бесплатно с указанием источника",
    "usage_terms_en": "Free of charge with the credit",
}


def address(meeting, part="change/"):
    return f"/desk/council/meeting/{meeting.pk}/{part}"


def files(*names):
    return [SimpleUploadedFile(name, factories.jpeg(), "image/jpeg") for name in names]


def form(client, meeting):
    """What the form beside the drop zone holds before anybody has typed."""
    return Page(client.get(address(meeting)), form="photos_form").fields


def drop_on(client, meeting, *names, **typed):
    sent = {**form(client, meeting), **typed, "files": files(*names)}
    return client.post(address(meeting, "photos/"), sent, follow=True)


def in_album(meeting):
    return [use.photo.file_name for use in albums.album_of(meeting).photo_uses.select_related("photo")]


def drop(page, photographs, on="[data-drop]"):
    """Drop files on the page as a file manager does."""
    page.evaluate(
        """([files, place]) => {
          const dataTransfer = new DataTransfer()
          for (const { name, bytes } of files) {
            dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }))
          }
          const dropped = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true })
          document.querySelector(place).dispatchEvent(dropped)
        }""",
        [[{"name": name, "bytes": list(content)} for name, content in photographs], on],
    )


def test_they_lie_in_the_meetings_own_album_with_its_words_in_every_language():
    meeting = factories.meeting(public=False)
    page = drop_on(signed_in(factories.writer()), meeting, "ZVF_2150.JPG", "ZVF_2142.JPG", **RIGHTS)
    album = albums.album_of(meeting)
    assert album.title == {
        "en": "Meeting of the Permanent Council, 27 November 2018",
        "ru": "Заседание Постоянного совета, 27 ноября 2018",
    }
    assert (album.held_on, album.place, album.live_from) == (meeting.held_on, meeting.place, None)
    assert in_album(meeting) == ["ZVF_2142.JPG", "ZVF_2150.JPG"]
    for photo in Photo.objects.all():
        assert photo.caption["en"] == "Meeting of the Permanent Council. Moscow, 27 November 2018."
        assert photo.caption["ru"].startswith("Заседание Постоянного совета. Москва, 27 ноября 2018")
        assert (photo.place, photo.rights_problems(), photo.people.count()) == (meeting.place, [], 0)
    assert messages_of(page) == ["2 photographs are in the album."]
    assert "ZVF_2142.JPG" in page.content.decode()


def test_more_of_them_go_to_the_same_album_and_bring_the_credit_of_the_last_ones():
    meeting = factories.meeting(public=False)
    client = signed_in(factories.writer())
    drop_on(client, meeting, "ZVF_9.JPG", **RIGHTS)
    assert form(client, meeting)["credit_ru"] == "Пресс-служба"
    drop_on(client, meeting, "ZVF_10.JPG", "ZVF_8.JPG")
    assert in_album(meeting) == ["ZVF_9.JPG", "ZVF_8.JPG", "ZVF_10.JPG"], "what was in order stays"
    assert not [problem for photo in Photo.objects.all() for problem in photo.rights_problems()]
    assert (Album.objects.count(), MeetingAlbum.objects.count()) == (1, 1)


def test_those_who_took_part_are_offered_and_nobody_is_named_unasked():
    meeting = factories.meeting(public=False)
    chair, other = factories.person(), factories.person("Viktor Vasilyev")
    for person in (chair, other):
        Participation.objects.create(meeting=meeting, person=person)
    client = signed_in(factories.writer())
    page = client.get(address(meeting)).content.decode()
    assert "Viktor Vasilyev" in page[page.index("In every one of these pictures") :]
    drop_on(client, meeting, "ZVF_1.JPG")
    drop_on(client, meeting, "ZVF_2.JPG", people=[chair.pk])
    named = {photo.file_name: [shown.person for shown in photo.people.all()] for photo in Photo.objects.all()}
    assert named == {"ZVF_1.JPG": [], "ZVF_2.JPG": [chair]}


def test_the_script_sends_them_one_by_one_in_whatever_order_and_gets_rows():
    meeting = factories.meeting(public=False)
    client = signed_in(factories.writer())
    common = {**form(client, meeting), **RIGHTS}
    for name in ("ZVF_3.JPG", "ZVF_1.JPG", "ZVF_2.JPG"):
        answer = client.post(address(meeting, "photos/one/"), {**common, "file": files(name)})
        assert f'data-photo="{Photo.objects.get(file_name=name).pk}"' in answer.json()["html"]
    assert in_album(meeting) == ["ZVF_1.JPG", "ZVF_2.JPG", "ZVF_3.JPG"]
    refused = client.post(address(meeting, "photos/one/"), {"file": SimpleUploadedFile("A.JPG", b"no picture")})
    assert (refused.status_code, "“A.JPG” is not a photo." in refused.json()["error"]) == (400, True)


def test_the_camera_knows_the_order_better_than_the_names():
    meeting = factories.meeting(public=False)
    early, late = factories.photo("Z.JPG"), factories.photo("A.JPG")
    for photo, hour in ((early, 9), (late, 10)):
        photo.taken_at = datetime.datetime(2018, 11, 27, hour, tzinfo=datetime.UTC)
        photo.save()
    timeless = factories.photo("0.JPG")
    assert albums.put_in(meeting, [timeless, late, early], by=factories.writer()) == []
    assert in_album(meeting) == ["Z.JPG", "A.JPG", "0.JPG"]


def test_faulty_words_lose_no_photograph_and_nothing_makes_no_album():
    meeting = factories.meeting(public=False)
    client = signed_in(factories.writer())
    page = client.post(address(meeting, "photos/"), {"people": ["77"], "behind": "x", "files": files("ZVF_1.JPG")})
    assert page.status_code == 302
    assert in_album(meeting) == ["ZVF_1.JPG"]
    empty = factories.meeting(public=False)
    client.get(address(meeting))
    told = client.post(address(empty, "photos/"), {}, follow=True)
    assert messages_of(told) == ["No photographs were chosen."]
    assert albums.album_of(empty) is None
    assert client.get(address(empty, "album/")).status_code == 404
    assert client.get(address(meeting, "album/")).url == f"/desk/photos/album/{albums.album_of(meeting).pk}/change/"
    assert "photos=" in client.get(address(meeting, "album/?describe=1")).url


def test_where_nothing_waits_no_release_is_begun():
    meeting = factories.meeting()
    page = signed_in(factories.press_secretary()).post(f"/desk/news/release/together/{meeting.pk}/", follow=True)
    assert messages_of(page) == ["There was nothing to add."]
    assert not Release.objects.exists()


def test_only_those_who_may_add_photographs_do():
    meeting = factories.meeting(public=False)
    translator = signed_in(factories.translator())
    assert "meeting-photos" not in translator.get(address(meeting)).content.decode()
    for part in ("photos/", "photos/one/"):
        assert translator.post(address(meeting, part), {"files": files("A.JPG")}).status_code == 403
        assert signed_in(factories.writer()).get(address(meeting, part)).status_code == 405
    assert not Photo.objects.exists()


@pytest.mark.usefixtures("put_together_in_public")
def test_an_album_that_visitors_see_takes_none_without_rights():
    meeting = factories.meeting()
    client = signed_in(factories.press_secretary())
    drop_on(client, meeting, "ZVF_1.JPG", **RIGHTS)
    actions.publish(albums.album_of(meeting), by=factories.press_secretary())
    page = drop_on(client, meeting, "ZVF_2.JPG", credit_ru="", credit_en="")
    assert any("Not yet in the album" in sentence for sentence in messages_of(page))
    assert in_album(meeting) == ["ZVF_1.JPG"]
    answer = client.post(address(meeting, "photos/one/"), {"file": files("ZVF_3.JPG")})
    assert "Not yet in the album" in answer.json()["html"]


def test_report_papers_album_and_meeting_are_gathered_with_one_click_and_open_at_one_instant(client):
    meeting = factories.meeting(public=False, chair_state=factories.state(), held_on=clock.today())
    russian = factories.approve(factories.edition("ru", meeting=meeting))
    english = factories.approve(factories.edition("en", meeting=meeting, article=russian.article))
    desk = signed_in(factories.press_secretary())
    drop_on(desk, meeting, "ZVF_1.JPG", **RIGHTS)
    album = albums.album_of(meeting)
    assert "Publish together" in desk.get(address(meeting)).content.decode()
    for _ in range(2):  # a second click leads to the same one, with what has come since
        paper = factories.document(public=False)
        meeting.considerations.create(document=paper, verb="reviewed")
        page = desk.post(f"/desk/news/release/together/{meeting.pk}/")
        assert page.url == releases.of(meeting).get().get_absolute_url()
    release = releases.of(meeting).get()
    assert releases.things(release) == [russian, english, meeting, *meeting.documents.order_by("pk"), album]
    assert signed_in(factories.translator()).post(f"/desk/news/release/together/{meeting.pk}/").status_code == 403
    lift = clock.now() + datetime.timedelta(hours=1)
    releases.release(release, by=factories.press_secretary(), at=lift)
    seen_by_visitors = {
        f"/en/council/meetings/{meeting.pk}/": "Meeting of the Permanent Council",
        f"/ru/council/meetings/{meeting.pk}/": russian.title,
        f"/en/council/documents/{paper.pk}/": "Draft statement",
        f"/en/photos/albums/{album.pk}/": f"/en/council/meetings/{meeting.pk}/",
        f"/en/council/meetings/{meeting.pk}/meeting.ics": "BEGIN:VEVENT",
    }
    for at, status in [(lift - datetime.timedelta(seconds=1), 404), (lift, 200)]:
        with clock.moved_to(at):
            for page, words in seen_by_visitors.items():
                answer = client.get(page)
                assert answer.status_code == status, (page, at)
                assert status == 404 or words in answer.content.decode()
            meetings_page = client.get(f"/en/council/meetings/{meeting.pk}/").content.decode()
            assert (f"/en/photos/albums/{album.pk}/" in meetings_page) == (status == 200)
            calendar = client.get("/en/council/meetings.ics").content.decode()
        assert calendar.count("BEGIN:VEVENT") == (status == 200)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_ten_seconds_after_the_session_they_are_dropped_and_the_work_goes_on(desk):
    meeting = factories.meeting(public=False, held_on=clock.today())
    page = desk(address(meeting), height=1400)
    names = [f"ZVF_{number}.JPG" for number in (12, 9, 10)]
    drop(page, [(name, camera_jpeg(size=(300 + number, 200))) for number, name in enumerate(names)])
    expect(page.locator("#photos_form [data-status]")).to_have_text("Uploaded: 3 of 3")
    expect(page.locator("[data-photo-count]")).to_have_text("3")
    assert in_album(meeting) == ["ZVF_9.JPG", "ZVF_10.JPG", "ZVF_12.JPG"]
    # One that misses the field is taken as well, instead of being opened in place of the page.
    drop(page, [("ZVF_11.JPG", camera_jpeg(size=(310, 200)))], on="#id_held_on")
    expect(page.locator("[data-photo-count]")).to_have_text("4")
    assert in_album(meeting) == ["ZVF_9.JPG", "ZVF_10.JPG", "ZVF_11.JPG", "ZVF_12.JPG"]
    assert faults(page, WCAG) == {}
    page.get_by_role("link", name="Open the album").click()
    expect(page.locator("#id_title_1")).to_have_value(re.compile("^Meeting of the Permanent Council, "))
    assert page.said == []
