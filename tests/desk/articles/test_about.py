"""What a text is about, chosen on the article screen: suggested from its words, searched for, kept by two people."""

import pytest
from django.urls import reverse

from news import about, drafts
from news.models import Topic
from tests import factories
from tests.desk.screens import NEW, Page, address_of, errors_of, messages_of, send, signed_in

pytestmark = pytest.mark.django_db

TEXT = "<p>На учениях в Кыргызской Республике выслушали А. Мамбетсеитова; речь шла о миротворческих силах.</p>"


@pytest.fixture
def things():
    """Return the short names of a topic with words of its own, a state and a person."""
    topic = Topic.objects.create(
        slug="peacekeeping",
        name={"en": "Peacekeeping", "ru": "Миротворчество"},
        words={"ru": "миротворческие силы\nмиротворцы"},
    )
    return [f"topic:{topic.pk}", f"state:{factories.state().pk}", f"person:{factories.person().pk}"]


def facts():
    return {"section": str(factories.section().pk), "shown_on": "27.11.2018", "signed_by": "nobody"}


def suggestions(client, article=None, **typed):
    """Return the short names that the screen suggests while somebody writes."""
    page = Page(client.get(address_of(article) if article else NEW))
    name = "admin:news_article_points" if article else "admin:news_article_points_new"
    answer = client.post(reverse(name, args=[article.pk] if article else []), {**page.fields, **typed}).json()
    head, _found, below = answer["about"].partition("Named in the text")
    return [key for key in _keys() if f'value="{key}"' in below], [key for key in _keys() if f'value="{key}"' in head]


def _keys():
    kinds = {"topic": Topic, "state": type(factories.state())}
    keys = [f"{kind}:{row.pk}" for kind, model in kinds.items() for row in model.objects.all()]
    return keys + [
        f"person:{pk}" for pk in type(factories.person("Else One", "Иной Кто")).objects.values_list("pk", flat=True)
    ]


def test_words_in_any_case_suggest_what_the_text_is_about_and_nothing_is_chosen_by_itself(things):
    client = signed_in(factories.writer())
    assert suggestions(client, **facts()) == ([], [])
    suggested, chosen = suggestions(client, **facts(), **{"ru-title": "Учения", "ru-body": TEXT})
    assert sorted(suggested) == sorted(things)
    assert not chosen
    suggested, chosen = suggestions(client, **facts(), **{"ru-body": TEXT, "subjects": things[:1]})
    assert sorted(suggested) == sorted(things[1:])
    assert chosen == things[:1]
    english, _chosen = suggestions(
        client, **facts(), **{"en-body": "<p>Peacekeeping in the Kyrgyz Republic’s hills</p>"}
    )
    assert english == things[:2]


def test_what_is_chosen_is_saved_in_every_language_and_taken_away_again(things):
    client = signed_in(factories.writer())
    send(client, NEW, **facts(), ru_title="Учения", en_title="Exercises", subjects=things)
    russian, english = drafts.Edition.objects.order_by("-language")
    assert about.keys_of(russian) == about.keys_of(english) == things
    address = address_of(russian.article)
    assert messages_of(send(client, address)) == ["No changes."]
    assert "Peacekeeping, Kyrgyz Republic" in client.get(address).content.decode()
    send(client, address, subjects=things[1:])
    assert about.keys_of(russian) == about.keys_of(english) == things[1:]
    # What is public stays as it is until the next edition.
    live = factories.published("en", title="Live")
    send(client, address_of(live.article), subjects=things)
    assert about.keys_of(live) == []
    assert about.keys_of(live.article.editions.get(live_from=None)) == things


def test_what_cannot_be_is_refused_with_a_sentence(things):
    client = signed_in(factories.writer())
    earlier = factories.published()
    for keys, sentence in (
        (["person:999999"], "does not exist any more: Person number 999999"),
        ([f"follows:{earlier.article_id}", f"corrects:{earlier.article_id}"], "one relation to each earlier text"),
        ([f"follows:{factories.edition().article_id}" for _ in range(41)], "at most 40"),
    ):
        [error] = errors_of(send(client, NEW, **facts(), en_title="A title", subjects=keys))
        assert sentence in error
    # What is no name at all, as from an old page, is left out.
    send(client, NEW, **facts(), en_title="A title", subjects=["", "topic:", "x:1", *things[:1]])
    assert about.keys_of(drafts.Edition.objects.get(title="A title")) == things[:1]


def test_the_search_offers_public_texts_with_what_one_does_to_them(things):
    client, secretary = signed_in(factories.writer()), factories.press_secretary()
    public, hidden = factories.published(title="Exercises began"), factories.edition(title="Exercises will end")
    found = client.get(reverse("admin:news_article_about"), {"q": "Exercises", "article": "new"}).content.decode()
    for relation in ("follows", "answers", "corrects"):
        assert f'value="{relation}:{public.article_id}"' in found
    assert f":{hidden.article_id}" not in found
    own = client.get(reverse("admin:news_article_about"), {"q": "Exercises", "article": public.article_id})
    assert f":{public.article_id}" not in own.content.decode()
    assert f'value="{things[0]}"' in client.get(reverse("admin:news_article_about"), {"q": "peace"}).content.decode()
    assert "Nothing is called" in client.get(reverse("admin:news_article_about"), {"q": "qqq"}).content.decode()
    assert signed_in(secretary).get(reverse("admin:news_article_about")).status_code == 204


def test_two_people_at_once_keep_what_both_chose(things):
    edition = factories.edition("en", title="Exercises")
    address, mine, hers = (
        address_of(edition.article),
        signed_in(factories.writer()),
        signed_in(factories.press_secretary()),
    )
    opened = Page(mine.get(address))
    send(hers, address, subjects=things[:1])
    refused = Page(send(mine, address, opened=opened, en_standfirst="My own words.", subjects=things[1:]))
    assert about.keys_of(edition) == things[:1]
    taken = send(mine, address, "merge", refused, **{"shared-choice-subjects-0": "both"})
    assert not errors_of(taken) if taken.context and "form" in taken.context else True
    edition.refresh_from_db()
    assert edition.standfirst == "My own words."
    assert sorted(about.keys_of(edition)) == sorted(things)
