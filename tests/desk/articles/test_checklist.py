"""The checklist beside a text says while somebody writes what the gate will say: the same rules, asked of the form."""

import pytest
from django.urls import reverse

from news.models import Edition
from tests import factories
from tests.desk.screens import NEW, Page, address_of, signed_in

pytestmark = pytest.mark.django_db


def points(client, article=None, **typed):
    """Send the form of the screen with what is `typed` (`ru_title` is the field “ru-title”) and return the answer."""
    page = Page(client.get(address_of(article) if article else NEW))
    name = "admin:news_article_points" if article else "admin:news_article_points_new"
    changes = {field.replace("ru_", "ru-").replace("en_", "en-"): value for field, value in typed.items()}
    answer = client.post(reverse(name, args=[article.pk] if article else []), {**page.fields, **changes})
    assert answer.status_code == 200
    return answer.json()


@pytest.fixture
def client():
    return signed_in(factories.press_secretary())


def test_a_new_article_says_what_it_lacks_and_says_less_with_every_field(client):
    factories.contact()
    section = factories.section()
    lacking = points(client)
    assert "Write the title." in lacking["html"]
    assert 'href="#id_section"' in lacking["html"]
    assert lacking["left"] == 4
    written = points(client, section=section.pk, en_title="A title", en_standfirst="Who did what.")
    assert (written["left"], written["tabs"]) == (1, {"en": "no text", "ru": "nothing yet"})
    assert 'href="#id_en-body"' in written["html"]
    done = points(client, section=section.pk, en_title="A title", en_standfirst="Who.", en_body="<p>It happened.</p>")
    assert (done["left"], done["tabs"]["en"]) == (0, "")
    assert "Nothing is missing" in done["html"]
    assert not Edition.objects.exists()


def test_each_point_leads_to_its_field_whatever_the_order_of_the_photographs(client):
    edition = factories.edition("en")
    first, second = factories.photo(), factories.photo()
    for place, photo in enumerate((first, second)):
        factories.show(photo, edition, place)
    moved = {"photos-0-order": "2", "photos-1-order": "1"}
    answer = points(client, edition.article, **moved, **{"en-photos-1-alt": ""})
    assert 'href="#id_en-photos-1-alt"' in answer["html"]
    assert f"Describe what {second.file_name} shows" in answer["html"]


def test_the_checklist_says_what_the_gate_will_say(client):
    edition = factories.edition("en", title="", body="", genre="interview")
    answer = points(client, edition.article)
    for problem in edition.problems():
        assert problem.sentence.split("“")[0] in answer["html"]


def test_a_public_text_lacks_nothing_until_it_is_changed(client):
    edition = factories.published("en")
    assert points(client, edition.article)["left"] == 0
    assert "Write the title." in points(client, edition.article, en_title="")["html"]


def test_a_limited_article_tells_nothing_to_those_who_may_not_read_it():
    edition = factories.edition("en")
    owner = factories.press_secretary()
    edition.article.readers.add(owner)
    stranger = signed_in(factories.writer())
    answer = stranger.post(reverse("admin:news_article_points", args=[edition.article_id]), {})
    assert answer.status_code == 404
