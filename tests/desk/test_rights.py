"""What a role may change on the desk while visitors see it: publishing.roles.KINDS, tried through the addresses."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from photos.models import Album, AlbumPhoto, Photo
from press.models import Advisory
from publishing import clock
from tests import factories
from tests.desk.screens import NEW, Page, messages_of, send, signed_in

pytestmark = pytest.mark.django_db

WHY_NOT = "only those who may publish change it"


def screen(thing, part="change"):
    return f"/desk/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/{part}/"


def opened(client, thing):
    return Page(client.get(screen(thing)), form=f"{thing._meta.model_name}_form").fields


def photo():
    return factories.photo()


def album():
    made = Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=made, photo=factories.photo(f"ZVF_{made.pk}.JPG"))
    return made


def advisory():
    later = clock.now() + datetime.timedelta(days=9)
    return Advisory.objects.create(
        title={"en": "Briefing", "ru": "Брифинг"}, place={"en": "Hall", "ru": "Зал"}, access={"en": "All", "ru": "Все"},
        held_on=later.date(), starts_at=datetime.time(15), requests_until=later - datetime.timedelta(days=2),
        contact=factories.contact(),
    )  # fmt: skip


# What a writer makes and changes, and a word of it.
RECORDS = [(photo, "caption_en"), (album, "title_en"), (advisory, "cancelled_because_en")]


def row_of(thing):
    return type(thing).objects.filter(pk=thing.pk).values().get()


@pytest.mark.parametrize(("make", "field"), RECORDS)
def test_a_writer_changes_a_record_until_it_is_public(make, field):
    thing, client = make(), signed_in(factories.writer())
    client.post(screen(thing), {**opened(client, thing), field: "By the writer"})
    changed = row_of(thing)
    assert "By the writer" in str(changed)

    fields = opened(client, thing)
    factories.publish(thing)
    public = row_of(thing)
    page = client.get(screen(thing))
    assert WHY_NOT in page.content.decode()
    form = Page(page, form=f"{thing._meta.model_name}_form")
    assert not {field, "change_kind"} & form.fields.keys()
    assert not form.buttons

    # What was typed meanwhile stands in the form that comes back, with the reason.
    answer = client.post(screen(thing), {**fields, field: "Typed meanwhile"})
    assert WHY_NOT in answer.content.decode()
    assert Page(answer, form=f"{thing._meta.model_name}_form").fields[field] == "Typed meanwhile"
    assert row_of(thing) == public

    secretary = signed_in(factories.press_secretary())
    told = {"change_kind": "update", "change_note_ru": "Уточнено.", "change_note_en": "Made more exact."}
    secretary.post(screen(thing), {**opened(secretary, thing), field: "By the secretary", **told})
    assert "By the secretary" in str(row_of(thing))


def test_a_writer_replaces_the_file_of_a_photo_only_while_nobody_sees_it():
    client, seen = signed_in(factories.writer()), factories.photo()

    def replace(client, name):
        file = SimpleUploadedFile(name, factories.jpeg(), content_type="image/jpeg")
        sent = {"file": file, "note": "Retouched", "change_kind": "minor"}
        return client.post(screen(seen, "replace"), sent, follow=True)

    replace(client, "FIRST.JPG")
    factories.publish(Photo.objects.get())
    assert screen(seen, "replace") not in client.get(screen(seen)).content.decode()
    answer = replace(client, "SECOND.JPG")
    assert any(WHY_NOT in sentence for sentence in messages_of(answer))
    assert Photo.objects.get().file_name == "FIRST.JPG"
    replace(signed_in(factories.press_secretary()), "THIRD.JPG")
    assert Photo.objects.get().file_name == "THIRD.JPG"


def test_the_page_of_many_photographs_takes_no_words_for_those_that_visitors_see():
    seen, unseen = factories.publish(factories.photo("ZVF_1.JPG")), factories.photo("ZVF_2.JPG")
    client = signed_in(factories.writer())
    page = Page(client.get(f"/desk/photos/photo/add/?photos={seen.pk}-{unseen.pk}"), form="batch")
    assert WHY_NOT in page.text
    assert f"photo-{seen.pk}-caption_en" not in page.fields
    words = {f"photo-{photo.pk}-caption_en": "Written by the writer" for photo in (seen, unseen)}
    client.post("/desk/photos/photo/add/", {**page.fields, "photos": [seen.pk, unseen.pk], **words})
    captions = dict(Photo.objects.values_list("pk", "caption__en"))
    assert captions == {seen.pk: "The Council in session.", unseen.pk: "Written by the writer"}


def test_no_public_album_is_offered_to_a_writer_who_uploads():
    public, draft = factories.publish(album()), album()
    page = signed_in(factories.writer()).get("/desk/photos/photo/add/")
    offered = page.context["form"].fields["album"].queryset
    assert (public in offered, draft in offered) == (False, True)
    client = signed_in(factories.writer())
    file = SimpleUploadedFile("NEW.JPG", factories.jpeg(), content_type="image/jpeg")
    client.post("/desk/photos/photo/add/", {"files": file, "album": public.pk})
    assert public.photo_uses.count() == 1


def test_a_writer_drops_nothing_into_the_public_album_of_a_meeting():
    meeting, client = factories.meeting(), signed_in(factories.writer())
    drop = f"/desk/council/meeting/{meeting.pk}/photos/"

    def dropped(name):
        file = SimpleUploadedFile(name, factories.jpeg(), content_type="image/jpeg")
        return client.post(drop, {"files": file, "credit_en": "Press Office", "usage_terms_en": "Free"})

    assert drop in client.get(screen(meeting)).content.decode()
    dropped("FIRST.JPG")
    made = Album.objects.get()
    factories.publish(made)
    assert drop not in client.get(screen(meeting)).content.decode()
    assert dropped("SECOND.JPG").status_code == 403
    assert made.photo_uses.count() == 1


def test_an_article_asks_a_writer_for_rights_only_in_photographs_that_nobody_sees():
    half = {"credit": {"ru": "Пресс-служба"}, "usage_terms": {"ru": "Бесплатно"}}
    seen, unseen = factories.publish(factories.photo("ZVF_1.JPG", **half)), factories.photo("ZVF_2.JPG", **half)
    client = signed_in(factories.writer())
    section = factories.section().pk
    page = Page(send(client, NEW, section=section, en_title="Two", library=[seen.pk, unseen.pk]))
    assert {"en-photos-0-caption", "en-photos-1-caption", "en-photos-1-credit"} <= page.fields.keys()
    assert "en-photos-0-credit" not in page.fields
