"""Whose newsroom the demo is."""

from demo.content import FOLDER
from identity import files
from identity.models import Identity


def load():
    return Identity.objects.update_or_create(pk=1, defaults=files.read(FOLDER / "identity.toml"))[0]
