"""Who was at a meeting and what became of its documents: ticked in lists that the record proposes.

Both lists stand in the meeting's form beside its own fields. They propose what is known of the day, and nothing of it
is recorded before somebody ticks it. A row that is typed names somebody, or a document, that the list does not have.
Before a meeting its documents are a list alone, of what is prepared for it; afterwards they wait there to be ticked.
"""

from django import forms
from django.db.models import Q
from django.forms.formsets import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import planning
from council.models import Consideration, Document, MeetingPaper, Office, Participation, Person, State, Term
from desk.base.fields import LineField
from desk.base.rows import PositionField
from desk.council.typed_names import NUMBERED, PersonNameField, language_of
from publishing import numbers, timeline
from publishing.languages import language_codes, principal_languages
from publishing.localized import LocalizedTextField, in_language
from publishing.timeline import Verb

MAX_ROWS = 300
Step = Consideration.Verb
ROUTE = [Step.REVIEWED, Step.FINALIZED, Step.AGREED, Step.SENT_ON]  # the usual way of a document, in this order
OTHER_STEPS = [step for step in Step if step not in ROUTE]


def is_to_be_recorded(meeting):
    """Tell whether there is something to record of `meeting`: it has begun, and was not called off."""
    return meeting.has_begun and meeting.is_as_planned


# --- Who was there -------------------------------------------------------------------------------------------------


