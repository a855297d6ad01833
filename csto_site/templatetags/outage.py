"""For pages of an outage, which say the same in every language that the office requires, and ask nobody for them."""

from django import template
from django.utils import translation

from publishing.languages import last_known_principal_codes

register = template.Library()


class EachLanguage(template.Node):
    def __init__(self, nodes):
        self.nodes = nodes

    def render(self, context):
        said = []
        for place, code in enumerate(last_known_principal_codes()):
            with translation.override(code), context.push(language=code, is_first=place == 0):
                said.append(self.nodes.render(context))
        return "".join(said)


@register.tag
def in_each_language(parser, token):
    """Say what stands up to endin_each_language in each required language; it knows `language` and `is_first`."""
    nodes = parser.parse(["endin_each_language"])
    parser.delete_first_token()
    return EachLanguage(nodes)


@register.simple_tag
def first_language():
    """Return the code of the language in which such a page begins."""
    return last_known_principal_codes()[0]
