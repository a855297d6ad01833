from django import template

from identity.current import last_read

register = template.Library()
register.simple_tag(last_read, name="last_identity")
