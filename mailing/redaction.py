"""What is shown of letters and of what servers say of them: no address of a person, no link that stands for its reader.

Whoever has a link of a letter can do what its reader can: set a new password, confirm an address, read an enquiry.
"""

import re

ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*")
LINK = re.compile(r"\b(https?://[^\s/?#]+)[/?#][^\s<>\"]*")


def without_addresses(text):
    """Return `text` with every e-mail address in it taken out."""
    return ADDRESS.sub("[address]", text)


def without_links(text):
    """Return `text` with every link in it cut down to the site that it leads to."""
    return LINK.sub(r"\1/…", text)
