"""The pages of accounts, below the desk. The names are those that allauth's views need; there is no sign-up."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from accounts import told_views, views
from accounts.views import in_the_frame, own, setting_up

CONFIRM = _("Confirm that it is you")


def page(route, opened_to, view, name, title, **options):
    """Return the URL pattern of one of allauth's views with a title; `opened_to` is the decorator for access."""
    return path(route, opened_to(view.as_view(extra_context={"title": title}, **options)), name=name)


urlpatterns = [
    path("", setting_up(views.overview), name="account"),
    path("", setting_up(views.overview), name="mfa_index"),
    path("", setting_up(views.overview), name="mfa_list_webauthn"),
    path("go-on/", setting_up(views.go_on), name="account_go_on"),
    path("told/", own(told_views.page), name="account_told"),
    path("told/browsers/", own(told_views.allow_browser), name="account_told_allow"),
    path("told/browsers/<int:browser_id>/stop/", own(told_views.stop_browser), name="account_told_stop"),
    path("told/worker.js", told_views.worker, name="account_told_worker"),
    path("cancel/", views.cancel, name="account_logout"),
    path("sessions/end/", own(views.end_session), name="account_end_sessions"),
    path("sessions/<int:session_id>/end/", own(views.end_session), name="account_end_session"),
    page("closed/", in_the_frame, account.AccountInactiveView, "account_inactive", _("This account is closed")),
    # Confirming that it is still the same person
    page("confirm/", setting_up, account.ReauthenticateView, "account_reauthenticate", CONFIRM),
    page(
        "confirm/code/", setting_up, mfa.ReauthenticateView, "mfa_reauthenticate", CONFIRM,
        template_name="account/reauthenticate.html",
    ),
    page("confirm/passkey/", setting_up, webauthn.ReauthenticateWebAuthnView, "mfa_reauthenticate_webauthn", CONFIRM),
    # The password
    page("password/", own, account.PasswordChangeView, "account_change_password", _("Change your password")),
    path("password/", own(views.overview), name="account_set_password"),  # only administrators set a first one
    page("password/reset/", in_the_frame, views.AskForReset, "account_reset_password", _("Set a new password")),
    page(
        "password/reset/sent/", in_the_frame, account.PasswordResetDoneView,
        "account_reset_password_done", _("Check your email"),
    ),
    page(
        "password/reset/done/", in_the_frame, account.PasswordResetFromKeyDoneView,
        "account_reset_password_from_key_done", _("Your new password is set"),
    ),
    re_path(
        "^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        in_the_frame(account.PasswordResetFromKeyView.as_view(extra_context={"title": _("Set a new password")})),
        name="account_reset_password_from_key",
    ),
    # The second factor
    page("code/", in_the_frame, views.SecondStep, "mfa_authenticate", _("Two-step verification")),
    page("app/", setting_up, totp.ActivateTOTPView, "mfa_activate_totp", _("Set up an authenticator app")),
    page("app/remove/", own, totp.DeactivateTOTPView, "mfa_deactivate_totp", _("Remove the authenticator app")),
    page("passkeys/add/", setting_up, webauthn.AddWebAuthnView, "mfa_add_webauthn", _("Add a passkey")),
    page("passkeys/<int:pk>/", own, webauthn.EditWebAuthnView, "mfa_edit_webauthn", _("Rename the passkey")),
    page("passkeys/<int:pk>/remove/", own, views.RemovePasskey, "mfa_remove_webauthn", _("Remove the passkey")),
    page("recovery-codes/", setting_up, views.RecoveryCodes, "mfa_view_recovery_codes", _("Recovery codes")),
    page(
        "recovery-codes/new/", own, views.NewRecoveryCodes,
        "mfa_generate_recovery_codes", _("New recovery codes"),
    ),
]  # fmt: skip
