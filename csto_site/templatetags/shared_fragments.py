"""Parts of pages that are rendered once and shared by all pages until something changes."""

from django import template
from django.template.base import token_kwargs
from django.utils.translation import get_language

from identity.current import current as identity
from page_cache import fragments
from publishing.templatetags.render_once import RenderOnce

register = template.Library()


@register.tag
def shared_until_change(parser, token):
    """Render the block once for all pages, in each language, until what is public changes.

    Its context has `site`, `identity` and what is named, {% shared_until_change nav=nav %}, but not the languages of
    the page. Name only what has few values, none of them chosen by a visitor.
    """
    names = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(["endshared_until_change"])
    parser.delete_first_token()
    return SharedUntilChange(nodelist, names)


class SharedUntilChange(RenderOnce):
    def render(self, context):
        language = get_language()
        given = {name: value.resolve(context) for name, value in self.names.items()}
        said = {"LANGUAGE_CODE": language, "site": context["site"]["of_every_page"]}
        said |= {"identity": identity(), **given}
        return fragments.shared(
            context.get("request"),
            (self, language, *given.values()),
            lambda: self.nodelist.render(context.new(said)),
        )
