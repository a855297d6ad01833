"""A practice newsroom: `script/practice` starts one beside the real one, with the demo in it.

PRACTICE names its folder. All that it has lies there: database, files, letters, keys. It takes nothing that the real
one has, and script/practice empties it every night. Standard library alone: the script asks before there is any other.

    python3 -m csto_site.practice    # make the folder, or say in a sentence why it is refused
"""

import datetime
import os
import sys

from csto_site.places import BASE, IS_PRACTICE, VAR

# What could only be the real newsroom's. A practice newsroom has its own of each, or none.
OF_THE_REAL_ONE = [
    "DATABASE_URL", "DATABASE_DIRECT_URL", "DATABASE_REPLICA_URL", "MEDIA_ROOT", "S3_BUCKET", "BACKUPS", "OLD_SITES",
    "EMAIL_URL", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "SIGNING_KEY", "PUSH_KEY",
]  # fmt: skip
TOLD_BEFORE = datetime.timedelta(minutes=30)  # people at the desk are told that it is going to be emptied
FILLED = VAR / "practice-since"  # the instant from which it was filled anew; nothing else makes this file


def refusal():
    """Return the sentence that says why this practice newsroom must not start, or None."""
    if found := [name for name in OF_THE_REAL_ONE if os.environ.get(name)]:
        return (
            f"A practice newsroom has a database, files and keys of its own, and {found[0]} is that of the real one. "
            f"Start it without {', '.join(found)}."
        )
    if VAR == BASE or VAR in BASE.parents:
        return (
            f"PRACTICE is {VAR}, where the newsroom's code lies. Give a folder of its own, such as {BASE}/var/practice."
        )
    if VAR.exists() and not VAR.is_dir():
        return f"PRACTICE is {VAR}, which is no folder."
    if VAR.exists() and not FILLED.exists() and any(VAR.iterdir()):
        return (
            f"PRACTICE is {VAR}, and what lies there was made by no practice newsroom, so it must not be emptied. "
            "Give an empty folder, or one that is not there yet."
        )
    return None


def claim():
    """Make the folder if it is new, and remember that it is for practice."""
    VAR.mkdir(parents=True, exist_ok=True)
    if not FILLED.exists():
        remember(datetime.datetime.now(datetime.UTC))


def remember(instant):
    """Remember that it was filled anew from `instant` on."""
    unfinished = FILLED.with_suffix(".new")
    unfinished.write_text(instant.isoformat())
    unfinished.replace(FILLED)


def is_to_be_emptied(hour, zone):
    """Tell whether the `hour` of a night (0 to 23, in `zone`) has come since it was filled."""
    try:
        filled = datetime.datetime.fromisoformat(FILLED.read_text().strip())
    except ValueError:  # of a power cut
        return True
    return next_emptying(filled, hour, zone) <= datetime.datetime.now(datetime.UTC)


def next_emptying(after, hour, zone):
    """Return the first instant after `after` at which it is `hour` o'clock in `zone`."""
    local = after.astimezone(zone)
    due = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return due if due > local else due + datetime.timedelta(days=1)


if __name__ == "__main__":
    if not IS_PRACTICE:
        sys.exit("Set PRACTICE to the folder of the practice newsroom; script/practice does.")
    if reason := refusal():
        sys.exit(reason)
    claim()
