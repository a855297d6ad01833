"""References for the pages of articles and meetings."""

from django import template

from news.paper import citation

register = template.Library()
register.filter("citations_of_article", citation.of_article)
register.filter("citations_of_meeting", citation.of_meeting)
