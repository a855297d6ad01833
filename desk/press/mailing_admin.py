"""Emails on the desk: what waits, what was refused, what is in doubt. Only administrators see the recipients.

Emails about accounts are only for administrators. Nobody sees a link in an email: it gives the recipient's rights. In
practice no email leaves: here is where they are read, with their links.
"""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.base.read_only import ReadOnlyMixin
from desk.press import occasions
from mailing import redaction, sending
from mailing.models import Letter
from publishing import roles

FACTS = ["occasion", "state", "posted_at", "settled_at", "due_at", "tries", "answer", "bounced_at", "erased_at"]
CONTENT = ["to", "subject", "words"]
# The phase by which a state is shown.
State = Letter.State
PHASES = {
    State.WAITING: "planned",
    State.SENDING: "approved",
    State.SENT: "live",
    State.FAILED: "withdrawn",
    State.DOUBT: "review",
    State.DROPPED: "none",
}


@admin.register(Letter)
class LetterAdmin(ReadOnlyMixin, admin.ModelAdmin):
    change_form_template = "desk/press/alert_letter.html"
    list_display = ["occasion", "state_mark", "posted_at", "beginning"]
    list_filter = ["state"]
    search_fields = ["key"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["send_again"]

    def get_fields(self, request, obj=None):
        return [*FACTS, *(CONTENT if settings.IS_PRACTICE or roles.is_administrator(request.user) else [])]

    get_readonly_fields = get_fields

    def get_urls(self):
        again = self.admin_site.admin_view(self.again)
        return [path("<int:letter_id>/again/", again, name="mailing_letter_again"), *super().get_urls()]

    def get_queryset(self, request):
        seen = super().get_queryset(request)
        return seen if roles.is_administrator(request.user) else seen.filter(about_account=False)

    @admin.display(description=gettext_lazy("what for"), ordering="key")
    def occasion(self, letter):
        return occasions.in_words(letter.key)

    @admin.display(description=Letter._meta.get_field("state").verbose_name, ordering="state")
    def state_mark(self, letter):
        return format_html('<span class="st st--{}">{}</span>', PHASES[letter.state], letter.get_state_display())

    @admin.display(description=gettext_lazy("text"))
    def words(self, letter):
        return letter.text if settings.IS_PRACTICE else redaction.without_links(letter.text)

    @admin.display(description=gettext_lazy("answer of the mail server"))
    def beginning(self, letter):
        return Truncator(letter.answer).chars(60)

    @admin.action(description=gettext_lazy("Send again"))
    def send_again(self, request, letters):
        number = sum(sending.again(letter) for letter in letters)
        told = ngettext("%(number)s letter goes out again.", "%(number)s letters go out again.", number)
        messages.success(request, told % {"number": number})

    def again(self, request, letter_id):
        """Send one email again."""
        if request.method != "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        self.send_again(request, [get_object_or_404(self.get_queryset(request), pk=letter_id)])
        return HttpResponseRedirect(reverse("admin:mailing_letter_change", args=[letter_id]))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        letter = self.get_object(request, object_id)
        unsettled = bool(letter) and letter.state in (Letter.State.FAILED, Letter.State.DOUBT) and not letter.erased_at
        told = {"may_send_again": unsettled, "title": _("Email")}
        if letter:
            told |= {"subtitle": occasions.in_words(letter.key), "phase": PHASES[letter.state]}
        return super().change_view(request, object_id, form_url, told | (extra_context or {}))

    def has_view_permission(self, request, obj=None):
        return roles.may(request.user, "publish")

    def has_module_permission(self, request):
        return self.has_view_permission(request)
