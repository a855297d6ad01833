"""A state on the desk: who represents it and since when, and one representative giving place to another."""

import dataclasses
import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council import handover
from council.as_of import FIRST_DAY
from council.models import Meeting, Office, Person, State, StateName, StatusClaim, Term
from desk.base.deleting import ProtectedRecordsMixin
from desk.base.inlines import DayInput
from desk.base.record_page import RecordPageMixin
from desk.base.rows import Rows
from desk.council.before_after import Change, Changes, holds
from desk.council.typed_names import PersonNameField
from desk.ripple.screen import TellsOfChanges
from identity import rights
from publishing import clock, numbers, roles
from publishing.actions import Refused
from publishing.dates import in_words
from publishing.languages import principal_languages
from publishing.localized import LocalizedTextField, in_language

YEARS_DRAWN = 9  # in the lanes of time, the present one included
MEETINGS_SHOWN = 5
TERMS_NAMED = 2  # where a term that was to end is no longer open


class StateNameInline(Rows):
    model = StateName
    fields = ["name", "short_name", ("start", "end")]
    add_label = gettext_lazy("Add an earlier name")


class StatusClaimInline(Rows):
    model = StatusClaim
    fields = [("status", "claimed_by"), ("start", "start_precision", "end", "end_precision"), "source", "note"]
    add_label = gettext_lazy("Add a claim about its status")


