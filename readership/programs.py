"""Tells people's browsers from programs, by what they say of themselves in User-Agent.

A browser begins with “Mozilla/” or “Opera/”. Programs that begin so as well name themselves by one of the words below,
or leave an address at which their owner can be asked.
"""

import re

MAX_KNOWN = 2000  # names in the memory of a process
MAX_LENGTH = 300  # characters of a name that are read and kept

BROWSER = re.compile(r"(?:Mozilla|Opera)/")
# Cubot makes telephones.
PROGRAM = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|https?:|www\.|fetch|monitor|scan|preview|headless|lighthouse|archiv|validator|"
    r"facebookexternal|feed|rss|curl|python|java/|@",
    re.IGNORECASE,
)

known: dict[str | None, bool] = {}  # {User-Agent: whether it is a program's}, for whoever must be quick


def is_program(name: str | None) -> bool:
    """Tell whether a request with this User-Agent, None for none, comes from a program."""
    read = (name or "")[:MAX_LENGTH]
    found = not BROWSER.match(read) or PROGRAM.search(read) is not None
    if len(name or "") <= MAX_LENGTH:
        if len(known) >= MAX_KNOWN:
            known.clear()  # somebody invents names; those of browsers are learned again at once
        known[name] = found
    return found
