"""The sessions of a user."""

from allauth.usersessions.models import UserSession


def of(person):
    """Return the valid UserSessions of `person`, the newest first."""
    return sorted(UserSession.objects.purge_and_list(person), key=lambda session: session.created_at, reverse=True)


def end(person, *, but=None):
    """End all sessions of `person` except the one with the key `but`; return how many."""
    ended = list(UserSession.objects.filter(user=person).exclude(session_key=but or ""))
    for session in ended:
        session.end()
    return len(ended)
