"""One action on many articles: chosen in the list, previewed, and undoable for an hour.

The preview does the action and rolls it back, so it says of every edition exactly what would happen or why not.
Then each edition is changed in a transaction of its own: one that is refused does not hold up the others.
"""

import collections.abc
import dataclasses
import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.base import article_status, wording
from desk.base.moment_field import MORNING, MomentField, MomentForm
from desk.models import BulkAction
from news import access, plans, releases
from news.models import Article, Edition, Release, Section
from publishing import actions, clock, moments, numbers, roles
from publishing.dates import moment_in_words
from publishing.transactions import retried

MAX_ARTICLES = 100  # articles at once
UNDO_FOR = datetime.timedelta(hours=1)
Stage = Edition.Stage


class SectionForm(forms.Form):
    section = forms.ModelChoiceField(Section.objects.all(), label=gettext_lazy("Section"))


class ReleaseForm(forms.Form):
    release = forms.ModelChoiceField(Release.objects.filter(opens_at__isnull=True), label=gettext_lazy("Package"))


class PlanField(MomentField):
    """An optional moment; a day without a time means the morning."""

    def compress(self, values):
        if not values or values[0] is None:
            return None
        date, time, zone = values
        return super().compress([date, time or MORNING, zone])


class PlanForm(forms.Form):
    planned_for = PlanField(
        label=gettext_lazy("Planned for"),
        required=False,
        help_text=gettext_lazy(
            "For planning only: nothing is published automatically. Leave empty to remove it from the plan."
        ),
    )


@dataclasses.dataclass(frozen=True)
class Bulk:
    """An action on several editions. `target` finds the edition in a LanguageStatus, None where there is nothing to do.

    `run(edition, by=, **values of asks)` does it and returns what `undo(edition, before, by=)` must know (a JSON
    value); `effect` says in words what will happen.
    """

    name: str
    rights: tuple
    label: str
    effect: str
    target: collections.abc.Callable
    run: collections.abc.Callable
    undo: collections.abc.Callable | None = None
    asks: type[forms.Form] | None = None

    def may(self, user):
        return any(roles.may(user, right) for right in self.rights)


def _submit(edition, *, by):
    actions.submit(edition, by=by)


def _approve(edition, *, by):
    actions.approve(edition, by=by)


def _back_to_review(edition, before, *, by):
    actions.send_back(edition, by=by, note=_("Approved by mistake"))
    actions.submit(edition, by=by)


def _schedule(edition, *, by, at):
    actions.publish(edition, by=by, at=at)


def _take_off(edition, before, *, by):
    actions.unschedule(edition, by=by)


def _unschedule(edition, *, by):
    before = edition.live_from.isoformat()
    actions.unschedule(edition, by=by)
    return before


def _put_back(edition, before, *, by):
    actions.publish(edition, by=by, at=datetime.datetime.fromisoformat(before))


def _change_section(edition, *, by, section):
    before = edition.section_id
    plans.move_to_section(edition, section, by=by)
    return before


def _old_section(edition, before, *, by):
    plans.move_to_section(edition, Section.objects.get(pk=before), by=by)


def _plan(edition, *, by, planned_for):
    before = edition.planned_for and edition.planned_for.isoformat()
    plans.plan(edition, by=by, at=planned_for)
    return before


def _old_plan(edition, before, *, by):
    plans.plan(edition, by=by, at=before and datetime.datetime.fromisoformat(before))


def _add_to_release(edition, *, by, release):
    if releases.of(edition).filter(pk=release.pk).exists():
        raise actions.Refused(_("It is in this package already."))
    releases.add(release, edition, by=by)
    return release.pk


def _out_of_release(edition, before, *, by):
    releases.remove(Release.objects.get(pk=before), edition, by=by)


def _draft(status):
    return status.draft


def _scheduled(status):
    return status.scheduled


