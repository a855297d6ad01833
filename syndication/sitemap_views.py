"""The addresses that search engines ask for first: robots.txt and the sitemaps."""

import contextlib
import io

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from news.kits.stories import printable
from news.pages import address_of
from syndication import conditional, sitemaps
from syndication.entries import whole

FRESH = 5 * 60
NAMES = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns:image": "http://www.google.com/schemas/sitemap-image/1.1",
    "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9",
    "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
}
# Below each language: not to be found by search engines, for they are questions and not answers.
NOT_FOR_ROBOTS = ("search", "alerts")


@require_safe
def robots(request):
    """What robots may read, and where they find what there is."""
    closed = [settings.DESK_PREFIX, "/preview/", "/healthz"]
    closed += [f"/{language}/{name}/" for language in dict(settings.LANGUAGES) for name in NOT_FOR_ROBOTS]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [f"Sitemap: {whole(reverse(f'robots:{name}'))}" for name in ("sitemaps", "news")]
    return conditional.answer(request, HttpResponse("\n".join(lines) + "\n", content_type="text/plain"), fresh=FRESH)


@require_safe
def index(request):
    """All sitemaps but that of the news of the last days, which is named in robots.txt."""
    with _document("sitemapindex", "xmlns") as xml:
        for kind, number, changed in sitemaps.parts():
            with xml.element("sitemap"):
                xml.addQuickElement("loc", whole(reverse("robots:sitemap", args=[kind, number])))
                if changed:
                    xml.addQuickElement("lastmod", changed.isoformat(timespec="seconds"))
    return _answer(request, xml)


@require_safe
def sitemap(request, kind, number):
    """One part: pages with the last change that readers were told of, other languages and pictures."""
    addresses = sitemaps.part(kind, number)
    if not addresses:
        raise Http404("No such part.")
    with _document("urlset") as xml:
        for it in addresses:
            with xml.element("url"):
                xml.addQuickElement("loc", it.address)
                if it.changed:
                    xml.addQuickElement("lastmod", it.changed.isoformat(timespec="seconds"))
                _add_languages(xml, it.languages)
                for image in it.images:
                    _add_image(xml, image)
    return _answer(request, xml)


@require_safe
def news(request):
    """The news of the last two days."""
    with _document("urlset") as xml:
        for edition in sitemaps.latest_news():
            with xml.element("url"):
                xml.addQuickElement("loc", whole(address_of(edition)))
                with xml.element("news:news"):
                    with xml.element("news:publication"), override(edition.language):
                        xml.addQuickElement("news:name", _("CSTO Press Office"))
                        xml.addQuickElement("news:language", edition.language)
                    published = edition.first_published_at.isoformat(timespec="seconds")
                    xml.addQuickElement("news:publication_date", published)
                    xml.addQuickElement("news:title", printable(edition.title))
    return _answer(request, xml)


def _add_languages(xml, languages):
    """Name the page in all languages; the first configured one serves readers of any other, as in the page's head."""
    for language, address in languages.items():
        xml.addQuickElement("xhtml:link", "", {"rel": "alternate", "hreflang": language, "href": address})
    if settings.LANGUAGES[0][0] in languages:
        general = languages[settings.LANGUAGES[0][0]]
        xml.addQuickElement("xhtml:link", "", {"rel": "alternate", "hreflang": "x-default", "href": general})


def _add_image(xml, image):
    with xml.element("image:image"):
        xml.addQuickElement("image:loc", image.address)
        if image.caption:
            xml.addQuickElement("image:caption", image.caption)
        xml.addQuickElement("image:license", image.licence)


class _Document(SimplerXMLGenerator):
    """XML in which elements are opened and closed by blocks; `text` holds what is written."""

    def __init__(self):
        self.text = io.StringIO()
        super().__init__(self.text, "utf-8")

    @contextlib.contextmanager
    def element(self, name, attributes=None):
        self.startElement(name, attributes or {})
        yield
        self.endElement(name)


@contextlib.contextmanager
def _document(root, *names):
    """Give the block a document with this root; of the names of elements all, or those given, are declared."""
    xml = _Document()
    xml.startDocument()
    with xml.element(root, {name: NAMES[name] for name in names or NAMES}):
        yield xml
    xml.endDocument()


def _answer(request, xml):
    response = HttpResponse(xml.text.getvalue(), content_type="application/xml; charset=utf-8")
    return conditional.answer(request, response, fresh=FRESH)
