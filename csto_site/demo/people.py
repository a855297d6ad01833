"""Who can log in to the demo newsroom. The passwords are made on each machine and kept in var/."""

import json
import os
import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from csto_site.places import VAR
from publishing import roles

FILE = VAR / "demo-log-ins.json"
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
    with open(os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(passwords, file)
    return users


def log_ins():
    """Return {name: password} of the demo staff, {} where there is no demo."""
    return json.loads(FILE.read_text()) if FILE.exists() else {}
