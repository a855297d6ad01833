"""Parts of templates that never change, rendered once for each language. In every template without {% load %}.

The words and addresses that stand in a template as they are, {% translate "News" %} and {% url "news:list" %}, are
found once for each language.
"""

import functools

from django import template
from django.template.base import NodeList, TextNode, token_kwargs
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.template.loader import render_to_string
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

register = template.Library()


@register.tag
def icon(parser, token):
    """Print an icon of templates/icons, {% icon "clock" 16 %}: it is part of the template's text from the beginning."""
    try:
        _tag, name, *size = token.split_contents()
        return TextNode(icon_text(name.strip('"'), int(size[0]) if size else None))
    except ValueError as error:
        raise template.TemplateSyntaxError('icon wants a name and perhaps a size: {% icon "clock" 16 %}') from error


@functools.cache
def icon_text(name, size=None):
    """Return an icon of templates/icons as safe text, for what is written in Python."""
    return render_to_string(f"icons/{name}.html", {"size": size} if size else {})


@register.tag
def render_once(parser, token):
    """Render the block once for each language and keep the text.

    Its context has nothing of the page but what is named, {% render_once nav=nav %}. Name only what has few values,
    none of them chosen by a visitor.
    """
    names = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(["endrender_once"])
    parser.delete_first_token()
    return RenderOnce(nodelist, names)


@register.tag
def translate(parser, token):
    """Do what Django's tag does."""
    node = do_translate(parser, token)
    return _once(node) if _is_word(node) else node


@register.tag
def url(parser, token):
    """Do what Django's tag does."""
    node = django_url(parser, token)
    return _once(node) if _is_address(node) else node


class RenderOnce(template.Node):
    def __init__(self, nodelist, names=None, name=None):
        self.nodelist = nodelist
        self.names = names or {}
        self.name = name  # under which the context gets it, instead of the page
        self.said = {}

    def render(self, context):
        given = {name: value.resolve(context) for name, value in self.names.items()} if self.names else {}
        language = get_language()
        key = (language, *given.values()) if given else language
        said = self.said.get(key)
        if said is None:
            said = self.said[key] = self.nodelist.render(context.new({"LANGUAGE_CODE": language, **given}))
        if self.name:
            context[self.name] = said
            return ""
        return said


def _once(node):
    """Return what says the same as `node`, found once for each language; also where it goes by a name."""
    name, node.asvar = node.asvar, None
    return RenderOnce(NodeList([node]), name=name)


def _is_word(node):
    if type(node) is not TranslateNode or node.noop or node.message_context:
        return False
    return _is_literal(node.filter_expression)


def _is_address(node):
    return type(node) is URLNode and _is_literal(node.view_name) and not (node.args or node.kwargs)


def _is_literal(expression):
    return not expression.filters and getattr(expression.var, "literal", expression.var) is not None
