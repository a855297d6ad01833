"""The public pages of papers: all of them by kind, body, year and status, and each with its route and files."""

from dataclasses import dataclass

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractYear
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from council.models import Bearing, Body, Consideration, Document, DocumentFile, Meeting
from council.views import articles_about
from publishing import clock

PAGE_LENGTH = 30

STATUSES = {
    "in-force": gettext_lazy("In force"),
    "ended": gettext_lazy("No longer in force"),
    "under-way": gettext_lazy("Before the bodies"),
}


@dataclass
class Choice:
    """One field of the form: its name in the address, what may be chosen, and what is."""

    name: str
    label: str
    everything: str
    options: list  # of (value, words)
    chosen: str


def documents(request):
    """All public papers, the newest first, narrowed to what the address asks for; 404 for what is not offered."""
    choices = _choices(request.GET)
    found = Document.objects.public().select_related("body")
    for choice in choices:
        if choice.chosen:
            if choice.chosen not in dict(choice.options):
                raise Http404
            found = found.filter(_condition(choice))
    try:
        page = Paginator(found, PAGE_LENGTH).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(str(error)) from error
    context = {
        "nav": "council",
        "crumbs": [(_("Permanent Council"), reverse("council:meetings")), (_("Documents"), "")],
        "choices": choices,
        "is_narrowed": any(choice.chosen for choice in choices),
        "page": page,
    }
    return render(request, "council/document_list.html", context)


def _choices(asked):
    public = Document.objects.public().order_by()
    kinds = set(public.values_list("kind", flat=True).distinct())
    bodies = Body.objects.filter(Exists(public.filter(body=OuterRef("pk"))))
    years = public.filter(dated__isnull=False).values_list(ExtractYear("dated"), flat=True).distinct()
    return [
        Choice(name, label, everything, options, asked.get(name, ""))
        for name, label, everything, options in [
            ("kind", _("Kind"), _("All kinds"), [(it, label) for it, label in Document.Kind.choices if it in kinds]),
            ("body", _("Body"), _("All bodies"), [(body.slug, str(body)) for body in bodies]),
            ("year", _("Year"), _("All years"), [(str(year), str(year)) for year in sorted(years, reverse=True)]),
            ("status", _("Status"), _("Whatever their status"), list(STATUSES.items())),
        ]
    ]


def _condition(choice):
    if choice.name == "status":
        return _of_status(choice.chosen, clock.today())
    field = {"kind": "kind", "body": "body__slug", "year": "dated__year"}[choice.name]
    return Q(**{field: choice.chosen})


def _of_status(status, today):
    came_into_force = Q(in_force_on__lte=today)
    ended = Q(ended_on__lte=today)
    if status == "in-force":
        return came_into_force & ~ended
    if status == "ended":
        return ended
    steps = Consideration.objects.filter(document=OuterRef("pk"), meeting__in=Meeting.objects.public())
    settled = steps.filter(verb__in=[Consideration.Verb.ADOPTED, Consideration.Verb.NOTED])
    return Exists(steps) & ~Exists(settled) & ~came_into_force


def document(request, id):
    document = get_object_or_404(Document.objects.public().select_related("body"), pk=id)
    steps = list(
        document.considerations.filter(meeting__in=Meeting.objects.public())
        .select_related("meeting")
        .prefetch_related("meeting__bodies")
        .order_by("meeting__held_on", "meeting_id", "position", "id")
    )
    public = Document.objects.public()
    signatories = list(document.signatories.select_related("state"))
    context = {
        "nav": "council",
        "crumbs": [
            (_("Permanent Council"), reverse("council:meetings")),
            (_("Documents"), reverse("council:documents")),
            (document.number_in_words or document.get_kind_display(), ""),
        ],
        "document": document,
        "is_in_force": document.is_in_force(clock.today()),
        "route": steps,
        "files": document.files.all(),
        "signatories": [it for it in signatories if not it.joined_later],
        "joined_later": [it for it in signatories if it.joined_later],
        "bears_on": Bearing.objects.filter(document=document, earlier__in=public).select_related("earlier"),
        "borne_on_by": Bearing.objects.filter(earlier=document, document__in=public).select_related("document"),
        "articles": articles_about({step.meeting_id for step in steps}),
    }
    return render(request, "council/document_detail.html", context)


def file(request, key, name):
    """A file of a public paper, to be saved and never to be shown as a page of this site."""
    found = get_object_or_404(DocumentFile, document__in=Document.objects.public(), key=key, file_name=name)
    try:
        content = found.file.open()
    except FileNotFoundError as error:
        raise Http404("The file is gone.") from error
    response = FileResponse(content, as_attachment=True, filename=found.file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["Cache-Control"] = "public, max-age=60"
    return response
