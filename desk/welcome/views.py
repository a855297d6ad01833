"""The pages of the first run of an empty newsroom: the link, the five steps, the preview beside them."""

import functools

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views import in_the_frame, own, rate_limited
from desk.identity.screen import Preview, colours_of_preview
from desk.welcome import emptying, first_run, passkey, steps
from identity import colours as identity_colours
from identity import current
from identity.models import MAX_PARTS, Identity
from publishing.actions import Refused
from publishing.languages import language_choices


def while_open(view):
    """Answer 410 Gone once there is an administrator."""

    @functools.wraps(view)
    def inner(request, *args, **kwargs):
        return view(request, *args, **kwargs) if first_run.is_open() else closed(request)

    return in_the_frame(inner)


def closed(request):
    told = {"title": _("The site has been set up")}
    return TemplateResponse(request, "desk/welcome/closed.html", told, status=410)


@while_open
@rate_limited("first run")
def begin(request):
    """Ask for the code of the link, which the script takes from behind the #; or go on where this browser was."""
    run = first_run.of(request)
    refusal = ""
    if request.method == "POST" and "code" in request.POST:
        try:
            first_run.begin(request.POST["code"], request)
            return HttpResponseRedirect(reverse("welcome"))
        except first_run.Closed:
            return closed(request)
        except Refused as refused:
            refusal = str(refused)
    if run is not None:
        return HttpResponseRedirect(_address(_first_undone(run)))
    told = {"title": _("Welcome to your site"), "refusal": refusal}
    return TemplateResponse(request, "desk/welcome/begin.html", told, status=403 if refusal else 200)


@while_open
def step(request, name):
    """Show a step as far as it was filled in; keep what is sent, right or wrong, and go on if it is right."""
    if name not in steps.STEPS:
        raise Http404
    run = first_run.of(request)
    if run is None:
        return HttpResponseRedirect(reverse("welcome"))
    if request.method != "POST":
        return _page(request, run, name)
    form = steps.STEPS[name].of(request.POST)
    is_right = form.is_valid()
    first_run.keep(request, name, is_done=is_right)
    run = first_run.of(request)
    order = list(steps.STEPS)
    if "back" in request.POST:
        return HttpResponseRedirect(_address(order[max(0, order.index(name) - 1)]))
    if not is_right:
        return _page(request, run, name, form)
    if name != steps.LAST:
        return HttpResponseRedirect(_address(order[order.index(name) + 1]))
    return _finish(request, run, form)


def _finish(request, run, form):
    if (undone := _first_undone(run)) != steps.LAST:
        messages.warning(request, _("This step is not filled in yet. What you typed in the others is kept."))
        return HttpResponseRedirect(_address(undone))
    try:
        made = passkey.checked(request, request.POST["credential"]) if form.has_passkey else None
        person = first_run.finish(request, made)
    except ValidationError as fault:
        form.add_error(None, fault)
        return _page(request, run, steps.LAST, form)
    except first_run.Closed:
        return closed(request)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, run, steps.LAST, form)
    messages.success(request, _("Your site is set up. Everything can be changed in Settings."))
    if made:
        return passkey.log_in(request, person)
    login = Login(user=person, redirect_url=reverse("admin:index"))
    return perform_password_login(request, {"username": person.get_username()}, login)


@require_POST
@while_open
def preview(request, name):
    """Keep what was typed so far, and show what becomes of it."""
    if name not in steps.STEPS:
        raise Http404
    if first_run.of(request) is None:
        return HttpResponseRedirect(reverse("welcome"))
    first_run.keep(request, name)
    return TemplateResponse(
        request, "desk/welcome/_preview.html", {"name": name} | _as_it_becomes(first_run.of(request))
    )


@while_open
def colours(request):
    """Return the style sheet that paints the preview."""
    return colours_of_preview(request)


@own
def start_empty(request):
    """Ask whether the demo is to go, and have it put aside."""
    if not emptying.is_offered_to(request.user):
        raise Http404
    told = {"title": _("Start with an empty site"), "code": emptying.ask() if request.method == "POST" else ""}
    return TemplateResponse(request, "desk/welcome/empty.html", told)


def _page(request, run, name, form=None):
    form = form or steps.STEPS[name].of(run.typed.get(name, {}), is_checked=False)
    order = list(steps.STEPS)
    told = {
        "title": _("Five short steps"),
        "name": name,
        "form": form,
        "is_first": name == order[0],
        "is_last": name == steps.LAST,
        "passkey": passkey.options(request) if name == steps.LAST else None,
        "steps": [_in_list(run, other, is_open=other == name) for other in order],
        "next": None if name == steps.LAST else steps.STEPS[order[order.index(name) + 1]].title,
        "needs_second_factor": settings.SECOND_FACTOR,
    }
    return TemplateResponse(request, "desk/welcome/step.html", told | _as_it_becomes(run))


def _in_list(run, name, *, is_open):
    is_done = name in run.done
    summary = ""
    if is_done and not is_open:
        form = steps.STEPS[name].of(run.typed.get(name, {}))
        form.is_valid()
        summary = form.summary
    return {
        "name": name,
        "address": _address(name),
        "title": steps.STEPS[name].title,
        "about": summary or steps.STEPS[name].about,
        "is_open": is_open,
        "is_done": is_done,
    }


def _as_it_becomes(run):
    """Return what the preview shows of the steps so far; what cannot be read yet is as in an empty newsroom."""
    forms = {name: step.of(run.typed.get(name, {})) for name, step in steps.STEPS.items() if name != steps.LAST}
    row = Identity(pk=1, parts=1, **current.NEUTRAL)
    for form in forms.values():
        form.is_valid()
        for field, value in form.facts().items():
            setattr(row, field, value)
    for field in ("name", "abbreviation", "office"):
        setattr(row, field, current.NEUTRAL[field] | (getattr(row, field) or {}))
    typed = run.typed.get("mark", {}).get("colour", [""])[0].lower()
    if identity_colours.COLOUR.fullmatch(typed):
        row.colour = typed  # also one that nobody can read: the preview offers the nearest
    if not (isinstance(row.parts, int) and 1 <= row.parts <= MAX_PARTS):
        row.parts = 1
    return {
        "shown": Preview(row),
        "languages": sorted(language_choices(), key=lambda language: language[0] != get_language()),
        "sections": [name for _slug, name in forms["sections"].names],
    }


def _first_undone(run):
    return next((name for name in steps.STEPS if name not in run.done and name != steps.LAST), steps.LAST)


def _address(name):
    return reverse("welcome_step", args=[name])
