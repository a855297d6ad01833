"""Where somebody is logged in at the moment."""

from allauth.usersessions.models import UserSession


def of(person):
    """Return the UserSessions of `person` that are alive, the newest first."""
    return sorted(UserSession.objects.purge_and_list(person), key=lambda session: session.created_at, reverse=True)


def end(person, *, but=None):
    """End the sessions of `person` at once, all but the one whose key is `but`; return how many."""
    ended = list(UserSession.objects.filter(user=person).exclude(session_key=but or ""))
    for session in ended:
        session.end()
    return len(ended)
