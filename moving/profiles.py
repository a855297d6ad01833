"""Profiles: what is known of the layout of an old site, as TOML; docs/moving.md says what may stand in one.

Some are part of the product, as files; others are made at the desk and lie in the database (SavedProfile).
"""

import dataclasses
import json
import re
import tomllib
from pathlib import Path
from typing import Any, Self

from django.utils.translation import gettext as _
from lxml.cssselect import CSSSelector

from moving.models import SavedProfile

FOLDER = Path(__file__).parent / "profiles"


class ProfileRefused(ValueError):
    """A profile that cannot be used, with a sentence that says what is wrong in it."""


@dataclasses.dataclass(frozen=True)
class Profile:
    """What is known of a site. Selectors are CSS, the first that finds something counts; patterns are regular."""

    name: str = ""
    hosts: dict[str, str] = dataclasses.field(default_factory=dict)  # {host: language}, the first is the main one
    languages: dict[str, str] = dataclasses.field(default_factory=dict)  # {beginning of a path: language}
    twins: str = ""  # "same path": pages with one path on hosts of two languages are twins
    noise: list[str] = dataclasses.field(default_factory=list)  # parameters of addresses that change nothing
    title: list[str] = dataclasses.field(default_factory=list)
    date: list[str] = dataclasses.field(default_factory=list)
    date_formats: list[str] = dataclasses.field(default_factory=list)
    standfirst: list[str] = dataclasses.field(default_factory=list)
    body: list[str] = dataclasses.field(default_factory=list)
    cut: list[str] = dataclasses.field(default_factory=list)  # never part of an article
    endings: list[str] = dataclasses.field(default_factory=list)  # lines after which nothing belongs to the article
    signatures: list[str] = dataclasses.field(default_factory=list)  # patterns of lines that sign a text
    sections: dict[str, str] = dataclasses.field(default_factory=dict)  # {beginning of a path: slug of our section}
    section: str = ""  # for all others
    columns: dict[str, str] = dataclasses.field(default_factory=dict)  # {column of a table: fact of a record}
    lists: list[str] = dataclasses.field(default_factory=list)  # patterns of addresses that are lists

    def as_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Return the profile of parsed TOML; raises ProfileRefused."""
        fields = {field.name: field for field in dataclasses.fields(cls)}
        for name, value in values.items():
            if name not in fields:
                known = ", ".join(sorted(fields))
                raise ProfileRefused(
                    _("A profile has no “%(name)s”. It may have: %(known)s.") % {"name": name, "known": known}
                )
            kind = type(getattr(cls(), name))
            if not isinstance(value, kind) or (kind is not str and not _of_strings(value)):
                shape = {str: _("a text"), list: _("a list of texts"), dict: _("a table of texts")}[kind]
                raise ProfileRefused(
                    _("“%(name)s” in the profile has to be %(shape)s.") % {"name": name, "shape": shape}
                )
        profile = cls(**values)
        profile._refuse_what_does_not_compile()
        return profile

    def _refuse_what_does_not_compile(self):
        for name in ("title", "date", "standfirst", "body", "cut"):
            for selector in getattr(self, name):
                _compiled(CSSSelector, name, selector)
        for name in ("signatures", "lists", "endings"):
            for pattern in getattr(self, name):
                _compiled(re.compile, name, pattern)


def load(name: str) -> Profile:
    """Return the profile `name`: a known one, or the path of a TOML file. Raises ProfileRefused."""
    if re.fullmatch(r"[\w-]+", name):
        return load_known(name)
    try:
        return from_toml(Path(name).read_text(encoding="utf-8"), name)
    except FileNotFoundError:
        raise _unknown(name) from None
    except UnicodeDecodeError as error:
        raise _unreadable(name, error) from error


def load_known(name: str) -> Profile:
    """Return the profile `name` of the product or of the desk. Raises ProfileRefused."""
    if not re.fullmatch(r"[\w-]+", name):
        raise _unknown(name)
    if name in of_the_product():
        return from_toml((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), name)
    saved = SavedProfile.objects.filter(name=name).first()
    if saved is None:
        raise _unknown(name)
    return Profile.from_dict(saved.values)


def from_toml(text: str, name: str = "") -> Profile:
    """Return the profile that `text` says; `name` is for the sentence of a ProfileRefused."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(name, error) from error
    if "\\u0000" in json.dumps(values, default=str):
        raise _unreadable(name, _("it holds a character with the number 0"))
    return Profile.from_dict(values)


def as_toml(profile: Profile) -> str:
    """Return `profile` as TOML that from_toml reads as the same profile; what it does not say is left out."""
    plain, tables = [], []
    for field in dataclasses.fields(profile):
        value = getattr(profile, field.name)
        if isinstance(value, dict) and value:
            rows = "".join(f"{_quoted(key)} = {_quoted(text)}\n" for key, text in value.items())
            tables.append(f"\n[{field.name}]\n{rows}")
        elif isinstance(value, list) and value:
            rows = "".join(f"    {_quoted(text)},\n" for text in value)
            plain.append(f"{field.name} = [\n{rows}]\n")
        elif value:
            plain.append(f"{field.name} = {_quoted(value)}\n")
    return "".join([*plain, *tables])


def _quoted(text):
    """Return a text as TOML quotes it: as JSON does, but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def of_the_product() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def names() -> list[str]:
    """Return the names of all known profiles, those of the product first."""
    return [*of_the_product(), *SavedProfile.objects.values_list("name", flat=True)]


def _unknown(name):
    return ProfileRefused(
        _("There is no profile “%(name)s”. There are: %(known)s.") % {"name": name, "known": ", ".join(names())}
    )


def _unreadable(name, error):
    return ProfileRefused(_("The profile “%(name)s” cannot be read: %(error)s") % {"name": name, "error": error})


def _of_strings(value):
    return all(isinstance(part, str) for part in (value.values() if isinstance(value, dict) else value))


def _compiled(compiler, name, text):
    try:
        return compiler(text)
    except Exception as error:  # cssselect and re raise types of their own
        raise ProfileRefused(
            _("“%(text)s” in “%(name)s” of the profile cannot be used: %(error)s")
            % {"text": text, "name": name, "error": error}
        ) from error
