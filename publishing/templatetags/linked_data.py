"""The JSON-LD block of breadcrumbs, which every page has."""

from django import template
from django.template import Context

from publishing import linked_data

register = template.Library()


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: Context) -> str:
    """Print the page's breadcrumbs as JSON-LD; nothing on a page without breadcrumbs."""
    request = context.get("request")
    here = request.path if request else ""
    return linked_data.block(linked_data.breadcrumbs(context.get("crumbs"), here))
