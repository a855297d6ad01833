"""Records that visitors see once published: the buttons and the history that all of them have on the desk."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk import standing
from desk.article_actions import ReasonForm
from publishing import actions, clock, roles, timeline
from publishing.timeline import Verb


class PublishableAdmin(admin.ModelAdmin):
    """The admin of a Publishable that is published without a review."""

    change_form_template = "desk/publishable_form.html"
    publish_label = gettext_lazy("Save and publish")
    withdraw_label = gettext_lazy("Withdraw")

    @admin.display(description=pgettext_lazy("publication", "state"))
    def state(self, record):
        return record.state().label

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<int:object_id>/withdraw/", view, name=name), *super().get_urls()]

    def has_delete_permission(self, request, obj=None):
        """Only what nobody was ever to see may disappear."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.live_from is None)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        state = obj.state() if obj else None
        context |= {
            "state_words": self.state_in_words(obj) if obj else None,
            "may_publish": roles.may(request.user, "publish") and state in (None, "unpublished", "ended"),
            "may_withdraw": roles.may(request.user, "withdraw") and state == "live",
            "publish_label": self.publish_label,
            "withdraw_label": self.withdraw_label,
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def state_in_words(self, record):
        """Return standing.Words about `record`."""
        return standing.record_in_words(record, clock.now())

    def get_view_on_site_url(self, obj=None):
        return super().get_view_on_site_url(obj) if obj and obj.is_public() else None

    def history_view(self, request, object_id, extra_context=None):
        """Show the timeline, which knows more than Django's log."""
        record = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return TemplateResponse(
            request,
            "desk/record_history.html",
            {
                **self.admin_site.each_context(request),
                "title": _("History"),
                "subtitle": str(record),
                "opts": self.opts,
                "record": record,
                "back": self._address(record),
                "entries": timeline.of(record),
            },
        )

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change or form.has_changed():
            timeline.record(obj, Verb.EDITED if change else Verb.CREATED, by=request.user)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for problem in form.instance.problems():
            messages.warning(request, problem.sentence)

    def response_add(self, request, obj, post_url_continue=None):
        if "_publish" in request.POST:
            return self._publish(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if "_publish" in request.POST:
            return self._publish(request, obj)
        return super().response_change(request, obj)

    def _publish(self, request, obj):
        try:
            actions.publish(obj, by=request.user)
        except actions.Refused as refusal:
            messages.error(request, _("Saved, but not published: %(sentence)s") % {"sentence": refusal})
        else:
            messages.success(request, _("Saved and published: %(record)s") % {"record": obj})
        return HttpResponseRedirect(self._address(obj))

    def withdraw_view(self, request, object_id):
        """Ask for the reason, and end what is public."""
        record = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not (self.has_change_permission(request, record) and roles.may(request.user, "withdraw")):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        form.fields["reason"].help_text = _("It is kept in the history.")
        if form.is_valid():
            try:
                actions.withdraw(record, by=request.user, reason=form.cleaned_data["reason"])
            except actions.Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("Visitors no longer see it: %(record)s") % {"record": record})
            return HttpResponseRedirect(self._address(record))
        return TemplateResponse(
            request,
            "desk/withdraw.html",
            {
                **self.admin_site.each_context(request),
                "title": f"{self.withdraw_label}: {record}",
                "opts": self.opts,
                "record": record,
                "back": self._address(record),
                "form": form,
                "label": self.withdraw_label,
            },
        )

    def _address(self, record):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk])
