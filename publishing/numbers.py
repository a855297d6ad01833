"""Numbers that somebody else has written: into an address, a parameter, a field."""

MAX_DIGITS = 18  # the database keeps every number of so many; Python reads some thousands, and no more


def whole(text, otherwise=None):
    """Return the whole number that `text` says in the digits 0 to 9 alone; for anything else return `otherwise`."""
    text = str(text)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS else otherwise


def whole_among(texts):
    """Return the numbers that `texts` say, in their order, without those that say none."""
    return [number for number in map(whole, texts) if number is not None]
