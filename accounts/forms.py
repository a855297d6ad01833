"""The forms of the account pages: allauth's, with our labels, our rate limits and codes that work once."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import jobs, lockout, sealed, second_factor
from publishing import limits

RESETS = {"times": 5, "seconds": 60 * 60}  # emails to one address


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, login=_("Username"), password=_("Password"))
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none", "spellcheck": "false"}

    def add_prefix(self, field_name):
        # Named as browsers, password managers and Django's other forms expect it.
        return super().add_prefix("username" if field_name == "login" else field_name)


class OneTimeCode:
    """A code from an authenticator app, or a recovery code; wrong codes count like wrong passwords."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, code=_("Code"))
        self.fields["code"].widget.attrs |= {"autofocus": True, "inputmode": "numeric", "spellcheck": "false"}

    def clean_code(self):
        """Try each factor by itself: if the secret of one is lost, codes of another still work."""
        lockout.refuse_if_locked(self.user)
        code = self.cleaned_data["code"]
        known = second_factor.that_take_codes(self.user)
        readable = [authenticator for authenticator in known if sealed.is_readable(authenticator)]
        for authenticator in readable:
            if second_factor.takes(authenticator, code):
                authenticator.user = self.user
                self.authenticator = authenticator
                return code
        if readable:
            self._emit_authentication_failed(readable[0])
        raise get_adapter().validation_error("incorrect_code" if readable == known else "unreadable")


class AuthenticateForm(OneTimeCode, mfa_forms.AuthenticateForm):
    pass


class ReauthenticateCodeForm(OneTimeCode, mfa_forms.ReauthenticateForm):
    pass


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, code=_("Code from the app"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


class ReauthenticateForm(account_forms.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, password=_("Password"))
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs["autofocus"] = True


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, oldpassword=_("Current password"), password1=_("New password"), password2=_("Confirm new password"))
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = password_validators_help_text_html()

    def clean_oldpassword(self):
        # Through the backends that count failures, so that nobody can guess the password in an open session.
        if not get_account_adapter().reauthenticate(self.user, self.cleaned_data["oldpassword"]):
            raise get_account_adapter().validation_error("enter_current_password")
        return self.cleaned_data["oldpassword"]


class ResetPasswordForm(account_forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, email=_("Email address of your account"))
        self.fields["email"].widget.attrs |= {"autofocus": True, "autocomplete": "email"}

    def save(self, request, **kwargs):
        """Leave the email to the worker, so that the response takes the same time whether the account exists or not."""
        email = self.cleaned_data["email"]
        people = [user.pk for user in self.users if user.is_staff and user.has_usable_password()]
        if limits.allows_key("password reset", email.lower(), **RESETS):
            jobs.send_reset.defer(people=people, language=get_language())
        return email


class ResetPasswordKeyForm(account_forms.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self, password1=_("New password"), password2=_("Confirm new password"))
        self.fields["password1"].help_text = password_validators_help_text_html()


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=60,
        help_text=_("To recognise it in the list. For example, the name of the device."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]  # js/passkey.js always requests one for log-in without a password


class EditPasskeyForm(webauthn_forms.EditWebAuthnForm):
    name = forms.CharField(label=_("Name of the passkey"), max_length=60)


def _say(form, **labels):
    """Give fields labels instead of placeholders, which vanish as soon as something is typed."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)
