"""People named by typing: somebody on record by any spelling of the name, or somebody new."""

import re

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from council.models import Person
from desk.base.fields import LineField
from publishing import numbers
from publishing.languages import language_codes
from publishing.localized import in_language

# What a suggestion adds to a name that several people have: “Ivan Petrov, No. 12”.
NUMBERED = re.compile(r"\s*(?:№|No\.)\s*(\d+)\s*$")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")


class PersonNameField(LineField):
    """A typed name; its value is a Person, not saved yet if nobody on record is called so, or None.

    A new person has the name in one language, that of its letters.
    """

    def __init__(self, **kwargs):
        address = reverse_lazy("admin:council_person_names")
        super().__init__(max_length=200, widget=forms.TextInput(attrs={"data-names": address}), **kwargs)

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        number = NUMBERED.search(name)
        if number:
            person = Person.objects.filter(pk=numbers.parse(number[1])).first()
            if person is None:
                raise forms.ValidationError(_("There is no person with the number %(number)s.") % {"number": number[1]})
            return person
        found = list(called(name)[:3])
        if len(found) > 1:
            named = "; ".join(with_number(person) for person in found)
            raise forms.ValidationError(_("Several people are called so. Choose one: %(names)s") % {"names": named})
        return found[0] if found else Person(name={language_of(name): name})


def called(name):
    """Return the people with this name in any language or other spelling."""
    spelt = Q(other_names__text__iexact=name)
    for code in language_codes():
        spelt |= Q(**{f"name__{code}__iexact": name})
    return Person.objects.filter(spelt).distinct().order_by("pk")


def with_number(person):
    return f"{in_language(person.name)} №{person.pk}"


def as_typed(person):
    """Return the name by which PersonNameField finds this person, with the number only where several are called so."""
    name = in_language(person.name)
    return with_number(person) if called(name).count() > 1 else name


def language_of(name):
    return "ru" if CYRILLIC.search(name) else "en"


def suggestions(words):
    """Return up to ten names of people on record that hold all of `words`, numbered where two are alike."""
    people = Person.objects.all()
    for word in words.split()[:5]:
        holds = Q(other_names__text__icontains=word)
        for code in language_codes():
            holds |= Q(**{f"name__{code}__icontains": word})
        people = people.filter(holds)
    found = list(people.distinct().order_by("pk")[:10])
    names = [in_language(person.name) for person in found]
    return [with_number(person) if names.count(name) > 1 else name for person, name in zip(found, names, strict=True)]
