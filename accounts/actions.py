"""Actions of administrators on accounts; each is recorded, and the owner gets an email."""

from allauth.mfa.models import Authenticator
from django.utils.translation import get_language, gettext

from accounts import events, jobs, sessions
from accounts.events import What
from publishing.transactions import retried


@retried
def reset_second_factor(person, *, by, request):
    """Remove all factors of `person`, who has to set up a new one at the next log-in, and log them out everywhere."""
    Authenticator.objects.filter(user=person).delete()
    sessions.end(person)
    return events.record(What.FACTORS_RESET, person, request, by=by)


@retried
def end_sessions(person, *, by, request, but=None):
    """Log `person` out everywhere, except for the session with the key `but`."""
    if sessions.end(person, but=but):
        events.record(What.SESSIONS_ENDED, person, request, by=by)


@retried
def note_password(person, *, by, request):
    """Record that `by` has set a new password for `person`, which ends the sessions opened with the old one."""
    sessions.end(person, but=request.session.session_key)
    return events.record(What.PASSWORD_GIVEN, person, request, by=by)


@retried
def invite(person, *, by, request):
    """Send `person` an email with a link to set a password, in the language of whoever invites."""
    jobs.send_invitation.defer(people=[person.pk], language=get_language())
    return events.record(What.INVITED, person, request, by=by)


@retried
def note_changes(person, before, after, *, by, request):
    """Record changes between `before` and `after`, each (is active, names of roles); losing a role logs out."""
    (was_active, had), (is_active, has) = before, after
    if was_active != is_active:
        events.record(What.OPENED if is_active else What.CLOSED, person, request, by=by)
    if had != has:
        names = ", ".join(gettext(role) for role in sorted(has)) or gettext("none")
        events.record(What.ROLES_CHANGED, person, request, by=by, note=names)
    if (was_active and not is_active) or had - has:
        sessions.end(person, but=request.session.session_key if person == by else None)
