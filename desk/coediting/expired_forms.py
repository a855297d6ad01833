"""What happens to a form of the article screen whose session has ended or whose token is old."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_refusal

from accounts.views import log_in_page
from desk.coediting import unsaved

KEPT = "kept"


def ask_to_log_in(request):
    """Show the log-in page, which carries what was typed."""
    return log_in_page(request, next=request.path, kept=unsaved.packed(request), status=403)


def keep_for_later(request, kept):
    """Keep what was typed in the session until the log-in is complete: a second factor may follow."""
    request.session[KEPT] = kept


def put_back(request):
    """Restore what was kept during the log-in."""
    return HttpResponseRedirect(unsaved.unpack(request.session.pop(KEPT, ""), request.user) or reverse("admin:index"))


def refused_token(request, reason=""):
    """Answer a form with an invalid token: an article's text is shown to its writer, to be sent again."""
    site = admin.site
    if not unsaved.is_form(request):
        return plain_refusal(request, reason)
    if not site.has_permission(request):
        return ask_to_log_in(request).render()
    context = {
        **site.each_context(request),
        "title": _("Your text is here"),
        "kept": unsaved.packed(request),
        "texts": [text for name in request.POST for text in request.POST.getlist(name) if _is_to_be_shown(name, text)],
    }
    return TemplateResponse(request, "desk/coediting/old_token.html", context, status=403).render()


def _is_to_be_shown(name, text):
    return text.strip() and name.endswith(("-title", "-standfirst"))
