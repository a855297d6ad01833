"""Alerts on the desk: numbers of subscribers, and what was sent. Only administrators can look up an address."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts import numbers, subscribing, topics
from alerts.forms import AddressField
from alerts.models import Event, Subscriber
from desk.base.read_only import ReadOnlyMixin
from desk.base.wording import language_name
from mailing import addresses, letters
from mailing.models import Address
from news import access
from publishing import roles


class AddressForm(forms.Form):
    address = AddressField(label=gettext_lazy("Email address"))


@admin.register(Event)
class AlertsAdmin(ReadOnlyMixin, admin.ModelAdmin):
    actions = None

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = None
        form = AddressForm()
        if roles.is_administrator(request.user) and request.method == "POST":
            form = AddressForm(request.POST)
            if form.is_valid():
                asked = self._asked(request, form.cleaned_data["address"])
                if asked is None:
                    return HttpResponseRedirect(reverse("admin:alerts_event_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Email alerts"),
            "opts": self.opts,
            "subscribers": numbers.of_subscribers(),
            "topics": numbers.of_topics(),
            "events": self._events(request.user),
            "form": form if roles.is_administrator(request.user) else None,
            "asked": asked,
        }
        return TemplateResponse(request, "desk/press/alerts.html", context)

    def _events(self, user):
        hidden = set(access.hidden_from(user).values_list("pk", flat=True))
        shown = [event for event in numbers.of_events() if event.article_id not in hidden]
        for event in shown:
            event.language_name = language_name(event.language)
        return shown

    def _asked(self, request, address):
        """Return what is stored about an address; None when it was erased or unblocked."""
        subscriber = Subscriber.objects.filter(address=address).first()
        if "erase" in request.POST:
            if subscriber:
                subscribing.erase(subscriber)
            letters.forget(to=address)
            messages.success(request, _("Everything about the address has been deleted."))
            return None
        if "reopen" in request.POST:
            addresses.reopen(address)
            messages.success(request, _("Emails to this address are allowed again."))
            return None
        own = subscriber.subscriptions.select_related("topic").order_by("pk") if subscriber else []
        return {
            "address": address,
            "subscriber": subscriber,
            "topics": [(topics.called(subscription.topic), subscription.confirmed_at) for subscription in own],
            "closed": Address.objects.filter(digest=addresses.digest(address), closed_at__isnull=False).first(),
        }

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return HttpResponseRedirect(reverse("admin:alerts_event_changelist"))

    def has_view_permission(self, request, obj=None):
        return roles.may(request.user, "submit")  # everybody on the desk

    def has_module_permission(self, request):
        return self.has_view_permission(request)
