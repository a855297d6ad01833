"""Where a form of the article screen goes that arrives too late: after its session, or with an old token."""

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_refusal

from desk import unsaved


def ask_to_log_in(request, site):
    """Show the page to log in on, which carries what was typed."""
    context = {
        **site.each_context(request),
        "title": _("Log in"),
        "form": AdminAuthenticationForm(request),
        "app_path": reverse("admin:login"),
        "next": request.path,
        "kept": unsaved.packed(request),
    }
    return TemplateResponse(request, "admin/login.html", context, status=403)


def after_log_in(request):
    """Return the address at which what was carried through the log-in is put back, or None."""
    return unsaved.unpack(request.POST.get("kept", ""), request.user)


def refused_token(request, reason=""):
    """Answer a form whose token is not valid: an article's text is shown to its writer, to be sent once more."""
    site = admin.site
    if not unsaved.is_form(request):
        return plain_refusal(request, reason)
    if not site.has_permission(request):
        return ask_to_log_in(request, site).render()
    context = {
        **site.each_context(request),
        "title": _("Your text is here"),
        "kept": unsaved.packed(request),
        "texts": [text for name in request.POST for text in request.POST.getlist(name) if _is_to_be_shown(name, text)],
    }
    return TemplateResponse(request, "desk/old_token.html", context, status=403).render()


def _is_to_be_shown(name, text):
    return text.strip() and name.endswith(("-title", "-standfirst"))
