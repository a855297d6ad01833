"""The press centre: whom to call, now and before."""

import datetime

import pytest

from press.models import Contact
from publishing import clock
from tests import factories

pytestmark = pytest.mark.django_db

LANGUAGES = pytest.mark.parametrize("language", ["ru", "en"])


@pytest.fixture
def contact():
    return factories.contact()


def page(client, language="en"):
    response = client.get(f"/{language}/press/")
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]


@LANGUAGES
def test_numbers_and_address_can_be_dialled_and_written_to(client, language, contact):
    contact.hours = {"en": "Working days, 9 to 18", "ru": "По рабочим дням с 9 до 18"}
    contact.save()
    text = page(client, language)
    for words in [contact.name[language], contact.office[language], contact.hours[language]]:
        assert words in text
    assert 'href="tel:+74957952710">+7495-795-27-10<' in text
    assert 'href="tel:+74956213323">+7495-621-33-23<' in text
    assert 'href="mailto:odkb-pressa@gov.ru"' in text


def test_a_handover_changes_the_page_on_its_day(client, contact):
    today = clock.today()
    Contact.objects.update(until=today)
    factories.contact(since=today + datetime.timedelta(days=1), en="The Successor", ru="Преемник")
    text = page(client)
    assert "Vladimir Zaynetdinov" in text
    assert "The Successor" not in text
    assert "Earlier press contacts" not in text, "on the last day the contact is still in office"
    with clock.moved_to(clock.now() + datetime.timedelta(days=1)):
        text = page(client)
    assert text.index("The Successor") < text.index("Earlier press contacts") < text.index("Vladimir Zaynetdinov")


def test_earlier_contacts_are_dated_as_precisely_as_known_and_not_called(client):
    earlier = factories.contact(until=datetime.date(2023, 5, 31))
    Contact.objects.update(since_precision="year", until_precision="month")
    assert Contact.objects.get() == earlier
    text = page(client)
    assert "2012 – May 2023" in text
    assert "tel:" not in text
    assert "No press contact is listed at the moment." in text


def test_a_second_contact_in_office_can_be_called_too(client, contact):
    second = factories.contact(en="The Deputy", ru="Заместитель")
    Contact.objects.filter(pk=second.pk).update(position=1)
    text = page(client)
    assert text.index("Vladimir Zaynetdinov") < text.index("Also in the press office") < text.index("The Deputy")
    assert text.count("tel:+74957952710") == 2


@LANGUAGES
def test_the_page_leads_to_photos_and_news_and_asks_for_nothing(client, language, contact):
    text = page(client, language)
    for address in ["photos/", "news/", "council/"]:
        assert f'href="/{language}/{address}"' in text
    assert "<form" not in text
    assert 'id="terms"' in text


def test_the_page_asks_the_database_a_bounded_number_of_questions(client, contact, django_assert_max_num_queries):
    for number in range(5):
        factories.contact(en=f"Present {number}")
        factories.contact(until=datetime.date(2015, 1, 1), en=f"Past {number}")
    with django_assert_max_num_queries(17):
        page(client)
