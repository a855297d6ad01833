"""Who can log in to the demo newsroom."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from accounts.models import DemoAccount
from demo import log_ins
from publishing import roles

STAFF = {
    "secretary": roles.PRESS_SECRETARY,
    "writer": roles.WRITER,
    "translator": roles.TRANSLATOR,
    "admin": roles.ADMINISTRATOR,
}


def create():
    """Make the demo staff and return {name: user}."""
    passwords = {name: secrets.token_urlsafe(9) for name in STAFF}
    users = {}
    for name, role in STAFF.items():
        users[name] = get_user_model().objects.create_user(name, password=passwords[name], is_staff=True)
        users[name].groups.add(Group.objects.get(name=role))
        DemoAccount.objects.create(user=users[name])
    log_ins.write(passwords)
    return users
