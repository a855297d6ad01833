"""The addresses of photo files: each answers only while its photo is public, and tells nothing before."""

import io
import itertools
import statistics
import time
from datetime import timedelta

import pytest
from django.core.files.storage import Storage, default_storage
from django.db import connection
from django.urls import reverse

from photos import library, renditions
from photos.models import Rendition
from publishing import actions, clock
from tests import factories

pytestmark = pytest.mark.django_db


def addresses(photo):
    return [rendition.get_absolute_url() for rendition in photo.renditions.all()]


@pytest.fixture
def photo(storage):
    """A small photo with its public files: two dozen tests make one each, in both storages."""
    taken = library.add(io.BytesIO(factories.jpeg(360, 240)), "ZVF_2142.JPG", by=factories.press_secretary())
    taken.caption = {"en": "The Council in session."}
    taken.alt = {"en": "Delegates at a round table.", "ru": "Делегаты за круглым столом."}
    taken.credit = {"en": "Press Office"}
    taken.usage_terms = {"en": "Free of charge with the credit"}
    taken.save()
    renditions.make(taken)
    return taken


def test_no_address_answers_before_something_public_shows_the_photo(client, photo):
    edition = factories.edition()
    factories.show(photo, edition)
    lift = clock.now() + timedelta(hours=1)
    factories.publish(edition, at=lift)
    for at, status in [(lift - timedelta(microseconds=1), 404), (lift, 200)]:
        with clock.moved_to(at):
            assert {client.get(address).status_code for address in addresses(photo)} == {status}


def test_no_address_answers_after_a_withdrawal(client, photo):
    edition = factories.edition()
    factories.show(photo, edition)
    factories.publish(edition)
    etag = client.get(addresses(photo)[0])["ETag"]
    actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong people.")
    for address in addresses(photo):
        assert client.get(address).status_code == 404
        assert client.get(address, headers={"if-none-match": etag}).status_code == 404
        assert client.head(address, headers={"range": "bytes=0-10"}).status_code == 404


def test_the_view_leaves_out_what_is_hidden_by_itself(client, photo, settings):
    """Without the database's policies, which are the second safeguard."""
    settings.VISITOR_ROLE = connection.get_connection_params()["user"]
    assert Rendition.objects.exists()
    assert {client.get(address).status_code for address in addresses(photo)} == {404}


def test_hidden_and_unknown_photos_cannot_be_told_apart(client, photo):
    hidden = client.get(addresses(photo)[0])
    unknown = client.get(reverse("photo-file", args=["A" * 22, "ZVF_2142-320.avif"]))
    assert (hidden.status_code, hidden.content) == (unknown.status_code, unknown.content)
    assert not {"ETag", "Last-Modified"} & set(hidden.headers)


def test_a_member_of_staff_is_a_visitor_here(client, photo):
    client.force_login(factories.press_secretary())
    assert client.get(addresses(photo)[0]).status_code == 404


