"""Metadata of pages: canonical addresses, the card for sharing, and oEmbed links.

It is in Python rather than in templates because every page has all of it, and it is only names and values.
"""

from urllib.parse import quote

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from identity.current import current as identity
from identity.pictures import CARD
from photos.showing import social_image
from publishing.addresses import absolute_url, cached_reverse

register = template.Library()

# og:locale needs a territory.
LOCALES = {"ru": "ru_RU", "en": "en_GB", "hy": "hy_AM", "be": "be_BY", "kk": "kk_KZ", "ky": "ky_KG", "tg": "tg_TJ"}


@register.simple_tag(takes_context=True)
def own_addresses(context):
    """Print the page's own address and its addresses in the other languages, for search engines.

    The first configured language is x-default. Further pages of a list, and filtered lists, do not link to other
    languages: their first page does.
    """
    canonical = format_html('<link rel="canonical" href="{}">', _own_address(context))
    if context["request"].GET:
        return canonical
    languages = context["site"]["languages"]
    named = [(language["code"], absolute_url(language["url"])) for language in languages if language["available"]]
    of_others = [("x-default", absolute_url(language["url"])) for language in languages[:1] if language["available"]]
    return canonical + format_html_join("", '\n  <link rel="alternate" hreflang="{}" href="{}">', named + of_others)


@register.simple_tag(takes_context=True)
def card(
    context,
    *,
    kind="website",
    title="",
    words="",
    photo=None,
    image=None,
    alt="",
    section="",
    published=None,
    modified=None,
):
    """Print how the page appears where its address is shared: OpenGraph, and Twitter's two words of its own.

    `kind` is “website”, “article” or “profile”. The title is else that of the last breadcrumb, and `words` are a
    sentence under it. The picture is the crop made for this of `photo`, a public one with its renditions; or `image`, a
    Rendition; or the house's own. `alt` says what it shows. Of an article, `section` is the name of its section,
    `published` the instant it came out, and `modified` that of the last change that readers were told of.
    """
    own, crumbs = identity(), context.get("crumbs")
    house = own.office
    words = words or _("News, photographs and press contacts of %(organization)s") % {"organization": own.name_of}
    if photo:
        image, alt = social_image(photo), alt or getattr(photo, "shown_alt", "")
    others = [
        language["code"]
        for language in context["site"]["languages"]
        if language["available"] and not language["current"]
    ]
    said = [
        ("og:type", kind),
        ("og:site_name", house),
        ("og:title", title or (crumbs and crumbs[-1][0]) or house),
        ("og:description", words),
        ("og:url", _own_address(context)),
        ("og:locale", _locale(get_language())),
        *(("og:locale:alternate", _locale(code)) for code in others),
        *(_picture(image, alt) if image else _picture_of_the_house(own)),
        ("twitter:card", "summary_large_image"),
        ("article:published_time", _instant(published)),
        ("article:modified_time", _instant(modified)),
        ("article:section", section),
    ]
    lines = [_meta(name, content) for name, content in said if content]
    return mark_safe("\n".join(lines))  # noqa: S308 each is escaped


@register.simple_tag(takes_context=True)
def embedding(context):
    """Print the oEmbed links of the page (syndication.oembed)."""
    asked, page = absolute_url(cached_reverse("robots:oembed")), quote(absolute_url(context["request"].path), safe="")
    return format_html_join(
        "\n",
        '<link rel="alternate" type="{}" href="{}?url={}&amp;format={}">',
        [("application/json+oembed", asked, page, "json"), ("text/xml+oembed", asked, page, "xml")],
    )


def _own_address(context):
    """Return the absolute address of the page, with the page's cursor for further pages of a list."""
    page, part = context.get("page"), context.get("part")
    if getattr(page, "number", 1) > 1:
        own = f"?page={page.number}"
    elif getattr(part, "own", ""):
        own = f"?{part.own}"
    else:
        own = ""
    return absolute_url(context["request"].path + own)


def _locale(language):
    """Return “ru_RU” for “ru”; a language without a territory stands for itself."""
    return LOCALES.get(language, language)


def _instant(instant):
    return instant and timezone.localtime(instant).isoformat(timespec="seconds")


def _picture(image, alt):
    return [
        ("og:image", absolute_url(image.get_absolute_url())),
        ("og:image:type", "image/jpeg"),
        ("og:image:width", image.width),
        ("og:image:height", image.height),
        ("og:image:alt", alt),
        ("twitter:image:alt", alt),
    ]


def _picture_of_the_house(own):
    return [
        ("og:image", absolute_url(own.card)),
        ("og:image:type", "image/png"),
        ("og:image:width", CARD[0]),
        ("og:image:height", CARD[1]),
        ("og:image:alt", own.office),
    ]


def _meta(name, content):
    attribute = "name" if name.startswith("twitter:") else "property"
    return f'<meta {attribute}="{name}" content="{conditional_escape(content)}">'
