"""The page “What I am told” of an account."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import telling
from accounts.told_form import ToldForm


def page(request):
    """Show what whoever asks is told of, and keep what they choose."""
    choices = telling.choices_of(request.user)
    form = ToldForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved: this is what you are told from now on."))
        return HttpResponseRedirect(reverse("account_told"))
    return TemplateResponse(request, "account/told.html", {"title": _("What I am told"), "form": form})
