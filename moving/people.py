"""Persons and states of the record that a text names, as suggestions; nobody is added to the record."""

import re

from council.models import Person, State

LONGEST_ENDING = 3  # letters that Russian adds to a name: Иванов, Ивановым


class Names:
    """The names of the record, read once for a batch."""

    def __init__(self) -> None:
        self.people = {}  # {language: [(pattern of the whole name, number)]}
        self.states = {}
        for person in Person.objects.all():
            for language, name in (person.name or {}).items():
                if len(name.split()) > 1:
                    self.people.setdefault(language, []).append((pattern(name, language), person.pk))
        for state in State.objects.all():
            for names in (state.name, state.short_name):
                for language, name in (names or {}).items():
                    if name:
                        self.states.setdefault(language, []).append((pattern(name, language), state.pk))

    def of(self, text: str, language: str) -> dict[str, list[int]]:
        """Return {"people": numbers, "states": numbers} of whom `text` names in full, in the order of the record."""
        return {
            kind: list(dict.fromkeys(number for named, number in known.get(language, []) if named.search(text)))
            for kind, known in (("people", self.people), ("states", self.states))
        }


def pattern(name: str, language: str) -> re.Pattern[str]:
    """Return a pattern of a name; in Russian each word may have another ending."""
    words = []
    for word in name.split():
        if language == "ru" and len(word) > 3:
            stem = re.sub(r"(ий|ый|ой|ая|ия|а|я|ь|й|о|е)$", "", word)
            words.append(re.escape(stem) + rf"\w{{0,{LONGEST_ENDING}}}")
        else:
            words.append(re.escape(word))
    return re.compile(r"\b" + r"[\s\xa0]+".join(words) + r"\b")
