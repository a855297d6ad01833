"""A fictional city council's newsroom: founded from city.toml, with something at every public address."""

import datetime
import io
import pathlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client

from alerts import links as alert_links
from alerts import subscribing
from alerts.models import Subscriber
from authenticity import sealing
from desk.previews import links as previews
from identity.current import current
from identity.models import Identity
from news import drafts
from news.models import Attachment, Section, Topic, Turn
from pages import actions as page_actions
from pages.models import Page
from photos.models import Album, AlbumPhoto
from press import accreditation
from press.models import Contact
from publishing import actions, amendments, clock
from search.queries import Query
from syndication import sitemaps
from tests import factories
from tests.press import enquiring
from tests.press.test_advisories import advisory
from tests.syndication.newsroom import corrected, withdraw

FILE = pathlib.Path(__file__).with_name("city.toml")
PASSWORD = "a long enough secret"
ACCOUNT = {
    "first_name": "Nare",
    "last_name": "Vanyan",
    "email": "nare@lorasar.example",
    "username": "nare",
    "password1": PASSWORD,
    "password2": PASSWORD,
}
SECTIONS = {
    "sections": ["news", "statements"],
    "own_en": "Districts",
    "own_hy": "Թաղամասեր",
    "body_en": "",
    "body_hy": "",
}


def found(file=FILE, sections=SECTIONS):
    """Found the newsroom as whoever stands it up: the identity from a file, sections and account in the browser."""
    Identity.objects.all().delete()
    said = io.StringIO()
    call_command("welcome", "--from", str(file), stdout=said)
    client = Client(headers={"accept-language": "en"})
    assert client.post("/desk/welcome/", {"code": said.getvalue().strip().partition("#")[2]}).status_code == 302
    for step, typed in {"sections": sections, "account": ACCOUNT}.items():
        answer = client.post(f"/desk/welcome/{step}/", typed)
        assert answer.status_code == 302, answer.content.decode()
    assert answer.url == "/desk/"  # else a step has faults
    return client


WORDS = {
    "caption": {"en": "The new bridge.", "hy": "Նոր կամուրջը։"},
    "alt": {"en": "A bridge of four arches.", "hy": "Չորս կամարով կամուրջ։"},
    "credit": {"en": "Lorasar Press Office", "hy": "Լորասարի մամուլի ծառայություն"},
    "usage_terms": {"en": "Free with the credit", "hy": "Ազատ՝ աղբյուրը նշելով"},
    "headline": {"en": "Across the river", "hy": "Գետի վրայով"},
    "place": {"en": "Lorasar", "hy": "Լորասար"},
}


def report(language="en", photo=None, **facts):
    """Return the draft of a report in a section of the city's."""
    words = {
        "en": ("The bridge is open", "Four lanes cross the river.", "<p>The mayor cut the ribbon.</p>"),
        "hy": ("Կամուրջը բաց է", "Չորս գոտի անցնում է գետը։", "<p>Քաղաքապետը կտրեց ժապավենը։</p>"),
    }[language]
    given = dict(zip(("title", "standfirst", "body"), words, strict=True))
    section = Section.objects.get(slug="news")
    draft = factories.edition(language, **{**given, "section": section, "signed_by": "contact", **facts})
    if photo:
        factories.show(photo, draft)
    return draft


