"""A Persian text is written from the right: in the fields of the desk, in the editor, and in letters about it."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from alerts.items import Item
from alerts.models import Event
from news.models import Edition
from tests import factories
from tests.desk.screens import address_of, signed_in
from tests.written import switch_on


@pytest.mark.django_db
def test_every_field_of_its_words_begins_at_the_right():
    switch_on("fa")
    edition = factories.edition("fa", title="نشست شورا")
    page = signed_in(factories.writer()).get(address_of(edition.article)).text
    for field in ("title", "standfirst", "body", "signature"):
        for language, side in (("fa", "rtl"), ("en", "ltr")):
            control = re.search(f'<[^>]* name="{language}-{field}"[^>]*>', page)[0]
            assert f'dir="{side}"' in control, field


def test_a_letter_is_read_from_the_right_and_the_news_in_it_from_their_own_side():
    edition = Edition(language="en", shown_on=factories.THE_DAY)
    item = Item(Event(language="en", kind=Event.Kind.NEWS), title="On Persian", edition=edition)
    with override("fa"):
        news = render_to_string("alerts/mail/_item.html", {"item": item})
        letter = render_to_string("mailing/frame.html", {"language": "fa", "direction": "rtl", "content": news})
    assert '<html lang="fa" dir="rtl">' in letter
    assert "padding-right: 20px" in letter
    assert '<div lang="en" dir="ltr">' in news
