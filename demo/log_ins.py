"""With what one logs in to the demo newsroom. The passwords are made on each machine and kept in var/."""

import json
import os

from csto_site.places import VAR

FILE = VAR / "demo-log-ins.json"


def write(passwords):
    with open(os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(passwords, file)


def forget():
    FILE.unlink(missing_ok=True)


def read():
    """Return {name: password} of the demo staff, {} where there is no demo."""
    return json.loads(FILE.read_text()) if FILE.exists() else {}
