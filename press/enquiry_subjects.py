"""The article that an enquiry concerns; press may not import news, so it is reached through a meeting."""

from django.utils.translation import get_language

from council.models import Meeting
from publishing import numbers


def release(number):
    """Return the public edition of the article with this `number` (any text a visitor may send), or None.

    It is in the active language if there is one, else in any.
    """
    texts = list(_texts().objects.public().filter(article_id=numbers.parse(number)).defer("body"))
    return next((text for text in texts if text.language == get_language()), texts[0] if texts else None)


def _texts():
    return Meeting._meta.get_field("editions").related_model
