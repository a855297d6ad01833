"""Logging in, and the pages of “Your account”: allauth's views in the frame of the desk."""

import functools

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, PasswordResetView
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import actions, places, sealed, second_factor, sessions
from accounts.forms import LoginForm
from publishing import limits

AFTER_SETTING_UP = "after-setting-up"  # in a session: the requested address before a second factor was due
ASKED = {"times": 60, "seconds": 5 * 60}  # requests of one address that need no password


# --- Frames ----------------------------------------------------------------------------------------------------------


def in_the_frame(view):
    """Add the context of the desk's frame to the page of `view`, and forbid caching."""

    @functools.wraps(view)
    def inner(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and "site_header" not in (response.context_data or {}):
            response.context_data = admin.site.each_context(request) | (response.context_data or {})
        return response

    return never_cache(inner)


def setting_up(view):
    """Let in everybody who is logged in, even before a second factor is set up."""
    return in_the_frame(login_required(view))


def own(view):
    """Let in everybody who may use the desk."""

    @functools.wraps(view)
    def inner(request, *args, **kwargs):
        if not admin.site.has_permission(request):
            return HttpResponseRedirect(f"{reverse('account_login')}?next={reverse('account')}")
        return view(request, *args, **kwargs)

    return in_the_frame(inner)


def rate_limited(what):
    """Limit POST requests of one address to ASKED, with a sentence beyond that."""

    def decorate(view):
        @functools.wraps(view)
        def inner(request, *args, **kwargs):
            if request.method == "POST" and not limits.allows(request, what, **ASKED):
                return too_often(request)
            return view(request, *args, **kwargs)

        return inner

    return decorate


def too_often(request):
    told = {"title": _("Too often"), "minutes": ASKED["seconds"] // 60}
    return TemplateResponse(request, "account/locked.html", told, status=429)


# --- Logging in ------------------------------------------------------------------------------------------------------


@in_the_frame
def log_in(request, *, after=None, **context):
    """Log in with a password or, if the form or a script says so, with a passkey.

    `after` is where to redirect, whatever the form says; `context` is for the page.
    """
    with_passkey = request.POST.get("credential") or request.headers.get("Accept") == "application/json"
    if with_passkey and not limits.allows(request, "passkey", **ASKED):
        return too_often(request)
    if request.method == "POST" and not request.user.is_authenticated:
        clear_login(request)  # a new log-in does not continue an unfinished one
    view = PasskeyLogIn if with_passkey else LogIn
    response = view.as_view(after=after)(request)
    if isinstance(response, TemplateResponse):
        response.context_data |= context
    return response


@in_the_frame
def log_in_page(request, *, status=200, **context):
    """Return the log-in page with an empty form."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    told = {"title": _("Log in"), "form": LoginForm(request=request), "next": wanted}
    told |= {"needs_second_factor": settings.SECOND_FACTOR} | context
    return TemplateResponse(request, "account/login.html", told, status=status)


class LogIn(LoginView):
    after = None

    def get_success_url(self):
        return self.after or super().get_success_url()

    def post(self, request, *args, **kwargs):
        # From the page about a lock, which only carries on what was typed elsewhere.
        return super().post(request, *args, **kwargs) if "username" in request.POST else log_in_page(request)

    def form_invalid(self, form):
        return log_in_page(self.request, form=form)

    def render_to_response(self, context, **kwargs):
        return log_in_page(self.request)


class PasskeyLogIn(LoginWebAuthnView):
    """Send a challenge to the script (GET), and log in with the signed challenge (POST)."""

    after = None

    def form_valid(self, form):
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=self.after or get_next_redirect_url(self.request))
        return perform_passwordless_login(self.request, authenticator, login)

    def form_invalid(self, form):
        refusal = _("This passkey is not known here, or it took too long. Try again, or log in with your password.")
        return log_in_page(self.request, refusal=refusal, status=403)


class SecondStep(AuthenticateView):
    """Ask for the second factor of somebody whose password was right."""

    def get_context_data(self, **kwargs):
        kinds = {device.type for device in second_factor.of(self.stage.login.user)}
        told = {"has_app": Authenticator.Type.TOTP in kinds, "has_passkey": Authenticator.Type.WEBAUTHN in kinds}
        return super().get_context_data(**kwargs) | told


def go_on(request):
    """Redirect somebody who has set up a second factor to the page they requested before."""
    return HttpResponseRedirect(request.session.pop(AFTER_SETTING_UP, None) or reverse("admin:index"))


def what_is_due(request):
    """Return the address for a user who may not use the desk yet: to set up a factor, or to log in again."""
    if second_factor.is_due(request) and not second_factor.of(request.user).exists():
        request.session[AFTER_SETTING_UP] = get_next_redirect_url(request)
        return HttpResponseRedirect(reverse("account"))
    logout(request)
    return None


# --- Your account ----------------------------------------------------------------------------------------------------


@method_decorator(rate_limited("password reset"), name="dispatch")
class AskForReset(PasswordResetView):
    pass


class RecoveryCodes(ViewRecoveryCodesView):
    def get(self, request, *args, **kwargs):
        """Show the codes; if their secret is lost, the account page says so and links to new ones."""
        codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
        if codes and not sealed.is_readable(codes):
            return HttpResponseRedirect(reverse("account"))
        return super().get(request, *args, **kwargs)


class NewRecoveryCodes(GenerateRecoveryCodesView):
    def get_context_data(self, **kwargs):
        left = {"unused_code_count": second_factor.recovery_codes_left(self.request.user) or 0}
        # Skip allauth's: it counts the old codes, whose secret may be lost.
        return super(GenerateRecoveryCodesView, self).get_context_data(**kwargs) | left


class RemovePasskey(RemoveWebAuthnView):
    def form_valid(self, form):
        if get_factor_adapter().can_delete_authenticator(self.object):
            return super().form_valid(form)
        messages.error(self.request, get_factor_adapter().error_messages["cannot_delete_authenticator"])
        return HttpResponseRedirect(reverse("account"))


def overview(request):
    """Show factors and sessions of the account; while a second factor is due, only setting it up is possible."""
    user = request.user
    factors = second_factor.of(user)
    told = {
        "title": _("Your account"),
        "is_due": second_factor.is_due(request),
        "is_needed": second_factor.is_needed_by(user),
        "app": factors.filter(type=Authenticator.Type.TOTP).first(),
        "passkeys": factors.filter(type=Authenticator.Type.WEBAUTHN),
        "codes_left": second_factor.recovery_codes_left(user),
        "sessions": [
            {
                "it": session,
                "browser": places.browser_of(session.user_agent),
                "is_this": session.session_key == request.session.session_key,
            }
            for session in sessions.of(user)
        ],
    }
    return TemplateResponse(request, "account/overview.html", told)


@require_POST
def end_session(request, session_id=None):
    """End one session of the user, or all but this one."""
    chosen = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    if session_id is None:
        actions.end_sessions(request.user, by=request.user, request=request, but=request.session.session_key)
    else:
        for session in chosen.filter(pk=session_id):
            session.end()
    messages.success(request, _("The session has ended.") if session_id else _("All other sessions have ended."))
    return HttpResponseRedirect(reverse("account"))


@require_POST
def cancel(request):
    """Cancel an unfinished log-in."""
    get_adapter().logout(request)
    return HttpResponseRedirect(reverse("account_login"))
