"""Merging two entries of one person: everything moves to one of them, and the other's address redirects there."""

from django.db import IntegrityError
from django.utils.translation import gettext as _

from council.models import Meeting, MergedPerson, Person, PersonName
from identity import rights
from publishing import amendments, timeline
from publishing.actions import NotAllowed, Refused
from publishing.timeline import Verb
from publishing.transactions import retried


@retried
def merge(person, into, *, by):
    """Move everything on record about `person` to `into`, and keep the spelling of the name.

    Raises Refused if both cannot be one person: they hold one office at one time, or attended the same meeting.
    """
    if not rights.may(by, "council.delete_person"):
        raise NotAllowed(_("You do not have permission to do this. Ask the press secretary."))
    if person == into:
        raise Refused(_("Choose somebody else: this is the same entry."))
    try:
        with amendments.amending(by=by):
            list(Person.objects.select_for_update().filter(pk__in=[person.pk, into.pk]).order_by("pk"))
            _refuse_two_at_one_table(person, into)
            _keep_names(person, into)
            for relation in _relations():
                _move(relation, person, into)
            MergedPerson.objects.filter(into=person).update(into=into)
            MergedPerson.objects.create(number=person.pk, into=into)
            timeline.record(into, Verb.EDITED, by=by, note=_("Merged with: %(name)s") % {"name": person})
            Person.objects.filter(pk=person.pk).delete()
    except IntegrityError as conflict:
        names = {"one": person, "other": into}
        raise Refused(
            _(
                "%(one)s and %(other)s hold one office at one time, or stand in one photograph. "
                "Correct that first, if they are one person."
            )
            % names
        ) from conflict


def what_moves(person):
    """Return [(kind in words, number)] of the records that would move."""
    counted = [(field.model._meta.verbose_name_plural, _of(field, person).count()) for field in _relations()]
    return [(kind, number) for kind, number in counted if number]


def _refuse_two_at_one_table(person, into):
    meeting = Meeting.objects.filter(participations__person=person).filter(participations__person=into).first()
    if meeting:
        names = {"one": person, "other": into, "meeting": meeting}
        raise Refused(
            _("%(one)s and %(other)s were both there: %(meeting)s. Correct that first, if they are one person.") % names
        )


def _relations():
    """Return the foreign keys to Person of other records, without those that only describe the person."""
    relations = [relation for relation in Person._meta.related_objects if not relation.many_to_many]
    return [relation.field for relation in relations if relation.related_model not in (PersonName, MergedPerson)]


def _of(field, person):
    return field.model.objects.filter(**{field.name: person})


def _move(field, person, into):
    moved = _of(field, person)
    if field.one_to_one and _of(field, into).exists():
        moved.delete()  # a portrait: `into` keeps its own
        return
    moved.update(**{field.name: into})


def _keep_names(person, into):
    known = {*into.name.values(), *into.other_names.values_list("text", flat=True)}
    met = {*person.name.values(), *person.other_names.values_list("text", flat=True)}
    PersonName.objects.bulk_create(PersonName(person=into, text=text) for text in sorted(met - known) if text)
