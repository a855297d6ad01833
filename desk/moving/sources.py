"""Sources of old pages on the desk: one is chosen or uploaded, read in a dry run, and imported as drafts."""

import dataclasses

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.base.lookups import refuse_undeclared
from desk.moving import batches
from moving import books, imports, places, profiles
from moving.models import Batch, Import, SourcePage
from moving.profiles import ProfileRefused
from moving.sources import SourceRefused
from news.models import Section
from publishing import numbers
from publishing.actions import Refused

MOST_SHOWN = 20  # earlier imports
JUST_READ = 5  # pages
WORST = 10  # pages that lost words
LIVE_SECONDS = 2  # between two looks of an open page
State = Import.State
Outcome = SourcePage.Outcome

STEPS = {
    "list": gettext_lazy("pages listed"),
    "survey": gettext_lazy("pages compared with each other"),
    "read": gettext_lazy("pages read"),
    "evidence": gettext_lazy("pages kept as evidence"),
    "draft": gettext_lazy("drafts made"),
}
WAY = [
    pgettext_lazy("of an old site", "Source"),
    gettext_lazy("Dry run"),
    gettext_lazy("Check what is unclear"),
    gettext_lazy("Move in"),
    gettext_lazy("Old addresses"),
]
# What a button on the page of an import does: its state, then what is said.
CONTROLS = {"pause": imports.pause, "stop": imports.stop, "go on": imports.go_on}


@dataclasses.dataclass(frozen=True)
class Step:
    """One of the five words of the way, and whether it is behind or at hand."""

    words: str
    is_done: bool
    is_now: bool


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Upload a file"),
        help_text=gettext_lazy(
            "A ZIP archive of saved pages or Word documents, a WARC, a WordPress export (XML), a feed, a table (CSV, "
            "JSON). At most 600 MB; whoever runs the server puts larger ones into the folder of old sites."
        ),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")},
    )


def page(request, site):
    """Offer the sources, the profiles and the dry run; begin with what was chosen."""
    refuse_undeclared(request.GET, ["source", "profile"])
    refusal = ""
    if request.method == "POST":
        try:
            begun = imports.begin(
                request.POST.get("source", ""),
                Import.Goal.DRY_RUN,
                request.POST.get("profile", ""),
                _section(request.POST.get("section", "")),
                by=request.user,
            )
            return HttpResponseRedirect(address(begun))
        except (Refused, ProfileRefused, SourceRefused) as refused:
            refusal = str(refused)
    return _choice(request, site, refusal, UploadForm())


def upload(request, site):
    """Take in a file, and lead to it among the sources."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            name = places.take_in(form.cleaned_data["file"])
        except SourceRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("“%(name)s” is here. Begin with the dry run.") % {"name": name})
            return HttpResponseRedirect(f"{reverse('admin:moving_import_changelist')}?{urlencode({'source': name})}")
    return _choice(request, site, "", form)


def _choice(request, site, refusal, form):
    asked = request.POST if refusal else request.GET
    last = Import.objects.first()
    found = places.there()
    context = {
        **site.each_context(request),
        "title": _("Moving in from the earlier site"),
        "way": way(0),
        "places": found,
        "chosen": asked.get("source") or (last.place if last else "") or (found[0].name if found else ""),
        "profiles": profiles.names(),
        "profile": asked.get("profile", last.profile_name if last else ""),
        "sections": Section.objects.all(),
        "section": asked.get("section", last.profile.get("section", "") if last else ""),
        "refusal": refusal,
        "form": form,
        "imports": Import.objects.select_related("by")[:MOST_SHOWN],
    }
    return TemplateResponse(request, "desk/moving/sources.html", context)


def _section(slug):
    if slug and slug not in Section.objects.values_list("slug", flat=True):
        raise Refused(_("There is no such section any more. Choose another."))
    return slug


def way(now):
    """Return the Steps of the way, of which the one with the number `now` is at hand."""
    return [Step(str(words), number < now, number == now) for number, words in enumerate(WAY)]


# --- One import ------------------------------------------------------------------------------------------------------


def screen(request, site, number):
    """Show how far an import is and what it has found; pause it, stop it, go on, or import as drafts."""
    refuse_undeclared(request.GET, [])
    found = get_object_or_404(Import.objects.select_related("by", "batch"), pk=numbers.parse(number))
    refusal = ""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(address(_carried_out(request.POST.get("do"), found, request.user)))
        except (Refused, ProfileRefused, SourceRefused) as refused:
            refusal = str(refused)
            found.refresh_from_db()
    pages = imports.pages_of(found)
    sums = books.sums(pages)
    is_over = found.state == State.DONE
    batch = found.batch if is_over else None
    context = {
        **site.each_context(request),
        "title": _("Moving in from the earlier site"),
        "way": way(3 if found.goal == Import.Goal.DRAFTS else 1),
        "import": found,
        "refusal": refusal,
        "step": str(STEPS.get(found.step, "")),
        "is_open": found.state in imports.OPEN,
        "is_silent": imports.is_silent(found),
        "minutes": imports.minutes_left(found),
        "sums": sums,
        "just_read": pages.exclude(outcome=Outcome.UNREAD).order_by("-pk").defer("reading")[:JUST_READ],
        "waiting": batches.heaps(pages, Outcome.WAITING) if batch else [],
        "worst": _worst(pages) if batch else [],
        "batch": batch,
        "may_import": batch is not None and _has_undrafted(batch),
        "live_seconds": LIVE_SECONDS,
    }
    return TemplateResponse(request, "desk/moving/import.html", context)


def _carried_out(what, found, user):
    """Do what was pressed, and return the import whose page comes next."""
    if what == "drafts":
        section = found.profile.get("section", "")
        return imports.begin(found.place, Import.Goal.DRAFTS, found.profile_name, section, by=user)
    if what in CONTROLS:
        CONTROLS[what](found.pk, by=user)
    return found


def _worst(pages):
    return [page for page in books.worst_first(pages).defer("reading")[:WORST] if page.share_lost > 0]


def _has_undrafted(batch):
    if batch.stage not in (Batch.Stage.READ, Batch.Stage.DRAFTED):
        return False
    return batch.pages.filter(outcome=Outcome.TAKEN, edition__isnull=True).exists()


def address(found):
    return reverse("admin:moving_import_change", args=[found.pk])
