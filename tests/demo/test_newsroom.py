"""The demo newsroom: complete, truthful about being a demo, and never in the way of real content."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from demo import content, log_ins, photographs, staff
from news.checks import looks_like_file_name
from news.models import Article, Edition, Withdrawal
from photos.models import Photo
from publishing import dates
from publishing.models import TimelineEntry
from publishing.visitors import as_visitor
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_demo_is_a_whole_newsroom_and_is_loaded_once():
    call_command("demo")
    count = Article.objects.count()
    assert count >= 40
    years = {edition.shown_on.year for edition in Edition.objects.public()}
    assert len(years) >= 8
    in_one_language = [article for article in Article.objects.all() if len(article.newest_by_language()) == 1]
    assert in_one_language
    assert Edition.objects.scheduled().exists()
    assert Withdrawal.objects.exists()
    assert Edition.objects.public().filter(change="correction").exists()
    report = Edition.objects.public().get(language="en", shown_on="2018-11-27", genre="report")
    assert [use.photo.file_name for use in report.photos.all()[:2]] == ["ZVF_2142.JPG", "ZVF_2150.JPG"]
    assert report.signature.split("\n") == [
        "CSTO Press secretary Vladimir Zaynetdinov",
        "+7495-795-27-10",
        "+7495-621-33-23, tel/fax",
        "odkb-pressa@gov.ru",
    ]
    assert dates.in_figures(report.first_published_at) == "27.11.2018"
    entries = TimelineEntry.objects.count()
    call_command("demo")
    assert (Article.objects.count(), TimelineEntry.objects.count()) == (count, entries)
    with as_visitor():
        assert not Edition.objects.filter(stage__in=["draft", "review"], live_from=None).exists()
    passwords = log_ins.read()
    assert set(passwords) == set(staff.STAFF)
    secretary = get_user_model().objects.get(username="secretary")
    assert secretary.check_password(passwords["secretary"])


def test_the_demo_leaves_a_newsroom_with_content_alone():
    factories.published()
    call_command("demo")
    assert Article.objects.count() == 1
    assert not Photo.objects.exists()


def test_an_interrupted_demo_starts_afresh(monkeypatch):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(photographs, "load", interrupted)
    with pytest.raises(KeyboardInterrupt):
        call_command("demo")
    assert not get_user_model().objects.exists()
    assert not Photo.objects.exists()


def test_every_picture_has_words_and_no_word_is_a_file_name():
    data = content.read("photographs")
    for language in ("ru", "en"):
        assert data["credit"][language]
        for words in data["photographs"]:
            assert not looks_like_file_name(words["caption"][language])
            assert not looks_like_file_name(words["alt"][language])