def filled():
    """Fill the newsroom; return the parameters of its addresses, as tests.hostile.routes takes them."""
    secretary = factories.press_secretary()
    with amendments.amending(by=secretary):
        photo = factories.photo("BRIDGE_1.JPG", rendered=True, creator="N. Vanyan", copyright="© LCC 2026", **WORDS)
        draft = report(photo=photo, genre="interview")
        Turn.objects.create(edition=draft, question="When?", answer="<p>On Tuesday.</p>")
        paper = Attachment(edition=draft, label="Plan of the bridge", file_name="plan.pdf", size=8)
        paper.file.save("plan.pdf", ContentFile(b"%PDF-1.7"))
        last = corrected(factories.publish(draft), note="Four lanes, not five.")
        armenian = factories.publish(report("hy", photo=photo, article=last.article))
        armenian = corrected(armenian, note="Չորս գոտի, ոչ թե հինգ։")
        topic = Topic.objects.create(slug="bridges", name={"en": "Bridges", "hy": "Կամուրջներ"})
        about_it = report(title="Two more bridges")
        drafts.set_parts(about_it, subjects=[f"topic:{topic.pk}"])
        factories.publish(about_it)
        withdraw(factories.publish(report(title="The bridge is closed")))
        album = Album.objects.create(title={"en": "The opening", "hy": "Բացումը"}, held_on=factories.THE_DAY)
        AlbumPhoto.objects.create(album=album, photo=photo)
        actions.publish(album, by=secretary)
        page = _page()
        of_desk = drafts.open_next(last, by=factories.writer())
        link = previews.share(
            of_desk,
            by=secretary,
            recipient="A lawyer",
            email="lawyer@lorasar.example",
            expires_at=clock.now() + datetime.timedelta(days=1),
        )
        of_press = _press()
        sealing.seal()
    rendition = photo.renditions.filter(kind="jpeg").first()
    of_article = (
        "news:short", "news:detail", "news:kit", "news:pdf", "news:text", "news:edition", "news:comparison",
        "wires:article", "authenticity:edition", "authenticity:seal",
    )  # fmt: skip
    of_routes = {
        (route, parameter): value
        for parameter, value, routes in [
            ("id", last.article_id, of_article),
            ("id", page.article_id, ("pages:short", "pages:edition", "pages:comparison")),
            ("id", photo.pk, ("photos:detail",)),
            ("id", album.pk, ("photos:album",)),
            ("slug", "news", ("news:section", "news:section-year", "news:section-month", "feeds:section")),
            ("slug", topic.slug, ("topics:topic", "feeds:topic")),
            ("key", photo.key, ("photo-file", "preview-photo")),
            ("key", last.attachments.get().key, ("news:attachment", "preview-attachment")),
            ("key", last.article_id, ("api:one",)),
            ("name", rendition.name, ("photo-file", "preview-photo")),
            ("name", "plan.pdf", ("news:attachment", "preview-attachment")),
            ("name", "card.png", ("identity:file",)),
            ("token", previews.token(link), ("preview", "preview-photo", "preview-attachment")),
        ]
        for route in routes
    }
    facts = {
        "year": 2018, "month": 11, "format": "atom", "genre": "interview", "kind": "articles", "number": 1,
        "resource": "articles", "earlier": 1, "later": 2, "language": "en", "code": "aa", "id": 1, "key": "none",
        "name": "none", "slug": last.address_part,
    }  # fmt: skip
    return {
        **facts, **of_routes, **of_press,
        ("identity:file", "digest"): current().digest,
        ("pages:page", "path"): page.path,
        ("robots:sitemap", "number"): last.article_id // sitemaps.ENTRIES_PER_PART,
        ("search:results", "query"): "?q=bridge",
        ("search:suggestions", "query"): "?q=bri",
        ("feeds:search", "query"): "?q=bridge",
        ("robots:oembed", "query"): f"?url={settings.SITE_URL}{armenian.get_absolute_url('hy')}",
    }  # fmt: skip


def _page():
    made = page_actions.begin(parent=None, slug="about", language="en", title="About", by=factories.press_secretary())
    draft = made.article.editions.get()
    draft.body = "<p>The council sits on the left bank.</p>"
    drafts.save_changes(draft, by=factories.writer())
    corrected(factories.publish(draft), note="The left bank, not the right.")
    return Page.objects.get(pk=made.pk)


def _press():
    event = advisory(
        contact=Contact.objects.get(),
        title={"en": "Opening of the bridge", "hy": "Կամրջի բացումը"},
        place={"en": "Left bank", "hy": "Ձախ ափ"},
        access={"en": "Bring a card.", "hy": "Վերցրեք քարտը։"},
    )
    anna = {"name": "Anna Petros", "outlet": "The Daily", "email": "anna@daily.example", "role": "reporter"}
    asked = accreditation.receive(event, language="en", **anna)
    enquiry = enquiring.enquiry(question="When will the bridge open?")
    subscribing.ask("anna@daily.example", [Query("en")], language="en", rhythm="at_once")
    subscriber = Subscriber.objects.get()
    return {
        **{(f"press:{name}", "id"): event.pk for name in ("advisory", "advisory-calendar", "ask-accreditation")},
        **{(f"alerts:{name}", "token"): alert_links.token(subscriber) for name in ("preferences", "unsubscribe")},
        ("alerts:confirm", "token"): alert_links.confirmation_token(subscriber),
        ("press:accreditation", "token"): asked.token,
        ("press:enquiry-state", "token"): enquiry.token,
    }
