"""“May be used until”: at its instant a photograph goes from every page; the desk knows two weeks before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from news.models import EditionPhoto
from page_cache import boundaries
from photos.models import Album, AlbumPhoto, Photo, Rendition
from publishing import clock
from publishing.actions import NotReady
from publishing.checks import blocking
from publishing.visitors import as_visitor
from search import refreshing
from tests import factories
from tests.desk.screens import Page, signed_in

pytestmark = pytest.mark.django_db


def limit(photo, end):
    Photo.objects.filter(pk=photo.pk).update(licence_ends_at=end)
    photo.refresh_from_db()
    refreshing.refresh()


def rows_for_visitors(photo):
    with as_visitor():
        return [
            kind.objects.filter(**{path: photo.pk}).exists()
            for kind, path in [(Photo, "pk"), (Rendition, "photo"), (EditionPhoto, "photo"), (AlbumPhoto, "photo")]
        ]


def test_at_its_instant_it_is_gone_everywhere_whatever_shows_it(client):
    edition, photo = factories.edition(title="A drill"), factories.photo(rendered=True)
    factories.show(photo, edition)
    factories.publish(edition)
    album = Album.objects.create(title={"en": "Drills", "ru": "Учения"}, held_on=clock.today())
    AlbumPhoto.objects.create(album=album, photo=photo)
    factories.publish(album)
    end = clock.now() + timedelta(hours=1)
    limit(photo, end)
    page, own = edition.get_absolute_url("en"), f"/en/photos/{photo.pk}/"
    file = photo.renditions.filter(kind=Rendition.Kind.JPEG).first()
    file_address = f"{photo.folder}{file.name}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT live_until FROM search_entry WHERE kind = 'photo' AND object_id = %s", [photo.pk])
        assert {until for (until,) in cursor.fetchall()} == {end}
    assert boundaries.following(connection, clock.now())[1] == end, "no copy of a page outlives it"
    with clock.moved_to(end - timedelta(microseconds=1)):
        assert photo.key in client.get(page).text
        assert client.get(own).status_code == client.get(file_address).status_code == 200
        assert rows_for_visitors(photo) == [True] * 4
    with clock.moved_to(end):
        there = client.get(page)
        assert there.status_code == 200, "the text stays"
        assert photo.key not in there.text
        assert client.get(own).status_code == client.get(file_address).status_code == 404
        assert rows_for_visitors(photo) == [False] * 4
        for address in ("/en/", "/en/news/", "/en/photos/", "/en/search/?q=council", "/feeds/en/news.atom"):
            assert photo.key not in client.get(address).text
        limit(photo, end + timedelta(hours=1))
        assert rows_for_visitors(photo) == [True] * 4, "a licence can be renewed"


def test_one_that_is_over_is_not_published_and_does_not_hold_up_a_text():
    edition, photo = factories.edition(), factories.photo()
    factories.show(photo, edition)
    limit(photo, clock.now() - timedelta(minutes=1))
    said = [problem for problem in edition.problems() if "readers do not see it" in problem.sentence]
    assert len(said) == 1
    assert not blocking(said), "the rest of the text is worth publishing"
    with pytest.raises(NotReady):
        factories.publish(photo)


def test_the_desk_sets_it_and_today_tells_two_weeks_before():
    photo, desk = factories.photo(), signed_in(factories.press_secretary())
    address = reverse("admin:photos_photo_change", args=[photo.pk])
    end = clock.now() + timedelta(days=13)
    typed = {"licence_ends_at_0": f"{end:%Y-%m-%d}", "licence_ends_at_1": "18:00"}
    fields = Page(desk.get(address), form="photo_form").fields | typed
    sent = {name: value for name, value in fields.items() if value is not None} | {"_save": "1"}
    desk.post(address, sent)
    photo.refresh_from_db()
    assert photo.licence_ends_at.date() == end.date()
    today = desk.get("/desk/").text
    assert "May be used until" in today
    assert photo.file_name in today
    limit(photo, clock.now() + timedelta(days=15))
    assert "May be used until" not in desk.get("/desk/").text
    half = desk.post(address, sent | {"licence_ends_at_1": ""})
    assert "Write both the date and the time" in half.text
