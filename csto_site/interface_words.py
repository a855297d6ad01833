"""The words of the interface in a language that has no catalogue of ours, or not of all words.

Django looks for a missing word in settings.LANGUAGE_CODE. The office says itself where: the chain of the language leads
to one of the interface, as Armenian to English (publishing/languages.py).
"""

from django.utils import translation

from publishing.languages import let_words_follow


def activate(language: str) -> None:
    """Activate a language, whose missing words come from the first language of the interface in its chain."""
    translation.activate(language)
    let_words_follow(language)
