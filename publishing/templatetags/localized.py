from django import template

from publishing.localized import in_language

register = template.Library()
register.filter("localized", in_language)
