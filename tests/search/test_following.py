"""The index follows a change after its commit: at once, or by the worker; and what has ended is never found."""

import datetime
import itertools
import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from council.models import PersonShown
from news import emergency
from photos.models import Album, AlbumPhoto
from publishing import actions, amendments, clock
from publishing.visitors import as_visitor
from search import rebuilding, refreshing
from search.finding import Search
from search.models import Mark
from tests import factories, queue
from tests.desk.screens import Page, signed_in
from tests.search.asking import query
from tests.search.test_index import index

SECOND = datetime.timedelta(seconds=1)


def found_as_it_is(q):
    """Return what a visitor finds in the index as it is, whether it has followed the last changes or not."""
    with as_visitor():
        search = Search(query(q))
        page = search.page(0, 50)
        assert page.number == search.number() == len(page.hits), "a number that the hits do not explain"
        return {(hit.kind, hit.id) for hit in page.hits}


# --- At once ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_saved_at_the_desk_is_found_as_soon_as_the_desk_has_answered():
    somebody = factories.person("Zora Quokka", "Зора Квокка")
    factories.term(somebody, factories.office())
    edition = factories.published(title="Zora Numbat was seen")
    desk = signed_in(factories.press_secretary())
    address = f"/desk/council/person/{somebody.pk}/change/"
    form = Page(desk.get(address), "person_form").fields
    [name] = [field for field, value in form.items() if value == "Zora Quokka"]
    sent = {**form, name: "Zora Numbat", "amendment-kind": "minor", "_save": "save"}
    assert desk.post(address, sent).status_code == 302
    assert not Mark.objects.exists()
    assert found_as_it_is("numbat") == {("person", somebody.pk), ("article", edition.article_id)}
    assert found_as_it_is("quokka") == set()
    with as_visitor():
        [hit] = Search(query(person=str(somebody.pk), kind="article")).page(0, 10).hits
    assert hit.id == edition.article_id


@pytest.mark.django_db
def test_a_scheduled_text_is_found_in_its_very_second_though_nobody_works():
    lift = timezone.now() + datetime.timedelta(hours=2)
    edition = factories.published(title="The zephyrous accord", at=lift)
    assert not Mark.objects.exists()
    for at, expected in [(lift - SECOND, set()), (lift, {("article", edition.article_id)})]:
        with clock.moved_to(at):
            assert found_as_it_is("zephyrous") == expected


@pytest.mark.django_db(transaction=True)
def test_a_name_in_very_many_texts_is_left_to_the_worker_and_what_was_changed_itself_comes_first(monkeypatch):
    somebody = factories.person("Zora Quokka", "Зора Квокка")
    factories.term(somebody, factories.office())
    for number in range(8):
        factories.published(title=f"Zora Quokka was seen {number}")
    refreshing.refresh()
    monkeypatch.setattr(refreshing, "MAX_OF_A_REQUEST", 5)
    ProcrastinateJob.objects.all().delete()
    with amendments.amending(by=factories.press_secretary()):
        somebody.name = {"en": "Zora Numbat", "ru": "Зора Намбат"}
        somebody.save()
    refreshing.refresh_some()
    assert found_as_it_is("numbat") == {("person", somebody.pk)}
    assert refreshing.waiting()[0] > 5
    assert list(ProcrastinateJob.objects.values_list("task_name", flat=True)) == ["search.jobs.refresh"]
    refreshing.wake()  # again, while the job waits
    queue.work()
    assert not Mark.objects.exists()
    with as_visitor():
        assert Search(query(person=str(somebody.pk), kind="article")).number() == 0
    before = index()
    rebuilding.rebuild()
    assert index() == before


# --- What has ended --------------------------------------------------------------------------------------------------


def withdrawn():
    edition = factories.published(title="Capybara")
    return lambda: actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong day.")