class HandoverForm(forms.Form):
    """Who represents a state from which day on."""

    name = PersonNameField(
        label=gettext_lazy("Who takes office"), help_text=gettext_lazy("First name, last name, as printed.")
    )
    name_too = PersonNameField(label=gettext_lazy("The same name in the other language"), required=False)
    day = forms.DateField(label=gettext_lazy("From which day"), widget=DayInput)
    is_only_seen = forms.BooleanField(
        label=gettext_lazy("The first day is not known: in office on that day"), required=False
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("Only of somebody who is not in office any more."),
    )
    title = LocalizedTextField(label=gettext_lazy("Title, as printed after the name"), long=True)
    acting = forms.BooleanField(label=gettext_lazy("acting"), required=False)

    def __init__(self, *args, state, **kwargs):
        super().__init__(*args, **kwargs)
        self.state = state
        self.fields["ends"] = forms.ModelMultipleChoiceField(
            handover.open_on(state, self.day_typed()),
            label=_("Whose term ends the day before"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["ends"].label_from_instance = lambda term: f"{term.person}, {term.period}"

    def day_typed(self):
        """Return the day in the form, today if there is none."""
        try:
            day = self.fields["day"].clean(self["day"].value())
        except ValidationError:
            return clock.today()
        return max(day, FIRST_DAY)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < FIRST_DAY:
            raise ValidationError(_("The Treaty was signed on %(day)s.") % {"day": in_words(FIRST_DAY)})
        return day

    def clean(self):
        values = super().clean()
        if self.has_error("ends", "invalid_choice"):
            del self.errors["ends"]  # the field is not shown where no term is open
            self.add_error(None, self._no_longer_open())
        if values.get("is_only_seen") and values.get("ends"):
            self.add_error("ends", _("Their last day can be told only if the first day of the new term is known."))
        if values.get("until") and values.get("day") and values["until"] < values["day"]:
            self.add_error("until", _("The last day cannot come before the first."))
        person = values.get("name")
        if person and person.pk is None and not self.has_error("name_too"):
            values["name"] = self._new_person(person, values.get("name_too"))
        return values

    def _no_longer_open(self):
        sentence = _(
            "A term that you end is not open on that day: somebody else may have changed it. Your changes are not"
            " saved yet. Everything you typed is still here. On record: %(terms)s."
        )
        latest = handover.terms_of(self.state)[:TERMS_NAMED]
        return sentence % {"terms": "; ".join(f"{term.person}, {term.period}" for term in latest)}

    def _new_person(self, person, other):
        """Return the new person with the name in every language."""
        if other and other.pk:
            return other
        name = {**person.name, **(other.name if other else {})}
        missing = [language.name for language in principal_languages() if not name.get(language.code)]
        if missing:
            sentence = _("This person is new: write the name in this language too: %(language)s.")
            self.add_error("name_too", sentence % {"language": ", ".join(missing)})
        return Person(name=name)


@admin.register(State)
class StateAdmin(TellsOfChanges, ProtectedRecordsMixin, RecordPageMixin, admin.ModelAdmin):
    change_form_template = "desk/council/state_form.html"
    list_display = ["__str__", "representative", "in_office", "code"]
    fields = ["code", "name", "short_name"]
    inlines = [StateNameInline, StatusClaimInline]

    def get_queryset(self, request):
        terms = Term.objects.filter(office__kind=Office.Kind.REPRESENTATIVE).select_related("person", "office")
        latest = Prefetch("offices__terms", terms, to_attr="of_representatives")
        return super().get_queryset(request).prefetch_related("offices", latest)

    def get_urls(self):
        view = self.admin_site.admin_view(self.representative_view)
        route = "<int:state_id>/representative/"
        return [path(route, view, name="council_state_representative"), *super().get_urls()]

    @admin.display(description=gettext_lazy("representative"))
    def representative(self, state):
        term = _latest_term(state)
        return term.person if term else _("not known")

    @admin.display(description=gettext_lazy("in office"))
    def in_office(self, state):
        term = _latest_term(state)
        return term.period if term else "–"

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= _record_of(obj)
            context["may_hand_over"] = may_hand_over(request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def representative_view(self, request, state_id):
        """Ask who represents the state from which day on, show what changes for readers, and do it."""
        state = get_object_or_404(State, pk=state_id)
        if not may_hand_over(request.user):
            raise PermissionDenied
        form = HandoverForm(request.POST or None, state=state, initial=_usual(state, request))
        if request.method == "POST" and "_look" not in request.POST and form.is_valid():
            try:
                term = _hand_over(state, form.cleaned_data, by=request.user)
            except (ValidationError, Refused) as refusal:
                sentences = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
                form.add_error(None, sentences)
            else:
                messages.success(request, _told(term))
                return HttpResponseRedirect(_back(state, request))
        if "_look" in request.POST:
            form.is_valid()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Change the representative from a date"),
            "opts": self.opts,
            "state": state,
            "form": form,
            "changes": what_changes(form),
            "back": _back(state, request),
        }
        return TemplateResponse(request, "desk/council/representative.html", context)


def may_hand_over(user):
    return roles.may(user, "publish") and rights.may(user, "council.add_term", "council.change_term")


def _latest_term(state):
    """Return the last term of a representative that has begun; the terms are prefetched."""
    return _latest(term for office in state.offices.all() for term in office.of_representatives)


def _latest(terms):
    """Return the last of `terms` that has begun, or None."""
    today = clock.today()
    begun = [term for term in terms if (term.start or term.seen) <= today]
    return max(begun, key=lambda term: term.start or term.seen, default=None)


def _usual(state, request):
    """Return the initial values: the title of the last representative, and that the open terms end."""
    last = handover.terms_of(state).first()
    office = last.office if last else state.offices.filter(kind=Office.Kind.REPRESENTATIVE).first()
    day = request.GET.get("since", "")
    try:
        day = datetime.date.fromisoformat(day)
    except ValueError:
        day = clock.today()
    initial = {"day": day, "title": office.title if office else {}, "is_only_seen": "meeting" in request.GET}
    open_terms = [] if initial["is_only_seen"] else [term.pk for term in handover.open_on(state, day) if term.start]
    return {**initial, "ends": open_terms}


def _hand_over(state, values, *, by):
    return handover.hand_over(
        state,
        values["name"],
        values["day"],
        title=values["title"],
        acting=values["acting"],
        until=values["until"],
        is_only_seen=values["is_only_seen"],
        ends=values["ends"],
        by=by,
    )


def _told(term):
    """Return the sentence after a change."""
    named = {"name": term.person, "state": term.office.state, "day": in_words(term.start or term.seen)}
    if term.state() == term.State.SCHEDULED:
        return _("%(name)s represents %(state)s from %(day)s: visitors see it from that day on.") % named
    return _("%(name)s, %(state)s: saved, from %(day)s. Visitors see it.") % named


def _back(state, request):
    """Return the address of the meeting that asked for a name, else that of the state."""
    meeting = Meeting.objects.filter(pk=numbers.parse(request.GET.get("meeting"), 0)).first()
    if meeting:
        return reverse("admin:council_meeting_change", args=[meeting.pk]) + "#who"
    return reverse("admin:council_state_change", args=[state.pk])


# --- Before and after -------------------------------------------------------------------------------------------------


def what_changes(form):
    """Return the Changes that the values of `form` make, in the words of the public pages."""
    state, day = form.state, form.day_typed()
    values = form.cleaned_data if form.is_bound else form.initial
    name = in_language(values["name"].name) if values.get("name") else str(form["name"].value() or "…")
    title = in_language(values.get("title") or {})
    ending = list(values.get("ends") or [])
    ending = list(form.fields["ends"].queryset.filter(pk__in=[getattr(term, "pk", term) for term in ending]))
    present = list(Term.objects.public().holding(day).filter(pk__in=handover.terms_of(state)))
    shown = present[0] if present else None
    before = (str(shown.person), shown.title()) if shown else (_("no information"), "")
    pages = [Change(_("Representatives, public page"), before, (name, title))]
    for term in ending:
        after = Term(start=term.start, start_precision=term.start_precision, seen=term.seen)
        after.end, after.end_precision = day - handover.ONE_DAY, "day"
        pages.append(Change(_("Page of %(name)s") % {"name": term.person}, (term.period, ""), (after.period, "")))
    coming = Meeting.objects.filter(chair__in=[term.person for term in ending], held_on__gte=day)
    for meeting in coming[:MEETINGS_SHOWN]:
        note = _("The chair is still %(name)s: change it on the page of the meeting.") % {"name": meeting.chair}
        pages.append(Change(str(meeting), note=note))
    if ending:
        stay = _("Stay as they are: titles are those of their day.")
        pages.append(Change(_("Earlier meetings and texts"), note=stay))
    return Changes(pages, day, handover.opens_at(day) is not None and not values.get("is_only_seen"))


# --- The record of a state -----------------------------------------------------------------------------------------


def _record_of(state):
    today = clock.today()
    terms = list(handover.terms_of(state))
    chairmanships = list(state.chairmanships.all())
    others = Term.objects.filter(office__state=state).exclude(office__kind=Office.Kind.REPRESENTATIVE)
    return {
        "held": [term for term in terms if holds(term, today)],
        "last": _latest(terms),
        "coming": [term for term in terms if term.start and term.start > today],
        "terms": terms,
        "others": others.select_related("person", "office"),
        "chairmanships": chairmanships,
        "lanes": lanes(terms, chairmanships, today),
        "unknown": list(_unknown(terms, today)),
        "claims": state.claims.all(),
        "meetings": Meeting.objects.filter(chair_state=state).count(),
    }


def _unknown(terms, today):
    """Yield (address, sentence) of what is not known of the terms."""
    if not any(holds(term, today) for term in terms):
        yield "", _("Who is in office today")
    for term in terms:
        if term.start is None:
            address = reverse("admin:council_term_change", args=[term.pk])
            yield address, _("First day of %(name)s") % {"name": term.person}


@dataclasses.dataclass
class Span:
    """A stretch of a lane in per cent of its length; a day on which somebody was met has no width."""

    left: float
    width: float
    label: str

    @property
    def has_room(self):
        return self.width > 20


def lanes(terms, chairmanships, today):
    """Return the years drawn, and the Spans of the representatives and of the chairmanships in them."""
    years = list(range(today.year - YEARS_DRAWN + 1, today.year + 1))
    first, last = datetime.date(years[0], 1, 1), datetime.date(years[-1], 12, 31)
    days = (last - first).days + 1

    def span(start, end, label):
        start, end = max(start, first), min(end or today, last)
        if end < start:
            return None
        return Span(100 * (start - first).days / days, 100 * ((end - start).days + 1) / days, label)

    known = [span(term.start, term.end, f"{term.person}, {term.period}") for term in terms if term.start]
    met = [
        Span(100 * (term.seen - first).days / days, 0, f"{term.person}, {term.period}")
        for term in terms
        if term.start is None and first <= term.seen <= last
    ]
    led = [span(chairmanship.start, chairmanship.end, str(chairmanship.start.year)) for chairmanship in chairmanships]
    return {"years": years, "known": [*filter(None, known)], "met": met, "led": [*filter(None, led)]}
