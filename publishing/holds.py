"""Reasons for which a scheduled thing may not leave its schedule on its own.

Applications further down know some (a release holds all of its things together) and register them here:

    @holds.reason
    def held_by_release(item): ...
"""

_reasons = []


def reason(function):
    """Register `function`, which takes a thing and returns a sentence, empty if nothing holds the thing."""
    _reasons.append(function)
    return function


def sentence(item):
    """Return why `item` may not leave its schedule on its own, or nothing."""
    return next(filter(None, (function(item) for function in _reasons)), "")
