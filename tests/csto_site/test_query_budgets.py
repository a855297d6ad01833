"""No public page asks the database more often because there is more to show, and none steps over what it does not show.

Every address of the site stands here with what it may ask at most. One that is missing fails, so whoever adds a page
says what it may cost.
"""

import datetime
import re
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.urls import URLPattern, get_resolver, reverse
from django.utils.translation import override

from council.models import Consideration, Participation
from news import drafts
from news.models import Attachment, Topic, Turn
from pages.models import Page
from photos.models import Album, AlbumPhoto
from syndication import sitemaps
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

# The name of an address, its arguments, and how many questions it may ask; with its query, if it has one.
BUDGETS = {
    "home": ([], 24),
    "news:list": ([], 11),
    "news:section": (["permanent-council"], 11),
    "news:archive-year": ([2018], 11),
    "news:archive-month": ([2018, 11], 11),
    "news:section-year": (["permanent-council", 2018], 11),
    "news:section-month": (["permanent-council", 2018, 11], 11),
    "news:detail": (["article", "slug"], 18),
    "news:edition": (["article", "slug", 1], 18),
    "news:comparison": (["corrected", "corrected_slug", 1, 2], 27),
    "topics:index": ([], 7),
    "topics:topic": (["peacekeeping"], 12),
    "pages:page": (["page_path"], 24),
    "pages:edition": (["page", 1], 18),
    "pages:comparison": (["page", 1, 2], 22),
    "news:corrections": ([], 10),
    "news:corrections-atom": ([], 9),
    "news:corrections-json": ([], 9),
    "news:text": (["article", "slug"], 14),
    "news:meeting-text": (["meeting"], 21),
    "council:meetings": ([], 17),
    "council:meetings-year": ([2018], 14),
    "council:meeting": (["meeting"], 24),
    "council:meeting-calendar": (["meeting"], 12),
    "council:calendar": ([], 6),
    "council:body": (["permanent-council"], 27),
    "council:body-json": (["permanent-council"], 8),
    "council:body-calendar": (["permanent-council"], 8),
    "council:history": ([], 10),
    "council:documents": ([], 8),
    "council:document": (["document"], 20),
    "council:representatives": ([], 14),
    "council:representatives-json": ([], 6),
    "council:office": (["office"], 9),
    "council:state": (["kg"], 25),
    "council:state-json": (["kg"], 7),
    "council:person": (["person", "person_slug"], 24),
    "council:person-json": (["person"], 6),
    "photos:list": ([], 13),
    "photos:detail": (["photo"], 15),
    "photos:albums": ([], 9),
    "photos:album": (["album"], 10),
    "press:centre": ([], 11),
    "press:enquiry": ([], 7),
    "press:advisories": ([], 9),
    "week:page": ([], 15),
    "week:calendar": ([], 8),
    "press:advisories-calendar": ([], 4),
    "search:results": ([], 24, "?q=report"),
    "search:suggestions": ([], 12, "?q=report"),
    "feeds:index": ([], 7),
    "feeds:news": (["atom"], 14),
    "feeds:section": (["permanent-council", "rss"], 15),
    "feeds:genre": (["interview", "json"], 14),
    "feeds:person": (["person", "atom"], 19),
    "feeds:state": (["kg", "atom"], 16),
    "feeds:topic": (["peacekeeping", "atom"], 17),
    "feeds:meeting": (["meeting", "atom"], 17),
    "feeds:search": (["atom"], 24, "?q=report"),
    "follow:follow": ([], 7),
    "alerts:subscribe": ([], 7),
    "api:documentation": ([], 5),
    "api:openapi": ([], 5),
    "api:list": (["articles"], 8),
    "api:one": (["articles", "article"], 15, "?language=en"),
    "wires:index": ([], 5),
    "wires:changes": ([], 23),
    "wires:latest": ([], 7),
    "wires:news": (["en"], 20),
    "wires:article": (["article", "en"], 19),
    "robots:robots": ([], 3),
    "robots:sitemaps": ([], 12),
    "robots:sitemap": (["articles", "part"], 7),
    "robots:news": ([], 5),
    "robots:oembed": ([], 6, "?url={site}{article_page}"),
}

