"""The screen for a rehearsal: choose an instant and a language, and browse the site as it will be then."""

import datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.base import readings
from desk.base.moment_field import MomentField, MomentForm
from desk.models import Reading
from news import access, releases
from news.models import Edition, Release
from photos.models import Photo
from publishing import clock, rehearsal
from publishing.languages import language_choices, language_codes

SHIFTS = {str(minutes): datetime.timedelta(minutes=minutes) for minutes in (-1440, -60, -1, 1, 60, 1440)}
OPENINGS_OFFERED = 8


class RehearsalForm(MomentForm):
    at = MomentField(
        label=gettext_lazy("Date and time"),
        help_text=gettext_lazy(
            "A future time shows what is scheduled by then. A past time shows what the site said then."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the site"), choices=language_choices)
    path = forms.CharField(required=False, widget=forms.HiddenInput)


def screen(request, site):
    """Show the form, filled in from the address (`at`, `language`, `path`), and begin the rehearsal."""
    if not rehearsal.may_rehearse(request.user):
        raise PermissionDenied
    form = RehearsalForm(request.POST or None, initial=_offered(request))
    if form.is_valid():
        asked = form.cleaned_data
        objection = rehearsal.objection(request.user, asked["at"])
        if not objection:
            _begin(request, asked["at"])
            return HttpResponseRedirect(_page(request, asked["path"], asked["language"]))
        form.add_error("at", objection)
    under_way = request.session.get(rehearsal.KEY)
    return TemplateResponse(
        request,
        "desk/previews/rehearsal.html",
        {
            **site.each_context(request),
            "title": _("Preview the site at a date"),
            "form": form,
            "media": form.media,
            "shown": form.shown,
            "openings": next_openings(request.user),
            "under_way": datetime.datetime.fromisoformat(under_way) if under_way else None,
            "language": get_language(),
            "now": clock.now(),
        },
    )


@require_POST
def shift(request):
    """Move the running rehearsal by one of the SHIFTS, and return to the same page."""
    kept = request.session.get(rehearsal.KEY)
    if not kept or not rehearsal.may_rehearse(request.user):
        raise PermissionDenied
    step = SHIFTS.get(request.POST.get("minutes"), datetime.timedelta())
    at = datetime.datetime.fromisoformat(kept) + step
    objection = rehearsal.objection(request.user, at)
    if objection:
        messages.error(request, objection)
        return HttpResponseRedirect(reverse("admin:rehearsal"))
    _begin(request, at)
    return HttpResponseRedirect(_page(request, request.POST.get("path"), get_language()))


@require_POST
def leave(request):
    rehearsal.leave(request)
    messages.success(request, _("The preview is closed. You see the site as it is now."))
    return HttpResponseRedirect(reverse("admin:rehearsal"))


def next_openings(user):
    """Return the next publications as (instant, name, how many more at that instant), the soonest first.

    What `user` may not read is not named.
    """
    found = [(release.opens_at, str(release)) for release in Release.objects.filter(opens_at__gt=clock.SiteNow())]
    for model in releases.KINDS:
        waiting = model._base_manager.filter(live_from__gt=clock.SiteNow()).order_by("live_from")
        if model in (Edition, Photo):
            waiting = access.readable_by(user, waiting)
        found += [(item.live_from, str(item)) for item in waiting[:OPENINGS_OFFERED]]
    by_instant = {}
    for instant, what in sorted(found, key=lambda item: item[0]):  # at the same instant the release comes first
        by_instant.setdefault(instant, []).append(what)
    return [(instant, names[0], len(names) - 1) for instant, names in list(by_instant.items())[:OPENINGS_OFFERED]]


def _offered(request):
    at = parse_datetime(request.GET.get("at", "").replace(" ", "+"))
    first = next((instant for instant, *_rest in next_openings(request.user)), None)
    language = request.GET.get("language")
    return {
        "at": at if at and at.tzinfo else first or clock.now(),
        "language": language if language in language_codes() else get_language(),
        "path": request.GET.get("path", ""),
    }


def _begin(request, at):
    rehearsal.begin(request, at)
    coming = Edition.objects.filter(live_from__gt=clock.SiteNow(), live_from__lte=at).select_related("article")
    readings.remember(request.user, coming, Reading.What.PREVIEW)


def _page(request, path, language):
    """Return the address to go to: `path` if it is a page of the public site, else the home page in `language`."""
    is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.startswith("/")
    if is_ours and not path.startswith(settings.DESK_PREFIX):
        return path
    with override(language):
        return reverse("home")
