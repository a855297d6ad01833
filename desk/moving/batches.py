"""Batches of old pages on the desk: the list with their sums, and the report of each, the worst pages first."""

import dataclasses

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from desk.base.action_forms import ConfirmForm, reason_field
from desk.base.lookups import refuse_undeclared, words_asked
from desk.moving.wording import reason_sentence
from moving import batches as whole_batches
from moving import books, large_batches, leading, meetings
from moving.models import Batch, SourcePage
from news.models import Edition
from publishing import numbers, roles
from publishing.actions import Refused

PER_PAGE = 50
Outcome = SourcePage.Outcome

# The fields of a page that the report counts, and what the desk calls them.
FIELDS = {
    "title": pgettext_lazy("of an article", "Title"),
    "date": _("Date"),
    "language": _("Language"),
    "section": _("Section"),
    "body": _("Text"),
    "photos": _("Photos"),
    "signature": _("Signature"),
    "people": _("People"),
    "attachments": _("Attachments"),
}


@dataclasses.dataclass(frozen=True)
class Heap:
    """Pages that wait, or are left out, for one reason before all others."""

    reason: str
    sentence: str
    number: int


@dataclasses.dataclass(frozen=True)
class Recognised:
    """Of how many pages one field was recognised."""

    label: str
    sure: int
    likely: int
    missing: int


def page(request, site):
    """List the batches, the newest first."""
    batches = list(Batch.objects.select_related("source", "by"))
    context = {
        **site.each_context(request),
        "title": _("Moving in from the earlier site"),
        "batches": [(batch, books.sums(batch.pages)) for batch in batches],
    }
    return TemplateResponse(request, "desk/moving/batches.html", context)


def report(request, site, number):
    """Show what was found in a batch, whether the sums add up, and its pages, those that lost most words first."""
    refuse_undeclared(request.GET, ["show", "reason", "q", "page"])
    batch = get_object_or_404(Batch.objects.select_related("source", "by"), pk=numbers.parse(number))
    pages = SourcePage.objects.filter(batch=batch)
    chosen = request.GET.get("show") if request.GET.get("show") in Outcome.values else Outcome.TAKEN
    words = words_asked(request)
    reason = request.GET.get("reason", "")
    shown = Paginator(_listed(pages, chosen, reason, words), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **site.each_context(request),
        "title": str(batch),
        "batch": batch,
        "sums": books.sums(pages),
        "waiting": heaps(pages, Outcome.WAITING),
        "left_out": heaps(pages, Outcome.LEFT_OUT),
        "recognised": list(_recognised(pages)),
        "addresses": leading.sums(batch),
        "may_see_addresses": request.user.has_perm("moving.view_oldaddress"),
        "outcomes": [(value, label) for value, label in Outcome.choices if value != Outcome.UNREAD],
        "chosen": chosen,
        "reason": reason_sentence(reason) if reason else "",
        "words": words,
        "page": shown,
        "may_change": request.user.has_perm("moving.change_batch"),
        "meetings": meetings.waiting(batch).count(),
        "acts": acts(batch, request.user),
        "worked_on": batch.acts.first(),
    }
    return TemplateResponse(request, "desk/moving/report.html", context)


def heaps(pages, outcome):
    """Return the Heaps of the pages with this outcome, the largest first; each page is in one, so they add up."""
    found = books.by_reason(pages, outcome)
    return [Heap(reason or "", reason_sentence(reason or ""), number) for reason, number in found.items()]


def _listed(pages, outcome, reason, words):
    """Keep the pages with this outcome; those that are taken come the worst first."""
    if reason:
        pages = pages.filter(reasons__0=reason)
    if words:
        pages = pages.filter(Q(title__icontains=words) | Q(address__icontains=words) | Q(name__icontains=words))
    pages = books.worst_first(pages) if outcome == Outcome.TAKEN else pages.filter(outcome=outcome)
    return pages.defer("reading")


def _recognised(pages):
    for name, found in books.by_field(pages).items():
        yield Recognised(FIELDS.get(name, name), found["sure"], found["likely"] + found["unsure"], found["missing"])


# --- Release and take back -------------------------------------------------------------------------------------------


class ReasonForm(forms.Form):
    reason = reason_field(_("Visitors see it at the addresses of the texts."))


@dataclasses.dataclass(frozen=True)
class Act:
    """What can be done with a batch as a whole: its button, and what is said before it is done."""

    name: str
    label: str
    warning: str
    needs_reason: bool = False


def acts(batch, user):
    """Return the Acts that `user` may do with `batch` as it stands."""
    Stage = Batch.Stage
    found: list[Act] = []
    if batch.acts.filter(ended_at__isnull=True).exists():
        return found
    if batch.stage in (Stage.DRAFTED, Stage.RELEASED) and roles.may(user, "publish"):
        waiting = Edition.objects.unpublished().filter(source_pages__batch=batch).distinct().count()
        if waiting:
            told = {"number": waiting}
            found.append(
                Act(
                    "release",
                    gettext("Release %(number)d texts") % told,
                    gettext(
                        "All %(number)d drafts of this batch become public at one instant, with their own dates: in "
                        "lists and in the search, but in no email and not at the head of feeds. From then on the old "
                        "addresses lead to them."
                    )
                    % told,
                )
            )
    if batch.stage in (Stage.READ, Stage.DRAFTED) and roles.may(user, "write"):
        warning = gettext("The drafts of this batch and the photographs that nothing else shows are deleted.")
        found.append(Act("take-back", gettext("Take back"), warning))
    if batch.stage == Stage.RELEASED and roles.may(user, "withdraw"):
        warning = gettext("All texts of this batch are removed from the site. Their addresses show only the reason.")
        found.append(Act("take-back", gettext("Take back"), warning, needs_reason=True))
    return found


def act(request, site, number, name):
    """Ask once more before a batch is released or taken back, and do it."""
    batch = get_object_or_404(Batch.objects.select_related("source"), pk=number)
    chosen = next((one for one in acts(batch, request.user) if one.name == name), None)
    if chosen is None or not request.user.has_perm("moving.change_batch"):
        messages.error(request, gettext("This cannot be done with the batch as it stands now."))
        return HttpResponseRedirect(address(batch))
    form = (ReasonForm if chosen.needs_reason else ConfirmForm)(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _carry_out(batch, chosen, form.cleaned_data, request.user))
            return HttpResponseRedirect(address(batch))
        except Refused as fault:
            refusal = str(fault)
    context = {
        **site.each_context(request),
        "title": chosen.label,
        "batch": batch,
        "sums": books.sums(batch.pages),
        "act": chosen,
        "form": form,
        "refusal": refusal,
    }
    return TemplateResponse(request, "desk/moving/act.html", context)


def _carry_out(batch, chosen, told, user):
    if chosen.name == "release":
        number = whole_batches.drafts_of(batch).count()
        if large_batches.release(batch, by=user):
            return gettext("The texts become public at one instant, when all are done. This page says how far it is.")
        return ngettext("%(number)d text is public.", "%(number)d texts are public.", number) % {"number": number}
    number = whole_batches.texts_of(batch).count()
    if large_batches.take_back(batch, by=user, reason=told.get("reason", "")):
        return gettext("The texts are taken back at one instant, when all are done. This page says how far it is.")
    said = ngettext("%(number)d text was taken back.", "%(number)d texts were taken back.", number)
    return said % {"number": number}


def address(batch):
    return reverse("admin:moving_batch_change", args=[batch.pk])
