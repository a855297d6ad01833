"""Media advisories on the desk, and their accreditation requests: decisions, printed list, CSV."""

import csv

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from desk.base.inlines import NamedAutocompleteMixin
from desk.base.publishable import PublishableAdmin
from desk.base.wanted_day import WantedDayMixin
from page_cache import lifetimes
from press import accreditation
from press.models import AccreditationRequest, Advisory
from publishing import clock, roles
from publishing.actions import Refused
from publishing.dates import moment_in_words

State = AccreditationRequest.State


class DecisionForm(forms.Form):
    """Which requests, and the decision. A refusal has a reason, which the journalist is told."""

    requests = forms.ModelMultipleChoiceField(
        AccreditationRequest.objects.none(),
        label=gettext_lazy("Requests"),
        error_messages={"required": gettext_lazy("Choose at least one request.")},
    )
    decision = forms.ChoiceField(choices=[("approve", "approve"), ("refuse", "refuse")])
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("When you decline. The journalist receives this text."),
    )

    def __init__(self, advisory, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["requests"].queryset = advisory.requests.all()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == "refuse" and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Give a reason. The journalist will see it."))
        return cleaned


@admin.register(Advisory)
class AdvisoryAdmin(WantedDayMixin, NamedAutocompleteMixin, PublishableAdmin):
    change_form_template = "desk/press/advisory_form.html"
    list_display = ["__str__", "held_on", "requests_until", "waiting", "approved", "state"]
    date_hierarchy = "held_on"
    search_fields = ["title__ru", "title__en"]
    autocomplete_fields = ["meeting"]
    fields = [
        "title",
        "text",
        ("held_on", "starts_at", "ends_at", "zone"),
        "place",
        "access",
        "pool",
        ("requests_until", "places"),
        ("contact", "meeting"),
        "cancelled_because",
    ]

    never_minor = ["title", "held_on", "starts_at", "ends_at", "zone", "place", "requests_until", "cancelled_because"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Name the two fields of the moment until which requests are taken, which share one label."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "requests_until":
            for widget, part in zip(field.widget.widgets, (_("Date"), _("Time")), strict=True):
                widget.attrs["aria-label"] = f"{capfirst(db_field.verbose_name)}: {part}"
        return field

    @admin.display(description=pgettext_lazy("requests", "pending"))
    def waiting(self, advisory):
        return self._with_link(advisory, State.RECEIVED)

    @admin.display(description=pgettext_lazy("requests", "accredited"))
    def approved(self, advisory):
        return self._with_link(advisory, State.APPROVED)

    def _with_link(self, advisory, state):
        number = advisory.requests.filter(state=state).count()
        address = reverse("admin:press_advisory_requests", args=[advisory.pk])
        return format_html('<a href="{}">{}</a>', address, number) if number else "–"

    def get_urls(self):
        def of_one(part, view, name):
            return path(f"<int:object_id>/{part}", self.admin_site.admin_view(view), name=f"press_advisory_{name}")

        return [
            of_one("requests/", self.requests_view, "requests"),
            of_one("list/", self.list_view, "list"),
            of_one("list.csv", self.csv_view, "csv"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["waiting"] = obj.requests.filter(state=State.RECEIVED).count() if obj else 0
        return super().render_change_form(request, context, add, change, form_url, obj)

    def requests_view(self, request, object_id):
        """Show all requests; users who may publish decide on the ticked ones."""
        advisory = self._advisory(request, object_id)
        form = DecisionForm(advisory, request.POST or None)
        if request.method == "POST":
            if not roles.may(request.user, "publish"):
                raise PermissionDenied
            if form.is_valid():
                self._decide(request, form.cleaned_data)
                return HttpResponseRedirect(request.path)
        asked = list(advisory.requests.select_related("decided_by"))
        chosen = {str(pk) for pk in form["requests"].value() or []}
        context = self._context(request, advisory, _("Accreditation")) | {
            "form": form,
            "rows": [(value, str(value.pk) in chosen, _asked_twice(value, asked)) for value in asked],
            "counts": [(state.label, sum(value.state == state for value in asked)) for state in State],
            "too_many": _too_many(advisory, asked),
            "may_decide": roles.may(request.user, "publish"),
        }
        return TemplateResponse(request, "desk/press/advisory_requests.html", context)

    def _decide(self, request, decided):
        done = 0
        for asked in decided["requests"]:
            try:
                if decided["decision"] == "approve":
                    accreditation.approve(asked, by=request.user)
                else:
                    accreditation.refuse(asked, by=request.user, reason=decided["reason"])
            except Refused as refusal:
                messages.error(request, f"{asked}: {refusal}")
            else:
                done += 1
        if done:
            told = (
                ngettext("%d journalist will be notified by email.", "%d journalists will be notified by email.", done)
                % done
            )
            messages.success(request, told)

    def list_view(self, request, object_id):
        """Show the list for the entrance, to be printed: who is approved, by name, with a box to tick."""
        advisory = self._advisory(request, object_id)
        context = self._context(request, advisory, _("List for the entrance")) | {
            "approved": advisory.requests.filter(state=State.APPROVED).order_by("name", "number"),
            "printed_at": clock.now(),
        }
        return TemplateResponse(request, "desk/press/advisory_list.html", context)

    def csv_view(self, request, object_id):
        """Send all requests as CSV."""
        advisory = self._advisory(request, object_id)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="accreditation-{advisory.pk}.csv"'
        response.headers["Cache-Control"] = lifetimes.PRIVATE
        response.write("\ufeff")  # a byte order mark, by which spreadsheets recognize UTF-8
        write = csv.writer(response, delimiter=";").writerow
        columns = ["printed_number", "state", "name", "outlet", "country", "role", "press_card", "equipment", "email"]
        columns += ["phone", "received_at", "reason"]
        write(_heading(column) for column in columns)
        for asked in advisory.requests.all():
            write(_cell(asked, column) for column in columns)
        return response

    def _advisory(self, request, object_id):
        advisory = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not self.has_view_permission(request, advisory):
            raise PermissionDenied
        return advisory

    def _context(self, request, advisory, title):
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(advisory),
            "opts": self.opts,
            "advisory": advisory,
            "back": reverse("admin:press_advisory_change", args=[advisory.pk]),
        }


def _asked_twice(asked, others):
    """Return whether the same person has sent an earlier request, by address and name."""
    known = (asked.email.casefold(), asked.name.casefold())
    return bool(asked.email) and any(
        other.number < asked.number and (other.email.casefold(), other.name.casefold()) == known for other in others
    )


def _too_many(advisory, asked):
    """Return how many more would be approved than there are places, or 0."""
    approved = sum(value.state == State.APPROVED for value in asked)
    return max(0, approved - advisory.places) if advisory.places is not None else 0


def _heading(column):
    if column == "printed_number":
        return _("number")
    return AccreditationRequest._meta.get_field(column).verbose_name


def _cell(asked, column):
    """Return the value for a column; an apostrophe goes before what a spreadsheet would take for a formula."""
    display = getattr(asked, f"get_{column}_display", None)
    value = display() if display else getattr(asked, column)
    text = moment_in_words(value) if column == "received_at" else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
