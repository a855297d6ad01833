"""Remove addresses and links from emails and servers' answers before they are shown.

Whoever has a link from an email can do what its recipient can: set a password, confirm an address, read an enquiry.
"""

import re

ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*")
LINK = re.compile(r"\b(https?://[^\s/?#]+)[/?#][^\s<>\"]*")


def without_addresses(text):
    """Return `text` without e-mail addresses."""
    return ADDRESS.sub("[address]", text)


def without_links(text):
    """Return `text` with every link shortened to its site."""
    return LINK.sub(r"\1/…", text)
