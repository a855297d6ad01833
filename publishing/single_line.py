"""What may stand in a field of one line."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Tabulators are spaces to whoever pastes them; all others end a line, or cannot be seen and do something.
NOT_IN_A_LINE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


def refuse_breaks(text):
    """Refuse line breaks and control characters: no hand types them here, and in a letter they begin a new matter."""
    if NOT_IN_A_LINE.search(str(text)):
        raise ValidationError(
            _("This is a field of one line. Take out the line breaks and the characters that cannot be seen."),
            code="line_break",
        )
