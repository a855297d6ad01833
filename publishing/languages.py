"""The languages in which the office writes its texts, in the order in which it names them.

Not the languages of the interface, which are those with a catalogue in locale/: settings.LANGUAGES.
"""

import dataclasses

from django.conf import settings

from publishing import direction


@dataclasses.dataclass(frozen=True)
class WrittenLanguage:
    """A language of texts: its code as in addresses (“ru”), and its name in itself (“Русский”)."""

    code: str
    name: str

    @property
    def direction(self) -> str:
        """“ltr” or “rtl”."""
        return direction.of_language(self.code)


def written_languages() -> tuple[WrittenLanguage, ...]:
    """Return the languages of the office, the first first."""
    return tuple(WrittenLanguage(code, name) for code, name in settings.LANGUAGES)


def language_codes() -> list[str]:
    return [language.code for language in written_languages()]


def language_names() -> dict[str, str]:
    """Return {code: name in itself}."""
    return {language.code: language.name for language in written_languages()}


def language_choices() -> list[tuple[str, str]]:
    """Return [(code, name in itself)], for fields that let choose one."""
    return list(language_names().items())
