"""What is public and has no editions changes only with a record, whatever path the change takes."""

import json
from concurrent import futures
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from council.models import (
    AgendaItem,
    Consideration,
    Document,
    Meeting,
    MeetingPhoto,
    Participation,
    Person,
    PersonShown,
    Portrait,
    Term,
)
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions, amendments, clock, timeline
from publishing.models import AmendedRow, Amendment
from publishing.visitors import as_visitor
from tests import factories
from tests.html import squeezed

pytestmark = pytest.mark.django_db

NOTE = {"en": "The date was wrong.", "ru": "Дата была неверной."}


def album(*photos):
    made = Album.objects.create(title={"en": "Session", "ru": "Заседание"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.bulk_create(AlbumPhoto(album=made, photo=photo, position=n) for n, photo in enumerate(photos))
    return factories.publish(made)


def refused():
    return pytest.raises(IntegrityError, match="only with a record")


def amending(**said):
    return amendments.amending(**{"by": factories.press_secretary(), **said})


def recorded(thing):
    """Return {table: [(before, after)]} of all that was recorded about `thing`."""
    found = AmendedRow.objects.filter(
        amendment__subject_kind=thing._meta.label_lower, amendment__subject_id=thing.pk
    ).order_by("pk")
    told = {}
    for row in found:
        told.setdefault(row.table_name, []).append((row.before, row.after))
    return told


# Every path to a public row is closed until somebody says who, how and why.


def by_save(meeting):
    meeting.place = {"en": "Yerevan", "ru": "Ереван"}
    meeting.save()


def by_update(meeting):
    Meeting.objects.update(place={"en": "Yerevan", "ru": "Ереван"})


def by_bulk_update(meeting):
    meeting.place = {"en": "Yerevan", "ru": "Ереван"}
    Meeting.objects.bulk_update([meeting], ["place"])


def by_sql(meeting):
    with connection.cursor() as cursor:
        place = json.dumps({"en": "Yerevan", "ru": "Ереван"})
        cursor.execute("UPDATE council_meeting SET place = %s WHERE id = %s", [place, meeting.pk])


def by_upsert(meeting):
    meeting.place = {"en": "Yerevan", "ru": "Ереван"}
    Meeting.objects.bulk_create([meeting], update_conflicts=True, unique_fields=["id"], update_fields=["place"])


@pytest.mark.parametrize("change", [by_save, by_update, by_bulk_update, by_sql, by_upsert])
def test_no_way_of_writing_passes_the_record(change):
    meeting = factories.meeting()
    with refused(), transaction.atomic():
        change(meeting)
    meeting.refresh_from_db()
    assert meeting.place["en"] == "Moscow"
    with amending(kind="correction", note=NOTE):
        change(meeting)
    meeting.refresh_from_db()
    assert meeting.place["en"] == "Yerevan"
    (amendment,) = Amendment.objects.all()
    assert (amendment.kind, amendment.note, amendment.actor) == ("correction", NOTE, factories.press_secretary())
    places = {"en": "Moscow", "ru": "Москва"}, {"en": "Yerevan", "ru": "Ереван"}
    assert recorded(meeting)["council_meeting"][-1] == ({"place": places[0]}, {"place": places[1]})


@pytest.mark.parametrize("is_public", [True, False])
@pytest.mark.parametrize(
    "part",
    [
        lambda meeting: Participation(meeting=meeting, person=factories.person()),
        lambda meeting: AgendaItem(meeting=meeting, text={"en": "Budget"}),
        lambda meeting: Consideration(meeting=meeting, document=factories.document(), verb="adopted"),
        lambda meeting: MeetingPhoto(meeting=meeting, photo=factories.photo()),
        lambda meeting: AlbumPhoto(album=Album.objects.get(), photo=factories.photo()),
    ],
)
def test_parts_are_added_changed_and_taken_away_with_a_record_too(part, is_public):
    meeting = factories.meeting(public=is_public)
    gallery = Album.objects.create(title={"en": "Session"}, held_on=factories.THE_DAY)
    if is_public:
        factories.publish(gallery)
    part = part(meeting)
    subject = gallery if isinstance(part, AlbumPhoto) else meeting

    def change(write):
        if is_public:
            with refused(), transaction.atomic():
                write()
            with amending():
                write()
        else:
            write()

    column = "text" if isinstance(part, AgendaItem) else "position"
    change(lambda: type(part).objects.bulk_create([part]))
    change(lambda: type(part).objects.filter(pk=part.pk).update(**{column: 7}))
    change(type(part).objects.filter(pk=part.pk).delete)
    rows = recorded(subject).get(part._meta.db_table, [])
    assert len(rows) == (3 if is_public else 0)
    if is_public:
        (nothing, added), (was, becomes), (taken, nothing_left) = rows
        assert (nothing, nothing_left) == (None, None)
        assert added["id"] == taken["id"] == part.pk
        assert (list(was), becomes) == ([column], {column: 7})


def test_a_part_that_moves_is_recorded_where_it_was_and_where_it_is():
    first, second = factories.meeting(), factories.meeting(held_on=factories.THE_DAY + timedelta(days=1))
    with amending():
        item = AgendaItem.objects.create(meeting=first, text={"en": "Budget"})
    with amending():
        AgendaItem.objects.filter(pk=item.pk).update(meeting=second)
    moved = ({"meeting_id": first.pk}, {"meeting_id": second.pk})
    assert recorded(first)["council_agendaitem"][-1] == moved
    assert recorded(second)["council_agendaitem"] == [moved]


def test_documents_terms_and_people_are_held_to_it():
    person = factories.person()
    term, document = factories.term(person, factories.office()), factories.document()
    private = factories.person(en="Nobody Yet")
    for change in [
        lambda: Document.objects.update(note={"en": "Revised"}),
        lambda: Term.objects.update(acting=True),
        lambda: Person.objects.filter(pk=person.pk).update(biography={"en": "A diplomat."}),
        lambda: Portrait.objects.create(person=person, photo=factories.photo()),
    ]:
        with refused(), transaction.atomic():
            change()
        with amending():
            change()
    Person.objects.filter(pk=private.pk).update(biography={"en": "A diplomat."})
    assert [recorded(thing) != {} for thing in (person, term, document, private)] == [True, True, True, False]


WORDS = {
    "caption": {"en": "Other"},
    "alt": {"en": "Other"},
    "credit": {"en": "Other"},
    "usage_terms": {"en": "Other"},
    "headline": {"en": "Other"},
    "place": {"en": "Other"},
    "extended_description": {"en": "Other"},
    "creator": "Other",
    "copyright": "Other",
    "rights_url": "https://example.org/",
    "keywords": ["other"],
    "taken_at": "2018-11-27T10:00:00+03:00",
    "focal_x": 0.1,
    "sha256": "0" * 64,
}


@pytest.mark.parametrize("shown_by", ["edition", "meeting", "album", "portrait", "release"])
def test_a_photo_is_held_to_it_while_anything_shows_it(shown_by):
    photo, secretary = factories.photo(), factories.press_secretary()
    Photo.objects.update(caption={"en": "Still private"})
    shows = shown(photo, shown_by)
    for field, value in WORDS.items():
        with refused(), transaction.atomic():
            Photo.objects.update(**{field: value})
        with amending():
            Photo.objects.update(**{field: value})
    with refused(), transaction.atomic():
        PersonShown.objects.create(photo=photo, person=factories.person())
    assert len(recorded(photo)["photos_photo"]) == len(WORDS)
    actions.withdraw(shows, by=secretary, reason="Not ours.")
    Photo.objects.update(caption={"en": "Private again"})
    assert len(recorded(photo)["photos_photo"]) == len(WORDS)


def shown(photo, shown_by):
    """Have something public show `photo`; return what is to be withdrawn to end that."""
    if shown_by == "release":
        return factories.publish(photo)
    if shown_by == "edition":
        edition = factories.edition()
        factories.show(photo, edition)
        return factories.publish(edition)
    if shown_by == "album":
        return album(photo)
    if shown_by == "meeting":
        meeting = factories.meeting(public=False)
        MeetingPhoto.objects.create(meeting=meeting, photo=photo)
        return factories.publish(meeting)
    person = factories.person()
    Portrait.objects.create(person=person, photo=photo)
    return factories.term(person, factories.office())


def test_work_that_readers_do_not_see_needs_no_record():
    photo = factories.publish(factories.photo())
    by = factories.writer()
    Photo.objects.update(likeness=1, rendered_at=clock.now(), confirmed_at=clock.now(), confirmed_by=by)
    Photo.objects.update(caption=photo.caption)
    photo.refresh_from_db()
    photo.save()
    actions.withdraw(photo, by=factories.press_secretary(), reason="Not ours.")
    assert not Amendment.objects.exists()


def test_what_is_public_is_withdrawn_and_not_deleted():
    document = factories.document()
    with pytest.raises(IntegrityError, match="not deleted but withdrawn"), transaction.atomic(), amending():
        Document.objects.filter(pk=document.pk).delete()
    with refused(), transaction.atomic():
        Document.objects.update(kind="other")
    actions.withdraw(document, by=factories.press_secretary(), reason="Not ours.")
    document.delete()


def test_a_scheduled_record_is_free_until_its_second():
    lift = clock.now() + timedelta(hours=1)
    meeting = factories.publish(factories.meeting(public=False), at=lift)
    Meeting.objects.update(place={"en": "Yerevan"})
    with clock.moved_to(lift), refused(), transaction.atomic():
        Meeting.objects.update(place={"en": "Minsk"})
    assert recorded(meeting) == {}


# What is said of a change


def test_all_but_minor_changes_need_a_note_in_every_language():
    meeting = factories.meeting()
    for note in [None, {}, {"en": "The date was wrong."}, {"en": "The date was wrong.", "ru": "  "}]:
        with pytest.raises(amendments.NoteMissing, match="Русский"), amending(kind="correction", note=note):
            by_save(meeting)
    said = {"act": "0" * 32, "actor": factories.writer().pk, "kind": "correction", "note": {}}
    with transaction.atomic():
        connection.cursor().execute("SELECT set_config('newsroom.amending', %s, true)", [json.dumps(said)])
        with pytest.raises(IntegrityError, match="owned_up_to"), transaction.atomic():
            by_sql(meeting)
        connection.cursor().execute("SELECT set_config('newsroom.amending', '', true)")
    with pytest.raises(ValueError, match="silently"), amending(kind="silently"):
        by_save(meeting)
    assert not Amendment.objects.exists()


def test_what_one_act_changes_of_a_thing_is_one_record_and_one_line_of_its_history():
    meeting, other = factories.meeting(), factories.document()
    with amending(kind="clarification", note=NOTE) as act:
        by_save(meeting)
        AgendaItem.objects.bulk_create(AgendaItem(meeting=meeting, text={"en": str(n)}) for n in range(3))
        assert meeting in act
        assert other not in act
    amendment = Amendment.objects.get()
    assert amendment.rows.count() == 4
    entry = timeline.of(meeting)[0]
    assert (entry.verb, entry.note) == (timeline.Verb.AMENDED, "Clarification: The date was wrong.")
    assert entry.actor == factories.press_secretary()


def test_the_outer_block_says_what_kind_of_change_it_is():
    meeting = factories.meeting()
    with amending(kind="correction", note=NOTE) as outer, amending() as inner:
        by_save(meeting)
    assert outer == inner
    assert Amendment.objects.get().kind == "correction"


def test_the_block_ends_where_it_ends():
    meeting = factories.meeting()
    with amending():
        pass
    with refused(), transaction.atomic():
        by_save(meeting)
    with pytest.raises(ZeroDivisionError), transaction.atomic(), amending():
        raise ZeroDivisionError
    with refused(), transaction.atomic():
        by_save(meeting)


def test_what_fails_leaves_no_record():
    meeting = factories.meeting()
    with pytest.raises(ZeroDivisionError), amending():
        saved_and_broken(meeting)
    assert not Amendment.objects.exists()
    assert timeline.of(meeting)[0].verb == timeline.Verb.PUBLISHED


def saved_and_broken(meeting):
    by_save(meeting)
    raise ZeroDivisionError


@pytest.mark.parametrize("table", ["publishing_amendment", "publishing_amendedrow"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_record_is_only_added_to(table, sql):
    with amending():
        by_save(factories.meeting())
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute(sql.format(table))


# Two at once


@pytest.mark.django_db(transaction=True)
def test_what_is_published_meanwhile_is_not_changed_behind_its_back():
    """A part is written before the publication, or refused after it; never after it without a record."""
    meeting, secretary = factories.meeting(public=False), factories.press_secretary()

    def publish():
        try:
            actions.publish(Meeting.objects.get(pk=meeting.pk), by=secretary)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            AgendaItem.objects.create(meeting=meeting, text={"en": "Budget"})
            publishing = thread.submit(publish)
            wait_for_a_lock(publishing)
            assert not publishing.done()
        publishing.result(timeout=10)
    meeting.refresh_from_db()
    assert meeting.is_public()
    with refused(), transaction.atomic():
        AgendaItem.objects.create(meeting=meeting, text={"en": "Late"})


def wait_for_a_lock(work):
    """Return when another connection, which does `work`, waits for ours."""
    for _attempt in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone()[0]:
                return
        futures.wait([work], timeout=0.02)
    pytest.fail("Nobody waits.")


# What visitors read


def test_visitors_read_the_note_while_they_see_the_thing_and_nothing_more():
    meeting = factories.meeting()
    with amending(kind="correction", note=NOTE):
        by_save(meeting)
    with amending():
        Meeting.objects.update(place={"en": "Minsk"})
    with as_visitor():
        (note,) = amendments.notes_of(meeting, language="ru")
        assert (note.kind, note.text) == ("correction", "Дата была неверной.")
        assert Amendment.objects.values("id").count() == 1
    for query in ["SELECT actor_id FROM publishing_amendment", "SELECT id FROM publishing_amendedrow"]:
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), as_visitor():
            connection.cursor().execute(query)
    actions.withdraw(meeting, by=factories.press_secretary(), reason="Not ours.")
    with as_visitor():
        assert not Amendment.objects.values("id").exists()


def test_the_notes_on_things_of_several_kinds_are_one_query_the_newest_first():
    meeting, document, other = factories.meeting(), factories.document(), factories.document()
    with amending(kind="correction", note=NOTE):
        document.title = {"en": "Another title", "ru": "Другое название"}
        document.save()
    with amending(kind="correction", note=NOTE):
        by_save(meeting)
    with CaptureQueriesContext(connection) as queries:
        assert [note.subject for note in amendments.notes_of(document, meeting)] == [meeting, document]
    assert sum('FROM "publishing_amendment"' in query["sql"] for query in queries) == 1
    assert amendments.notes_of(other, Album(pk=document.pk)) == []  # a number of one kind is none of another


def test_the_notes_on_all_that_is_public_stand_in_one_list_the_newest_first():
    meeting, hidden = factories.meeting(), factories.document()
    photo = factories.publish(factories.photo())
    for thing in (meeting, hidden, photo):
        with amending(kind="update", note=NOTE):
            type(thing).objects.update(place={"en": "Yerevan", "ru": "Ереван"})
    actions.withdraw(hidden, by=factories.press_secretary(), reason="Not ours.")
    for role in (as_visitor, transaction.atomic):
        with role():
            notes = amendments.public_notes("ru")
            assert [note.subject for note in notes] == [photo, meeting]
            assert notes[1].address == f"/ru/council/meetings/{meeting.pk}/"
            assert notes[1].title == "Заседание Постоянного совета, 27 ноября 2018"


def test_notes_stand_on_top_of_the_pages_they_speak_of(client):
    person = factories.person()
    term = factories.term(person, factories.office())
    meeting, document = factories.meeting(), factories.document()
    photo = factories.publish(factories.photo())
    gallery = album(photo)
    with amending():
        Consideration.objects.create(meeting=meeting, document=document, verb="adopted")
    for thing in (meeting, document, photo, gallery, term, person):
        words = {"en": f"About {thing._meta.model_name}.", "ru": "По-русски."}
        column = {"Term": {"acting": True}, "Person": {"biography": words}}.get(type(thing).__name__, {"place": words})
        with amending(kind="correction", note=words):
            type(thing).objects.filter(pk=thing.pk).update(**column)
    with amending():
        Meeting.objects.update(summary={"en": "Other"})
    for page, told in [
        (meeting, ["About meeting.", "Draft statement: About document."]),
        (photo, ["About photo."]),
        (gallery, ["About album."]),
        (person, ["About person.", "About term."]),
    ]:
        html = squeezed(client.get(page.get_absolute_url()).content.decode())
        assert html.count("notice--correction") == len(told)
        assert all(text in html for text in told)
        assert "Minor edit" not in html


def test_the_page_of_corrections_tells_of_records_too(client):
    meeting = factories.meeting()
    with amending(kind="correction", note=NOTE):
        by_save(meeting)
    html = squeezed(client.get("/en/news/corrections/").content.decode())
    assert "The date was wrong." in html
    assert f'href="/en/council/meetings/{meeting.pk}/"' in html


def test_where_nobody_has_said_the_kind_what_is_public_is_refused_whatever_a_block_within_says():
    meeting, draft = factories.meeting(), factories.meeting(public=False)
    with pytest.raises(IntegrityError, match="only with a record"), amending(kind=None), amending(kind="minor"):
        by_save(meeting)
    with amending(kind=None):
        by_save(draft)
    assert not Amendment.objects.exists()
