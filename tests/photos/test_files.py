"""The addresses of photo files: each answers only while its photo is public, and tells nothing before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from photos.models import Rendition
from publishing import actions, clock
from tests import factories

pytestmark = pytest.mark.django_db


def addresses(photo):
    return [rendition.get_absolute_url() for rendition in photo.renditions.all()]


@pytest.fixture
def photo():
    return factories.photo(rendered=True)


def test_no_address_answers_before_something_public_shows_the_photo(client, photo):
    edition = factories.edition()
    factories.show(photo, edition)
    lift = clock.now() + timedelta(hours=1)
    actions.publish(edition, by=factories.press_secretary(), at=lift)
    for at, status in [(lift - timedelta(microseconds=1), 404), (lift, 200)]:
        with clock.moved_to(at):
            assert {client.get(address).status_code for address in addresses(photo)} == {status}


def test_no_address_answers_after_a_withdrawal(client, photo):
    edition = factories.edition()
    factories.show(photo, edition)
    actions.publish(edition, by=factories.press_secretary())
    etag = client.get(addresses(photo)[0])["ETag"]
    actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong people.")
    for address in addresses(photo):
        assert client.get(address).status_code == 404
        assert client.get(address, headers={"if-none-match": etag}).status_code == 404
        assert client.head(address, headers={"range": "bytes=0-10"}).status_code == 404


def test_hidden_and_unknown_photos_cannot_be_told_apart(client, photo):
    hidden = client.get(addresses(photo)[0])
    unknown = client.get(reverse("photo-file", args=["A" * 22, "ZVF_2142-320.avif"]))
    assert (hidden.status_code, hidden.content) == (unknown.status_code, unknown.content)
    assert not {"ETag", "Last-Modified"} & set(hidden.headers)


def test_a_member_of_staff_is_a_visitor_here(client, photo):
    client.force_login(factories.press_secretary())
    assert client.get(addresses(photo)[0]).status_code == 404


def test_a_public_file_says_what_it_is_and_may_be_kept_for_a_minute(client, photo):
    actions.publish(photo, by=factories.press_secretary())
    for rendition in photo.renditions.all():
        response = client.get(rendition.get_absolute_url())
        data = b"".join(response.streaming_content)
        assert (response.status_code, len(data)) == (200, rendition.size)
        assert response["Content-Type"] == rendition.content_type
        assert response["Cache-Control"] == "public, max-age=60"
        again = client.get(rendition.get_absolute_url(), headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304


def test_the_full_size_is_downloaded_under_the_cameras_name(client, photo):
    actions.publish(photo, by=factories.press_secretary())
    download = photo.renditions.get(kind=Rendition.Kind.DOWNLOAD)
    response = client.get(download.get_absolute_url())
    assert download.get_absolute_url().endswith("/ZVF_2142.JPG")
    assert response["Content-Disposition"] == 'attachment; filename="ZVF_2142.JPG"'


def test_the_original_itself_has_no_address(client, photo):
    actions.publish(photo, by=factories.press_secretary())
    for address in [f"/media/{photo.original.name}", f"/{photo.original.name}", f"/static/{photo.original.name}"]:
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["ZVF_2142-321.avif", "ZVF_2142-320.webp", "zvf_2142.jpg", "x"])
def test_another_name_under_a_right_key_is_unknown(client, photo, name):
    actions.publish(photo, by=factories.press_secretary())
    assert client.get(reverse("photo-file", args=[photo.key, name])).status_code == 404
