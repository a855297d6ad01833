"""How the long texts of the demo newsroom are written down in its Python files."""

import re
from textwrap import dedent


def flow(text):
    """Return HTML with one block a line: a line indented deeper than the block continues the line above it."""
    return re.sub(r"\n +", " ", dedent(text).strip())
