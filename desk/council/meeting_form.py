"""The form of a meeting: its facts, its chair chosen among the representatives of that day, and what is ticked."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import planning
from council.models import Chairmanship, Meeting, Person, State
from desk.council import at_meeting
from desk.council.typed_names import PersonNameField
from identity.current import label
from publishing import clock
from publishing.dates import in_words, moment_in_words

CHOICE = re.compile(r"(person|state)-([0-9]{1,18})")


class ChairField(forms.ChoiceField):
    """Who chairs: “person-12” with the state that is represented, “state-3” while the name is not known, or ''.

    What was chosen before the day was changed stays a choice, as long as there is such a record.
    """

    def valid_value(self, value):
        return super().valid_value(value) or record_of(value) is not None


class MeetingForm(forms.ModelForm):
    chaired_by = ChairField(label=label("chair"), required=False)
    somebody_else = PersonNameField(
        label=gettext_lazy("Another chair"),
        required=False,
        help_text=gettext_lazy("A deputy, for instance: choose the state above, and write the name here."),
    )
    with_secretary_general = forms.BooleanField(label=gettext_lazy("Secretary General"), required=False)

    class Meta:
        widgets = {"bodies": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.presence = self.papers = self.chair_filled_in = None
        if "held_on" not in self.fields:  # whoever may only look gets no fields
            return
        self.initial["chaired_by"] = choice_of(self.instance.chair, self.instance.chair_state)
        self.day = self._day()
        self.fields["chaired_by"].choices = chairs_on(self.day, self.instance)
        sent = self.data if self.is_bound else {}
        lists = (at_meeting.Presence, at_meeting.Papers)
        is_presence_sent, are_papers_sent = (f"{part.prefix}-TOTAL_FORMS" in sent for part in lists)
        meeting = self._as_typed()
        is_shown = not self.is_bound and bool(self["held_on"].value())
        if is_presence_sent or (is_shown and at_meeting.is_to_be_recorded(meeting)):
            self.presence = at_meeting.Presence(meeting, sent or None)
        if are_papers_sent or is_shown:
            self.papers = at_meeting.Papers(meeting, sent or None)

    @property
    def changed_data(self):
        lists = {"presence": self.presence, "papers": self.papers}
        return [*super().changed_data, *(name for name, part in lists.items() if part and part.has_changed())]

    def clean(self):
        values = super().clean()
        self._take_the_chair(values)
        for part in filter(None, (self.presence, self.papers)):
            if not part.is_valid():
                self.add_error(None, _("There is an error in the lists below. It is marked there."))
        self._refuse_what_is_to_come(values)
        return values

    def clean_with_secretary_general(self):
        """An empty tick says nothing: it does not make “not known” into “was not there”."""
        is_ticked = self.cleaned_data["with_secretary_general"]
        return is_ticked or (False if self.instance.with_secretary_general is False else None)

    def _day(self):
        """Return the day of the meeting as it is typed, on record, or today."""
        return self._typed("held_on") or self.instance.held_on or clock.today()

    def _as_typed(self):
        """Return the meeting on record, at the day and hour that are typed, for what is proposed of that day."""
        meeting = Meeting.objects.get(pk=self.instance.pk) if self.instance.pk else Meeting()
        meeting.held_on = self.day
        if self.is_bound:
            meeting.starts_at, meeting.zone = self._typed("starts_at"), self._typed("zone") or meeting.zone
            meeting.course = self._typed("course") or meeting.course
        return meeting

    def _typed(self, name):
        """Return the value of a field as it stands in the form, None if it is empty or no such value."""
        try:
            return self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None

    def _take_the_chair(self, values):
        chosen, typed = values.get("chaired_by") or "", values.get("somebody_else")
        meeting = self.instance
        if not chosen and not typed and meeting.pk is None and values.get("held_on"):
            self.chair_filled_in = propose_chair(meeting, values["held_on"])
        elif "chaired_by" in self.changed_data or typed:
            person, state = chosen_as(chosen, self.day)
            meeting.chair, meeting.chair_state = typed or person, state

    def save_a_new_chair(self):
        """Save the person typed as the chair, if nobody on record is called so."""
        chair = self.instance.chair
        if chair and chair.pk is None:
            chair.save()
            self.instance.chair = chair

    def _refuse_what_is_to_come(self, values):
        """Refuse for a meeting that has not begun what only one that was held can have."""
        if not values.get("held_on") or not {"starts_at", "zone"} <= values.keys():
            return
        meeting = Meeting(**{name: values.get(name) for name in ("held_on", "starts_at")}, zone=values.get("zone"))
        if meeting.has_begun:
            return
        is_ticked = any(
            [
                values.get("with_secretary_general"),
                self.presence and self.presence.is_valid() and self.presence.is_anybody_ticked,
                self.papers and self.papers.is_valid() and self.papers.is_anything_ticked,
            ]
        )
        if is_ticked:
            self.add_error("held_on", not_before(meeting))


def not_before(meeting):
    """Return the sentence on what can be recorded of a meeting only after its beginning."""
    when = moment_in_words(meeting.begins) if meeting.begins else in_words(meeting.held_on)
    return _(
        "The meeting begins on %(when)s. Until then nobody has taken part, and no document was considered: correct the "
        "date, or take these ticks out."
    ) % {"when": when}


def choice_of(person, state):
    """Return the value of ChairField for the chair on record."""
    if person:
        return f"person-{person.pk}"
    return f"state-{state.pk}" if state else ""


def chairs_on(day, meeting):
    """Return the choices of ChairField: the representatives on `day`, states alone, and whoever chairs now."""
    seats = planning.seats_on(day)
    people = [(f"person-{person.pk}", f"{person} ({state})") for state, person in seats if person]
    general = at_meeting.secretary_general_on(day)
    if general:
        people.append((f"person-{general.person_id}", str(general)))
    if meeting.chair and f"person-{meeting.chair_id}" not in dict(people):
        told = f"{meeting.chair} ({meeting.chair_state})" if meeting.chair_state else str(meeting.chair)
        people.append((f"person-{meeting.chair_id}", told))
    states = [(f"state-{state.pk}", str(state)) for state, _person in seats]
    if meeting.chair_state and f"state-{meeting.chair_state_id}" not in dict(states):
        states.append((f"state-{meeting.chair_state_id}", str(meeting.chair_state)))
    return [
        ("", _("not known yet")),
        (_("In office on that day"), people),
        (_("The state alone, its representative is not known"), states),
    ]


def chosen_as(choice, day):
    """Return (Person or None, State or None) of a value of ChairField; a person brings the state represented."""
    record = record_of(choice)
    if record is None or isinstance(record, State):
        return None, record
    return record, next((state for state, person in planning.seats_on(day) if person == record), None)


def record_of(choice):
    """Return the Person or the State that a value of ChairField names, or None."""
    found = CHOICE.fullmatch(choice)
    if found is None:
        return None
    records = {"person": Person, "state": State}[found[1]].objects
    return records.filter(pk=found[2]).first()


def propose_chair(meeting, day):
    """Let the state that holds the chairmanship on `day` chair, by its representative; return that state or None."""
    chairmanship = Chairmanship.on(day)
    if chairmanship is None:
        return None
    meeting.chair_state = chairmanship.state
    meeting.chair = next((person for state, person in planning.seats_on(day) if state == chairmanship.state), None)
    return chairmanship.state