# The lists that readers turn the pages of, cut into short ones here so that there are some to turn.
LISTS = {
    "news:list", "news:section", "news:archive-year", "news:archive-month", "news:section-year", "news:section-month",
    "council:meetings", "council:meetings-year", "council:body", "council:documents", "council:office",
    "topics:topic", "council:person", "council:state", "photos:list", "photos:albums", "photos:album", "search:results",
}  # fmt: skip
LENGTHS = [
    "news.lists.ARTICLES_PER_PAGE", "news.topic_views.TEXTS_PER_PAGE", "council.views.MEETINGS_PER_PAGE",
    "council.body_views.MEETINGS_PER_PAGE",
    "council.document_views.DOCUMENTS_PER_PAGE", "council.people_views.MEETINGS_PER_PAGE",
    "council.people_views.TERMS_PER_PAGE", "council.state_views.MEETINGS_PER_PAGE", "photos.views.PHOTOS_PER_PAGE",
    "photos.views.ALBUM_PHOTOS_PER_PAGE", "search.views.RESULTS_PER_PAGE",
]  # fmt: skip
DEEP = 2  # pages below the first

STEPS_OVER = re.compile(r"\bOFFSET [1-9%$]")

# No pages: files and what is made of many, forms' ends and what one person alone has the address of, the desk's own.
ELSEWHERE = re.compile(
    r"""(?:.*-?file|news:(?:attachment|kit|meeting-kit|pdf|meeting-pdf|short)|week:pdf|pages:short|press:(?:enquiry-state|accreditation
    |ask-accreditation|advisory|advisory-calendar)|alerts:(?:asked|confirm|preferences|unsubscribe|.*token.*)
    |preview.*|welcome.*|set_language|healthz|readyz.*|metrics|security-txt|seals:.*|authenticity:.*|account.*|mfa.*|usersessions.*)""",
    re.VERBOSE,
)


@pytest.fixture
def newsroom():
    """Return the things that addresses name, and a function that puts one more of everything around them."""
    state = factories.state()
    chair = factories.person()
    office = factories.office(state=state)
    factories.term(chair, office)
    chair_of = {"chair": chair, "chair_state": state}
    meeting = factories.meeting(**chair_of, bodies=[factories.body()])
    document = factories.document(body=factories.body(), dated=meeting.held_on)
    photo = factories.photo(rendered=True)
    renditions = list(photo.renditions.values("kind", "crop", "width", "height", "size", "file"))
    album = Album.objects.create(title={"en": "Council", "ru": "Совет"}, held_on=meeting.held_on)
    AlbumPhoto.objects.create(album=album, photo=photo)
    article = _article(meeting, [photo])
    factories.publish(album)
    page = factories.page("about")
    factories.show(photo, page)
    factories.publish(factories.correction(factories.publish(page)))
    names = {
        "page": page.article_id,
        "page_path": "about",
        "article": article.article_id,
        "slug": article.address_part,
        "meeting": meeting.pk,
        "document": document.pk,
        "office": office.pk,
        "person": chair.pk,
        "person_slug": chair.slug,
        "photo": photo.pk,
        "album": album.pk,
        "part": article.article_id // sitemaps.ENTRIES_PER_PART,
    }

    def add(number):
        another = factories.without_files(factories.photo(f"ZVF_{number}.JPG"))
        for made in renditions:
            another.renditions.create(**made)
        edition = _article(meeting, [photo, another])
        factories.published("ru", article=edition.article)
        factories.publish(factories.correction(edition))
        names.setdefault("corrected", edition.article_id)
        names.setdefault("corrected_slug", edition.address_part)
        AlbumPhoto.objects.create(album=album, photo=another, position=number)
        factories.publish(factories.page(f"part-{number}", Page.objects.get(path="about")))
        further = factories.person(f"Envoy {number}", f"Посланник {number}")
        factories.term(further, factories.office(state=state, single_holder=False))
        other = factories.meeting(held_on=meeting.held_on.replace(day=number), **chair_of, bodies=[factories.body()])
        paper = factories.document(body=factories.body(), dated=other.held_on)
        Participation.objects.create(meeting=meeting, person=further, position=number)
        year = datetime.date(2000 + number, 1, 1)
        factories.term(further, office, start=year, end=year)
        factories.publish(Album.objects.create(title={"en": f"Event {number}"}, held_on=other.held_on))
        Consideration.objects.create(meeting=other, document=document, verb="reviewed", position=number)
        Consideration.objects.create(meeting=meeting, document=paper, verb="reviewed", position=number)
        meeting.photo_uses.create(photo=another)

    return names, add


