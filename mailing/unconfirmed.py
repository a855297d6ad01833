"""Letters to an address of which nobody knows whether it belongs to whoever typed it.

Whoever types a stranger's address into a form must not speak to them through us, under our name and with our signature.
So such a letter is written from what we know ourselves. `known` hands a template a row without all that was typed; the
name of somebody whose request a person has read may be repeated, if `name` finds nothing in it that could be a message.
"""

import re
from types import SimpleNamespace

from django.core.exceptions import FieldDoesNotExist
from django.db import models

MAX_NAME_CHARACTERS = 60
# Words of letters with hyphens and apostrophes; a full stop, which an address needs, stands at the end of a word alone.
NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?(?: [^\W\d_]+(?:['’-][^\W\d_]+)*\.?){0,4}")


def known(row, *names):
    """Return the facts `names` of `row`; a ValueError says that one of them is free text that somebody typed."""
    for name in names:
        if _is_typed(row, name):
            raise ValueError(
                f"{name} of {row._meta.label} was typed; it stands in no letter to an unconfirmed address."
            )
    return SimpleNamespace(**{name: getattr(row, name) for name in names})


def name(text):
    """Return `text` if it can be a name and nothing else, else "": no address, no number, nothing longer."""
    return text if len(text) <= MAX_NAME_CHARACTERS and NAME.fullmatch(text) else ""


def _is_typed(row, name):
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    is_text = isinstance(field, (models.CharField, models.TextField, models.JSONField))
    return is_text and field.editable and not field.choices
