from typing import Any

from django import template
from django.db.models import Model

from photos.finding import newest_of_person
from photos.showing import public_photos, with_words

register = template.Library()

PHOTOS_IN_STRIP = 4


@register.inclusion_tag("photos/_of_person.html")
def photographs_of(person: Model) -> dict[str, Any]:
    """Print the newest public photos that show `person`, and the way to all of them; nothing if there are none."""
    photos = public_photos(newest_of_person(person, PHOTOS_IN_STRIP))
    return {"person": person, "photos": with_words(photos)}
