"""Typed readers of environment values: each returns a value or fails with a sentence."""

import os

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def text(name, default=None):
    """Return the value of `name`; without a default the value must be set."""
    value = os.environ.get(name, default)
    if value is None or (value == "" and default is None):
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def flag(name, default):
    """Return True or False; anything but 1/0, true/false, yes/no, on/off is refused."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in YES:
        return True
    if value.lower() in NO:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”; write 1 or 0.")


def integer(name, default, lowest=None, highest=None):
    """Return a whole number between `lowest` and `highest`, both included."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{value}”; write a whole number.") from None
    if (lowest is not None and number < lowest) or (highest is not None and number > highest):
        raise ImproperlyConfigured(f"{name} is {number}; it must lie between {lowest} and {highest}.")
    return number


def one_of(name, choices, default):
    """Return the value of `name`, which is one of `choices`."""
    value = os.environ.get(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is “{value}”; write {' or '.join(choices)}.")
    return value


def names(name, default):
    """Return a list of comma-separated names."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]
