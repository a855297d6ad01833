"""No page asks anything of another site: what a reader reads here, nobody else learns."""

import collections
import datetime
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import override
from lxml import etree

from council.models import PersonShown
from csto_site.places import BASE
from news import drafts
from news.models import Attachment, Edition, Withdrawal
from photos.models import Album, AlbumPhoto
from publishing import actions, amendments
from tests import factories

SITE = "http://127.0.0.1:8000"
OF_EACH_VIEW = 2  # pages that are looked at
LOADED_LINKS = {
    "stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "prerender",
    "manifest", "apple-touch-icon", "mask-icon", "pingback",
}  # fmt: skip
LOADING = {
    "src": "//*[@src]/@src",
    "srcset": "//*[@srcset]/@srcset | //*[@imagesrcset]/@imagesrcset",
    "poster or data": "//*[@poster]/@poster | //object/@data",
    "form": "//form/@action | //*[@formaction]/@formaction",
    "ping": "//*[@ping]/@ping",
    "base": "//base/@href",
    "refresh": "//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content",
    "svg": "//*[local-name()='use' or local-name()='image']/@href",
}
# Every kind of page that a reader comes to by links; the test of the crawl says which it did not meet.
MET = {
    "home", "news:list", "news:section", "news:archive-year", "news:archive-month", "news:detail", "news:corrections",
    "news:edition", "news:comparison", "council:meetings", "council:meeting", "council:meetings-year",
    "council:representatives", "council:person", "council:state", "council:documents", "council:document",
    "council:history", "council:body", "photos:list", "photos:detail", "photos:albums", "photos:album",
    "press:centre", "press:advisories", "press:enquiry", "search:results", "feeds:index", "follow:follow",
    "alerts:subscribe",
}  # fmt: skip


@pytest.fixture
def newsroom(db):
    """A newsroom in which every kind of page has something to show."""
    secretary, state, chair = factories.press_secretary(), factories.state(), factories.person()
    factories.contact()
    factories.term(chair, factories.office(state=state))
    factories.chairmanship(state, datetime.date(2018, 1, 1))
    meeting = factories.meeting(chair=chair, chair_state=state)
    with amendments.amending(by=secretary):
        meeting.considerations.create(document=factories.document(), verb="adopted")
    photo = factories.photo(rendered=True)
    PersonShown.objects.create(photo=photo, person=chair)
    album = Album.objects.create(title={"en": "A day", "ru": "День"}, held_on=factories.THE_DAY)
    AlbumPhoto.objects.create(album=album, photo=photo)
    actions.publish(album, by=secretary)
    article = None
    for language in ("ru", "en"):
        body = '<p>With <a href="https://example.org/">a link</a> to elsewhere.</p>'
        draft = factories.edition(language, article=article, meeting=meeting, body=body, signed_by="contact")
        article = draft.article
        factories.show(photo, draft)
        draft.turns.create(question="When?", answer="<p>On Tuesdays.</p>")
        Attachment.objects.create(edition=draft, label="Agenda", file="a.pdf", file_name="agenda.pdf", size=98_304)
        edition = factories.publish(draft)
    following = drafts.open_next(edition, by=factories.writer())
    following.change, following.change_note = Edition.Change.CORRECTION, "A date was wrong."
    following.save()
    factories.publish(following)
    withdrawn, gone = factories.published(), factories.published()
    actions.withdraw(withdrawn, by=secretary, reason="It was wrong.")
    actions.withdraw(gone, by=secretary, reason="It was wrong.", kind=Withdrawal.Kind.GONE)
    lonely = factories.published("ru", title="Только по-русски")
    return [
        f"/en/news/{following.article_id}-{following.address_part}/",
        f"/en/news/{withdrawn.article_id}-{withdrawn.address_part}/",
        f"/en/news/{gone.article_id}-x/",
        f"/en/news/{lonely.article_id}-x/",
        "/en/nothing/",
        "/en/council/bodies/permanent-council/",
    ]


def pages(client, starts):
    """Yield (address, answer, its HTML) of the pages that links lead to, a few of each view."""
    waiting, known, met = collections.deque(starts), set(starts), collections.Counter()
    while waiting:
        address = waiting.popleft()
        view = view_of(address)
        if met[view] >= OF_EACH_VIEW or (view.startswith("feeds:") and view != "feeds:index"):
            continue
        answer = client.get(address, follow=True)
        if answer.streaming or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        met[view] += 1
        page = etree.HTML(answer.content)
        yield address, answer, page
        for link in page.xpath("//a/@href | //link[@rel='alternate']/@href"):
            parts = urlsplit(urljoin(SITE + address, link))
            found = parts.path + (f"?{parts.query}" if parts.query else "")
            if f"{parts.scheme}://{parts.netloc}" == SITE and found not in known:
                known.add(found)
                waiting.append(found)


def view_of(address):
    path = urlsplit(address).path
    try:
        # Addresses are known in the active language alone, which is that of the page before.
        with override(path.split("/")[1] or "en"):
            return resolve(path).view_name
    except Resolver404:
        return "none"


def is_outside(address, base):
    parts = urlsplit(urljoin(SITE + base, address.strip()))
    return parts.scheme not in ("http", "https") or f"{parts.scheme}://{parts.netloc}" != SITE


def loaded(page):
    """Yield (how, address) of everything a browser fetches by itself, or sends what was written to."""
    for how, path in LOADING.items():
        for value in page.xpath(path):
            several = (
                value.split(",") if how == "srcset" else [value.split("=", 1)[-1]] if how == "refresh" else [value]
            )
            yield from ((how, candidate.split()[0]) for candidate in several if candidate.split())
    for link in page.xpath("//link[@href]"):
        if LOADED_LINKS & set(link.get("rel", "").lower().split()):
            yield "link", link.get("href")


def test_no_page_asks_anything_of_another_site(client, newsroom):
    met = set()
    for address, answer, page in pages(client, [*newsroom, "/en/", "/ru/"]):
        met.add(view_of(address))
        outside = [(how, target) for how, target in loaded(page) if is_outside(target, address)]
        assert not outside, address
        for script in page.xpath("//script[not(@src)]"):
            assert script.get("type") == "application/ld+json", address
        assert not page.xpath("//style | //@style | //iframe | //embed | //object"), address
        assert not [name for name in page.xpath("//@*[starts-with(name(), 'on')]")], address
        assert "http" not in answer.headers["Content-Security-Policy"], address
        assert "Link" not in answer.headers, address
        for link in page.xpath("//a[@data-share]"):  # to share is a plain link, to the reader's own letters
            assert link.get("href").startswith("mailto:?"), address
        assert not page.xpath("//a[starts-with(@href, 'http')][@target]"), address
    assert sorted(MET - met) == []


def test_the_policy_lets_browsers_load_from_here_alone(client):
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    sources = [directive for directive in directives.values() if isinstance(directive, list)]
    assert {source for named in sources for source in named} == {"'none'", "'self'"}


@pytest.mark.parametrize("kind", ["css", "js"])
def test_style_sheets_and_scripts_name_nothing_outside(kind):
    for path in sorted((BASE / "static").rglob(f"*.{kind}")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        outside = (
            re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s'\")]*", text)
            if kind == "js"
            else [
                match
                for match in re.findall(r"(?:url\(|@import\s+)['\"]?([^'\")\s;]+)", text)
                if re.match(r"[a-z]+:|//", match)
            ]
        )
        assert not [address for address in outside if "www.w3.org" not in address], path
