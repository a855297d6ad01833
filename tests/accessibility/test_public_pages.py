"""axe-core finds nothing on any public page, in either language, on paper and at night, wide and narrow."""

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from council.models import PersonShown
from news.models import Attachment, Turn
from photos.models import Album, AlbumPhoto
from publishing import actions
from tests import factories
from tests.browser import faults_of_every_look, faults_of_what_is_new, too_wide_with_large_text, with_axe
from tests.press.test_advisories import advisory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newsroom():
    """A newsroom in which every part of every page has something to show; returns what the addresses need."""
    secretary = factories.press_secretary()
    factories.contact()
    state = factories.state()
    chair = factories.person()
    office = factories.office(state=state)
    factories.term(chair, office, rank={"en": "Ambassador", "ru": "Посол"})
    factories.chairmanship(state, datetime.date(2018, 1, 1))
    meeting = factories.meeting(chair=chair, chair_state=state)
    photos = [factories.photo(f"ZVF_{number}.JPG", rendered=True) for number in (2142, 2150, 2153)]
    PersonShown.objects.create(photo=photos[0], person=chair)
    album = Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=factories.THE_DAY)
    for photo in photos:
        AlbumPhoto.objects.create(album=album, photo=photo)
    actions.publish(album, by=secretary)
    table = f"<table><tr>{'<td>A rather long cell of the table</td>' * 7}</tr></table>"
    article = None
    for language in ("ru", "en"):
        edition = factories.edition(
            language,
            article=article,
            genre="interview",
            meeting=meeting,
            signed_by="contact",
            body="<h2>A heading</h2><p>Text with <a href='https://example.org/'>a link</a>.</p><ul><li>One</li></ul>"
            + table,
        )
        article = edition.article
        for position, photo in enumerate(photos):
            factories.show(photo, edition, position)
        Turn.objects.create(edition=edition, question="When does it meet?", answer="<p>On Tuesdays.</p>")
        Attachment.objects.create(edition=edition, label="Agenda", file="a.pdf", file_name="agenda.pdf", size=98_304)
        factories.publish(edition)
        for _ in range(21):
            factories.published(language)
    event = advisory()
    lonely = factories.published("ru", title="Только по-русски")
    withdrawn = factories.published("en")
    actions.withdraw(withdrawn, by=secretary, reason="The date was wrong.")
    return {
        "home": ("home", []),
        "all news": ("news:list", []),
        "section": ("news:section", ["permanent-council"]),
        "year": ("news:archive-year", [2018]),
        "month": ("news:archive-month", [2018, 11]),
        "article": ("news:detail", [article.pk, edition.address_part]),
        "missing translation": ("news:detail", [lonely.article_id, "x"]),
        "withdrawn": ("news:detail", [withdrawn.article_id, withdrawn.address_part]),
        "meetings": ("council:meetings", []),
        "meetings of a year": ("council:meetings-year", [2018]),
        "meeting": ("council:meeting", [meeting.pk]),
        "representatives": ("council:representatives", []),
        "person": ("council:person", [chair.pk, chair.slug]),
        "photo archive": ("photos:list", []),
        "albums": ("photos:albums", []),
        "album": ("photos:album", [album.pk]),
        "photo": ("photos:detail", [photos[0].pk]),
        "body": ("council:body", ["permanent-council"]),
        "history": ("council:history", []),
        "documents": ("council:documents", []),
        "state": ("council:state", [state.code.lower()]),
        "office": ("council:office", [office.pk]),
        "search": ("search:results", []),
        "enquiry": ("press:enquiry", []),
        "feeds": ("feeds:index", []),
        "follow": ("follow:follow", []),
        "alerts": ("alerts:subscribe", []),
        "check": ("authenticity:verify", []),
        "corrections": ("news:corrections", []),
        "press centre": ("press:centre", []),
        "advisories": ("press:advisories", []),
        "advisory": ("press:advisory", [event.pk]),
        "accreditation": ("press:ask-accreditation", [event.pk]),
        "not found": ("news:section", ["no-such-section"]),
    }


def test_axe_finds_nothing_on_any_public_page_nor_in_the_open_viewer(newsroom, live_server, new_page):
    page, found, seen = with_axe(new_page()), {}, set()
    for name, (view, arguments) in newsroom.items():
        for language in ("ru", "en"):
            with override(language):
                page.goto(live_server.url + reverse(view, args=arguments))
            found[language, name] = faults_of_what_is_new(page, seen)
            if pixels := too_wide_with_large_text(page):
                found[language, name] |= {"wider than the window at 200 %": pixels}
    assert not any(found.values()), found
    for name in ["article", "album", "photo"]:
        view, arguments = newsroom[name]
        page.goto(live_server.url + reverse(view, args=arguments))
        page.locator("a.gallery__open").first.click()
        page.locator("dialog.lightbox").wait_for(state="visible")
        found["the open viewer", name] = faults_of_every_look(page)
    assert not any(found.values()), found