ALL = [
    Bulk(
        "submit", ("submit",), gettext_lazy("Send for review"),
        gettext_lazy("will be sent for review"), _draft, _submit,
    ),
    Bulk(
        "approve", ("approve",), gettext_lazy("Approve"), gettext_lazy("will be approved as it is"), _draft, _approve,
        undo=_back_to_review,
    ),
    Bulk(
        "schedule", ("publish",), gettext_lazy("Schedule…"),
        gettext_lazy("will be published on %(at)s %(clock)s"), _draft,
        _schedule, undo=_take_off, asks=MomentForm,
    ),
    Bulk(
        "unschedule", ("publish",), gettext_lazy("Unschedule"),
        gettext_lazy("will be unscheduled"), _scheduled, _unschedule, undo=_put_back,
    ),
    Bulk(
        "section", ("write",), gettext_lazy("Change the section…"),
        gettext_lazy("will move to “%(section)s” and need a new approval"), _draft, _change_section, undo=_old_section,
        asks=SectionForm,
    ),
    Bulk(
        "plan", ("write", "publish"), gettext_lazy("Plan…"),
        gettext_lazy("will be planned for %(planned_for)s"), _draft,
        _plan, undo=_old_plan, asks=PlanForm,
    ),
    Bulk(
        "release", ("write",), gettext_lazy("Add to a package…"), gettext_lazy("will be added to “%(release)s”"),
        _draft, _add_to_release, undo=_out_of_release, asks=ReleaseForm,
    ),
]  # fmt: skip
BY_NAME = {bulk.name: bulk for bulk in ALL}


def _as_list_action(bulk):
    """Return `bulk` as an action of Django's lists, which leads to the preview."""

    def choose(model_admin, request, articles):
        numbers = sorted(articles.values_list("pk", flat=True)[:MAX_ARTICLES], reverse=True)
        query = urlencode({"articles": "-".join(map(str, numbers))})
        return HttpResponseRedirect(f"{reverse('admin:news_article_bulk', args=[bulk.name])}?{query}")

    choose.__name__ = f"bulk_{bulk.name}"
    choose.short_description = bulk.label
    choose.bulk = bulk
    return choose


LIST_ACTIONS = [_as_list_action(bulk) for bulk in ALL]


def for_user(list_actions, user):
    """Keep of Django's {name: (function, …)} the actions that `user` may do."""
    return {
        name: entry for name, entry in list_actions.items() if hasattr(entry[0], "bulk") and entry[0].bulk.may(user)
    }


# --- The preview ---------------------------------------------------------------------------------------------------


def page(request, site, name):
    """Show what an action would do to the articles named in the address, and do it when that page is sent."""
    bulk = BY_NAME.get(name)
    if bulk is None or not bulk.may(request.user):
        raise PermissionDenied
    articles = _articles(request)
    form = _asked(bulk, request)
    values = form.cleaned_data if form is not None and form.is_valid() else {}
    is_complete = form is None or bool(form.is_bound and form.is_valid())
    if request.method == "POST" and is_complete:
        return _do(request, bulk, articles, values)
    rows = [_row(bulk, edition, values, request.user) for edition in _editions(bulk, articles)] if is_complete else []
    return TemplateResponse(
        request,
        "desk/articles/bulk.html",
        {
            **site.each_context(request),
            "title": str(bulk.label).rstrip("…"),
            "opts": Article._meta,
            "bulk": bulk,
            "articles": articles,
            "numbers": "-".join(str(article.pk) for article in articles),
            "form": form,
            "rows": rows,
            "possible": sum(1 for row in rows if not row["refusal"]),
            "is_complete": is_complete,
        },
    )


def _articles(request):
    sent = request.POST if request.method == "POST" else request.GET
    wanted = numbers.parse_all(sent.get("articles", "").split("-"))[:MAX_ARTICLES]
    parts = ["editions__section", "editions__edited_by"]
    found = access.readable_by(request.user, Article.objects.prefetch_related(*parts)).in_bulk(wanted)
    return [found[number] for number in dict.fromkeys(wanted) if number in found]


def _asked(bulk, request):
    """Return the form that the action asks for, bound once it was sent; None if it has none."""
    if bulk.asks is None:
        return None
    sent = request.POST if request.method == "POST" else request.GET
    return bulk.asks(sent if "asked" in sent else None)


def _editions(bulk, articles):
    now = clock.now()
    return [
        edition
        for article in articles
        for status in article_status.of(article, now)
        if (edition := bulk.target(status))
    ]


