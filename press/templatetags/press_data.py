"""Data blocks about the press office itself, for the home page and the press centre."""

from django import template

from press import linked_data
from publishing.linked_data import block

register = template.Library()


@register.simple_tag(takes_context=True)
def press_office_data(context):
    """Print the press office with its contacts: that of the page's frame, then those of the press centre.

    Only the press centre includes opening hours.
    """
    others = context.get("others") or ()
    is_centre = "others" in context
    return block(linked_data.press_office([context["site"]["contact"], *others], with_hours=is_centre))


@register.simple_tag
def website_data():
    """Print the site with the address of its search."""
    return block(linked_data.website())
