"""Captions and descriptions that write themselves: who stands where, and in which office on that day."""

import datetime

import pytest

from council.models import PersonShown
from council.pictures import left_to_right, suggested_alt
from photos.models import Album, AlbumPhoto
from tests import factories

pytestmark = pytest.mark.django_db

TAKEN = datetime.datetime(2018, 11, 27, 9, tzinfo=datetime.UTC)


@pytest.fixture
def photo():
    return factories.photo(taken_at=TAKEN)


def show(photo, *people):
    for position, person in enumerate(people):
        PersonShown.objects.create(photo=photo, person=person, position=position)


def test_people_are_named_from_the_left_with_the_office_each_held_when_the_photo_was_taken(photo):
    first = factories.person()
    second = factories.person(en="Viktor Vasilyev", ru="Виктор Васильев")
    office = factories.office()
    factories.term(first, office, start=datetime.date(2018, 1, 1), end=datetime.date(2018, 12, 31))
    later = factories.office(kind="secretary_general", en="Secretary General", ru="Генеральный секретарь")
    factories.term(first, later, start=datetime.date(2019, 1, 1))
    show(photo, second, first)
    assert left_to_right(photo, "en") == (
        "Left to right: Viktor Vasilyev; Aman Mambetseitov, Permanent Representative."
    )
    assert "Виктор Васильев; Аман Мамбетсеитов, Постоянный представитель." in left_to_right(photo, "ru")


def test_one_person_needs_no_left_and_right_and_nobody_no_words(photo):
    assert left_to_right(photo, "en") == ""
    show(photo, factories.person())
    assert left_to_right(photo, "en") == "Aman Mambetseitov."


def test_a_photo_without_a_date_takes_the_day_of_its_event():
    photo = factories.photo()
    photo.taken_at = None
    photo.save()
    person = factories.person()
    factories.term(person, factories.office())
    show(photo, person)
    assert left_to_right(photo, "en") == "Aman Mambetseitov."
    album = Album.objects.create(title={"en": "Budget talks"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    assert left_to_right(photo, "en") == "Aman Mambetseitov, Permanent Representative."


def test_a_description_is_suggested_from_people_event_and_place(photo):
    assert suggested_alt(photo, "en") == ""
    show(photo, factories.person(), factories.person(en="Viktor Vasilyev", ru="Виктор Васильев"))
    album = Album.objects.create(
        title={"en": "Budget talks", "ru": "Переговоры о бюджете"}, held_on=factories.THE_DAY, place={"en": "Moscow"}
    )
    AlbumPhoto.objects.create(album=album, photo=photo)
    assert suggested_alt(photo, "en") == "Aman Mambetseitov and Viktor Vasilyev. Budget talks, Moscow."
    photo.place = {"en": "Yerevan", "ru": "Ереван"}
    assert suggested_alt(photo, "en").endswith("Budget talks, Yerevan.")
    assert suggested_alt(photo, "ru").endswith("Переговоры о бюджете, Ереван.")
