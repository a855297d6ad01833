"""Approved lines on the desk: one person writes them, another approves them, and their uses are counted."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base import wording
from identity import rights
from press import approved_lines
from press.models import ApprovedLine
from publishing import actions, dates, numbers, timeline


class LineAdmin(admin.ModelAdmin):
    list_display = ["title", "approval", "times_used", "last_time"]
    search_fields = ["title", "text"]
    search_help_text = gettext_lazy("Text of the line")
    fields = ["title", "text"]
    actions = None
    change_form_template = "desk/press/enquiries_line.html"

    def get_queryset(self, request):
        return approved_lines.counted(super().get_queryset(request)).select_related("approved_by", "written_by")

    def get_urls(self):
        approve = self.admin_site.admin_view(self.approve_view)
        return [path("<int:line_id>/approve/", approve, name="press_approvedline_approve"), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if form.changed_data or not change:
            approved_lines.save(obj, by=request.user, is_new=not change)

    def approve_view(self, request, line_id):
        if request.method != "POST":
            raise PermissionDenied
        line = get_object_or_404(ApprovedLine, pk=line_id)
        seen = request.POST.get("seen", "")
        try:
            approved_lines.approve(line, by=request.user, seen=numbers.parse(seen, 0))
            messages.success(request, _("Approved. It can now be used in answers."))
        except actions.Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:press_approvedline_change", args=[line.pk]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        line = self.get_object(request, object_id)
        more = {}
        if line:
            more = {
                "line": line,
                "entries": timeline.of(line),
                "may_approve": not line.is_approved
                and rights.may(request.user, "press.approve_approvedline")
                and line.written_by_id != request.user.pk,
            }
        return super().change_view(request, object_id, form_url, (extra_context or {}) | more)

    def has_delete_permission(self, request, obj=None):
        """A line that was used in an answer stays on record."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.answers.exists())

    @admin.display(description=gettext_lazy("approval"), ordering="approved_at")
    def approval(self, line):
        if not line.is_approved:
            return format_html('<span class="state state--review">{}</span>', _("Not approved"))
        told = {"moment": dates.moment_in_words(line.approved_at), "who": wording.person_name(line.approved_by)}
        return format_html('<span class="state state--ok">{}</span>', _("Approved on %(moment)s by %(who)s") % told)

    @admin.display(description=gettext_lazy("times used"), ordering="times")
    def times_used(self, line):
        return line.times

    @admin.display(description=gettext_lazy("last used"), ordering="last_used")
    def last_time(self, line):
        return dates.moment_in_words(line.last_used) if line.last_used else "–"