def _article(meeting, photos):
    edition = factories.edition(meeting=meeting, genre="interview")
    facts = {"slug": "peacekeeping", "name": {"en": "Peacekeeping", "ru": "Миротворчество"}}
    topic, _is_new = Topic.objects.get_or_create(slug=facts["slug"], defaults=facts)
    keys = [f"topic:{topic.pk}", f"state:{meeting.chair_state_id}", f"person:{meeting.chair_id}"]
    drafts.set_parts(edition, subjects=keys)
    for position, photo in enumerate(photos):
        factories.show(photo, edition, position)
    Turn.objects.create(edition=edition, question="When?", answer="<p>On Tuesday.</p>")
    Attachment.objects.create(edition=edition, label="Agenda", file="a.pdf", file_name="agenda.pdf", size=98_304)
    return factories.publish(edition)


@pytest.fixture
def asked(client, newsroom):
    """A function that returns {name of an address: the questions it asks}."""
    names, _add = newsroom

    def ask():
        return {name: _asked_for(client, address) for name, address in _addresses(names).items()}

    return ask


def _addresses(names, language="en"):
    """Return {name: address} of all pages."""
    with override(language):
        page = reverse("news:detail", args=[names["article"], names["slug"]])
        found = {
            name: reverse(name, args=[names.get(argument, argument) for argument in arguments]) + "".join(query)
            for name, (arguments, _most, *query) in BUDGETS.items()
        }
    return {name: address.format(site=settings.SITE_URL, article_page=page) for name, address in found.items()}


def _asked_for(client, address):
    """Return the questions that a page asks, but for those that all pages of a generation share: whose, and in what."""
    client.get(address)  # what is asked once in the life of a process
    asked = []
    with connection.execute_wrapper(lambda execute, sql, *given: asked.append(sql) or execute(sql, *given)):
        assert client.get(address).status_code == 200, address
    shared = ('FROM "identity_identity"', "FROM publishing_language")
    return [sql for sql in asked if not any(table in sql for table in shared)]


def _further(client, address):
    """Return the address of the page below, None where there is none."""
    link = re.search(r'href="(\?[^"]*)" rel="next"', client.get(address).content.decode())
    return link and address.partition("?")[0] + unescape(link[1])


def test_every_page_has_its_budget():
    def names(patterns, above=""):
        for pattern in patterns:
            if not isinstance(pattern, URLPattern):
                if pattern.app_name != "admin":
                    yield from names(
                        pattern.url_patterns, f"{above}{pattern.namespace}:" if pattern.namespace else above
                    )
            elif pattern.name:
                yield f"{above}{pattern.name}"

    pages = {name for name in names(get_resolver().url_patterns) if not ELSEWHERE.fullmatch(name)}
    assert (pages - set(BUDGETS), set(BUDGETS) - pages) == (set(), set())


def test_more_to_show_is_not_one_question_more(newsroom, asked):
    _names, add = newsroom
    for number in range(1, 7):  # so many that every page leads to the rest by now
        add(number)
    before = asked()
    for number in range(7, 13):
        add(number)
    after = asked()
    grown = {
        budget: (len(before[budget]), len(after[budget]))
        for budget in BUDGETS
        if len(before[budget]) != len(after[budget])
    }
    assert grown == {}
    assert {page: len(sql) for page, sql in after.items() if len(sql) > BUDGETS[page][1]} == {}
    assert {page: sql for page, asked in after.items() for sql in asked if STEPS_OVER.search(sql)} == {}


def test_no_list_steps_over_what_stands_above_however_deep_the_page(client, newsroom, monkeypatch):
    names, add = newsroom
    for number in range(1, 2 * DEEP + 2):
        add(number)
    for length in LENGTHS:
        monkeypatch.setattr(length, 2)
    addresses = _addresses(names)
    for name in LISTS:
        address = addresses[name]
        for depth in range(DEEP):
            address = _further(client, address)
            assert address, f"{name} has no page {depth + 2}"
        asked = _asked_for(client, address)
        assert len(asked) <= BUDGETS[name][1], address
        # News are entered at a month, by the numbers that the database keeps, and step within it.
        assert name.startswith("news:") or not any(STEPS_OVER.search(sql) for sql in asked), address
