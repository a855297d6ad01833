"""Photographs on the desk: taken in by the dozen, ordered, described, and shown to nobody before their time."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from council.models import PersonShown
from news.models import Edition
from photos.models import Album, AlbumPhoto, Photo
from tests import factories
from tests.desk.screens import NEW, Page, address_of, errors_of, messages_of, send, signed_in

pytestmark = pytest.mark.django_db


def upload(name, content=None):
    return SimpleUploadedFile(name, content or factories.jpeg(), "image/jpeg")


def facts():
    return {"section": str(factories.section().pk), "signed_by": "nobody"}


def names(edition):
    return [use.photo.file_name for use in edition.photos.select_related("photo")]


def test_several_photos_go_up_with_the_form_and_a_bad_one_is_named():
    files = [upload("ZVF_1.JPG"), upload("ZVF_2.JPG", b"no picture"), upload("ZVF_3.JPG")]
    response = send(signed_in(factories.writer()), NEW, **facts(), en_title="With photos", new_photos=files)
    assert names(Edition.objects.get()) == ["ZVF_1.JPG", "ZVF_3.JPG"]
    assert "“ZVF_2.JPG” is not a photo." in messages_of(response)[0]


def test_photos_sent_with_a_faulty_form_are_kept():
    client = signed_in(factories.writer())
    refused = send(client, NEW, **facts() | {"section": ""}, en_title="With a photo", new_photos=[upload("ZVF_1.JPG")])
    assert errors_of(refused)
    page = Page(refused)
    assert page.fields["photos-0-photo"] == str(Photo.objects.get().pk)
    send(client, NEW, opened=page, section=facts()["section"])
    assert names(Edition.objects.get()) == ["ZVF_1.JPG"]


def test_a_photo_brings_the_words_of_the_library_and_takes_others_in_each_language():
    photo = factories.photo()
    client = signed_in(factories.writer())
    send(client, NEW, **facts(), ru_title="По-русски", en_title="In English", library=str(photo.pk))
    editions = {edition.language: edition for edition in Edition.objects.all()}
    assert editions["ru"].photos.get().alt == "Делегаты за круглым столом."
    assert editions["en"].photos.get().caption == "The Council in session."
    address = address_of(editions["en"].article)
    send(client, address, **{"en-photos-0-alt": "Six delegations.", "ru-photos-0-decorative": "on"})
    assert editions["en"].photos.get().alt == "Six delegations."
    assert not editions["en"].photos.get().decorative
    assert editions["ru"].photos.get().decorative


def test_photos_are_ordered_and_removed_for_all_languages():
    photos = [factories.photo(f"ZVF_{number}.JPG") for number in (1, 2, 3)]
    client = signed_in(factories.writer())
    chosen = {"library": [str(photo.pk) for photo in photos]}
    send(client, NEW, **facts(), ru_title="По-русски", en_title="In English", **chosen)
    address = address_of(Edition.objects.first().article)
    send(client, address, **{"photos-0-order": "9", "photos-1-remove": "on", "en-photos-2-alt": "The third."})
    for edition in Edition.objects.all():
        assert names(edition) == ["ZVF_3.JPG", "ZVF_1.JPG"]
    assert Edition.objects.get(language="en").photos.first().alt == "The third."


def test_a_language_that_is_written_later_shows_the_same_photos():
    edition = factories.edition("ru")
    factories.show(factories.photo(), edition)
    send(signed_in(factories.translator()), address_of(edition.article), en_title="Translated")
    translated = edition.article.editions.get(language="en")
    assert translated.photos.get().alt == "Delegates at a round table."


def test_the_photos_of_an_empty_language_do_not_make_an_edition_of_it():
    photo = factories.photo()
    send(signed_in(factories.writer()), NEW, **facts(), ru_title="Только по-русски", library=str(photo.pk))
    assert [edition.language for edition in Edition.objects.all()] == ["ru"]


def test_the_script_sends_one_photo_and_gets_a_row():
    client = signed_in(factories.writer())
    address = reverse("admin:news_article_row")
    answer = client.post(address, {"file": upload("ZVF_7.JPG"), "number": "4"})
    assert 'name="photos-4-photo"' in answer.json()["html"]
    assert 'name="ru-photos-4-alt"' in answer.json()["html"]
    refused = client.post(address, {"file": upload("ZVF_8.JPG", b"no picture"), "number": "5"})
    assert refused.status_code == 400
    assert "“ZVF_8.JPG” is not a photo." in refused.json()["error"]
    assert signed_in(factories.translator()).post(address, {"file": upload("ZVF_9.JPG")}).status_code == 403


@pytest.mark.parametrize("words", ["2142", "zvf", "ministers", "Mambetseitov", "Мамбет", "budget tal"])
def test_an_article_finds_photographs_by_file_name_caption_person_and_event(words):
    wanted = factories.photo("ZVF_2142.JPG", caption={"en": "The ministers at the table."})
    factories.photo("IMG_0007.JPG", caption={"en": "A flag."})
    PersonShown.objects.create(photo=wanted, person=factories.person())
    album = Album.objects.create(title={"en": "Budget talks"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=wanted)
    found = signed_in(factories.writer()).get(reverse("admin:news_article_library"), {"q": words}).content.decode()
    assert "ZVF_2142.JPG" in found
    assert "IMG_0007.JPG" not in found


def test_a_whole_card_is_uploaded_with_one_credit():
    client = signed_in(factories.writer())
    files = [upload("ZVF_1.JPG"), upload("ZVF_2.JPG"), upload("ZVF_3.JPG", b"no picture")]
    common = {"credit_ru": "Пресс-служба", "credit_en": "Press Office", "creator": "V. F."}
    response = client.post("/desk/photos/photo/add/", {**common, "files": files}, follow=True)
    assert Photo.objects.count() == 2
    for photo in Photo.objects.all():
        assert photo.credit == {"ru": "Пресс-служба", "en": "Press Office"}
        assert photo.creator == "V. F."
    assert any("ZVF_3.JPG" in sentence for sentence in messages_of(response))


def test_small_pictures_are_for_the_desk_alone(client):
    photo = factories.photo()
    address = reverse("admin:photo-file", args=[photo.pk])
    assert client.get(address).status_code == 302
    answer = signed_in(factories.writer()).get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert "private" in answer["Cache-Control"]


def test_a_photo_says_where_it_is_used_and_stays_while_it_is():
    edition = factories.edition(title="A report with a picture")
    used, unused = factories.photo("ZVF_1.JPG"), factories.photo("ZVF_2.JPG")
    factories.show(used, edition)
    client = signed_in(factories.press_secretary())
    page = client.get(f"/desk/photos/photo/{used.pk}/change/").content.decode()
    assert "A report with a picture" in page
    for photo in (used, unused):
        answer = client.post(f"/desk/photos/photo/{photo.pk}/delete/", {"post": "yes"}, follow=True)
    assert messages_of(answer) == ["The photograph “ZVF_2.JPG” was deleted successfully."]
    refused = client.post(f"/desk/photos/photo/{used.pk}/delete/", {"post": "yes"}, follow=True)
    assert "It is used" in messages_of(refused)[0]
    assert "A report with a picture" in refused.content.decode()
    assert list(Photo.objects.all()) == [used]


def test_a_photo_is_released_on_its_own_and_the_release_ended():
    photo = factories.photo()
    client = signed_in(factories.press_secretary())
    address = f"/desk/photos/photo/{photo.pk}/change/"
    page = Page(client.get(address), form="photo_form")
    client.post(address, {**page.fields, "_publish": "1"})
    assert Photo.objects.public().filter(pk=photo.pk).exists()
    client.post(f"/desk/photos/photo/{photo.pk}/withdraw/", {"reason": "Not ours."})
    assert not Photo.objects.public().filter(pk=photo.pk).exists()


def test_a_preview_shows_photos_before_the_public_may():
    edition = factories.edition("en", title="Not yet public")
    photo = factories.photo(rendered=True)
    factories.show(photo, edition)
    client = signed_in(factories.writer())
    answer = client.get(reverse("admin:news_article_preview", args=[edition.pk]))
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "Preview: not public." in page
    assert "Not yet public" in page
    rendition = next(rendition for rendition in photo.renditions.all() if rendition.kind == "jpeg")
    assert f"/desk/photos/photo/renditions/{photo.key}/{rendition.name}" in page
    assert f'"/photos/{photo.key}' not in page
    assert client.get(f"/desk/photos/photo/renditions/{photo.key}/{rendition.name}").status_code == 200
    assert client.get(rendition.get_absolute_url()).status_code == 404


def test_a_preview_speaks_the_language_of_the_text():
    edition = factories.edition("ru")
    page = signed_in(factories.writer()).get(reverse("admin:news_article_preview", args=[edition.pk])).content.decode()
    assert '<html lang="ru"' in page
    factories.publish(edition)
    assert signed_in(factories.writer()).get(edition_address(edition)).status_code == 200


def edition_address(edition):
    return reverse("admin:news_article_preview", args=[edition.pk])
