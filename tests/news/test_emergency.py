"""The emergency button: from one press to the last copy gone."""

import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from council.models import MeetingPhoto, Portrait
from news import drafts, emergency
from news.models import Attachment, Edition, EditionPhoto, KitDelivery, StoppedPhoto, Tombstone, Withdrawal
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions, clock, timeline
from publishing.actions import NotAllowed, Refused
from publishing.visitors import as_visitor
from tests import factories
from tests.desk.screens import messages_of, signed_in

pytestmark = pytest.mark.django_db

REASON = "The document was secret."


def address_of(edition):
    with translation.override(edition.language):
        return edition.get_absolute_url()


def photographed():
    """Two languages, two editions in one of them, photographs shown here alone and elsewhere too, and a file."""
    photos = {name: factories.photo(f"{name}.JPG", rendered=True) for name in ("ONLY", "ALBUM", "RELEASED", "ARTICLE")}
    english = factories.edition("en", title="The secret matter")
    for position, photo in enumerate(photos.values()):
        factories.show(photo, english, position)
    paper = Attachment(edition=english, label="Agenda", file_name="agenda.pdf", size=8)
    paper.file.save("agenda.pdf", ContentFile(b"%PDF-1.7"))
    factories.publish(english)
    second = drafts.open_next(english, by=factories.writer())
    second.change, second.change_note = "correction", "The name was wrong."
    drafts.save_changes(second, by=factories.writer())
    factories.publish(second)
    russian = factories.published("ru", article=english.article)
    album = Album.objects.create(title={"en": "A day"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photos["ALBUM"])
    factories.publish(album)
    factories.publish(photos["RELEASED"])
    other = factories.edition()
    factories.show(photos["ARTICLE"], other)
    factories.publish(other)
    return second, russian, photos, paper, other


def everywhere(english, russian, photos, paper):
    """Return all addresses at which a visitor can get something of the article."""
    here = address_of(english)
    return [
        here,
        f"{here}press-kit.zip",
        f"{here}editions/1/",
        f"{here}editions/2/",
        f"{here}editions/1/2/",
        address_of(russian),
        paper.get_absolute_url(),
        *(rendition.get_absolute_url() for photo in photos for rendition in photo.renditions.all()),
        *(f"/en/photos/{photo.pk}/" for photo in photos),
    ]


def press(article, by=None, **sent):
    client = signed_in(by or factories.press_secretary())
    return client.post(reverse("admin:news_article_emergency", args=[article.pk]), sent, follow=True)


@pytest.mark.parametrize(("kind", "status"), [("gone", 410), ("vanished", 404)])
def test_one_press_takes_the_last_copy_away(client, kind, status):
    english, russian, photos, paper, other = photographed()
    chosen = [photos[name] for name in ("ONLY", "ALBUM", "RELEASED")]
    addresses = everywhere(english, russian, chosen, paper)
    assert {client.get(address).status_code for address in addresses} == {200}
    begun = time.monotonic()
    response = press(english.article, kind=kind, reason=REASON, photos=[photo.pk for photo in chosen[1:]])
    left = {address: client.get(address).status_code for address in addresses}
    took = time.monotonic() - begun
    assert set(left.values()) <= {status, 404}, left
    assert [left[address_of(edition)] for edition in (english, russian)] == [status, status]
    assert took < 10, f"from the button to the last copy: {took:.2f} s"
    assert messages_of(response) == ["Removed from the site."]
    page = client.get(address_of(other)).content.decode()
    assert "ARTICLE.JPG" in page, "what another article shows stays unless it was chosen"
    for listing in ("/en/", "/en/news/", "/ru/news/", "/en/news/corrections/", "/en/photos/"):
        assert "The secret matter" not in client.get(listing).content.decode()


def test_all_of_it_or_nothing(monkeypatch):
    english, russian, photos, _paper, _other = photographed()

    def broken(*args, **kwargs):
        raise RuntimeError("the line is dead")

    monkeypatch.setattr(emergency, "stop_photo", broken)
    with pytest.raises(RuntimeError):
        emergency.take_down(
            english.article, by=factories.press_secretary(), reason=REASON, kind="gone", photos=[photos["ALBUM"]]
        )
    assert set(Edition.objects.public().filter(article=english.article)) == {english, russian}
    assert not Withdrawal.objects.exists()
    assert not Tombstone.objects.exists()


def test_the_page_lists_what_disappears():
    english, russian, photos, _paper, other = photographed()
    third = drafts.open_next(english, by=factories.writer())
    factories.publish(third, at=clock.now() + timedelta(hours=1))
    page = signed_in(factories.press_secretary()).get(
        reverse("admin:news_article_emergency", args=[english.article_id])
    )
    text = page.content.decode()
    for shown in [address_of(english), address_of(russian), "ONLY.JPG, shown nowhere else", "agenda.pdf", "1 earlier"]:
        assert shown in text
    assert "Unscheduled from" in text
    field = page.context["form"]["photos"]
    assert set(field.initial) == {photos["ALBUM"].pk, photos["RELEASED"].pk}
    assert {choice[0].value for choice in field.field.choices} == {
        photos[name].pk for name in ("ALBUM", "RELEASED", "ARTICLE")
    }
    assert f"ARTICLE.JPG: edition: {other.title}" in text
    assert "RELEASED.JPG: published in the archive" in text


def test_what_is_scheduled_does_not_come_after_it():
    edition = factories.published()
    draft = drafts.open_next(edition, by=factories.writer())
    factories.publish(draft, at=clock.now() + timedelta(hours=1))
    emergency.take_down(edition.article, by=factories.press_secretary(), reason=REASON, kind="gone")
    with clock.moved_to(clock.now() + timedelta(hours=2)):
        assert not Edition.objects.public().exists()


def test_what_was_withdrawn_is_closed_altogether(client):
    edition = factories.published()
    actions.withdraw(edition, by=factories.press_secretary(), reason="First the small door.")
    assert client.get(address_of(edition)).status_code == 200
    emergency.take_down(edition.article, by=factories.press_secretary(), reason=REASON, kind="vanished")
    assert client.get(address_of(edition)).status_code == 404
    assert client.get(f"{address_of(edition)}editions/1/").status_code == 404


def test_it_is_told_who_did_it_and_that_it_was_an_emergency():
    edition = factories.published()
    emergency.take_down(edition.article, by=factories.press_secretary(), reason=REASON, kind="gone")
    exit = Withdrawal.objects.get()
    assert (exit.by, exit.emergency, exit.kind) == (factories.press_secretary(), True, "gone")
    assert timeline.of(edition).first().note == REASON


def test_it_needs_a_right_a_reason_and_something_public():
    edition = factories.published()
    with pytest.raises(NotAllowed):
        emergency.take_down(edition.article, by=factories.writer(), reason=REASON, kind="gone")
    with pytest.raises(Refused, match="reason"):
        emergency.take_down(edition.article, by=factories.press_secretary(), reason=" ", kind="gone")
    with pytest.raises(Refused, match="visitors will see"):
        emergency.take_down(edition.article, by=factories.press_secretary(), reason=REASON, kind="withdrawn")
    assert signed_in(factories.writer()).get(f"/desk/news/article/{edition.article_id}/emergency/").status_code == 403
    emergency.take_down(edition.article, by=factories.press_secretary(), reason=REASON, kind="gone")
    with pytest.raises(Refused, match="Nothing of this article is public"):
        emergency.take_down(edition.article, by=factories.press_secretary(), reason=REASON, kind="gone")


def test_the_article_has_the_button_for_those_who_may():
    edition = factories.published()
    address = reverse("admin:news_article_emergency", args=[edition.article_id])
    screen = reverse("admin:news_article_change", args=[edition.article_id])
    assert address in signed_in(factories.press_secretary()).get(screen).content.decode()
    assert address not in signed_in(factories.writer()).get(screen).content.decode()


# --- A photograph -----------------------------------------------------------------------------------------------------


def test_a_stopped_photograph_is_seen_nowhere_and_what_showed_it_stays(client):
    photo = factories.photo("BAD.JPG", rendered=True)
    article = factories.edition(body=f'<p>Words.</p><figure data-photo="{photo.pk}"></figure>')
    factories.show(photo, article)
    factories.publish(article)
    factories.publish(photo)
    album = Album.objects.create(title={"en": "A day"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    factories.publish(album)
    meeting = factories.meeting(public=False)
    MeetingPhoto.objects.create(meeting=meeting, photo=photo)
    factories.publish(meeting)
    person = factories.person()
    Portrait.objects.create(person=person, photo=photo)
    factories.term(person, factories.office(state=factories.state()))
    pages = [
        address_of(article), album.get_absolute_url(), meeting.get_absolute_url(), person.get_absolute_url(),
        "/en/", "/en/news/", "/en/photos/", "/en/photos/albums/", "/en/council/representatives/",
    ]  # fmt: skip
    assert {client.get(page).status_code for page in pages} == {200}
    shown_on = [page for page in pages if photo.key in client.get(page).content.decode()]
    assert set(pages) - set(shown_on) <= {"/en/photos/albums/"}
    own = [*(rendition.get_absolute_url() for rendition in photo.renditions.all()), f"/en/photos/{photo.pk}/"]
    assert {client.get(address).status_code for address in own} == {200}
    response = signed_in(factories.press_secretary()).post(
        reverse("admin:photos_photo_emergency", args=[photo.pk]), {"reason": REASON}, follow=True
    )
    assert messages_of(response) == ["The photograph is hidden."]
    assert {client.get(address).status_code for address in own} == {404}
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "BAD" not in answer.content.decode()
        assert photo.key not in answer.content.decode()
    with as_visitor():
        assert not Photo.objects.exists()
    assert not photo.is_public()
    assert not Photo.objects.public().exists()


def test_a_stop_can_be_lifted_and_set_again(client):
    photo = factories.photo(rendered=True)
    factories.publish(photo)
    file = photo.renditions.first().get_absolute_url()
    address = reverse("admin:photos_photo_emergency", args=[photo.pk])
    secretary = signed_in(factories.press_secretary())
    for sent, status in [({"reason": REASON}, 404), ({"lift": "1"}, 200), ({"reason": REASON}, 404)]:
        secretary.post(address, sent)
        assert client.get(file).status_code == status
    assert StoppedPhoto.objects.count() == 2
    assert timeline.of(photo).first().note == REASON


def test_a_stopped_photograph_keeps_the_next_edition_from_going_out():
    photo = factories.photo("BAD.JPG")
    draft = factories.edition()
    factories.show(photo, draft)
    emergency.stop_photo(photo, by=factories.press_secretary(), reason=REASON)
    sentences = [problem.sentence for problem in draft.problems() if problem.blocks]
    assert sentences == ["BAD.JPG is hidden by an emergency takedown. Remove it from the article."]
    emergency.lift_stop(photo, by=factories.press_secretary())
    assert draft.problems() == []


def test_a_visitor_does_not_read_why_a_photograph_was_stopped():
    photo = factories.photo()
    emergency.stop_photo(photo, by=factories.press_secretary(), reason=REASON)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), as_visitor():
        connection.cursor().execute("SELECT reason FROM news_stoppedphoto")


# --- A meeting --------------------------------------------------------------------------------------------------------


def test_a_meeting_goes_with_the_photographs_that_only_it_shows(client):
    only, shared = factories.photo("ONLY.JPG", rendered=True), factories.photo("SHARED.JPG", rendered=True)
    meeting = factories.meeting(public=False)
    for position, photo in enumerate((only, shared)):
        MeetingPhoto.objects.create(meeting=meeting, photo=photo, position=position)
    factories.publish(meeting)
    factories.publish(shared)
    about = factories.published(meeting=meeting)
    secretary = signed_in(factories.press_secretary())
    address = reverse("admin:council_meeting_emergency", args=[meeting.pk])
    page = secretary.get(address)
    assert page.context["only_here"] == [only]
    assert page.context["elsewhere"] == [shared]
    assert reverse("admin:news_article_emergency", args=[about.article_id]) in page.content.decode()
    public = meeting.get_absolute_url()
    assert client.get(public).status_code == 200
    secretary.post(address, {"reason": REASON})
    assert client.get(public).status_code == 404
    assert client.get(only.renditions.first().get_absolute_url()).status_code == 404
    assert client.get(shared.renditions.first().get_absolute_url()).status_code == 200
    assert client.get(f"/en/news/meetings/{meeting.pk}/press-kit.zip").status_code == 404


# --- Who had received it ----------------------------------------------------------------------------------------------


def take_kit(edition, address="203.0.113.77", program="Agency/1.0"):
    reader = Client(REMOTE_ADDR=address, headers={"user-agent": program})
    response = reader.get(f"{address_of(edition)}press-kit.zip")
    b"".join(response.streaming_content)
    return response


def test_who_took_the_kit_is_known_by_network_and_program():
    english, russian, *_rest = photographed()
    take_kit(english)
    delivery = KitDelivery.objects.get()
    assert delivery.article == english.article
    assert delivery.editions == {"en": 2, "ru": 1}
    assert (delivery.network, delivery.program) == ("203.0.113.0/24", "Agency/1.0")
    assert russian.number == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.200", "198.51.100.0/24"),
        ("2001:db8:1234:5678::1", "2001:db8:1234::/48"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_no_more_of_an_address_is_kept_than_its_network(address, network):
    take_kit(factories.published(), address)
    assert KitDelivery.objects.get().network == network


def test_behind_a_proxy_the_reader_is_whom_the_proxy_saw(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    reader = Client(REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "192.0.2.1, 203.0.113.9"})
    b"".join(reader.get(f"{address_of(factories.published())}press-kit.zip").streaming_content)
    assert KitDelivery.objects.get().network == "203.0.113.0/24"


def test_a_look_at_the_headers_or_at_what_one_has_is_no_delivery():
    edition = factories.published()
    etag = take_kit(edition)["ETag"]
    reader = Client()
    assert reader.head(f"{address_of(edition)}press-kit.zip").status_code == 200
    assert reader.get(f"{address_of(edition)}press-kit.zip", headers={"if-none-match": etag}).status_code == 304
    assert KitDelivery.objects.count() == 1


def test_a_kit_of_a_meeting_names_every_article_in_it():
    meeting = factories.meeting()
    articles = {factories.published(meeting=meeting).article_id for _number in range(2)}
    b"".join(Client().get(f"/en/news/meetings/{meeting.pk}/press-kit.zip").streaming_content)
    assert set(KitDelivery.objects.values_list("article", flat=True)) == articles


def test_a_visitor_can_neither_read_nor_change_who_took_a_kit():
    take_kit(factories.published())
    for sql in [
        "SELECT * FROM news_kitdelivery",
        "UPDATE news_kitdelivery SET program = ''",
        "DELETE FROM news_kitdelivery",
    ]:
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), as_visitor():
            connection.cursor().execute(sql)


def test_after_the_emergency_the_page_says_whom_to_call():
    edition = factories.published()
    take_kit(edition, program="AgencyBot/2.0")
    page = press(edition.article, kind="vanished", reason=REASON).content.decode()
    assert "AgencyBot/2.0" in page
    assert "203.0.113.0/24" in page
    assert "Nothing of this article is public." in page
    assert EditionPhoto.objects.count() == 0
