"""Adapters for django-allauth: no sign-up, encrypted secrets, emails through the outbox."""

import time

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import demo_accounts, places, sealed, second_factor
from identity.current import current as identity

UNKNOWN = "::"  # the address of somebody whose address is unknown
LOGIN_TRUSTED_SECONDS = 5 * 60  # after a log-in, to set up the first factor without confirming the password


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("The username or the password is wrong."),
        "incorrect_password": gettext_lazy("The password is wrong."),
        "enter_current_password": gettext_lazy("The password is wrong."),
    }

    def is_open_for_signup(self, request):
        return False

    def get_password_change_redirect_url(self, request):
        return reverse("account")

    def get_client_ip(self, request):
        return places.address(request) or UNKNOWN

    def pre_login(self, request, user, **kwargs):
        if not user.is_staff:
            clear_login(request)
            return self.respond_user_inactive(request, user)
        if not demo_accounts.may_enter(request, user):
            clear_login(request)
            told = {"title": _("An account of the demo")}
            return TemplateResponse(request, "account/demo_only.html", told, status=403)
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Ask for the password again before the account changes, but not directly after a log-in."""
        request = context.request
        log_ins = get_authentication_records(request, request.user)
        has_just_come = bool(log_ins) and time.time() - log_ins[-1]["at"] < LOGIN_TRUSTED_SECONDS
        return not (has_just_come and not second_factor.of(request.user).exists())


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This code is wrong or has already been used. Wait for the next code and enter that."
        ),
        "unreadable": gettext_lazy(
            "Your code cannot be checked: the key your app and recovery codes were set up with is missing. Use a "
            "passkey if you have one, or ask an administrator to reset your two-step verification."
        ),
        "cannot_delete_authenticator": gettext_lazy("Your role needs two-step verification. Add another way first."),
    }

    def get_totp_issuer(self):
        return _("%(office)s: desk") % {"office": identity().office}

    def get_totp_label(self, user):
        return user.get_username()

    def build_totp_svg(self, url):
        return segno.make(url, error="m").svg_inline(scale=4, border=3, dark="#000", light="#fff", omitsize=True)

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": self.get_totp_issuer()}

    def get_public_key_credential_user_entity(self, user):
        names = {"display_name": user.get_full_name() or user.get_username(), "name": user.get_username()}
        return super().get_public_key_credential_user_entity(user) | names

    def generate_authenticator_name(self, user, type):
        return places.browser(context.request)

    def can_delete_authenticator(self, authenticator):
        return not (second_factor.is_needed_by(authenticator.user) and second_factor.is_last(authenticator))

    def send_notification_mail(self, *args, **kwargs):
        """Send nothing: accounts.events sends the emails about accounts."""

    def encrypt(self, text):
        """Encrypt a secret, so that a copy of the database alone is not enough to make codes."""
        return sealed.seal(text)

    def decrypt(self, encrypted_text):
        return sealed.opened(encrypted_text)