def withdrawn_without_a_trace():
    edition = factories.published(title="Capybara")
    return lambda: actions.withdraw(edition, by=factories.press_secretary(), reason="Not ours.", kind="vanished")


def a_photo_that_is_stopped():
    edition, photo = factories.edition(), factories.photo(caption={"en": "Capybara", "ru": ""})
    factories.show(photo, edition)
    factories.publish(edition)
    return lambda: emergency.stop_photo(photo, by=factories.administrator(), reason="Not ours.")


def words_of_an_article_about_a_photo_that_something_else_shows():
    edition, photo = (
        factories.edition(),
        factories.photo(caption={"en": "", "ru": ""}, alt={"en": "An animal", "ru": "Зверь"}),
    )
    use = factories.show(photo, edition)
    use.caption = "Capybara"
    use.save()
    album = Album.objects.create(title={"en": "Album", "ru": "Альбом"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    factories.publish(album), factories.publish(edition)
    return lambda: actions.withdraw(edition, by=factories.press_secretary(), reason="Wrong day.")


def an_album_with_a_photo():
    photo = factories.photo(caption={"en": "Capybara", "ru": ""})
    album = Album.objects.create(title={"en": "Album", "ru": "Альбом"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    factories.publish(album)
    return lambda: actions.withdraw(album, by=factories.press_secretary(), reason="Wrong album.")


def somebody_in_a_picture():
    photo, somebody = factories.photo(), factories.person("Zora Capybara", "Зора К.")
    PersonShown.objects.create(photo=photo, person=somebody)
    factories.publish(photo)
    term = factories.term(somebody, factories.office())
    refreshing.refresh()
    return lambda: actions.withdraw(term, by=factories.press_secretary(), reason="Wrong person.")


def somebody_who_is_taken_out_of_a_picture():
    photo, somebody = factories.photo(), factories.person("Zora Capybara", "Зора К.")
    shown = PersonShown.objects.create(photo=photo, person=somebody)
    factories.publish(photo)
    term = factories.term(somebody, factories.office())
    refreshing.refresh()

    def take_out():
        with amendments.amending(by=factories.press_secretary()):
            shown.delete()
        actions.withdraw(term, by=factories.press_secretary(), reason="Wrong person.")

    return take_out


ENDS = [
    withdrawn, withdrawn_without_a_trace, a_photo_that_is_stopped,
    words_of_an_article_about_a_photo_that_something_else_shows, an_album_with_a_photo, somebody_in_a_picture,
    somebody_who_is_taken_out_of_a_picture,
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("plant", ENDS, ids=lambda plant: plant.__name__)
def test_what_has_ended_is_not_found_though_the_index_has_not_followed(plant):
    end = plant()
    assert found_as_it_is("capybara")
    end()
    assert Mark.objects.filter(hides=True).exists()
    assert found_as_it_is("capybara") == set()
    with as_visitor(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_found WHERE body || title || files ILIKE '%capybara%'")
        assert cursor.fetchone() == (0,)
    refreshing.refresh()
    assert found_as_it_is("capybara") == set()


@pytest.mark.django_db
def test_what_is_put_off_is_not_found_at_its_first_second_though_the_index_has_not_followed():
    lift = timezone.now() + datetime.timedelta(hours=2)
    edition = factories.published(title="The zephyrous accord", at=lift)
    actions.reschedule(edition, by=factories.press_secretary(), at=lift + datetime.timedelta(days=1))
    with clock.moved_to(lift + SECOND):
        assert found_as_it_is("zephyrous") == set()


@pytest.mark.django_db
def test_new_words_and_openings_hide_nothing_meanwhile():
    photo = factories.publish(factories.photo(caption={"en": "Capybara", "ru": ""}))
    edition = factories.edition(title="Aardvark")
    factories.show(photo, edition)
    factories.approve(edition)
    actions.publish(edition, by=factories.press_secretary())
    with amendments.amending(by=factories.press_secretary()):
        photo.headline = {"en": "Quokka", "ru": "Квокка"}
        photo.save()
    assert Mark.objects.exists()
    assert not Mark.objects.filter(hides=True).exists()
    assert found_as_it_is("capybara") == {("photo", photo.pk)}


# --- A very long queue -----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_thousand_marks_none_is_lost_with_the_worker_killed_at_each_step(tmp_path):
    photos = [factories.publish(factories.photo(f"{n}.JPG")) for n in range(5)]
    for number in range(20):
        edition = factories.edition(title=f"Aardvark {number}")
        factories.show(photos[number % 5], edition)
        factories.publish(edition)
    with connection.cursor() as cursor:
        # As they would stand after as many changes, most of them of what is gone since.
        cursor.execute("UPDATE search_entry SET title = 'stale', shown_on = NULL")
        cursor.execute(
            "INSERT INTO search_mark (kind, thing_id) SELECT * FROM (SELECT kind, source_id FROM search_entry"
            " UNION ALL SELECT (ARRAY['article', 'photo', 'photos of edition', 'meetings of person'])[n % 4 + 1], n"
            " FROM generate_series(100001, 200000) AS n) AS marks ORDER BY random()"
        )
    command = [sys.executable, "-m", "tests.faults.killed_jobs", connection.settings_dict["NAME"], str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE
    ) as process:
        left = [Mark.objects.count()]
        for step in itertools.count(1):
            order = {"job": "search.jobs.refresh", "arguments": {}, "step": step}
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            ended = process.stdout.readline().strip()
            left.append(Mark.objects.count())
            if ended == "done":
                break
            assert ended == "died"
        process.stdin.close()
    assert left == sorted(left, reverse=True), "somebody marked what was followed already"
    assert left[-1] == 0
    assert step > 20
    before = index()
    assert not any("stale" in row for row in before)
    rebuilding.rebuild()
    assert index() == before


@pytest.mark.django_db(transaction=True)
def test_a_hundred_thousand_marks_take_no_more_memory_than_a_thousand():
    """The names of the things are read a hundred at a time, and so are their texts."""

    def follow(number):
        """Follow so many marks; return by how many bytes Python, and PostgreSQL's process, grew at most."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_mark (kind, thing_id)"
                " SELECT 'document', number FROM generate_series(100001, 100000 + %s) AS number",
                [number],
            )
            cursor.execute("SELECT pg_backend_pid()")
            [backend] = cursor.fetchone()
        before = peak_bytes(backend)
        tracemalloc.start()
        assert refreshing.refresh()
        python = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return python, peak_bytes(backend) - before

    follow(1000)
    python, database = follow(100_000)
    assert python < 1024 * 1024
    assert database < 4 * 1024 * 1024


def peak_bytes(process):
    """Return the largest address space that a process has had; what it shares with others is in it from the start."""
    [line] = [line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmPeak")]
    return int(line.split()[1]) * 1024


@pytest.mark.django_db
def test_a_thing_that_the_index_cannot_take_keeps_no_other_waiting():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_entry ADD CHECK (title <> 'Poison')")
    editions = [factories.edition(title=title) for title in ("Capybara", "Poison", "Capybara too")]
    for edition in editions:
        factories.approve(edition)
        actions.publish(edition, by=factories.press_secretary())
    assert refreshing.refresh(), "it is left, not tried for ever"
    assert found_as_it_is("capybara") == {("article", editions[0].article_id), ("article", editions[2].article_id)}
    assert set(Mark.objects.values_list("kind", "thing_id")) == {("article", editions[1].pk)}
    factories.published(title="Capybara again")
    assert len(found_as_it_is("capybara")) == 3


def test_a_visitor_is_no_reason_to_follow_anything(client, db):
    factories.person()
    number = Mark.objects.count()
    assert number
    for path in ("/en/search/?q=x", "/en/", "/desk/"):
        Client().get(path)
    Client().post("/en/alerts/", {})
    assert Mark.objects.count() == number
