"""Languages of texts for tests: switched on as an administrator does."""

from publishing import switching_languages
from tests import factories


def switch_on(*codes):
    for code in codes:
        switching_languages.switch_on(code, by=factories.administrator())


def switch_off(*codes):
    for code in codes:
        switching_languages.switch_off(code, by=factories.administrator())
