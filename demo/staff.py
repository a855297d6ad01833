"""Who can log in to the demo newsroom."""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group

from accounts.models import DemoAccount
from demo import log_ins
from publishing import roles

ROUNDS = 1_000
STAFF = {
    "secretary": roles.PRESS_SECRETARY,
    "writer": roles.WRITER,
    "translator": roles.TRANSLATOR,
    "admin": roles.ADMINISTRATOR,
}


def create():
    """Make the demo staff and return {name: user}."""
    known = log_ins.read() if settings.IS_PRACTICE else {}  # they outlive the nights of a practice newsroom
    passwords = {name: known.get(name) or secrets.token_urlsafe(9) for name in STAFF}
    users = {}
    for name, role in STAFF.items():
        users[name] = get_user_model().objects.create(username=name, password=_hashed(passwords[name]), is_staff=True)
        users[name].groups.add(Group.objects.get(name=role))
        DemoAccount.objects.create(user=users[name])
    log_ins.write(passwords)
    return users


def _hashed(password):
    """Hash a password of 72 random bits, which nobody guesses however quick the hash is.

    Django hashes it anew with all its rounds at the first log-in.
    """
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(password, hasher.salt(), iterations=ROUNDS)
