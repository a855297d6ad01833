"""The screen “Nine places still say 22 December”, its form, and the banner that leads to it."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from desk.models import ChangedFact
from desk.ripple import correcting, finding
from desk.ripple.facts import SUBJECTS, Subject, in_words, subject_of
from desk.ripple.places import Place
from press.models import Phone
from publishing import roles
from publishing.amendments import missing_languages
from publishing.languages import principal_codes
from publishing.localized import LocalizedTextField

MAX_SHOWN = 200  # places on one screen; the others come when these are decided
MAX_ON_TODAY = 5  # the latest changes whose places are counted for the desk's first page


@dataclasses.dataclass(frozen=True)
class Group:
    """Places that are corrected in the same way."""

    name: str
    title: str
    places: list[Place]

    @property
    def can_be_ticked(self) -> bool:
        return any(place.may_change for place in self.places)


class NoteForm(forms.Form):
    note = LocalizedTextField(
        label=gettext_lazy("Editor's note"),
        long=True,
        required=False,
        help_text=gettext_lazy("What was changed and why, for readers. It cannot be changed later."),
    )


def address(kind: str, number: int) -> str:
    return reverse("admin:ripple", args=[kind, number])


def screen(request: HttpRequest, site: Any, kind: str, number: int) -> HttpResponse:
    """Show the places that still say what was changed of a record; correct or leave those that are ticked."""
    subject = _subject_for(request.user, kind, number)
    if request.method == "POST":
        return _act(request, site, subject)
    return _page(request, site, subject, NoteForm(initial={"note": proposed_note(subject)}))


def _act(request, site, subject):
    ticks = request.POST.getlist("place")[:MAX_SHOWN]
    here = HttpResponseRedirect(address(*subject.key))
    if not ticks:
        messages.warning(request, _("Nothing is ticked."))
        return here
    if "leave" in request.POST:
        number = correcting.leave(*subject.key, ticks, by=request.user)
        told = ngettext("%(number)d place is left as it is.", "%(number)d places are left as they are.", number)
        messages.success(request, told % {"number": number})
        return here
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else {}
    public = {place.tick for place in finding.open_places(subject, request.user) if place.state == "public"}
    if public & set(ticks) and missing_languages("correction", note):
        form.add_error("note", _("Readers are told about this change. Write the note in every language."))
        return _page(request, site, subject, form, ticked=set(ticks))
    outcome = correcting.correct(*subject.key, ticks, by=request.user, note=note)
    if outcome.corrected:
        told = ngettext("%(number)d place is corrected.", "%(number)d places are corrected.", outcome.corrected)
        messages.success(request, told % {"number": outcome.corrected})
    if outcome.sent:
        told = ngettext(
            "%(number)d correction waits for approval.", "%(number)d corrections wait for approval.", outcome.sent
        )
        messages.success(request, told % {"number": outcome.sent})
    for name, sentence in outcome.refused:
        messages.error(request, _("Not corrected: %(name)s. %(sentence)s") % {"name": name, "sentence": sentence})
    return here


def _page(request, site, subject, form, ticked=None):
    found = finding.places(subject, request.user)
    still = [place for place in found if not place.because]
    shown = still[:MAX_SHOWN]
    if ticked is not None:
        shown = [dataclasses.replace(place, is_ticked=place.tick in ticked) for place in shown]
    groups = list(_groups(shown))
    context = {
        **site.each_context(request),
        "title": headline(subject, len(still)),
        "subject": subject,
        "back": _record_address(subject),
        "groups": groups,
        "left": [place for place in found if place.because],
        "number": sum(place.is_ticked and place.may_change for place in shown),
        "hidden": len(still) - len(shown),
        "form": form if any(group.name == "public" for group in groups) else None,
    }
    return TemplateResponse(request, "desk/ripple/places.html", context)


def _groups(places) -> Iterator[Group]:
    titles = {
        "draft": _("Not public yet"),
        "scheduled": _("Scheduled: the hour stays"),
        "public": _("Public: a note appears under the text"),
    }
    for name, title in titles.items():
        of_state = [place for place in places if place.state == name]
        if of_state:
            yield Group(name, title, of_state)


def headline(subject: Subject, number: int) -> str:
    """Return “9 places still say 22 December 2026”."""
    before = ", ".join(fact.before for fact in subject.facts)
    if not number:
        return _("No text says %(before)s any more") % {"before": before}
    told = ngettext(
        "%(number)d place still says %(before)s", "%(number)d places still say %(before)s", number
    )  # fmt: skip
    return told % {"number": number, "before": before}


def proposed_note(subject: Subject) -> dict[str, str]:
    """Return the note for readers in every principal language: “The date has been corrected: …, before: …”."""
    note = {}
    for code in principal_codes():
        with override(code):
            told = [
                _sentence(fact.name) % {"after": in_words(fact.new), "before": in_words(fact.olds[-1])}
                for fact in subject.facts
            ]
            note[code] = " ".join(told)
    return note


def _sentence(name):
    return {
        "held_on": _("The date has been corrected: %(after)s, before: %(before)s."),
        "place": _("The place has been corrected: %(after)s, before: %(before)s."),
        "course": _("The meeting does not take place as planned: %(after)s."),
        "starts_at": _("The time has been corrected: %(after)s, before: %(before)s."),
        "chair_id": _("The name of the chair has been corrected: %(after)s, before: %(before)s."),
        "title": _("The title has been corrected: %(after)s, before: %(before)s."),
        "acting_title": _("The title has been corrected: %(after)s, before: %(before)s."),
        "number": _("The telephone number has been corrected: %(after)s, before: %(before)s."),
    }.get(name) or _("The name has been corrected: %(after)s, before: %(before)s.")


def banner(user: Any, kind: str, number: int) -> tuple[str, str] | None:
    """Return (sentence, address) while texts still say what was changed of this record; None otherwise."""
    subject = subject_of(kind, number, only_open=True)
    if subject is None or not user.has_perm("news.view_article"):
        return None
    still = finding.open_places(subject, user)
    return (headline(subject, len(still)), address(kind, number)) if still else None


def tell(request: HttpRequest, kind: str, number: int) -> None:
    """Lead whoever has just saved a record to the texts that still say what it said before; settle it if none do."""
    if ChangedFact.objects.filter(subject_kind=kind, subject_id=number, settled_at__isnull=True).exists():
        correcting.settle(kind, number)
        if told := banner(request.user, kind, number):
            sentence, where = told
            messages.warning(request, format_html('<a href="{}">{}</a>', where, sentence))


class TellsOfChanges:
    """Mixin for a ModelAdmin: whoever has changed a record is led to the texts that still say what it said before."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change:
            tell(request, self.opts.label_lower, form.instance.pk)


def waiting(user: Any) -> Iterator[tuple[str, str]]:
    """Yield (sentence, address) for each of the latest changed records that texts still say otherwise."""
    changes = ChangedFact.objects.filter(settled_at__isnull=True).order_by("-at")
    keys = dict.fromkeys(changes.values_list("subject_kind", "subject_id")[: MAX_ON_TODAY * 4])
    for kind, number in list(keys)[:MAX_ON_TODAY]:
        if told := banner(user, kind, number):
            record = SUBJECTS[kind][1].objects.filter(pk=number).first()
            yield f"{told[0]}: {record}", told[1]


def _subject_for(user, kind, number):
    if kind not in SUBJECTS:
        raise Http404("No such kind of record.")
    model = SUBJECTS[kind][1]
    if not user.has_perm("news.view_article") or (not roles.may(user, "submit") and not roles.may(user, "publish")):
        raise PermissionDenied
    subject = subject_of(kind, number)
    if subject is None:
        raise Http404(f"Nothing was changed of this {model._meta.verbose_name}.")
    return subject


def _record_address(subject):
    record = subject.record.contact if isinstance(subject.record, Phone) else subject.record
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
