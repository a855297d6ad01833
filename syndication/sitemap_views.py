"""The views of robots.txt and the sitemaps."""

from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from identity.current import current as identity
from news.kits.stories import printable
from news.pages import address_of
from page_cache import lifetimes
from publishing.addresses import absolute_url, cached_reverse
from publishing.languages import language_codes
from syndication import conditional, sitemaps

NAMES = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns:image": "http://www.google.com/schemas/sitemap-image/1.1",
    "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9",
    "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
}
# Paths below each language that search engines should not index.
NOT_FOR_ROBOTS = {"search": "search:results", "alerts": "alerts:subscribe"}


@require_safe
def robots(request):
    """Return robots.txt, which closes all of a practice newsroom."""
    if settings.IS_PRACTICE:
        return conditional.answer(
            request,
            HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain"),
            lifetime=lifetimes.INDEX,
        )
    closed = [settings.DESK_PREFIX, "/preview/", "/healthz"]
    names = [name for name, address in NOT_FOR_ROBOTS.items() if identity().has.answers(address)]
    closed += [f"/{language}/{name}/" for language in language_codes() for name in names]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [f"Sitemap: {absolute_url(cached_reverse(f'robots:{name}'))}" for name in ("sitemaps", "news")]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
    return conditional.answer(request, response, lifetime=lifetimes.INDEX)


@require_safe
def index(request):
    """Return the index of all sitemaps except the news sitemap, which robots.txt names."""
    told = [
        f"<sitemap>{_loc(absolute_url(cached_reverse('robots:sitemap', kind, number)))}{_lastmod(changed)}</sitemap>"
        for kind, number, changed in sitemaps.parts()
    ]
    return _answer(request, "sitemapindex", told, ["xmlns"])


@require_safe
def sitemap(request, kind, number):
    """Return one part: pages with their last announced change, their languages and images."""
    told = [page for thing in sitemaps.part(kind, number) for page in _pages_of(thing)]
    if not told:
        raise Http404("No such part.")
    return _answer(request, "urlset", told)


@require_safe
def news(request):
    """Return the news sitemap of the last two days."""
    return _answer(request, "urlset", [_news(edition) for edition in sitemaps.latest_news()])


def _loc(page):
    return f"<loc>{escape(page)}</loc>"


def _lastmod(changed):
    return f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""


def _pages_of(thing):
    links = _links(thing.languages)
    for language, page in thing.languages.items():
        images = "".join(map(_image, thing.images[language]))
        yield f"<url>{_loc(page)}{_lastmod(thing.changed[language])}{links}{images}</url>"


def _links(languages):
    """Link the page in all languages; the first configured one is x-default, as in the page's head."""
    general = languages.get(language_codes()[0])
    named = [*languages.items(), *([("x-default", general)] if general else [])]
    return "".join(
        f'<xhtml:link href={quoteattr(page)} hreflang="{code}" rel="alternate"></xhtml:link>' for code, page in named
    )


def _image(image):
    caption = f"<image:caption>{escape(image.caption)}</image:caption>" if image.caption else ""
    licence = f"<image:license>{escape(image.licence)}</image:license>"
    return f"<image:image><image:loc>{escape(image.address)}</image:loc>{caption}{licence}</image:image>"


def _news(edition):
    with override(edition.language):
        publisher = escape(identity().office)
    published = edition.first_published_at.isoformat(timespec="seconds")
    return (
        f"<url>{_loc(absolute_url(address_of(edition)))}<news:news><news:publication><news:name>{publisher}</news:name>"
        f"<news:language>{edition.language}</news:language></news:publication>"
        f"<news:publication_date>{published}</news:publication_date>"
        f"<news:title>{escape(printable(edition.title))}</news:title></news:news></url>"
    )


def _answer(request, root, told, names=NAMES):
    """Return the document of what is told; of the names of elements all, or those given, are declared."""
    declared = "".join(f' {name}="{NAMES[name]}"' for name in names)
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<{root}{declared}>{"".join(told)}</{root}>'
    response = HttpResponse(text, content_type="application/xml; charset=utf-8")
    return conditional.answer(request, response, lifetime=lifetimes.INDEX)
