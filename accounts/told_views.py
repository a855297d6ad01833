"""The page “What I am told” of an account, and the browsers in which notices are shown."""

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import places, push_keys, pushing, telling
from accounts.models import PushBrowser
from accounts.told_form import ToldForm
from publishing.actions import Refused


def page(request):
    """Show what whoever asks is told of, and keep what they choose."""
    choices = telling.choices_of(request.user)
    form = ToldForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved: this is what you are told from now on."))
        return HttpResponseRedirect(reverse("account_told"))
    told = {"title": _("What I am told"), "form": form}
    if pushing.is_offered():
        told |= {
            "push_key": push_keys.public_key(settings.PUSH_KEY),
            "browsers": PushBrowser.objects.filter(user=request.user),
        }
    return TemplateResponse(request, "account/told.html", told)


@require_POST
def allow_browser(request):
    """Keep how the browser of whoever asks can be reached, which its script has sent."""
    try:
        pushing.allow(request.user, request.POST.get("subscription", ""), places.browser(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("From now on you are told in this browser, too."))
    return HttpResponseRedirect(reverse("account_told"))


@require_POST
def stop_browser(request, browser_id):
    PushBrowser.objects.filter(user=request.user, pk=browser_id).delete()
    messages.success(request, _("Nothing is shown in that browser any more."))
    return HttpResponseRedirect(reverse("account_told"))


def worker(request):
    """Return the service worker under an address that stays the same from one version to the next."""
    return FileResponse(open(finders.find("js/push-worker.js"), "rb"), content_type="text/javascript")
