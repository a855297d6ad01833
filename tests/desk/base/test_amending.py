"""Public records on the desk: the kind of change is asked for, readers are told, and nobody writes over another."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models.signals import pre_save

from council.models import AgendaItem, Meeting
from news.models import Edition
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions, amendments, timeline
from publishing.models import AmendedRow, Amendment
from tests import factories
from tests.desk.screens import Page, messages_of, signed_in

pytestmark = pytest.mark.django_db


def screen(thing):
    return f"/desk/{thing._meta.app_label}/{thing._meta.model_name}/{thing.pk}/change/"


def opened(client, thing):
    """Return the fields of the form of `thing` as a browser would send them back."""
    return Page(client.get(screen(thing)), form=f"{thing._meta.model_name}_form").fields


def saved(client, thing, fields=None, **changes):
    fields = fields or opened(client, thing)
    return client.post(screen(thing), {**fields, **changes}, follow=True)


@pytest.fixture
def client():
    return signed_in(factories.press_secretary())


@pytest.fixture
def meeting():
    return factories.meeting(chair=factories.person())


def test_the_kind_of_change_is_asked_for_only_while_visitors_see_the_record(client):
    draft, public = factories.meeting(public=False), factories.meeting()
    photo, unseen = factories.publish(factories.photo()), factories.photo()
    assert [
        "change_kind" in opened(client, record) for record in (draft, public, photo, unseen, factories.person())
    ] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert "change_kind" not in opened(signed_in(factories.writer()), public)


def test_a_minor_change_of_a_public_meeting_is_recorded_without_a_note(client, meeting):
    saved(client, meeting, summary_en="Shorter.", summary_ru="Короче.")
    amendment = Amendment.objects.get()
    assert (amendment.kind, amendment.note, amendment.actor) == ("minor", {}, factories.press_secretary())
    row = AmendedRow.objects.get()
    assert row.after["summary"]["en"] == "Shorter."
    assert [entry.verb for entry in timeline.of(meeting)][:1] == [timeline.Verb.AMENDED]
    assert timeline.of(meeting).count() == 2  # and its publication


def test_moving_a_public_meeting_is_never_minor_and_the_note_says_from_when_to_when(client, meeting):
    refused = saved(client, meeting, held_on="2018-11-29", starts_at="15:00", course="postponed", reason_en="Snow.")
    assert "This is not a minor edit." in refused.content.decode()
    fields = Page(refused, form="meeting_form").fields
    assert (fields["held_on"], fields["change_kind"]) == ("2018-11-29", "update")
    assert fields["change_note_en"] == (
        "Date: 29 November 2018, before: 27 November 2018. Begins at: 15:00, before: not known. "
        "Course: postponed, the new date is not known, before: as planned."
    )
    assert "Дата: 29 ноября 2018, ранее: 27 ноября 2018." in fields["change_note_ru"]
    assert not Amendment.objects.exists()
    saved(client, meeting, fields)
    assert Amendment.objects.get().kind == "update"
    assert Amendment.objects.get().note["en"].startswith("Date: 29 November 2018, before:")


def test_a_missing_translation_of_the_place_is_added_without_a_word_to_readers(client):
    meeting = factories.meeting(chair=factories.person(), place={"ru": "Москва"})
    saved(client, meeting, place_en="Moscow")
    assert Amendment.objects.get().kind == "minor"


def test_a_correction_needs_a_note_in_every_language_and_nothing_typed_is_lost(client, meeting):
    response = saved(
        client, meeting, place_en="Yerevan", change_kind="correction", change_note_en="The place was wrong."
    )
    assert "Write the note in every language." in response.content.decode()
    fields = Page(response, form="meeting_form").fields
    assert fields["place_en"] == "Yerevan"
    assert fields["change_note_en"] == "The place was wrong."
    assert not Amendment.objects.exists()
    saved(client, meeting, fields, change_note_ru="Место было указано неверно.")
    meeting.refresh_from_db()
    assert meeting.place["en"] == "Yerevan"
    assert [note.text for note in amendments.notes_of(meeting)] == ["The place was wrong."]


def test_rows_under_a_record_are_recorded_with_it(client, meeting):
    with amendments.amending(by=factories.press_secretary()):
        item = AgendaItem.objects.create(meeting=meeting, text={"en": "Budget", "ru": "Бюджет"})
    fields = opened(client, meeting)
    saved(client, meeting, fields, **{"agenda-0-text_en": "The budget", "change_kind": "update"} | note())
    assert Amendment.objects.first().kind == "update"
    assert AmendedRow.objects.last().table_name == "council_agendaitem"
    fields = opened(client, meeting)
    saved(client, meeting, fields, **{"agenda-0-DELETE": "on"})
    assert not AgendaItem.objects.filter(pk=item.pk).exists()
    assert AmendedRow.objects.last().after is None


def note():
    return {"change_note_ru": "Уточнено.", "change_note_en": "Made more exact."}


def test_a_note_on_nothing_is_not_published(client, meeting):
    response = saved(client, meeting, change_kind="update", **note())
    assert "There are no changes, so readers are told nothing." in messages_of(response)
    assert not Amendment.objects.exists()


def test_the_person_and_the_terms_on_the_same_page_are_recorded_too(client):
    person = factories.person()
    term = factories.term(person, factories.office())
    fields = opened(client, person)
    saved(client, person, fields, **{"biography_en": "A diplomat.", "terms-0-acting": "on"})
    assert {amendment.subject_kind for amendment in Amendment.objects.all()} == {"council.person", "council.term"}
    term.refresh_from_db()
    assert term.acting


def test_a_photo_that_something_public_shows_is_changed_with_a_record(client):
    photo, edition = factories.photo(), factories.edition()
    factories.show(photo, edition)
    fields = opened(client, photo)
    factories.publish(edition)
    response = saved(client, photo, fields, caption_en="Delegates.")
    assert "Visitors can already see this. Say what kind of change it is." in response.content.decode()
    fields = Page(response, form="photo_form").fields
    assert fields["caption_en"] == "Delegates."
    saved(client, photo, fields, change_kind="minor", focal_left="20")
    photo.refresh_from_db()
    assert (photo.caption["en"], photo.focal_x) == ("Delegates.", 0.2)
    assert Amendment.objects.get().rows.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_becomes_public_in_the_moment_of_saving_is_asked_about_too():
    client, photo, edition = signed_in(factories.press_secretary()), factories.photo(), factories.edition()
    factories.show(photo, edition)
    factories.approve(edition)
    fields = opened(client, photo)

    def publish():
        try:
            actions.publish(Edition.objects.get(pk=edition.pk), by=factories.press_secretary())
        finally:
            connection.close()

    def publish_first(sender, **kwargs):
        pre_save.disconnect(publish_first, sender=Photo)
        with ThreadPoolExecutor(1) as thread:  # a connection of its own, as a colleague has
            thread.submit(publish).result()

    pre_save.connect(publish_first, sender=Photo)
    response = saved(client, photo, {**fields, "caption_en": "Delegates."})
    assert "Visitors can already see this. Say what kind of change it is." in response.content.decode()
    fields = Page(response, form="photo_form").fields
    assert fields["caption_en"] == "Delegates."
    assert Photo.objects.get().caption["en"] == "The Council in session."
    saved(client, photo, fields, change_kind="minor")
    assert Photo.objects.get().caption["en"] == "Delegates."
    assert Amendment.objects.get().actor == factories.press_secretary()


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_time_one_is_refused():
    """The second waits for the first to end, and then finds what it did."""
    people = [factories.press_secretary(), factories.administrator()]
    meeting = factories.meeting(chair=factories.person())
    forms = [(signed_in(person), opened(signed_in(person), meeting)) for person in people]

    def save(number):
        client, fields = forms[number]
        try:
            words = {"place_ru": f"Город {number}", "place_en": f"Town {number}"}
            response = saved(client, meeting, fields, **words, change_kind="update", **note())
            return "saved this meanwhile" in response.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        refused = list(threads.map(save, [0, 1]))
    assert sorted(refused) == [False, True]
    meeting.refresh_from_db()
    assert meeting.place["en"] == f"Town {refused.index(False)}"
    assert Amendment.objects.count() == 1


# Two people


def test_a_form_opened_before_somebody_elses_save_is_refused_with_what_they_changed(client, meeting):
    mine = opened(client, meeting)
    colleague = signed_in(factories.administrator())
    saved(colleague, meeting, place_ru="Минск", place_en="Minsk", change_kind="update", **note())
    response = saved(client, meeting, mine, summary_en="The budget was adopted.")
    page = response.content.decode()
    assert "administrator saved this meanwhile" in page
    assert "place: “Москва / Moscow” has become “Минск / Minsk”" in page
    meeting.refresh_from_db()
    assert (meeting.place["en"], meeting.summary) == ("Minsk", {})
    fields = Page(response, form="meeting_form").fields
    assert fields["summary_en"] == "The budget was adopted."
    saved(client, meeting, fields, place_ru="Минск", place_en="Minsk", change_kind="update", **note())
    meeting.refresh_from_db()
    assert (meeting.place["en"], meeting.summary["en"]) == ("Minsk", "The budget was adopted.")


@pytest.mark.parametrize("is_public", [True, False])
def test_rows_that_somebody_else_added_changed_or_took_away_refuse_it_as_well(client, is_public):
    photos = [factories.photo(f"ZVF_{n}.JPG") for n in (1, 2, 3)]
    album = Album.objects.create(title={"en": "Session", "ru": "Заседание"}, held_on=factories.THE_DAY)
    uses = [AlbumPhoto.objects.create(album=album, photo=photo, position=n) for n, photo in enumerate(photos[:2])]
    if is_public:
        factories.publish(album)
    for change, told in [
        (lambda: AlbumPhoto.objects.create(album=album, photo=photos[2], position=2), "added: ZVF_3.JPG"),
        (lambda: AlbumPhoto.objects.filter(pk=uses[0].pk).update(position=9), "“0” has become “9”"),
        (uses[1].delete, "removed: ZVF_2.JPG"),
    ]:
        mine = opened(client, album)
        with amendments.amending(by=factories.administrator()):
            change()
        response = saved(client, album, mine, title_en="My title")
        assert told in response.content.decode()
        album.refresh_from_db()
        assert album.title["en"] == "Session"


@pytest.mark.parametrize("seen", ["", "altered", None])
def test_a_form_that_does_not_say_what_was_seen_is_refused(client, meeting, seen):
    other = factories.meeting(public=False)
    fields = opened(client, meeting)
    fields["seen"] = opened(client, other)["seen"] if seen is None else seen and fields["seen"][:-3] + "xyz"
    response = saved(client, meeting, fields, place_en="Yerevan")
    assert "may have changed since you opened this form" in response.content.decode()
    assert Meeting.objects.get(pk=meeting.pk).place["en"] == "Moscow"


def test_saving_twice_in_a_row_is_no_conflict(client, meeting):
    for place in ("Yerevan", "Minsk"):
        saved(client, meeting, place_ru=place, place_en=place, change_kind="update", **note())
    meeting.refresh_from_db()
    assert meeting.place["en"] == "Minsk"
    assert Amendment.objects.count() == 2


@pytest.mark.django_db(transaction=True)  # what a test's own transaction would hide
@pytest.mark.parametrize("kind", ["person", "meeting", "state"])
def test_a_form_sent_to_a_page_that_takes_none_is_no_fault_of_the_server(kind):
    record = {"person": factories.person, "meeting": factories.meeting, "state": factories.state}[kind]()
    answer = signed_in(factories.press_secretary()).post(f"/desk/council/{kind}/{record.pk}/history/", {"post": "yes"})
    assert answer.status_code < 500
