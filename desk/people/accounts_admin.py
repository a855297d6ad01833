"""Account events, for administrators. The libraries' own tables have no page, because they hold secrets."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountEvent
from desk.base import wording
from desk.base.read_only import ReadOnlyMixin

admin.site.unregister([EmailAddress, Authenticator, UserSession])


@admin.register(AccountEvent)
class AccountEventAdmin(ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["at", "account", "what", "done_by", "browser", "address", "note"]
    list_filter = ["what", "person"]
    list_select_related = ["person", "by"]
    list_per_page = 50
    date_hierarchy = "at"
    search_fields = ["person__username", "address"]

    @admin.display(description=_("account"), ordering="person")
    def account(self, event):
        return wording.person_name(event.person) if event.person else _("a name that nobody has")

    @admin.display(description=_("by"))
    def done_by(self, event):
        return wording.person_name(event.by) if event.by else ""
