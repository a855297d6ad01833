"""The forms of an account: who somebody is, what they may do, said in words, and how a newcomer gets in."""

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.models import Group
from django.utils.crypto import get_random_string
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing import roles

BY_EMAIL, BY_PASSWORD = "false", "true"  # the values of Django's field
USERNAME_HELP = _("Letters, digits and @ . + - _ only. The person logs in with it.")
# What a role is for, for whoever gives it; docs/roles.md has all of it.
ROLES_IN_WORDS = {
    roles.WRITER: _(
        "Writes articles and sends them for review; adds photographs and albums. Publishes nothing, and changes "
        "nothing that visitors see."
    ),
    roles.TRANSLATOR: _(
        "Translates articles and sends the translations for review; fills in words that a record lacks in a language."
    ),
    roles.PRESS_SECRETARY: _(
        "Writes and translates, reviews, publishes, schedules and withdraws; keeps all records, answers enquiries, "
        "accredits. Needs two-step verification."
    ),
    roles.ADMINISTRATOR: _(
        "Does what press secretaries do, opens accounts, and sees the record and the system status. Needs two-step "
        "verification."
    ),
}


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args, **kwargs):
        known = Group.objects.filter(name__in=roles.RIGHTS).order_by("pk")
        super().__init__(known, required=False, label=_("Roles"), help_text=_("Nobody without a role can do anything."))

    def label_from_instance(self, role):
        return format_html("<span><b>{}</b> <small>{}</small></span>", gettext(role.name), ROLES_IN_WORDS[role.name])


class NewAccountForm(AdminUserCreationForm):
    """A new account, which gets a password by a link in an email, or from the administrator."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        entrance = self.fields["usable_password"]
        entrance.label = _("How this person gets in")
        entrance.help_text = ""
        entrance.initial = BY_EMAIL
        entrance.choices = [
            (BY_EMAIL, _("By an email with a link to set a password")),
            (BY_PASSWORD, _("By a password that you set here and tell them")),
        ]
        self.fields["username"].help_text = USERNAME_HELP

    @property
    def is_invited(self):
        return not self.cleaned_data.get("set_usable_password", True)

    def clean(self):
        values = super().clean()
        if self.is_invited and not values.get("email") and not self.has_error("email"):
            self.add_error("email", _("Enter the address to which the link is sent."))
        return values

    def save(self, commit=True):
        """Whoever is invited gets a password that nobody knows, so that they can ask for a new link by themselves."""
        person = super().save(commit=False)
        if self.is_invited:
            person.set_password(get_random_string(64))
        if commit:
            person.save()
            self.save_m2m()
        return person


class NewPasswordForm(AdminPasswordChangeForm):
    """A password that an administrator sets; an account is closed by its own tick, never by taking its password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True
