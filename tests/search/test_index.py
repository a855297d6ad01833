"""The index follows every change by itself: whatever was done, it is what a rebuilding would make."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.db import connection

from council.models import (
    AgendaItem,
    Bearing,
    MeetingPhoto,
    Participation,
    PersonName,
    PersonShown,
    Portrait,
    Signatory,
)
from news.models import Edition
from photos.models import Album, AlbumPhoto, Photo
from publishing import actions, amendments, clock
from search import refreshing
from search.models import Entry, Unpublished, Word
from tests import factories
from tests.search.asking import articles, found

pytestmark = pytest.mark.django_db


def index():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, object_id, language, part, live_from, live_until, shown::text, shown_on, is_withdrawn,"
            " ARRAY(SELECT unnest(tags) ORDER BY 1), title, body, files, words::text, title_words::text"
            " FROM search_entry ORDER BY 1, 2, 3, 4"
        )
        published = cursor.fetchall()
        cursor.execute(
            "SELECT kind, object_id, language, part, shown_on, ARRAY(SELECT unnest(tags) ORDER BY 1), title, body,"
            " files, words::text, title_words::text FROM search_unpublished ORDER BY 1, 2, 3, 4"
        )
        return published + cursor.fetchall()


def test_after_any_change_the_index_is_what_a_rebuilding_makes(put_together_in_public):
    by = factories.press_secretary()
    later = clock.now() + datetime.timedelta(days=1)
    state = factories.state("KG", "Kyrgyzstan", "Кыргызстан")
    people = [factories.person(f"Capybara {n}", f"Капибара {n}") for n in range(3)]
    photos = [factories.photo() for _ in range(4)]
    paper = factories.document(en="Paper 17", ru="Бумага 17")
    meeting = factories.meeting(chair=people[0], chair_state=state)
    office = factories.office(state=state)

    def same():
        refreshing.refresh()
        before = index()
        call_command("rebuild_search", stdout=io.StringIO())
        assert index() == before
        return len(before)

    assert same()
    term = factories.term(people[1], office, public=False)
    actions.publish(term, by=by, at=later)
    PersonName.objects.create(person=people[1], text="Carpincho")
    Portrait.objects.create(person=people[1], photo=photos[0])
    PersonShown.objects.create(photo=photos[1], person=people[1])
    AgendaItem.objects.create(meeting=meeting, text={"en": "On capybaras", "ru": "О капибарах"})
    Participation.objects.create(meeting=meeting, person=people[2], state=state)
    MeetingPhoto.objects.create(meeting=meeting, photo=photos[1])
    Signatory.objects.create(document=paper, state=state)
    Bearing.objects.create(document=paper, kind="amends", earlier=factories.document())
    assert same()

    edition = factories.edition("ru", title="Капибара 1 в Кыргызстане", meeting=meeting)
    factories.show(photos[2], edition)
    factories.publish(edition, at=later)
    album = Album.objects.create(title={"en": "A", "ru": "А"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.bulk_create(AlbumPhoto(album=album, photo=photo) for photo in photos)
    factories.publish(album)
    assert same()

    Photo.objects.update(place={"en": "Bishkek", "ru": "Бишкек"})
    office.title = {"en": "Envoy", "ru": "Посланник"}
    office.save()
    people[0].name = {"en": "Nutria", "ru": "Нутрия"}
    people[0].save()
    state.short_name = {"en": "Kirghizia", "ru": "Киргизия"}
    state.save()
    paper.delete() if not paper.live_from else Signatory.objects.all().delete()
    assert same()

    actions.unschedule(edition, by=by)
    actions.withdraw(album, by=by, reason="Wrong album.")
    actions.withdraw(meeting, by=by, reason="Wrong meeting.")
    PersonShown.objects.all().delete()
    assert same()


def test_a_change_of_very_many_at_once_is_followed():
    photos = [factories.publish(factories.photo()) for _ in range(3)]
    with amendments.amending(by=factories.press_secretary()):
        Photo.objects.filter(pk__in=[photo.pk for photo in photos]).update(place={"en": "Capybara Hall", "ru": "Зал"})
    assert found("capybara") == {("photo", photo.pk) for photo in photos}


def test_a_draft_is_in_no_index_that_visitors_search():
    factories.edition(title="Aardvark")
    refreshing.refresh()
    assert not Entry.objects.exists()
    assert not Word.objects.exists()
    assert Unpublished.objects.get().title == "Aardvark"


def test_what_is_taken_off_the_schedule_leaves_the_index():
    edition = factories.published(title="Aardvark", at=clock.now() + datetime.timedelta(days=1))
    refreshing.refresh()
    assert Entry.objects.count() == 1
    actions.unschedule(edition, by=factories.press_secretary())
    refreshing.refresh()
    assert not Entry.objects.exists()


def test_the_text_is_that_of_the_page_without_its_marks():
    body = (
        "<h2>One</h2><p>Two&nbsp;<strong>thr</strong>ee &amp; <em>four</em>,<br>five&lt;six</p><ul><li>seven</li></ul>"
    )
    factories.published(title="T", standfirst="S", body=body)
    refreshing.refresh()
    entry = Entry.objects.get()
    assert entry.body == "S One Two three & four, five<six seven"
    assert articles("three") == {entry.object_id}


def test_an_interview_is_found_by_its_questions_and_answers():
    edition = factories.edition(genre=Edition.Genre.INTERVIEW)
    edition.turns.create(question="Why capybaras?", answer="<p>They are <em>calm</em>.</p>")
    factories.publish(edition)
    assert articles("capybara calm") == {edition.article_id}
