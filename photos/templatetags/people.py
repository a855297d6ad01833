from django import template

from photos.finding import newest_first
from photos.models import Photo
from photos.showing import ready

register = template.Library()

IN_A_STRIP = 4


@register.inclusion_tag("photos/_of_person.html")
def photographs_of(person):
    """Print the newest public photos that show `person`, and the way to all of them; nothing if there are none."""
    photos = newest_first(Photo.objects.public().filter(people__person=person))
    return {"person": person, "photos": ready(photos.with_renditions()[:IN_A_STRIP])}
