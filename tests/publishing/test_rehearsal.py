"""A rehearsal shows the whole site at another instant to the one who rehearses, and to nobody else."""

import datetime
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news import access
from news.models import Attachment, KitDelivery
from photos.models import Album, AlbumPhoto
from publishing import actions, clock, rehearsal
from tests import factories
from tests.desk.screens import signed_in

pytestmark = pytest.mark.django_db

HOUR, MOMENT = timedelta(hours=1), timedelta(microseconds=1)
BAND = "Preview: the site as of"


@pytest.fixture
def lift():
    return (clock.now() + timedelta(days=3)).replace(second=0, microsecond=0)


@pytest.fixture
def coming(lift):
    """An article with a photograph and a file, an album and a meeting, all of which open at `lift`."""
    photo = factories.photo(rendered=True)
    edition = factories.edition(title="What nobody knows yet")
    factories.show(photo, edition)
    attachment = Attachment(edition=edition, label="Agenda", file_name="agenda.txt", size=6)
    attachment.file.save("agenda.txt", content=ContentFile(b"secret"))
    album = Album.objects.create(title={"en": "The hidden day", "ru": "Скрытый день"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    meeting = factories.meeting(public=False, held_on=datetime.date(2018, 12, 4))
    for thing in (edition, album, meeting):
        factories.publish(thing, at=lift)
    return {
        "article": edition.get_absolute_url(),
        "kit": reverse("news:kit", args=[edition.article_id, edition.address_part]),
        "attachment": attachment.get_absolute_url(),
        "album": album.get_absolute_url(),
        "meeting": meeting.get_absolute_url(),
        "photo": photo.get_absolute_url(),
        "rendition": photo.renditions.first().get_absolute_url(),
        "download": photo.download.get_absolute_url(),
    }


def begin(at, user=None, path=""):
    client = signed_in(user or factories.press_secretary())
    moscow = at.astimezone(datetime.timezone(timedelta(hours=3)))
    moment = {"at_0": f"{moscow:%Y-%m-%d}", "at_1": f"{moscow:%H:%M}", "at_2": "Europe/Moscow"}
    client.began = client.post(reverse("admin:rehearsal"), {**moment, "language": "en", "path": path})
    return client


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


class TestWhatIsSeen:
    def test_everything_that_opens_by_then_is_there_photographs_and_files_included(self, coming, lift):
        client = begin(lift)
        assert client.began.url == "/en/"
        assert {name: client.get(address).status_code for name, address in coming.items()} == dict.fromkeys(coming, 200)
        assert "What nobody knows yet" in client.get("/en/").content.decode()
        assert "What nobody knows yet" in client.get("/en/news/").content.decode()
        assert body(client.get(coming["attachment"])) == b"secret"
        assert body(client.get(coming["kit"])).startswith(b"PK")

    def test_a_minute_before_it_nothing_of_it_is_there(self, coming, lift):
        client = begin(lift - timedelta(minutes=1))
        assert {client.get(address).status_code for address in coming.values()} == {404}
        assert "What nobody knows yet" not in client.get("/en/news/").content.decode()

    def test_the_band_says_the_moment_and_the_page_its_date(self, coming, lift):
        page = begin(lift).get(coming["article"]).content.decode()
        moscow = lift.astimezone(datetime.timezone(timedelta(hours=3)))
        assert f"{BAND} {moscow.day} {moscow:%B %Y}, {moscow:%H:%M} Moscow time. Only you see this" in page
        assert f'masthead__date">{moscow.day} {moscow:%B %Y}, Moscow<' in page

    def test_the_past_is_shown_as_it_was(self, client):
        edition = factories.published()
        was = clock.now()
        actions.withdraw(edition, by=factories.press_secretary(), reason="The wrong text.")
        with clock.moved_to(was):
            assert client.get(edition.get_absolute_url()).status_code == 200
        looking_back = signed_in(factories.press_secretary())
        session = looking_back.session
        session[rehearsal.KEY] = was.isoformat()
        session.save()
        page = looking_back.get(edition.get_absolute_url())
        assert page.status_code == 200
        assert "The wrong text." not in page.content.decode()

    def test_drafts_stay_hidden_for_the_clock_moves_and_the_rights_do_not(self, lift):
        draft = factories.edition()
        assert begin(lift).get(draft.get_absolute_url()).status_code == 404

    def test_the_buttons_move_the_moment_and_stay_on_the_page(self, coming, lift):
        client = begin(lift - HOUR)
        assert client.get(coming["article"]).status_code == 404
        moved = client.post(reverse("admin:rehearsal-shift"), {"minutes": "60", "path": coming["article"]})
        assert moved.url == coming["article"]
        assert client.get(coming["article"]).status_code == 200

    def test_a_path_of_another_site_or_of_the_desk_leads_home(self, lift):
        for path in ("https://example.org/", "//example.org/", "/desk/", "javascript:alert(1)"):
            assert begin(lift, path=path).began.url == "/en/"

    def test_the_desk_stays_in_the_present(self, lift):
        client = begin(lift)
        factories.published()
        assert BAND not in client.get("/desk/").content.decode()
        before = clock.now()
        edition = factories.approve(factories.edition())
        actions.publish(edition, by=factories.press_secretary())
        assert before < edition.live_from < lift


class TestNobodyElse:
    def test_another_visitor_and_another_member_of_the_staff_see_the_present(self, coming, lift):
        begin(lift).get(coming["article"])
        for other in (Client(), signed_in(factories.writer())):
            assert {other.get(address).status_code for address in coming.values()} == {404}
            assert BAND not in other.get("/en/").content.decode()

    def test_no_answer_may_be_kept_by_anybody(self, coming, lift):
        client = begin(lift)
        for address in ["/en/", "/en/news/", "/en/news/999999/nothing", *coming.values()]:
            for method in (client.get, client.head):
                headers = method(address).headers
                assert headers["Cache-Control"] == "private, no-store", address
                assert headers["X-Robots-Tag"] == "noindex, nofollow", address
                assert "ETag" not in headers, address
        assert "Cookie" in client.get("/en/").headers["Vary"]

    def test_no_validator_of_a_rehearsal_works_outside_it(self, coming, lift, client):
        whole = begin(lift).get(coming["rendition"])
        photo_file = client.get(coming["rendition"], headers={"if-none-match": whole.headers.get("ETag", "*")})
        assert photo_file.status_code in (404, 412)

    def test_a_visitors_request_asks_for_no_session(self, client):
        factories.published()
        with CaptureQueriesContext(connection) as asked:
            response = client.get("/en/")
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not [query for query in asked if "django_session" in query["sql"] or "newsroom.now'" in query["sql"]]
        assert "X-Robots-Tag" not in response.headers

    def test_a_download_in_a_rehearsal_is_none(self, coming, lift):
        body(begin(lift).get(coming["kit"]))
        assert not KitDelivery.objects.exists()


class TestTheEnd:
    def test_leaving_shows_the_present(self, coming, lift):
        client = begin(lift)
        client.post(reverse("admin:rehearsal-leave"))
        assert client.get(coming["article"]).status_code == 404
        assert BAND not in client.get("/en/").content.decode()

    def test_leaving_and_shifting_want_the_token(self, lift):
        client = Client(enforce_csrf_checks=True)
        client.force_login(factories.press_secretary())
        for name in ("admin:rehearsal", "admin:rehearsal-leave", "admin:rehearsal-shift"):
            assert client.post(reverse(name)).status_code == 403

    def test_leaving_by_a_link_is_refused(self, lift):
        client = begin(lift)
        assert client.get(reverse("admin:rehearsal-leave")).status_code == 405

    def test_logging_out_ends_it(self, coming, lift):
        client = begin(lift)
        client.post(reverse("admin:logout"))
        assert client.get(coming["article"]).status_code == 404

    @pytest.mark.parametrize("loss", ["inactive", "not staff", "no role"])
    def test_it_ends_at_once_when_the_rights_are_taken_away(self, coming, lift, loss):
        user = factories.press_secretary()
        client = begin(lift, user)
        assert client.get(coming["article"]).status_code == 200
        if loss == "no role":
            user.groups.clear()
        else:
            setattr(user, "is_active" if loss == "inactive" else "is_staff", False)
            user.save()
        assert client.get(coming["article"]).status_code == 404
        assert BAND not in client.get("/en/").content.decode()
        user.groups.add(Group.objects.get(name="Press secretary"))
        user.is_active = user.is_staff = True
        user.save()
        assert client.get(coming["article"]).status_code == 404, "it does not begin again by itself"

    def test_whoever_has_no_role_cannot_begin(self, coming, lift):
        user = factories.user("Writer", "newcomer")
        user.groups.clear()
        client = begin(lift, user)
        assert client.began.status_code == 403
        assert client.get(coming["article"]).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.publishing.broken_pages")
class TestAfterAnError:
    @pytest.mark.parametrize("address", ["/fails", "/breaks-the-database"])
    def test_the_clock_is_set_back(self, lift, address):
        assert failing(lift, address).status_code == 500
        assert clock.now() < lift

    def test_a_connection_that_is_lost_takes_its_clock_along(self, lift):
        assert failing(lift, "/loses-the-database").status_code == 500
        connection.close()  # as the server does after every request
        assert clock.now() < lift


def failing(lift, address):
    client = begin(lift)
    client.raise_request_exception = False
    return client.get(address)


class TestWhatOnlySomeMayRead:
    def test_a_rehearsal_ends_before_it_opens(self, lift):
        edition = factories.published(at=lift, title="For two people")
        access.limit(edition.article, [factories.administrator()], by=factories.administrator())
        stranger = begin(lift)
        assert "Something you cannot read yet becomes public on" in stranger.began.content.decode()
        assert stranger.get(edition.get_absolute_url()).status_code == 404
        assert begin(lift - HOUR).began.status_code == 302
        reader = begin(lift, factories.administrator())
        assert reader.get(edition.get_absolute_url()).status_code == 200

    def test_a_rehearsal_under_way_ends_when_a_text_in_it_is_limited(self, lift):
        edition = factories.published(at=lift)
        client = begin(lift)
        assert client.get(edition.get_absolute_url()).status_code == 200
        access.limit(edition.article, [factories.administrator()], by=factories.administrator())
        assert client.get(edition.get_absolute_url()).status_code == 404

    def test_it_is_written_down_that_somebody_has_seen_it(self, lift):
        edition = factories.published(at=lift)
        begin(lift)
        assert [reading.person for reading in edition.readings.all()] == [factories.press_secretary()]


class TestTheScreen:
    def test_the_next_opening_is_offered(self, coming, lift):
        page = signed_in(factories.translator()).get(reverse("admin:rehearsal"))
        assert page.context["form"].initial["at"] == lift
        assert "What nobody knows yet" in page.content.decode()

    def test_a_link_brings_moment_language_and_page(self, lift):
        link = reverse("admin:rehearsal") + "?" + urlencode({"at": lift.isoformat(), "language": "ru", "path": "/ru/"})
        initial = signed_in(factories.writer()).get(link).context["form"].initial
        assert (initial["at"], initial["language"], initial["path"]) == (lift, "ru", "/ru/")
