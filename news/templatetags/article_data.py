"""The JSON-LD block of an article's page, and when the article was changed."""

from django import template

from news import linked_data
from publishing.linked_data import block

register = template.Library()


@register.simple_tag(takes_context=True)
def article_data(context):
    """Print the NewsArticle of the page as JSON-LD."""
    node = linked_data.news_article(
        context["edition"],
        notes=context["notes"],
        uses=context["photos"],
        languages=context["languages"],
        meeting=context["meeting"],
        about=context["about"],
        quotes=context["quotes"],
        contact=context["site"]["contact"],
    )
    return block(node)


@register.simple_tag(takes_context=True)
def modified_at(context):
    """Return the instant of the last change of the page's article that readers were told of."""
    return linked_data.modified_at(context["edition"], context["notes"])
