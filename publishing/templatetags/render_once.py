"""Icons, and parts of templates that are rendered once for each language: builtins, which no template loads."""

import functools
from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, TextNode, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.tag
def icon(parser: Parser, token: Token) -> TextNode:
    """Print an icon of templates/icons, {% icon "clock" 16 %}: it is part of the template's text from the beginning."""
    try:
        _tag, name, *size = token.split_contents()
        return TextNode(_icon(name.strip('"'), int(size[0]) if size else None))
    except ValueError as error:
        raise template.TemplateSyntaxError('icon wants a name and perhaps a size: {% icon "clock" 16 %}') from error


@functools.cache
def _icon(name, size):
    return render_to_string(f"icons/{name}.html", {"size": size} if size else {})


@register.tag
def render_once(parser: Parser, token: Token) -> "RenderOnce":
    """Render the block once for each language and keep the text.

    Its context has nothing of the page but what is named, {% render_once nav=nav %}. Name only what has few values,
    none of them chosen by a visitor.
    """
    names = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(["endrender_once"])
    parser.delete_first_token()
    return RenderOnce(nodelist, names)


class RenderOnce(template.Node):
    def __init__(self, nodelist: NodeList, names: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.names = names
        self.said: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        given = {name: value.resolve(context) for name, value in self.names.items()}
        key = (language, *given.values())
        said = self.said.get(key)
        if said is None:
            said = self.said[key] = self.nodelist.render(context.new({"LANGUAGE_CODE": language, **given}))
        return said
