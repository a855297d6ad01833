"""The secret that signs sessions and links."""

import os
import secrets

from csto_site import database, env
from csto_site.places import VAR

FILE = VAR / "secret-key"


def key():
    """Return SECRET_KEY; only a newsroom with its own embedded database makes one, in var/."""
    if "SECRET_KEY" in os.environ or not database.is_embedded():
        return env.text("SECRET_KEY")
    if not FILE.exists():
        VAR.mkdir(exist_ok=True)
        unfinished = FILE.with_suffix(f".{os.getpid()}")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        unfinished.rename(FILE)
    return FILE.read_text()