def test_a_public_file_says_what_it_is_and_may_be_kept_for_a_minute(client, photo):
    factories.publish(photo)
    for rendition in photo.renditions.all():
        response = client.get(rendition.get_absolute_url())
        data = b"".join(response.streaming_content)
        assert (response.status_code, len(data)) == (200, rendition.size)
        assert response["Content-Type"] == rendition.content_type
        assert response["Cache-Control"] == "public, max-age=60"
        again = client.get(rendition.get_absolute_url(), headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304


def test_the_full_size_is_downloaded_under_the_cameras_name(client, photo):
    factories.publish(photo)
    download = photo.renditions.get(kind=Rendition.Kind.DOWNLOAD)
    response = client.get(download.get_absolute_url())
    assert download.get_absolute_url().endswith("/ZVF_2142.JPG")
    assert response["Content-Disposition"] == 'attachment; filename="ZVF_2142.JPG"'


def test_the_original_itself_has_no_address(client, photo):
    factories.publish(photo)
    for address in [f"/media/{photo.original.name}", f"/{photo.original.name}", f"/static/{photo.original.name}"]:
        assert client.get(address).status_code == 404


def test_another_name_under_a_right_key_is_unknown(client, photo):
    factories.publish(photo)
    for name in ["ZVF_2142-321.avif", "ZVF_2142-320.webp", "ZVF_2142-2x1-320.avif", "zvf_2142.jpg", "x"]:
        assert client.get(reverse("photo-file", args=[photo.key, name])).status_code == 404


ASKING = {
    "plainly": {},
    "for a part": {"range": "bytes=0-10"},
    "for the end": {"range": "bytes=-10"},
    "for what lies beyond": {"range": "bytes=999999999-"},
    "for a part of the file known": {"range": "bytes=0-10", "if-range": "ETAG"},
    "whether it is another": {"if-none-match": "ETAG"},
    "whether there is any": {"if-none-match": "*"},
    "whether it is the same": {"if-match": "ETAG"},
    "whether it is newer": {"if-modified-since": "Thu, 01 Jan 2037 00:00:00 GMT"},
    "whether it is older": {"if-unmodified-since": "Thu, 01 Jan 1998 00:00:00 GMT"},
}


def test_no_way_of_asking_tells_a_hidden_photo_from_an_unknown_one(client, photo):
    rendition = photo.renditions.first()
    etag = f'"{rendition.pk}-{rendition.size}"'
    unknown_address = reverse("photo-file", args=["A" * 22, rendition.name])
    for asking, ask in itertools.product(ASKING.values(), [client.get, client.head]):
        headers = {name: value.replace("ETAG", etag) for name, value in asking.items()}
        hidden = ask(rendition.get_absolute_url(), headers=headers)
        assert described(hidden) == described(ask(unknown_address, headers=headers)), headers
        assert hidden.status_code in (404, 412)  # If-Match of what is not there is 412, by RFC 9110
        assert not {"ETag", "Last-Modified", "Accept-Ranges", "Content-Range"} & set(hidden.headers)


def described(response):
    return response.status_code, response.content, headers_of(response)


def headers_of(response):
    """Return the headers of an answer, without the number that each request has for itself."""
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


def test_a_hidden_photo_takes_as_long_to_refuse_as_an_unknown_one(client, photo):
    headers = {"range": "bytes=0-10", "if-none-match": "*"}
    addresses = {
        "hidden": photo.renditions.first().get_absolute_url(),
        "unknown": reverse("photo-file", args=["A" * 22, photo.renditions.first().name]),
    }
    seconds = {name: [] for name in addresses}
    for _ in range(30):
        for name, address in addresses.items():
            began = time.perf_counter()
            client.get(address, headers=headers)
            seconds[name].append(time.perf_counter() - began)
    hidden, unknown = (statistics.median(times) for times in seconds.values())
    assert 1 / 3 < hidden / unknown < 3


PARTS = {
    "bytes=0-0": slice(0, 1),
    "bytes=100-199": slice(100, 200),
    "bytes=100-": slice(100, None),
    "bytes=-50": slice(-50, None),
    "bytes=10-99999999": slice(10, None),
    "bytes=-99999999": slice(None),
    "bytes=0-": slice(None),
    # What is not one range of bytes is answered with the whole.
    "bytes=0-1,5-6": slice(None),
    "bytes=-": slice(None),
    "bytes=9-3": slice(None),
    "bytes=a-b": slice(None),
    "lines=1-2": slice(None),
}


def test_a_download_that_broke_off_goes_on_where_it_was(client, photo):
    factories.publish(photo)
    address = photo.download.get_absolute_url()
    whole = b"".join(client.get(address).streaming_content)
    for asked, part in PARTS.items():
        response = client.get(address, headers={"range": asked})
        data = b"".join(response.streaming_content)
        assert data == whole[part], asked
        assert int(response["Content-Length"]) == len(data)
        first, stop, _ = part.indices(len(whole))
        expected = None if data == whole else f"bytes {first}-{stop - 1}/{len(whole)}"
        assert (response.status_code, response.get("Content-Range")) == (206 if expected else 200, expected), asked


def test_a_part_that_is_not_there_is_refused(client, photo):
    factories.publish(photo)
    for asked in ["bytes=99999999-", "bytes=99999999-100000000", "bytes=-0"]:
        response = client.get(photo.download.get_absolute_url(), headers={"range": asked})
        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{photo.download.size}"


def test_a_part_of_an_older_file_is_answered_with_the_new_one(client, photo):
    factories.publish(photo)
    address = photo.download.get_absolute_url()
    etag = client.head(address)["ETag"]
    assert client.get(address, headers={"range": "bytes=5-9", "if-range": etag}).status_code == 206
    renditions.make(photo)
    assert client.get(address, headers={"range": "bytes=5-9", "if-range": etag}).status_code == 200


def test_asking_for_the_head_opens_no_file(client, photo, monkeypatch):
    factories.publish(photo)
    rendition = photo.renditions.first()
    whole = client.get(rendition.get_absolute_url())
    monkeypatch.setattr(Storage, "open", None)
    head = client.head(rendition.get_absolute_url())
    assert headers_of(head) == headers_of(whole)


def test_a_large_file_is_sent_in_small_pieces(client, photo):
    factories.publish(photo)
    response = client.get(photo.download.get_absolute_url())
    pieces = list(response.streaming_content)
    assert sum(map(len, pieces)) == photo.download.size
    assert max(map(len, pieces)) <= 65_536


def test_a_file_that_is_lost_is_not_found_and_no_fault_of_the_server(client, photo):
    factories.publish(photo)
    rendition = photo.renditions.first()
    default_storage.delete(rendition.file.name)
    assert client.get(rendition.get_absolute_url()).status_code == 404