def _row(bulk, edition, values, user):
    return {
        "edition": edition,
        "language": wording.language_name(edition.language),
        "effect": bulk.effect % _in_words(values) if values else str(bulk.effect),
        "refusal": _refusal(bulk, edition, values, user),
    }


def _in_words(values):
    words = {
        name: moment_in_words(value) if isinstance(value, datetime.datetime) else value
        for name, value in values.items()
    }
    return {name: text or _("no day") for name, text in words.items()} | {"clock": moments.clock_name()}


def _refusal(bulk, edition, values, user):
    """Do the action and roll it back; return the sentence of the refusal, "" if there is none."""
    try:
        with transaction.atomic():
            bulk.run(Edition.objects.get(pk=edition.pk), by=user, **values)
            raise _TakenBack
    except _TakenBack:
        return ""
    except actions.Refused as refusal:
        return str(refusal)


class _TakenBack(Exception):
    pass


# --- Doing and undoing ---------------------------------------------------------------------------------------------


def _do(request, bulk, articles, values):
    chosen = set(request.POST.getlist("edition"))
    done = []
    for edition in _editions(bulk, articles):
        if str(edition.pk) not in chosen:
            continue
        try:
            done.append(_done_to(bulk, edition, request.POST.get(f"seen-{edition.pk}", ""), values, request.user))
        except actions.Refused as refusal:
            messages.error(request, f"{edition}: {refusal}")
    if not done:
        messages.warning(request, _("Nothing was done."))
        return HttpResponseRedirect(reverse("admin:news_article_changelist"))
    kept = BulkAction.objects.create(name=bulk.name, by=request.user, at=clock.now(), done=done)
    told = ngettext("Done to %(number)d text.", "Done to %(number)d texts.", len(done))
    messages.success(request, told % {"number": len(done)})
    return HttpResponseRedirect(reverse("admin:news_article_bulk_done", args=[kept.pk]))


@retried
def _done_to(bulk, edition, seen, values, user):
    edition.hold()
    edition.refresh_from_db()
    if seen != str(edition.version):
        raise actions.Stale(
            _("A colleague changed this while you were working. Read it again, then repeat your action.")
        )
    before = bulk.run(edition, by=user, **values)
    return {"edition": edition.pk, "version": edition.version, "before": before}


def done(request, site, number):
    """Show what was done, and undo it on POST; only for whoever did it, and for an hour."""
    kept = BulkAction.objects.filter(pk=number, by=request.user).first()
    if kept is None or kept.name not in BY_NAME:
        raise Http404
    bulk = BY_NAME[kept.name]
    can_undo = bulk.undo and kept.undone_at is None and clock.now() < kept.at + UNDO_FOR
    if request.method == "POST":
        if not can_undo:
            messages.error(request, _("This can no longer be undone."))
        else:
            _undo(request, bulk, kept)
        return HttpResponseRedirect(request.path)
    editions = access.readable_by(request.user, Edition.objects.select_related("article"))
    found = editions.in_bulk([entry["edition"] for entry in kept.done])
    return TemplateResponse(
        request,
        "desk/articles/bulk_done.html",
        {
            **site.each_context(request),
            "title": str(bulk.label).rstrip("…"),
            "opts": Article._meta,
            "kept": kept,
            "can_undo": can_undo,
            "until": timezone.localtime(kept.at + UNDO_FOR),
            "editions": [(value, wording.language_name(value.language)) for value in found.values()],
        },
    )


def _undo(request, bulk, kept):
    undone = 0
    for entry in kept.done:
        edition = access.readable_by(request.user, Edition.objects.filter(pk=entry["edition"])).first()
        if edition is None:
            continue
        try:
            _undone(bulk, edition, entry, request.user)
            undone += 1
        except actions.Refused as refusal:
            messages.error(request, f"{edition}: {refusal}")
    kept.undone_at = clock.now()
    kept.save(update_fields=["undone_at"])
    messages.success(
        request, ngettext("Undone: %(number)d text.", "Undone: %(number)d texts.", undone) % {"number": undone}
    )


@retried
def _undone(bulk, edition, entry, user):
    edition.hold()
    edition.refresh_from_db()
    if edition.version != entry["version"]:
        raise actions.Stale(_("It has been changed since, so it stays as it is."))
    bulk.undo(edition, entry["before"], by=user)
