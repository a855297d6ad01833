"""Marks a test that checks what the accessibility statement says, by its word in pages/accessibility.py."""

from pages import accessibility

PROMISED = set()


def promised(word):
    """Return a decorator for a test that checks this; every page is checked by the functions of checks.py instead."""
    if word not in accessibility.CHECKS or accessibility.CHECKS[word].of_every_page:
        raise ValueError(f"{word} is no check of pages/accessibility.py that a test makes on its own.")

    def mark(test):
        PROMISED.add(word)
        return test

    return mark
