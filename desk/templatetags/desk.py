from django import template
from django.utils.translation import override

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
