"""Data blocks about the press office itself, for the home page and the press centre."""

from django import template

from press import linked_data
from publishing.linked_data import block

register = template.Library()


@register.simple_tag(takes_context=True)
def press_office_data(context):
    """Print who the press office is and whom to call: the contact of the page's frame, then those of the press centre.

    There alone they come with their hours.
    """
    others = context.get("others") or ()
    is_centre = "others" in context
    return block(linked_data.press_office([context["site"]["contact"], *others], with_hours=is_centre))


@register.simple_tag
def website_data():
    """Print what the site is and how it is searched."""
    return block(linked_data.website())
