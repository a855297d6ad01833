"""JSON-LD blocks of the pages of meetings and people."""

from django import template

from council import linked_data
from publishing.linked_data import block

register = template.Library()


@register.simple_tag(takes_context=True)
def meeting_data(context):
    """Print the Event of the page's meeting."""
    event = linked_data.event(
        context["meeting"],
        date_changes=context["date_changes"],
        seats=context["seats"],
        images=context["photos"],
    )
    return block(event)


@register.simple_tag(takes_context=True)
def person_data(context):
    """Print the node of the page's person; nothing if the day in the address is not valid."""
    if "terms" not in context:
        return ""
    node = linked_data.person(
        context["person"],
        terms=context["terms"],
        today=context["as_of"].today,
        portrait=context["portrait"],
        other_names=context["other_names"],
        also_met_as=context["also_met_as"],
    )
    return block(node)
