"""What every page says alike until something changes, made once for all of them."""

from django import template
from django.template.base import token_kwargs
from django.utils.translation import get_language

from page_cache import parts
from publishing.templatetags.constants import Constant

register = template.Library()


@register.tag
def for_now(parser, token):
    """Render what stands up to {% endfor_now %} once for all pages that are made of the same news, in each language.

    It has `site`, but not the languages of the page, and otherwise only what is named, {% for_now nav=nav %}; only what
    takes a few values ever, and none that a visitor chooses.
    """
    names = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(["endfor_now"])
    parser.delete_first_token()
    return ForNow(nodelist, names)


class ForNow(Constant):
    def render(self, context):
        language = get_language()
        given = {name: value.resolve(context) for name, value in self.names.items()}
        said = {"LANGUAGE_CODE": language, "site": context["site"]["of_every_page"], **given}
        return parts.shared(
            context.get("request"),
            (self, language, *given.values()),
            lambda: self.nodelist.render(context.new(said)),
        )
