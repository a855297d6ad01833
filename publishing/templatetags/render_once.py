"""Icons, and parts of templates that are rendered once for each language: builtins, which no template loads."""

import functools
from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, TextNode, Token, token_kwargs
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from publishing.languages import last_known_order_for

register = template.Library()
ICON_SIZE = 18  # pixels


@register.tag
def icon(parser: Parser, token: Token) -> TextNode:
    """Print an icon of templates/icons, {% icon "clock" 16 %}: it is part of the template's text from the beginning.

    A file there holds the shapes alone, drawn with lines on a square of 24.
    """
    try:
        _tag, name, *size = token.split_contents()
        return TextNode(_icon(name.strip('"'), int(size[0]) if size else None))
    except ValueError as error:
        raise template.TemplateSyntaxError('icon wants a name and perhaps a size: {% icon "clock" 16 %}') from error


@register.tag
def symbol(parser: Parser, token: Token) -> TextNode:
    """Print an icon as a symbol to be used many times in a page, {% symbol "back" "arrow-left" %}: name and icon."""
    _tag, name, *icons = (part.strip('"') for part in token.split_contents())
    return TextNode(f'<symbol id="i-{name}" viewBox="0 0 24 24">{_shapes(icons[0] if icons else name)}</symbol>')


@functools.cache
def _icon(name, size=None):
    shapes = _shapes(name)
    if shapes.startswith("<svg"):  # the ticks of the wordmark have a size of their own
        return shapes
    box = f'width="{size or ICON_SIZE}" height="{size or ICON_SIZE}" viewBox="0 0 24 24"'
    return f'<svg class="icon" {box} aria-hidden="true" focusable="false">{shapes}</svg>'


def _shapes(name):
    return render_to_string(f"icons/{name}.html").strip()


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
        # Words that are missing in a language come along its chain, which an administrator may change.
        key = (last_known_order_for(language), *given.values())
        said = self.said.get(key)
        if said is None:
            said = self.said[key] = self.nodelist.render(context.new({"LANGUAGE_CODE": language, **given}))
        return said
