"""Structured data about the organization: the node that those of all other applications refer to."""

from identity.current import current
from publishing.addresses import absolute_url, cached_reverse
from publishing.linked_data import Node, make_node


def organization() -> Node:
    """Return the node of the organization; other nodes refer to it by its @id."""
    identity = current()
    return make_node(
        type_="Organization",
        id_=absolute_url("/#organization"),
        name=identity.name,
        alternateName=identity.abbreviation,
        url=absolute_url(cached_reverse("home")),
    )
