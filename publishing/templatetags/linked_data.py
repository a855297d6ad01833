"""The data block that every page has, and the picture of those that have none of their own."""

from django import template
from django.templatetags.static import static

from publishing import linked_data

register = template.Library()

# og:locale wants a territory beside the language.
LOCALES = {"ru": "ru_RU", "en": "en_GB", "hy": "hy_AM", "be": "be_BY", "kk": "kk_KZ", "ky": "ky_KG", "tg": "tg_TJ"}


@register.simple_tag(takes_context=True)
def breadcrumb_data(context):
    """Print where the page stands, as a data block; nothing on a page without breadcrumbs."""
    request = context.get("request")
    here = request.path if request else ""
    return linked_data.block(linked_data.breadcrumbs(context.get("crumbs"), here))


@register.filter
def locale(language):
    """Return “ru_RU” for “ru”; a language without a territory stands for itself."""
    return LOCALES.get(language, language)


@register.filter
def whole(path):
    """Return the whole address of a path of this site."""
    return linked_data.whole(path)


@register.simple_tag
def house_picture():
    """Return the whole address of the picture that stands for a page without one."""
    return linked_data.whole(static("img/card.png"))
