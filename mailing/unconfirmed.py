"""Content of emails to an address that may not belong to whoever typed it.

Nobody may send words to a stranger through us, under our name, by typing the stranger's address into a form. So such
an email has nothing that was typed: `known` gives a template only our own facts of a row. Once a person has read a
request, the name may be repeated if `name` finds that it cannot be a message.
"""

import re
from types import SimpleNamespace

from django.core.exceptions import FieldDoesNotExist
from django.db import models

MAX_NAME_CHARACTERS = 60
# Words of letters with hyphens and apostrophes; a full stop only at the end of a word, so that it cannot be an address.
NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?(?: [^\W\d_]+(?:['’-][^\W\d_]+)*\.?){0,4}")


def known(row, *names):
    """Return the fields `names` of `row`; ValueError if one of them is a text that somebody typed."""
    for name in names:
        if _is_typed(row, name):
            raise ValueError(
                f"{name} of {row._meta.label} was typed; it stands in no letter to an unconfirmed address."
            )
    return SimpleNamespace(**{name: getattr(row, name) for name in names})


def name(text):
    """Return `text` if it can only be a name, without addresses, numbers and long texts; else ""."""
    return text if len(text) <= MAX_NAME_CHARACTERS and NAME.fullmatch(text) else ""


def _is_typed(row, name):
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    is_text = isinstance(field, (models.CharField, models.TextField, models.JSONField))
    return is_text and field.editable and not field.choices
