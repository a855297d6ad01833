"""Why is this (not) public: for any address or record, who sees it, since when, by whose action."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override

from news import access
from news.models import Attachment
from photos.models import Album, AlbumPhoto
from publishing import actions, clock
from tests import factories
from tests.desk.screens import signed_in
from tests.html import squeezed

pytestmark = pytest.mark.django_db

LATER = datetime.timedelta(days=1)


def ask(address="", user=None, **asked):
    client = signed_in(user or factories.press_secretary())
    return squeezed(client.get("/desk/why/", {"address": address, **asked} if address else asked).content.decode())


def page_of(thing, language="en"):
    with override(language):
        return thing.get_absolute_url()


def test_a_public_page_with_its_moment_its_author_and_its_lists():
    edition = factories.published(title="Out")
    page = ask(f"https://news.example.org{page_of(edition)}?utm=1#top")
    assert "Everybody has seen it since" in page
    assert "press-secretary, published" in page
    for address in ("/en/news/2018/11/", "/en/news/permanent-council/", 'href="/en/"'):
        assert address in page


def test_a_draft_a_schedule_and_an_end():
    draft = factories.edition()
    assert "Staff only. Never published." in ask(page_of(draft))
    scheduled = factories.published(at=clock.now() + LATER)
    page = ask(page_of(scheduled))
    assert "Only press office staff see it until" in page
    assert "press-secretary, scheduled" in page
    ended = factories.published()
    actions.withdraw(ended, by=factories.press_secretary(), reason="The date was wrong.")
    page = ask(page_of(ended))
    assert "Visitors no longer see it" in page
    assert "It was withdrawn: The date was wrong." in page


def test_a_photo_is_public_by_what_shows_it():
    photo = factories.photo(rendered=True)
    file = photo.renditions.first()
    assert "Only the desk sees it and its files." in ask(file.get_absolute_url())
    edition = factories.edition(title="With a picture")
    factories.show(photo, edition)
    assert "Used, but not public there: edition: With a picture" in ask(file.get_absolute_url())
    factories.publish(edition)
    for address in (file.get_absolute_url(), page_of(photo), reverse("admin:photos_photo_change", args=[photo.pk])):
        page = ask(address)
        assert "Everybody sees it and its files." in page
        assert "Shown by: edition: With a picture" in page
        assert "It is not published in the archive." in page


def test_an_attachment_follows_its_edition():
    edition = factories.edition(title="With a file")
    file = Attachment(edition=edition, label="Agenda", file_name="agenda.pdf", size=3)
    file.file.save("agenda.pdf", ContentFile(b"pdf"))
    address = page_of(file)
    assert "Only the desk can fetch it." in ask(address)
    factories.publish(edition)
    page = ask(address)
    assert "Everybody can fetch it." in page
    assert "With a file" in page


@pytest.mark.parametrize("make", [factories.meeting, factories.document])
def test_records_tell_their_own_time(make):
    record = make()
    page = ask(record=f"{record._meta.label_lower}-{record.pk}")
    assert "Everybody has seen it since" in page
    assert "press-secretary, published" in page
    hidden = make(public=False)
    assert "Staff only. Never published." in ask(record=f"{hidden._meta.label_lower}-{hidden.pk}")


def test_a_term_a_person_and_an_album():
    person = factories.person()
    assert "Only the desk knows this person." in ask(page_of(person))
    term = factories.term(person, factories.office())
    assert "Everybody sees the page." in ask(page_of(person))
    assert "Everybody has seen it since" in ask(record=f"council.term-{term.pk}")
    album = Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=factories.photo())
    assert "Never published" in ask(page_of(album))


def test_a_kit_an_edition_and_a_page_of_the_desk_lead_to_their_article():
    edition = factories.published(title="Out")
    with override("en"):
        kit = reverse("news:kit", args=[edition.article_id, edition.address_part])
    for address in (
        kit,
        reverse("admin:news_article_preview", args=[edition.pk]),
        reverse("admin:news_article_change", args=[edition.article_id]),
    ):
        assert "Everybody has seen it since" in ask(address), address


def test_a_list_a_wrong_address_and_nonsense_get_a_sentence():
    assert "Everybody sees this page, with everything public that is on it." in ask("/en/news/")
    assert "This is a page of the desk" in ask("/desk/auth/user/")
    for nothing in (
        "/en/news/123456-nothing/",
        "/no/such/page",
        "gibberish",
        "/photos/nokey/none.jpg",
        "http://[",
        "%00",
    ):
        assert "There is nothing at this address" in ask(nothing), nothing
    for nothing in ("news.article-99999999", "auth.user-1", "news.edition-x", "-"):
        assert "There is nothing at this address" in ask(record=nothing), nothing


def test_what_is_limited_to_others_is_not_there_until_it_is_public():
    edition = factories.edition(title="Hush")
    access.limit(edition.article, [factories.administrator()], by=factories.writer())
    page = ask(record=f"news.edition-{edition.pk}")
    assert "Hush" not in page
    assert "There is nothing at this address" in page
    assert "On the desk it is limited to: administrator, writer." in ask(page_of(edition), user=factories.writer())


def test_an_edition_published_without_review_says_why():
    edition = factories.edition()
    actions.publish(edition, by=factories.press_secretary(), without_review="The building is on fire.")
    assert "It went out without a review: The building is on fire." in ask(page_of(edition))
