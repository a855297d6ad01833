from django import template
from django.utils.translation import override

from desk.articles import workbar

register = template.Library()


@register.filter
def public_address(edition):
    """Return the address of an edition's page, in the edition's language, not in the desk's."""
    with override(edition.language):
        return edition.get_absolute_url()


@register.filter
def at(found, name):
    """Return what a dict holds under a name, None if nothing."""
    return found.get(name)


@register.filter
def chosen(choices):
    """Return what a filter of a list is set to, "" if it lets everything through; its first choice is “All”."""
    return next((choice["display"] for choice in choices[1:] if choice["selected"]), "")


@register.filter
def as_read(field):
    """Return the words of a field that is shown and cannot be changed; of a text in several languages all of them."""
    name = field.field["field"]
    value = getattr(field.form.instance, name, None) if isinstance(name, str) else None
    return " / ".join(filter(None, value.values())) or "–" if isinstance(value, dict) else field.contents()


@register.inclusion_tag("desk/base/_follows.html")
def follows(article):
    """Say on a page about `article` when it has changed since the page was made."""
    return workbar.followed(article)
