"""Profiles: what is known of the layout of an old site, as TOML; docs/moving.md says what may stand in one."""

import dataclasses
import re
import tomllib
from pathlib import Path
from typing import Any, Self

from django.utils.translation import gettext as _
from lxml.cssselect import CSSSelector

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
    """Return the profile `name`: one of the product, or the path of a TOML file. Raises ProfileRefused."""
    path = FOLDER / f"{name}.toml" if re.fullmatch(r"[\w-]+", name) else Path(name)
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProfileRefused(
            _("There is no profile “%(name)s”. The product has: %(known)s.")
            % {"name": name, "known": ", ".join(names())}
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileRefused(
            _("The profile “%(name)s” cannot be read: %(error)s") % {"name": name, "error": error}
        ) from error
    return Profile.from_dict(values)


def names() -> list[str]:
    """Return the names of the profiles that are part of the product."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


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
