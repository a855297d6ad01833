"""What is declared in pages/accessibility.py of every page holds of every public page, in either language."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from council.models import PersonShown
from news import drafts
from news.models import Attachment, Turn
from pages.models import Page
from photos.models import Album, AlbumPhoto
from publishing import actions
from tests import factories
from tests.accessibility import checks
from tests.browser import faults_of_every_look, with_axe
from tests.csto_site.test_query_budgets import BUDGETS
from tests.news.test_subjects import make_topic
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
    topic = make_topic()
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
        drafts.set_parts(edition, subjects=[f"topic:{topic.pk}", f"state:{state.pk}", f"person:{chair.pk}"])
        for position, photo in enumerate(photos):
            factories.show(photo, edition, position)
        Turn.objects.create(edition=edition, question="When does it meet?", answer="<p>On Tuesdays.</p>")
        Attachment.objects.create(edition=edition, label="Agenda", file="a.pdf", file_name="agenda.pdf", size=98_304)
        factories.publish(edition)
        for _ in range(21):
            factories.published(language)
    event = advisory()
    about = factories.publish(factories.page("about", title="About us", body="<h2>Who</h2><p>We are the office.</p>"))
    factories.publish(factories.correction(about, body="<h2>Who</h2><p>We are the press office.</p>"))
    factories.publish(factories.page("history", Page.objects.get(article=about.article_id)))
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
        "topics": ("topics:index", []),
        "topic": ("topics:topic", [topic.slug]),
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
        "week": ("week:page", []),
        "advisory": ("press:advisory", [event.pk]),
        "accreditation": ("press:ask-accreditation", [event.pk]),
        "section of a year": ("news:section-year", ["permanent-council", 2018]),
        "section of a month": ("news:section-month", ["permanent-council", 2018, 11]),
        "document": ("council:document", [factories.document(body=factories.body()).pk]),
        "programs": ("api:documentation", []),
        "standing page": ("pages:page", ["about"]),
        "edition of a page": ("pages:edition", [about.article_id, 1]),
        "editions of a page": ("pages:comparison", [about.article_id, 1, 2]),
        "not found": ("news:section", ["no-such-section"]),
    }


# What programs read.
NO_PAGES = re.compile(
    r"""api:(?:list|one|openapi)|.*-(?:calendar|json|atom|text)|(?:council|week):calendar|feeds:(?!index)\w+|robots:.*
    |wires:.*|news:text|search:suggestions""",
    re.VERBOSE,
)
ON_ANOTHER_WALK = {"news:edition", "news:comparison"}  # of test_the_past_and_the_end.py


def test_a_page_of_each_kind_is_on_a_walk(newsroom):
    kinds = {name for name in BUDGETS if not NO_PAGES.fullmatch(name)}
    assert kinds - {view for view, _arguments in newsroom.values()} == ON_ANOTHER_WALK


def test_all_that_is_declared_holds_of_every_public_page_and_of_the_open_viewer(newsroom, live_server, new_page):
    page, plain, found, seen = with_axe(new_page()), new_page(java_script_enabled=False), {}, set()
    for name, (view, arguments) in newsroom.items():
        for language in ("ru", "en"):
            with override(language):
                page.goto(live_server.url + reverse(view, args=arguments))
            found[language, name] = checks.faults_of_page(page, plain, seen)
    assert not any(found.values()), found
    for name in ["article", "album", "photo"]:
        view, arguments = newsroom[name]
        page.goto(live_server.url + reverse(view, args=arguments))
        page.locator("a.gallery__open").first.click()
        page.locator("dialog.lightbox").wait_for(state="visible")
        found["the open viewer", name] = faults_of_every_look(page)
    assert not any(found.values()), found
