"""Typed readers of environment variables: each returns a value or fails with a sentence."""

import os
import re
import zoneinfo

from django.core.exceptions import ImproperlyConfigured

# Placeholders in examples.
PLACEHOLDER = re.compile(
    r"(please[\W_]?)?(change|replace|fill)[\W_]?(me|this|it|in)[\W_]*(now|please)?|(my|your|the|a)[\W_]?\w*[\W_]?"
    r"(secret|password|token|key)([\W_]?key)?|secret|secret[\W_]?key|password|passwd|token|example|placeholder|todo|"
    r"none|null|x{3,}|0{3,}|\*+|\.+|…|<.*>|\[.*\]|\$?\{.*\}|django-insecure-.*",
    re.IGNORECASE,
)

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def text(name, default=None):
    """Return the value of `name`; without a default the value must be set."""
    value = os.environ.get(name, default)
    if value is None or (value == "" and default is None):
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def secret(name, default=None, *, shortest=1, how=""):
    """Return the value of `name`; refuse a placeholder, or a value of fewer than `shortest` characters."""
    try:
        value = text(name, default)
    except ImproperlyConfigured as missing:
        raise ImproperlyConfigured(f"{missing} {how}".strip()) from None
    if value:
        refuse_placeholder(name, value, how)
    if value and len(value) < shortest:
        raise ImproperlyConfigured(f"{name} has fewer than {shortest} characters, so it can be guessed. {how}".strip())
    return value


def refuse_placeholder(name, value, how=""):
    """Refuse a placeholder from an example. The message does not repeat the value, which may be nearly a secret."""
    if PLACEHOLDER.fullmatch(value.strip()):
        raise ImproperlyConfigured(f"{name} still holds the placeholder of an example. {how}".strip())


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


def time_zone(name, default):
    """Return the name of a time zone, as “Europe/Moscow”; it also stands in SQL, so nothing else passes."""
    value = os.environ.get(name, default)
    if value not in zoneinfo.available_timezones():
        raise ImproperlyConfigured(f"{name} is “{value}”; write a time zone by its IANA name, as Europe/Moscow.")
    return value


def names(name, default):
    """Return a list of comma-separated names."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]
