"""The last page before a release: what becomes public when, in which languages, and the button to confirm."""

import dataclasses

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base import article_status, wording
from desk.base.action_forms import WithoutReviewForm
from desk.base.moment_field import MomentForm
from desk.releases import screen
from news import releases
from news.models import Edition, Release
from publishing import actions, clock, dates, roles
from publishing.models import Publishable

State = Publishable.State


@dataclasses.dataclass(frozen=True)
class Opening:
    """One way to set or remove the moment of a release; `run` is called with the release and the form's values."""

    title: str
    button: str
    done: str
    state: str  # in which the release must be
    asks_moment: bool
    run: object


OPENINGS = {
    "release": Opening(
        gettext_lazy("Publish the package"),
        gettext_lazy("Publish the whole package"),
        gettext_lazy("Published: visitors see everything."),
        State.UNPUBLISHED,
        False,
        releases.release,
    ),
    "schedule": Opening(
        gettext_lazy("Schedule the package"),
        gettext_lazy("Schedule everything for this time"),
        gettext_lazy("Scheduled: everything appears at one instant."),
        State.UNPUBLISHED,
        True,
        releases.release,
    ),
    "reschedule": Opening(
        gettext_lazy("Reschedule the package"),
        gettext_lazy("Move everything to this time"),
        gettext_lazy("Rescheduled."),
        State.SCHEDULED,
        True,
        releases.reschedule,
    ),
    "unschedule": Opening(
        gettext_lazy("Unschedule the package"),
        gettext_lazy("Unschedule everything"),
        gettext_lazy("Unscheduled. Nothing will appear automatically."),
        State.SCHEDULED,
        False,
        releases.unschedule,
    ),
}


def page(request, site, release_id, name):
    """Show the form, then a summary of all that will happen, and do it once it is confirmed."""
    release = screen.release_of(release_id)
    opening = OPENINGS.get(name)
    if opening is None:
        raise Http404("No such action.")
    if not roles.may(request.user, "publish"):
        raise PermissionDenied
    if release.state() != opening.state:
        messages.warning(request, _("The package has changed, so this is no longer possible."))
        return HttpResponseRedirect(release.get_absolute_url())
    form = _form(opening, release, request.POST or None)
    is_answered, refused = form.is_valid(), ""
    if is_answered and "seen" in request.POST:
        try:
            opening.run(release, by=request.user, seen=request.POST["seen"], **form.cleaned_data)
        except actions.Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, opening.done)
            return HttpResponseRedirect(release.get_absolute_url())
    return TemplateResponse(
        request,
        "desk/releases/opening.html",
        {
            **site.each_context(request),
            "opts": Release._meta,
            "original": release,
            "title": opening.title,
            "release": release,
            "opening": opening,
            "form": form,
            "media": form.media,
            "refused": refused,
            "is_confirmation": is_answered or not opening.asks_moment,
            "hidden": _hidden(form, opening),
            "seen": releases.fingerprint(release),
            "summary": _summary(release, request.user, form.cleaned_data.get("at") if is_answered else None),
            "now": clock.now(),
        },
    )


def _form(opening, release, data):
    bases = [MomentForm] if opening.asks_moment else []
    if opening.run is releases.release and releases.unreviewed(release):
        bases.append(WithoutReviewForm)
    form = type("OpeningForm", (*bases, forms.Form), {})(
        data, initial={"at": release.opens_at} if release.opens_at else None
    )
    if opening.asks_moment:
        form.fields["at"].help_text = _(
            "Everything in the package appears automatically at this time, or nothing does."
        )
    return form


def _hidden(form, opening):
    """Return the form's values as (name, value), for the form that confirms them."""
    if not (opening.asks_moment and form.is_bound):
        return []
    return [(key, value) for key, value in form.data.items() if key.startswith("at_") or key in form.fields]


def _summary(release, user, at):
    """Return the context: `at`, the things that become public, those that do not, languages, what is replaced."""
    now = clock.now()
    waiting = releases.opening(release, now)
    editions = [item for item in waiting if isinstance(item, Edition)]
    hidden = len(waiting) - len(screen.readable(waiting, user))
    return {
        "at": at,
        "moment": dates.moment_in_words(at) if at else "",
        "left": wording.time_left(at - now) if at else "",
        "groups": screen.grouped(screen.readable(waiting, user), now),
        "number": len(waiting),
        "hidden": hidden,
        "stays": [str(thing) for thing in releases.things(release) if thing not in waiting],
        "languages": wording.language_names(_in_order({edition.language for edition in editions})) if editions else "",
        "gaps": screen.gaps_of(release, user, at),
    }


def _in_order(codes):
    return [status.language for status in article_status.nothing_yet() if status.language in codes]
