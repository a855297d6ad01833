"""The words of the interface in a language that has no catalogue of ours, or not of all words.

Django looks for a missing word in settings.LANGUAGE_CODE. The office says itself where: the chain of the language leads
to one of the interface, as Armenian to English.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

from publishing.languages import last_known_order_for


def activate(language):
    """Activate a language, whose missing words come from the first language of the interface in its chain."""
    translation.activate(language)
    interface = dict(settings.LANGUAGES)
    if language not in interface:
        following = next((code for code in last_known_order_for(language) if code in interface), settings.LANGUAGE_CODE)
        words, instead = trans_real.translation(language), trans_real.translation(following)
        if words._fallback is not instead:
            words._fallback = instead
