"""An identity written down as TOML, as demo/content/identity.toml is."""

import difflib
import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from identity import parts
from identity.models import Identity

FIELDS = [field.name for field in Identity._meta.fields if field.name != "id"]


class Unreadable(ValueError):
    """The file does not say an identity; the message says where and what is wrong."""


def read(path: Path) -> dict[str, Any]:
    """Return {field: value} of the TOML file at `path`, checked as on the desk; raise Unreadable."""
    try:
        facts = tomllib.loads(path.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise Unreadable(f"{path} cannot be read: {fault}") from None
    for name in facts.keys() - set(FIELDS):
        near = difflib.get_close_matches(name, FIELDS, 1)
        hint = f"; did you mean “{near[0]}”?" if near else f". Known are: {', '.join(FIELDS)}."
        raise Unreadable(f"{path}: nothing is called “{name}”{hint}")
    names = facts.get("switched_off", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Unreadable(f"{path}: switched_off wants a list of names: {parts.NAMES}")
    try:
        Identity(pk=1, **facts).full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as fault:
        said = "; ".join(f"{name}: {' '.join(sentences)}" for name, sentences in fault.message_dict.items())
        raise Unreadable(f"{path}: {said}") from None
    return facts
