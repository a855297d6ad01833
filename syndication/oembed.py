"""oEmbed: what another site can show for the address of one of our articles or photographs.

Only addresses of this site are answered, and only for what is public now; for anything else the specification demands
404. The HTML contains no scripts: an article is a quotation with a link.
"""

import urllib.parse
from xml.etree import ElementTree

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from identity.current import current as identity
from news.kits.stories import printable
from news.models import Edition
from page_cache import lifetimes
from photos.models import Photo
from photos.showing import jpegs, social_image, with_words
from publishing.addresses import absolute_url
from publishing.languages import language_codes
from publishing.localized import in_language

VERSION = "1.0"
MAX_ADDRESS_CHARACTERS = 2000
MAX_AGE_SECONDS = 300  # short, so that a withdrawn text does not stay on other sites

WIDTH, LEAST_WIDTH = 600, 200
# The height of the quotation is estimated from its lines, with the measures of an ordinary page.
LINE, LETTER, FRAME = 24, 9, 96


@require_safe
def oembed(request):
    form = request.GET.get("format", "json")
    if form not in ANSWERS:
        return _said(HttpResponse("This format is not offered: json and xml are.", status=501))
    limits = _limit(request, "maxwidth"), _limit(request, "maxheight")
    return _said(ANSWERS[form](_embedded(request.GET.get("url", ""), *limits)))


def _limit(request, name):
    """Return a limit in pixels, None without one or if it is not a number."""
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 and int(said) else None


def _embedded(url, maxwidth, maxheight):
    language, match = _page_of(url)
    make = {"news:detail": _article, "news:short": _article, "photos:detail": _photo}.get(match.view_name)
    if make is None:
        raise Http404("Nothing here can be embedded.")
    with override(language):
        return {"version": VERSION, "cache_age": MAX_AGE_SECONDS, **_house(), **make(match.kwargs, maxwidth, maxheight)}


def _page_of(url):
    """Return (language, ResolverMatch) of an address of ours; 404 for any other."""
    try:
        parts = urllib.parse.urlsplit(url) if len(url) <= MAX_ADDRESS_CHARACTERS else None
    except ValueError:
        parts = None
    ours = urllib.parse.urlsplit(settings.SITE_URL)
    if parts is None or parts.scheme not in ("http", "https") or parts.netloc.lower() != ours.netloc.lower():
        raise Http404("Not an address of this site.")
    path = urllib.parse.unquote(parts.path)
    language = path.split("/")[1] if path.startswith("/") else ""
    if language not in language_codes():
        raise Http404("Nothing here can be embedded.")
    with override(language):
        try:
            return language, resolve(path)
        except Resolver404 as error:
            raise Http404("No such page.") from error


def _house():
    return {
        "provider_name": identity().office,
        "provider_url": absolute_url(reverse("home")),
        "author_name": identity().office,
        "author_url": absolute_url(reverse("home")),
    }


# --- An article ------------------------------------------------------------------------------------------------------


def _article(address, maxwidth, maxheight):
    edition = Edition.objects.public().in_language(get_language()).filter(article=address["id"]).defer("body").first()
    if edition is None:
        raise Http404("No such article.")
    width = max(LEAST_WIDTH, min(maxwidth or WIDTH, WIDTH))
    standfirst = edition.standfirst
    height = _height(width, edition.title, standfirst)
    if maxheight and height > maxheight:
        standfirst, height = "", _height(width, edition.title)
    fits = (not maxwidth or width <= maxwidth) and (not maxheight or height <= maxheight)
    told = {"type": "link", "title": edition.title, **_thumbnail(edition, maxwidth, maxheight)}
    if not fits:
        return told
    html = render_to_string(
        "news/paper/embedded.html",
        {
            "edition": edition,
            "standfirst": standfirst,
            "address": absolute_url(edition.get_absolute_url()),
            "office": identity().office,
        },
    )
    return {**told, "type": "rich", "html": html.strip(), "width": width, "height": height}


def _height(width, *paragraphs):
    letters = max(1, (width - 32) // LETTER)
    lines = sum(-(-len(paragraph) // letters) for paragraph in paragraphs if paragraph)
    return FRAME + LINE * lines


def _thumbnail(edition, maxwidth, maxheight):
    """Return the thumbnail: the cover's crop for sharing, if it is within the limits."""
    cover = edition.photos.select_related("photo").prefetch_related("photo__renditions").first()
    made = (
        [rendition for rendition in cover.photo.renditions.all() if rendition.kind == rendition.Kind.JPEG]
        if cover
        else []
    )
    first = cover and social_image(cover.photo)
    fitting = [image for image in made if _fits(image, maxwidth, maxheight)]
    image = first if first in fitting else max(fitting, key=lambda image: image.width, default=None)
    if image is None:
        return {}
    return {
        "thumbnail_url": absolute_url(image.get_absolute_url()),
        "thumbnail_width": image.width,
        "thumbnail_height": image.height,
    }


# --- A photograph ----------------------------------------------------------------------------------------------------


def _photo(address, maxwidth, maxheight):
    """Return the widest JPEG within the limits, with its credit; 404 if there is none so small."""
    photo = next(iter(with_words(Photo.objects.public().with_renditions().filter(pk=address["id"]))), None)
    image = photo and next((jpeg for jpeg in jpegs(photo) if _fits(jpeg, maxwidth, maxheight)), None)
    if image is None:
        raise Http404("No such photograph.")
    credit = in_language(photo.credit)
    words = [in_language(photo.headline) or photo.shown_caption or photo.file_name, credit]
    told = {
        "type": "photo",
        "title": " – ".join(filter(None, words)),
        "url": absolute_url(image.get_absolute_url()),
        "width": image.width,
        "height": image.height,
        "web_page": absolute_url(photo.get_absolute_url()),
        "license_url": photo.rights_url or absolute_url(reverse("press:centre") + "#terms"),
    }
    if credit:
        told["author_name"] = told["credit"] = credit
    return told


def _fits(image, maxwidth, maxheight):
    return (not maxwidth or image.width <= maxwidth) and (not maxheight or image.height <= maxheight)


# --- The two formats -------------------------------------------------------------------------------------------------


def _json(told):
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _xml(told):
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = printable(str(value))
    text = ElementTree.tostring(root, encoding="unicode")
    declaration = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
    return HttpResponse(declaration + text, content_type="text/xml; charset=utf-8")


ANSWERS = {"json": _json, "xml": _xml}


def _said(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = lifetimes.PROGRAM
    return response
