"""A validator for single-line text fields."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Control characters and line ends. A tab is allowed: people paste it as a space.
NOT_IN_A_LINE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


def refuse_breaks(text: object) -> None:
    """Refuse line breaks and control characters: nobody types them here, and in an e-mail they could begin a header."""
    if NOT_IN_A_LINE.search(str(text)):
        raise ValidationError(
            _("This field has one line. Remove the line breaks and invisible characters."),
            code="line_break",
        )
