"""Who may enter the desk, and in which role."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.access import KeepsQuiet
from publishing import roles

admin.site.unregister([User, Group])  # Django's own pages about them give more than a role may


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, role):
        return gettext(role.name)


@admin.register(User)
class StaffAdmin(KeepsQuiet, UserAdmin):
    """Accounts of the desk. What a role may do is fixed; whoever gives roles cannot give more than them."""

    list_display = ["username", "last_name", "first_name", "role_names", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Name"), {"fields": ["last_name", "first_name", "email"]}),
        (_("What this person may do"), {"fields": ["is_active", "groups"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"fields": ["username", "last_name", "first_name", "groups", "usable_password", "password1", "password2"]},
        )
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []

    def get_queryset(self, request):
        people = super().get_queryset(request).prefetch_related("groups")
        return people if request.user.is_superuser else people.filter(is_superuser=False)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            known = Group.objects.filter(name__in=roles.RIGHTS)
            return RolesField(known, required=False, label=_("Roles"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("roles"))
    def role_names(self, person):
        return ", ".join(gettext(role.name) for role in person.groups.all())

    def save_model(self, request, obj, form, change):
        obj.is_staff = True  # there are no accounts but those of the desk
        super().save_model(request, obj, form, change)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Roles to be read: a release decides what they may do."""

    list_display = ["role_name"]
    fields = readonly_fields = ["role_name", "rights"]
    search_fields = []

    @admin.display(description=_("role"))
    def role_name(self, role):
        return gettext(role.name)

    @admin.display(description=_("rights"))
    def rights(self, role):
        held = role.permissions.filter(content_type__app_label="publishing", codename__in=self._rights())
        return ", ".join(gettext(permission.name) for permission in held)

    def _rights(self):
        return {right for rights in roles.RIGHTS.values() for right in rights}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
