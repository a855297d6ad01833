"""The admin that all publishable records share: state, buttons and history."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.base import addresses, article_status
from desk.base.action_forms import ReasonForm, RecordWithoutReviewForm
from desk.base.amending import RecordAdmin
from news import releases
from publishing import actions, clock, numbers, roles, timeline
from publishing.checks import blocking
from publishing.languages import language_codes
from publishing.localized import LocalizedText
from publishing.models import Publishable
from publishing.timeline import Verb
from publishing.transactions import retried

# The phase of the moon by which a list shows a state.
PHASES = {
    Publishable.State.UNPUBLISHED: "draft",
    Publishable.State.SCHEDULED: "planned",
    Publishable.State.LIVE: "live",
    Publishable.State.ENDED: "withdrawn",
}


class PublishableAdmin(RecordAdmin):
    """The admin of a Publishable that has no review; whoever publishes it says why that was not needed.

    Where `asks_why` is false it is published at once.
    """

    change_form_template = "desk/base/publishable_form.html"
    asks_why = True
    publish_label = gettext_lazy("Save and publish…")
    withdraw_label = gettext_lazy("Withdraw")

    @admin.display(description=pgettext_lazy("publication", "state"))
    def state(self, record):
        state = record.state(record.now)
        return format_html('<span class="st st--{}">{}</span>', PHASES[state], state.label)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(now=clock.SiteNow())  # once for all rows

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        page = self.admin_site.admin_view
        publish = path("<int:object_id>/publish/", page(self.publish_view), name=f"{name}_publish")
        withdraw = path("<int:object_id>/withdraw/", page(self.withdraw_view), name=f"{name}_withdraw")
        return [*([publish] if self.asks_why else []), withdraw, *super().get_urls()]

    def has_delete_permission(self, request, obj=None):
        """Only a record that was never public or scheduled may be deleted."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.live_from is None)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        state = obj.state() if obj else None
        context |= {
            "state_words": self.state_in_words(obj) if obj else None,
            "state_mark": MARKS.get(state, ""),
            "may_publish": roles.may(request.user, "publish") and state in (None, "unpublished", "ended"),
            "may_withdraw": roles.may(request.user, "withdraw") and state == "live",
            "publish_label": self.publish_label,
            "withdraw_label": self.withdraw_label,
            "releases": releases.of(obj) if obj else [],
            "rehearsal": addresses.of_rehearsal(obj.live_from) if state == "scheduled" else "",
        }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def state_in_words(self, record):
        """Return the StatusLabel of `record`."""
        return article_status.record_in_words(record, clock.now())

    def history_view(self, request, object_id, extra_context=None):
        """Show the timeline, which has more than Django's log."""
        record = get_object_or_404(self.get_queryset(request), pk=numbers.parse(object_id))
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return TemplateResponse(
            request,
            "desk/base/record_history.html",
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
        if not change:
            timeline.record(obj, Verb.CREATED, by=request.user)

    def save_related(self, request, form, formsets, change):
        with self.amending(request, form, change) as act:
            super().save_related(request, form, formsets, change)
            if change and is_changed(form, formsets):
                self.write_history(request, form.instance, act)
        for problem in form.instance.problems():
            messages.warning(request, problem.sentence)

    def write_history(self, request, record, act):
        """Record the change of a record; for public records it has been recorded already."""
        if record not in act:
            timeline.record(record, Verb.EDITED, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        if "_publish" in request.POST:
            return self._go_on_to_publish(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if "_publish" in request.POST:
            return self._go_on_to_publish(request, obj)
        return super().response_change(request, obj)

    def _go_on_to_publish(self, request, obj):
        """Ask why no colleague reads it first; of what is not complete, say what is missing instead."""
        if not self.asks_why or blocking(obj.problems()) or not roles.may(request.user, "publish"):
            return self._publish(request, obj)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_publish", args=[obj.pk])
        )

    def publish_view(self, request, object_id):
        """Ask why a record goes out without a review, and publish it as it is saved."""
        record = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not (self.has_change_permission(request, record) and roles.may(request.user, "publish")):
            raise PermissionDenied
        if record.state() not in (record.State.UNPUBLISHED, record.State.ENDED):
            messages.info(request, _("It has been published or scheduled already: %(record)s") % {"record": record})
            return HttpResponseRedirect(self._address(record))
        form = RecordWithoutReviewForm(request.POST or None)
        if form.is_valid():
            return self._publish(request, record, form.cleaned_data["without_review"])
        return TemplateResponse(
            request,
            "desk/base/publish.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Publish: %(record)s") % {"record": record},
                "opts": self.opts,
                "record": record,
                "back": self._address(record),
                "form": form,
            },
        )

    def _publish(self, request, obj, without_review=""):
        try:
            actions.publish(obj, by=request.user, without_review=without_review)
        except actions.NotReady as refusal:
            messages.error(request, self._with_links(refusal.problems))
        except actions.Refused as refusal:
            messages.error(request, _("Saved, but not published: %(sentence)s") % {"sentence": refusal})
        else:
            messages.success(request, _("Saved and published: %(record)s") % {"record": obj})
        return HttpResponseRedirect(self._address(obj))

    def _with_links(self, problems):
        """Return what is missing, each sentence a link to its field in the form that is shown next."""
        links = format_html_join(
            " ", '<a href="#{}">{}</a>', [(self._anchor(problem.field), problem.sentence) for problem in problems]
        )
        return format_html(_("Saved, but not published: {}"), links)

    def _anchor(self, name):
        """Return the HTML id of `name` in the form: a field, one language of a field, or an inline."""
        fields = {field.name: field for field in self.model._meta.get_fields()}
        stem, _underscore, code = name.rpartition("_")
        places = {language: place for place, language in enumerate(language_codes())}
        if isinstance(fields.get(name), LocalizedText):
            return f"id_{name}_0"
        if code in places and isinstance(fields.get(stem), LocalizedText):
            return f"id_{stem}_{places[code]}"
        return f"{name}-group" if isinstance(fields.get(name), ForeignObjectRel) else f"id_{name}"

    def withdraw_view(self, request, object_id):
        """Ask for the reason, and end what is public."""
        record = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not (self.has_change_permission(request, record) and roles.may(request.user, "withdraw")):
            raise PermissionDenied
        form = WithdrawForm(request.POST or None, along=self.stays_public(record))
        if form.is_valid():
            try:
                _withdraw(record, form.chosen, by=request.user, reason=form.cleaned_data["reason"])
            except actions.Refused as refusal:
                messages.error(request, str(refusal))
            else:
                for thing in (record, *form.chosen):
                    messages.success(request, _("Visitors no longer see it: %(record)s") % {"record": thing})
            return HttpResponseRedirect(self._address(record))
        return TemplateResponse(
            request,
            "desk/base/withdraw.html",
            {
                **self.admin_site.each_context(request),
                "title": f"{self.withdraw_label}: {record}",
                "opts": self.opts,
                "record": record,
                "back": self._address(record),
                "form": form,
                "label": self.withdraw_label,
                "articles": self.articles_about(record),
            },
        )

    def stays_public(self, record):
        """Return the public records that belong to `record`; they stay public unless they are withdrawn with it."""
        return []

    def articles_about(self, record):
        """Return the public editions about `record`; they are withdrawn on their own pages."""
        return []

    def _address(self, record):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk])


# The class of the phase of a record, by its state.
MARKS = {"scheduled": "st--planned", "live": "st--live", "ended": "st--withdrawn"}


class WithdrawForm(ReasonForm):
    """The reason, and what is withdrawn with it: `along` are Publishables."""

    def __init__(self, *args, along, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The reason is kept in the history.")
        self.things = {f"{thing._meta.label_lower}-{thing.pk}": thing for thing in along}
        if self.things:
            self.fields["along"] = forms.MultipleChoiceField(
                label=_("This stays public. Remove it too?"),
                choices=[(key, f"{capfirst(thing._meta.verbose_name)}: {thing}") for key, thing in self.things.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text=_("What you do not tick stays on the site, in lists and in search."),
            )

    @property
    def chosen(self):
        return [self.things[key] for key in self.cleaned_data.get("along", [])]


@retried
def _withdraw(record, along, *, by, reason):
    for thing in (record, *along):
        actions.withdraw(thing, by=by, reason=reason)


def is_changed(form, formsets):
    """Return whether anything was changed in a form or its inlines."""
    return form.has_changed() or any(formset.has_changed() for formset in formsets)