class PresentForm(forms.Form):
    """Somebody who may have been there: a representative of that day, somebody recorded, or somebody typed."""

    participation = forms.ModelChoiceField(Participation.objects.none(), required=False, widget=forms.HiddenInput)
    state = forms.ModelChoiceField(State.objects.all(), required=False, widget=forms.HiddenInput)
    person = forms.ModelChoiceField(Person.objects.all(), required=False, widget=forms.HiddenInput)
    is_present = forms.BooleanField(required=False)
    name = PersonNameField(required=False, label=gettext_lazy("Name"))
    role = forms.ChoiceField(
        choices=Participation.Role.choices,
        required=False,
        initial=Participation.Role.GUEST,
        label=gettext_lazy("As"),
    )
    capacity = LocalizedTextField(
        required=False,
        label=gettext_lazy("In what capacity"),
        help_text=gettext_lazy("“Secretary General of the OSCE”. Empty: the office of that day."),
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["participation"].queryset = Participation.objects.filter(meeting=meeting.pk)

    def has_changed(self):
        if not self.is_bound:
            return False
        return bool(self["name"].value()) or bool({"is_present", "capacity"} & set(self.changed_data))

    @property
    def shown(self):
        """The State and the Person of the row, each may be None, as it was offered or sent."""
        known = self.cleaned_data if hasattr(self, "cleaned_data") else self.initial
        return {"state": known.get("state"), "person": known.get("person")}

    @property
    def is_typed(self):
        """Whether the row is for typing somebody."""
        return not any(self.shown.values())


PresentForms = formset_factory(PresentForm, extra=0, max_num=MAX_ROWS, absolute_max=MAX_ROWS)


class Presence:
    """The list of those who may have been at `meeting`; without `data` it is that of the meeting's day."""

    prefix = "presence"

    def __init__(self, meeting, data=None):
        self.meeting = meeting
        rows = None if data is not None else [*_recorded_and_expected(meeting), {}]
        self.formset = PresentForms(data, prefix=self.prefix, initial=rows, form_kwargs={"meeting": meeting})
        if data is not None:
            recorded = {str(row["participation"].pk): row for row in _recorded(meeting)}
            for form in self.formset:
                form.initial = recorded.get(form["participation"].data, {})

    def is_valid(self):
        return self.formset.is_valid()

    def has_changed(self):
        return any(form.has_changed() for form in self.formset)

    @property
    def is_anybody_ticked(self):
        return any(form.cleaned_data.get("is_present") or form.cleaned_data.get("name") for form in self.formset)

    def rows(self):
        """Return the forms, each with the `title` of its person on the day of the meeting and whether it `chairs`."""
        forms_ = list(self.formset)
        people = [form.shown["person"].pk for form in forms_ if form.shown["person"]]
        titles = Term.objects.all().titles_on(self.meeting.held_on, people) if people else {}
        for form in forms_:
            person, state = form.shown["person"], form.shown["state"]
            term = person and titles.get(person.pk)
            form.title = in_language(form.initial.get("capacity")) or (term.title() if term else "")
            form.chairs = _chairs(self.meeting, person, state)
        return forms_

    def save(self, meeting):
        for place, form in enumerate(self.formset):
            if form.has_changed():
                _save_present(meeting, form.cleaned_data, place)


def all_present(data):
    """Return a copy of the sent `data` in which everybody in office whose name is known is ticked."""
    data = data.copy()
    total = min(numbers.parse(data.get(f"{Presence.prefix}-TOTAL_FORMS"), 0), MAX_ROWS)
    for row in range(total):
        if data.get(f"{Presence.prefix}-{row}-person"):
            data[f"{Presence.prefix}-{row}-is_present"] = "on"
    return data


def _save_present(meeting, values, place):
    recorded, person = values["participation"], values["name"] or values["person"]
    if values["name"]:
        if person.pk is None:
            person.save()
        role = values["role"] or Participation.Role.GUEST
        Participation.objects.create(
            meeting=meeting, person=person, role=role, capacity=values["capacity"], position=place
        )
    elif recorded and not values["is_present"]:
        recorded.delete()
    elif recorded:
        recorded.capacity = values["capacity"]
        recorded.save(update_fields=["capacity"])
    elif values["is_present"]:
        Participation.objects.create(meeting=meeting, person=person, state=values["state"], position=place)


def _chairs(meeting, person, state):
    if meeting.chair_id:
        return bool(person) and person.pk == meeting.chair_id
    return person is None and state is not None and state.pk == meeting.chair_state_id


def _recorded(meeting):
    """Return the rows of those on record as present."""
    if meeting.pk is None:
        return []
    return [
        {
            "participation": participation,
            "state": participation.state,
            "person": participation.person,
            "is_present": True,
            "role": participation.role,
            "capacity": participation.capacity,
        }
        for participation in meeting.participations.select_related("person", "state")
    ]


def _recorded_and_expected(meeting):
    """Return the rows of the representatives of that day and of everybody on record, the seats first."""
    rest = _recorded(meeting)
    rows = []
    for state, person in planning.seats_on(meeting.held_on):
        sitting = [row for row in rest if state == row["state"] or (not row["state"] and person == row["person"])]
        rest = [row for row in rest if row not in sitting]
        rows += sitting or [{"state": state, "person": person, "is_present": False}]
    return rows + rest


def secretary_general_on(day):
    """Return the term of the Secretary General on `day`, or None."""
    terms = Term.objects.holding(day).filter(office__kind=Office.Kind.SECRETARY_GENERAL)
    return terms.select_related("person", "office").first()


# --- What became of the documents ----------------------------------------------------------------------------------


class PaperForm(forms.Form):
    """A document and its steps at the meeting. One that was prepared for it needs none; others leave with the last."""

    document = forms.ModelChoiceField(Document.objects.all(), required=False, widget=forms.HiddenInput)
    title = LineField(required=False, label=gettext_lazy("Document"))
    kind = forms.ChoiceField(
        choices=Document.Kind.choices,
        required=False,
        initial=Document.Kind.DRAFT_STATEMENT,
        label=gettext_lazy("Kind, if it is new"),
    )
    steps = forms.MultipleChoiceField(choices=Step.choices, required=False, label=gettext_lazy("Route"))
    recipient = LocalizedTextField(
        required=False, label=gettext_lazy("To whom"), help_text=gettext_lazy("As after “referred to”.")
    )
    position = PositionField()
    is_out = forms.BooleanField(required=False)

    def __init__(self, *args, is_held, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_held = is_held

    def has_changed(self):
        if not self.is_bound:
            return False
        typed = bool(self["title"].value())
        is_known = bool(self["document"].value())
        return typed or (is_known and bool({"steps", "recipient", "position", "is_out"} & set(self.changed_data)))

    def clean_title(self):
        return self.cleaned_data["title"] and _document_called(self.cleaned_data["title"])

    def clean(self):
        values = super().clean()
        if self.is_held and values.get("title") and not values.get("steps"):
            self.add_error("steps", _("Say what the meeting did with it: tap a step."))
        return values

    @property
    def shown(self):
        """The Document of the row, None in the row for typing."""
        known = self.cleaned_data if hasattr(self, "cleaned_data") else self.initial
        return known.get("document")

    @property
    def has_route(self):
        """Whether steps are shown: before the meeting only those that have to be taken out again."""
        return self.is_held or bool(self["steps"].value())

    def ticks(self, steps):
        """Return (step, its name, whether it is ticked)."""
        ticked = self["steps"].value() or []
        return [(step.value, step.label, step.value in ticked) for step in steps]

    @property
    def route(self):
        return self.ticks(ROUTE)

    @property
    def other_steps(self):
        return self.ticks(OTHER_STEPS)

    @property
    def has_other_steps(self):
        return any(is_ticked for _value, _label, is_ticked in self.other_steps)


PaperForms = formset_factory(PaperForm, extra=0, max_num=MAX_ROWS, absolute_max=MAX_ROWS)


class Papers:
    """The documents of `meeting`, with their steps if it has been held, and a line for one more."""

    prefix = "papers"

    def __init__(self, meeting, data=None):
        self.meeting = meeting
        self.is_held = is_to_be_recorded(meeting)
        recorded = _papers_of(meeting)
        steps = [Step.REVIEWED.value] if self.is_held else []
        self.nothing = {"steps": steps, "kind": Document.Kind.DRAFT_STATEMENT}
        rows = None if data is not None else [*recorded, self.nothing]
        self.formset = PaperForms(data, prefix=self.prefix, initial=rows, form_kwargs={"is_held": self.is_held})
        if data is not None:
            by_number = {str(row["document"].pk): row for row in recorded}
            for form in self.formset:
                form.initial = by_number.get(form["document"].data, {})

    def is_valid(self):
        return self.formset.is_valid()

    def has_changed(self):
        return any(form.has_changed() for form in self.formset)

    @property
    def blank(self):
        """The form of a further line, numbered by a script."""
        form = self.formset.empty_form
        form.initial = self.nothing
        return form

    @property
    def is_anything_ticked(self):
        return any(
            form.cleaned_data.get("steps") and (form.cleaned_data.get("document") or form.cleaned_data.get("title"))
            for form in self.formset
        )

    def save(self, meeting, *, by):
        """Make the meeting's documents and steps those of the page. Rows that stay as they are stay untouched."""
        if not self.has_changed():
            return
        rows = self._kept(by)
        self._save_prepared(meeting, rows)
        known = {(step.document_id, step.verb): step for step in meeting.considerations.all()}
        for place, (document, verb, recipient) in enumerate(_ticked(rows)):
            step = known.pop((document.pk, verb), None) or Consideration(meeting=meeting, document=document, verb=verb)
            if step.pk is None or (step.position, step.recipient) != (place, recipient):
                step.position, step.recipient = place, recipient
                step.save()
        for step in known.values():
            step.delete()

    def _save_prepared(self, meeting, rows):
        """Keep what was prepared and is still in the list; before the meeting, what is typed is prepared for it."""
        known = {paper.document_id: paper for paper in meeting.prepared.all()}
        for place, (document, values) in enumerate(rows):
            paper = known.pop(document.pk, None)
            if paper is None and not self.is_held and not values["steps"]:
                paper = MeetingPaper(meeting=meeting, document=document)
            if paper and (paper.pk is None or paper.position != place):
                paper.position = place
                paper.save()
        for paper in known.values():
            paper.delete()

    def _kept(self, by):
        """Return [(document, values of its row)] in the order of the page, without rows taken out; saves new documents.

        A document that stands in two rows has the steps of both.
        """
        kept = {}
        last = MAX_ROWS
        rows = [form.cleaned_data for form in self.formset if form.cleaned_data]
        for values in sorted(rows, key=lambda row: last if row.get("position") is None else row["position"]):
            document = values.get("document") or values.get("title")
            if not document or values["is_out"]:
                continue
            if document.pk is None:
                document.kind = values["kind"] or Document.Kind.OTHER
                document.save()
                timeline.record(document, Verb.CREATED, by=by)
            first = kept.setdefault(document.pk, (document, values))[1]
            first["steps"] = [*first["steps"], *values["steps"]]
        return list(kept.values())


def _ticked(rows):
    """Yield (document, step, recipient) of what is ticked in `rows`, in their order."""
    for document, values in rows:
        for step in Step:
            if step in values["steps"]:
                yield document, step, values["recipient"] if step == Step.SENT_ON else {}


def _papers_of(meeting):
    """Return the rows of the documents on record, in their order: those considered, then those prepared alone."""
    if meeting.pk is None:
        return []
    rows = {}
    for step in meeting.considerations.select_related("document").order_by("position", "id"):
        row = rows.setdefault(
            step.document_id,
            {"document": step.document, "steps": [], "recipient": {}, "position": len(rows)},
        )
        row["steps"].append(step.verb)
        row["recipient"] = step.recipient or row["recipient"]
    for paper in meeting.prepared.select_related("document"):
        rows.setdefault(
            paper.document_id, {"document": paper.document, "steps": [], "recipient": {}, "position": len(rows)}
        )
    return list(rows.values())


def _document_called(title):
    """Return the document with this title or “№12”, or a new one, not saved yet."""
    number = NUMBERED.search(title)
    if number:
        document = Document.objects.filter(pk=numbers.parse(number[1])).first()
        if document is None:
            raise forms.ValidationError(_("No document has the number %(number)s.") % {"number": number[1]})
        return document
    spelt = Q()
    for code in language_codes():
        spelt |= Q(**{f"title__{code}__iexact": title})
    found = list(Document.objects.filter(spelt).order_by("-pk")[:3])
    if len(found) > 1:
        named = "; ".join(f"{document} №{document.pk}" for document in found)
        raise forms.ValidationError(_("Several documents are called so. Choose one: %(names)s") % {"names": named})
    return found[0] if found else Document(title={language_of(title): title})


def document_suggestions(words):
    """Return up to ten titles of documents that hold `words`, the newest first, numbered where two are alike."""
    holds = Q()
    for code in language_codes():
        holds |= Q(**{f"title__{code}__icontains": words})
    found = list(Document.objects.filter(holds)[:10])
    titles = [str(document) for document in found]
    return [
        f"{title} №{document.pk}" if titles.count(title) > 1 else title
        for document, title in zip(found, titles, strict=True)
    ]


# --- What is missing -----------------------------------------------------------------------------------------------


def missing(meeting):
    """Return (id on the page, sentence) of what the record of a saved meeting lacks."""
    points = [("id_chaired_by", problem.sentence) for problem in meeting.problems() if problem.field == "chair"]
    if not in_language(meeting.place):
        points.append(("id_place_0", _("The place")))
    for place, item in enumerate(meeting.agenda.all(), start=1):
        for language in principal_languages():
            if not item.text.get(language.code):
                told = {"place": place, "language": language.name}
                points.append(("agenda-group", _("Agenda item %(place)d: %(language)s") % told))
    if meeting.has_begun and meeting.is_as_planned:
        if not meeting.participations.exists():
            points.append(("who", _("Who was there")))
        for row in _papers_of(meeting):
            if Step.SENT_ON in row["steps"] and not in_language(row["recipient"]):
                points.append(("papers", _("Referred to: “%(document)s”") % {"document": row["document"]}))
    return points
