"""Who may enter the desk, and in which role."""

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import actions, places, second_factor, sessions
from desk.base import wording
from desk.base.read_only import ReadOnlyMixin
from desk.people.account_form import USERNAME_HELP, NewAccountForm, NewPasswordForm, RolesField
from publishing import roles

admin.site.unregister([User, Group])  # Django's own pages allow more than a role may


def account_status(person_id):
    """Return (is active, names of roles) of an account; a new one is active and has no roles."""
    person = User.objects.filter(pk=person_id).first()
    return (person.is_active, set(person.groups.values_list("name", flat=True))) if person else (True, set())


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Accounts of the desk. Rights come only from roles, which are fixed."""

    list_display = ["username", "last_name", "first_name", "role_names", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    fieldsets = [
        (None, {"fields": [("last_name", "first_name"), ("username", "email"), "groups", "is_active"]}),
        (None, {"fields": [("last_login", "date_joined")]}),
    ]
    add_form = NewAccountForm
    change_password_form = NewPasswordForm
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    ("last_name", "first_name"),
                    ("username", "email"),
                    "groups",
                    "usable_password",
                    ("password1", "password2"),
                ]
            },
        )
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    change_form_template = add_form_template = "desk/people/person_account.html"

    def get_queryset(self, request):
        people = super().get_queryset(request).prefetch_related("groups")
        return people if request.user.is_superuser else people.filter(is_superuser=False)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            return RolesField()
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "username":
            field.help_text = USERNAME_HELP
        elif db_field.name == "is_active":
            field.label = _("May log in")
            field.help_text = _("Untick it when somebody leaves: the account stays, with all that it did.")
        return field

    @admin.display(description=_("roles"))
    def role_names(self, person):
        return ", ".join(gettext(role.name) for role in person.groups.all())

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {"title": gettext("New account"), **(extra_context or {})})

    def save_model(self, request, obj, form, change):
        obj.is_staff = True  # all accounts are of the desk
        obj.standing_before = account_status(obj.pk)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        person = form.instance
        before, now = person.standing_before, account_status(person.pk)
        actions.note_changes(person, before, now, by=request.user, request=request)
        if not change and form.is_invited:
            actions.invite(person, by=request.user, request=request)
            messages.success(request, gettext("A link to set a password goes to %(email)s.") % {"email": person.email})

    def user_change_password(self, request, id, form_url=""):
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            actions.note_password(self.get_object(request, id), by=request.user, request=request)
        return response

    def get_urls(self):
        access = self.admin_site.admin_view(self.access)
        return [path("<int:person_id>/access/", access, name="auth_user_access"), *super().get_urls()]

    def access(self, request, person_id):
        """Show how a colleague's account is protected and where it is logged in; reset a lost second factor."""
        person = get_object_or_404(self.get_queryset(request), pk=person_id)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if request.method == "POST":
            self.help(request, person)
            return HttpResponseRedirect(request.path)
        told = {
            "title": gettext("How %(person)s gets in") % {"person": wording.person_name(person)},
            "person": person,
            "factors": second_factor.of(person),
            "codes_left": second_factor.recovery_codes_left(person),
            "is_needed": second_factor.is_needed_by(person),
            "sessions": [(session, places.browser_of(session.user_agent)) for session in sessions.of(person)],
            "events": person.account_events.select_related("by")[:20],
        }
        return TemplateResponse(request, "desk/people/person_access.html", self.admin_site.each_context(request) | told)

    def help(self, request, person):
        if "reset" in request.POST:
            actions.reset_second_factor(person, by=request.user, request=request)
            messages.success(
                request, gettext("Two-step verification is reset, and this person is logged out everywhere.")
            )
        elif "invite" in request.POST and person.email:
            actions.invite(person, by=request.user, request=request)
            messages.success(request, gettext("A link to set a password goes to %(email)s.") % {"email": person.email})
        else:
            actions.end_sessions(person, by=request.user, request=request)
            messages.success(request, gettext("This person is logged out everywhere."))


@admin.register(Group)
class RoleAdmin(ReadOnlyMixin, GroupAdmin):
    """Roles, read-only: their rights are part of the program."""

    list_display = ["role_name"]
    fields = readonly_fields = ["role_name", "rights"]
    search_fields = []

    def change_view(self, request, object_id, form_url="", extra_context=None):
        role = self.get_object(request, object_id)
        named = {"title": gettext(role.name)} if role else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **named})

    @admin.display(description=_("role"))
    def role_name(self, role):
        return gettext(role.name)

    @admin.display(description=_("rights"))
    def rights(self, role):
        held = role.permissions.filter(content_type__app_label="publishing", codename__in=self._rights())
        return ", ".join(gettext(permission.name) for permission in held)

    def _rights(self):
        return {right for rights in roles.RIGHTS.values() for right in rights}
