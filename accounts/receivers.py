"""Receivers for signals of the libraries: record the event, and do what follows from it."""

from allauth.account import signals as account_signals
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out

from accounts import events, lockout, second_factor, sessions
from accounts.events import What

Type = Authenticator.Type
ADDED = {Type.TOTP: What.APP_ADDED, Type.WEBAUTHN: What.PASSKEY_ADDED}
REMOVED = {Type.TOTP: What.APP_REMOVED, Type.WEBAUTHN: What.PASSKEY_REMOVED}


def connect():
    account_signals.user_logged_in.connect(logged_in)
    account_signals.password_changed.connect(password_changed)
    account_signals.password_reset.connect(password_reset)
    mfa_signals.authenticator_added.connect(added)
    mfa_signals.authenticator_removed.connect(removed)
    mfa_signals.authenticator_reset.connect(codes_made)
    mfa_signals.authenticator_used.connect(used)
    mfa_signals.authentication_failed.connect(failed)
    user_locked_out.connect(lockout.note)


def logged_in(request, user, **kwargs):
    events.record_log_in(user, request)


def password_changed(request, user, **kwargs):
    sessions.end(user, but=request.session.session_key)
    events.record(What.PASSWORD_CHANGED, user, request)


def password_reset(request, user, **kwargs):
    sessions.end(user)
    events.record(What.PASSWORD_RESET, user, request)


def added(request, user, authenticator, **kwargs):
    if authenticator.type not in ADDED:
        return
    if authenticator.type == Type.TOTP:
        second_factor.use_up(authenticator, request.POST.get("code", ""))
    if second_factor.is_last(authenticator):
        sessions.end(user, but=request.session.session_key)  # the others were opened with only a password
    second_factor.was_shown(request, user)
    record_authentication(request, user, method="mfa", reauthenticated=True)  # for the page of codes, which comes next
    events.record(ADDED[authenticator.type], user, request)


def removed(request, user, authenticator, **kwargs):
    if authenticator.type in REMOVED:
        events.record(REMOVED[authenticator.type], user, request)


def codes_made(request, user, **kwargs):
    events.record(What.CODES_MADE, user, request)


def used(request, user, authenticator, **kwargs):
    second_factor.was_shown(request, user)
    if authenticator.type == Type.RECOVERY_CODES:
        events.record(What.CODE_USED, user, request)


def failed(request, user, **kwargs):
    lockout.count_failure(user, request)
