"""The public pages of documents: a list by kind, body, year and status, and each with its route and files."""

from dataclasses import dataclass

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import ExtractYear
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.models import Bearing, Body, Consideration, Document, DocumentFile, Meeting, fetch_moves
from council.views import articles_about
from identity.current import current as identity
from publishing import clock, downloads
from publishing.keyset import keyset_page, redirect_page_numbers

DOCUMENTS_PER_PAGE = 30

STATUSES = {
    "in-force": gettext_lazy("In force"),
    "ended": gettext_lazy("No longer in force"),
    "under-way": gettext_lazy("Before the bodies"),
}


@dataclass
class Choice:
    """One field of the form: its name in the address, the options, and the chosen one."""

    name: str
    label: str
    everything: str
    options: list  # of (value, words)
    chosen: str


@redirect_page_numbers
def documents(request):
    """All public documents, the newest first, filtered by the address; 404 for an option that does not exist."""
    shelves = _shelves()
    choices = _choices(request.GET, shelves)
    chosen = {choice.name: choice.chosen for choice in choices if choice.chosen}
    if any(choice.chosen and choice.chosen not in dict(choice.options) for choice in choices):
        raise Http404
    part = keyset_page(request, _chosen(chosen), DOCUMENTS_PER_PAGE, "dated", some_undated=True)
    context = {
        "nav": "council",
        "crumbs": [(identity().council, reverse("council:meetings")), (_("Documents"), "")],
        "choices": choices,
        "is_narrowed": bool(chosen),
        "part": part,
        "number": len(part) if part.is_whole else _number(chosen, shelves),
    }
    return render(request, "council/document_list.html", context)


def _chosen(chosen):
    """Return the public documents filtered by `chosen`, {name: value}."""
    chosen_documents = Document.objects.public().select_related("body")
    for name, value in chosen.items():
        chosen_documents = chosen_documents.filter(_condition(name, value))
    return chosen_documents


def _shelves():
    """Return {(kind, year): number of public documents}; the year is None for those without a date.

    One query for both the options and their numbers.
    """
    numbers = Document.objects.public().order_by().values_list("kind", ExtractYear("dated"))
    return {(kind, year): number for kind, year, number in numbers.annotate(number=Count("*"))}


def _number(chosen, shelves):
    """Return the number of `chosen` documents if the shelves know it, else None: counting would take a query."""
    if chosen.keys() - {"kind", "year"}:
        return None
    wanted = (chosen.get("kind"), chosen.get("year"))
    return sum(
        number
        for shelf, number in shelves.items()
        if all(value in (None, str(here)) for value, here in zip(wanted, shelf))
    )


def _choices(asked, shelves):
    public = Document.objects.public().order_by()
    bodies = Body.objects.filter(Exists(public.filter(body=OuterRef("pk")))).prefetch_related(None)
    kinds, years = {kind for kind, _year in shelves}, {year for _kind, year in shelves if year}
    return [
        Choice(name, label, everything, options, asked.get(name, ""))
        for name, label, everything, options in [
            ("kind", _("Kind"), _("All kinds"), [choice for choice in Document.Kind.choices if choice[0] in kinds]),
            ("body", _("Body"), _("All bodies"), [(body.slug, str(body)) for body in bodies]),
            ("year", _("Year"), _("All years"), [(str(year), str(year)) for year in sorted(years, reverse=True)]),
            ("status", _("Status"), _("Whatever their status"), list(STATUSES.items())),
        ]
    ]


def _condition(name, value):
    if name == "status":
        return _of_status(value, clock.today())
    field = {"kind": "kind", "body": "body__slug", "year": "dated__year"}[name]
    return Q(**{field: value})


def _of_status(status, today):
    came_into_force = Q(in_force_on__lte=today)
    ended = Q(ended_on__lte=today)
    if status == "in-force":
        return came_into_force & ~ended
    if status == "ended":
        return ended
    settled = Q(verb__in=[Consideration.Verb.ADOPTED, Consideration.Verb.NOTED])
    # One pass over all steps instead of two subqueries for each document. Few meetings are hidden, so it is quicker to
    # exclude theirs than to look up the meeting of every step.
    hidden = Meeting.objects.exclude(pk__in=Meeting.objects.public())
    steps = Consideration.objects.exclude(meeting__in=hidden).order_by().values("document")
    open_ones = steps.annotate(is_settled=BoolOr(settled)).filter(is_settled=False).values("document")
    return Q(pk__in=open_ones) & ~came_into_force


def document(request, id):
    document = get_object_or_404(Document.objects.public().select_related("body"), pk=id)
    steps = list(
        document.considerations.filter(meeting__in=Meeting.objects.public())
        .select_related("meeting")
        .prefetch_related("meeting__bodies")
        .order_by("meeting__held_on", "meeting_id", "position", "id")
    )
    fetch_moves({step.meeting for step in steps})
    meetings = Meeting.objects.public().filter(prepared__document=document)
    meetings = meetings.exclude(pk__in=[step.meeting_id for step in steps]).prefetch_related("bodies")
    public = Document.objects.public()
    signatories = list(document.signatories.select_related("state"))
    files = list(document.files.all())
    context = {
        "nav": "council",
        "crumbs": [
            (identity().council, reverse("council:meetings")),
            (_("Documents"), reverse("council:documents")),
            (document.number_in_words or document.get_kind_display(), ""),
        ],
        "document": document,
        "is_in_force": document.is_in_force(clock.today()),
        "route": steps,
        "prepared_for": meetings.order_by("held_on", "pk"),
        "files": [file for file in files if file.appendix_id is None],
        "appendices": [
            (appendix, [file for file in files if file.appendix_id == appendix.pk])
            for appendix in document.appendices.all()
        ],
        "statements": document.statements.select_related("state"),
        "signatories": [signatory for signatory in signatories if not signatory.joined_later],
        "joined_later": [signatory for signatory in signatories if signatory.joined_later],
        "bears_on": Bearing.objects.filter(document=document, earlier__in=public).select_related("earlier"),
        "borne_on_by": Bearing.objects.filter(earlier=document, document__in=public).select_related("document"),
        "articles": articles_about(Q(meeting__in={step.meeting_id for step in steps}), document),
        "earlier": _neighbour(document, "earlier"),
        "later": _neighbour(document, "later"),
    }
    return render(request, "council/document_detail.html", context)


def _neighbour(document, which):
    """Return the public document of the same body before or after this one by date; None for one without a date."""
    if document.dated is None:
        return None
    alike = Document.objects.public().filter(body=document.body, dated__isnull=False)
    if which == "earlier":
        before = Q(dated__lt=document.dated) | Q(dated=document.dated, pk__lt=document.pk)
        return alike.filter(before).order_by("-dated", "-pk").first()
    after = Q(dated__gt=document.dated) | Q(dated=document.dated, pk__gt=document.pk)
    return alike.filter(after).order_by("dated", "pk").first()


def file(request, key, name):
    """A file of a public document, as a download."""
    stored = get_object_or_404(DocumentFile, document__in=Document.objects.public(), key=key, file_name=name)
    return downloads.download_response(stored)
