"""The people in a picture, as the desk enters them: one name a line, from left to right."""

from collections import Counter

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from council.models import Person, PersonShown
from identity.current import current as identity
from publishing import amendments, numbers
from publishing.languages import language_codes


class PeopleField(forms.CharField):
    """Names of persons on record, in any language; “Aman Mambetseitov #12” where two have the same name."""

    widget = forms.Textarea

    def __init__(self, **kwargs):
        super().__init__(
            **{
                "label": _("People in the picture"),
                "help_text": _("One name a line, from left to right."),
                "required": False,
                "widget": forms.Textarea(attrs={"rows": 2, "data-people": ""}),
                **kwargs,
            }
        )

    def get_bound_field(self, form, field_name):
        """Without a council nobody is asked for: the field stays as it is, out of sight."""
        if not identity().has.council:
            self.disabled, self.widget = True, forms.HiddenInput()
        return super().get_bound_field(form, field_name)

    def clean(self, value):
        """Return the Persons, each once, in their order."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        return list(dict.fromkeys(_person(line) for line in lines if line))


def as_text(people):
    return "\n".join(map(_line, people))


def shown_in(photo):
    return [shown.person for shown in photo.people.select_related("person")]


def named_in_file(photo):
    """Return the persons on record whom the file names unambiguously."""
    found = [list(_called(name)[:2]) for name in photo.proposed("persons_named")]
    return [people[0] for people in found if len(people) == 1]


def set_people(photo, people, *, by):
    """Set the `people` shown in `photo`, from left to right; return whether anything changed."""
    if [person.pk for person in people] == list(photo.people.values_list("person", flat=True)):
        return False
    with amendments.amending(by=by):
        photo.people.all().delete()
        PersonShown.objects.bulk_create(
            PersonShown(photo=photo, person=person, position=place) for place, person in enumerate(people, start=1)
        )
    return True


def lines_known():
    """Return a line for everybody who can be named, asked for at once: there may be thousands."""
    people = list(Person.objects.all()) if identity().has.council else []
    called = Counter(name for person in people for name in {name.upper() for name in person.name.values()})
    return sorted(f"{person} #{person.pk}" if called[str(person).upper()] > 1 else str(person) for person in people)


def _person(line):
    name, _hash, number = line.partition(" #")
    found = _called(name)
    if numbers.parse(number) is not None:
        found = found.filter(pk=numbers.parse(number))
    people = list(found[:2])
    if not people:
        raise ValidationError(
            _("There is no person called “%(name)s”. Check the name, or add the person first.") % {"name": line}
        )
    if len(people) > 1:
        told = {"name": name, "line": _line(people[0], with_number=True)}
        raise ValidationError(_("Several people are called “%(name)s”. Add the number, as in “%(line)s”.") % told)
    return people[0]


def _called(name):
    wanted = Q()
    for code in language_codes():
        wanted |= Q(**{f"name__{code}__iexact": name})
    return Person.objects.filter(wanted)


def _line(person, with_number=False):
    if with_number or _called(str(person)).exclude(pk=person.pk).exists():
        return f"{person} #{person.pk}"
    return str(person)
