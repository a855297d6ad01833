"""The public pages of media advisories, and of accreditation requests."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from council.calendar_views import calendar_response
from council.models import Meeting
from identity.current import current as identity
from page_cache import lifetimes
from press import accreditation, advisory_calendar, spam_protection
from press.advisory_forms import AccreditationForm
from press.models import AccreditationRequest, Advisory
from publishing import amendments, clock, limits
from publishing.actions import Refused
from publishing.visitors import with_newsroom_rights

PAST_SHOWN = 50


def advisories(request):
    public = Advisory.objects.public().with_course()
    context = {
        "nav": "press",
        "crumbs": [_centre(), (_("Media advisories"), "")],
        "coming": public.coming(),
        "past": public.past()[:PAST_SHOWN],
    }
    return render(request, "press/advisory_list.html", context)


def advisory(request, id):
    advisory = _public(id)
    context = {
        "nav": "press",
        "crumbs": [_centre(), _list(), (str(advisory), "")],
        "advisory": advisory,
        "meeting": Meeting.objects.public().filter(pk=advisory.meeting_id).prefetch_related("bodies").first(),
        "takes_requests": advisory.takes_requests(),
        "is_past": (advisory.ends or advisory.begins) < clock.now(),
        "amendments": amendments.notes_of(advisory),
    }
    return render(request, "press/advisory_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, id):
    """Show the form for a request; once it is sent, store it and redirect to the page of the request."""
    advisory = _public(id)
    form = AccreditationForm(request.POST or None)
    refusal, status = "", 200
    if request.method == "POST":
        refusal, status = _objection(request, form)
        if not refusal:
            try:
                said = {"language": get_language(), **form.cleaned_data}
                asked = with_newsroom_rights(accreditation.receive, advisory, **said)
            except Refused as late:
                refusal, status = str(late), 409
            else:
                return HttpResponseRedirect(reverse("press:accreditation", args=[asked.token]))
    context = {
        "nav": "press",
        "crumbs": [_centre(), _list(), (str(advisory), advisory.get_absolute_url()), (_("Accreditation"), "")],
        "advisory": advisory,
        "takes_requests": advisory.takes_requests(),
        "form": form,
        "refusal": "" if form.errors else refusal,
        "stamp": request.POST.get("stamp")
        if spam_protection.form_of(request.POST.get("stamp"))
        else spam_protection.stamp(),
    }
    return render(request, "press/accreditation_form.html", context, status=status)


def _objection(request, form):
    """Return (sentence, HTTP status) why the form is refused, or ("", 200)."""
    if not form.is_valid():
        return _("Some fields have errors."), 422
    if sentence := spam_protection.objection(request.POST.get("stamp"), request.POST.get("website")):
        return sentence, 422
    if not _within_limits(request, form.cleaned_data["email"]):
        return _("Too many requests from your address. Please call, or try again in an hour."), 429
    return "", 200


def _within_limits(request, email):
    """Return whether the rate limit allows another request; it allows for a whole crew from one office."""
    return (
        limits.allows(request, "accreditation", times=30, seconds=3600)
        and limits.allows_key("accreditation of", email.casefold(), times=30, seconds=3600)
        and limits.allows_key("accreditations", "all", times=2000, seconds=24 * 3600)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def own(request, token):
    """Show a request to the journalist, who is known by the token alone and may withdraw it."""
    asked = with_newsroom_rights(AccreditationRequest.objects.filter(token=token).first)
    if asked is None:
        raise Http404
    asked.advisory = _public(asked.advisory_id)  # queried with a visitor's rights, whoever has the token
    if request.method == "POST":
        with_newsroom_rights(accreditation.withdraw, asked)
        return HttpResponseRedirect(request.path)
    context = {
        "nav": "press",
        "crumbs": [_centre(), _list(), (asked.printed_number, "")],
        "asked": asked,
        "advisory": asked.advisory,
        "may_withdraw": asked.state in ("received", "approved") and asked.advisory.begins > clock.now(),
    }
    response = render(request, "press/accreditation_own.html", context)
    response.headers["Cache-Control"] = lifetimes.PRIVATE
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def calendar(request):
    name = _("Media advisories of %(organization)s") % {"organization": identity().abbreviation_of}
    content = advisory_calendar.of(Advisory.objects.public(), name, request.build_absolute_uri)
    return calendar_response(request, content, "advisories.ics")


def calendar_of_one(request, id):
    advisory = _public(id)
    content = advisory_calendar.of([advisory], str(advisory), request.build_absolute_uri)
    return calendar_response(request, content, "advisories.ics")


def _public(id):
    return get_object_or_404(Advisory.objects.public().select_related("contact"), pk=id)


def _centre():
    return _("Press centre"), reverse("press:centre")


def _list():
    return _("Media advisories"), reverse("press:advisories")
