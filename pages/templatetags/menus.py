from django import template

from pages import menus

register = template.Library()


@register.simple_tag
def menu(name):
    """Return the entries of a menu in the page's language: {% menu "main" as entries %}."""
    return menus.entries(name)
