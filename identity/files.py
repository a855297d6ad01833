"""An identity written down as TOML, as demo/content/identity.toml is."""

import difflib
import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from identity import parts
from identity.models import Identity
from publishing.languages import known_codes
from publishing.localized import LocalizedText

LANGUAGES = "languages"  # not a field of the identity: the languages of texts that an empty newsroom begins with
FIELDS = [field.name for field in Identity._meta.fields if field.name != "id"]
# Texts that the desk asks for in every required language.
TEXTS_OF_EVERY_LANGUAGE = [
    field.name for field in Identity._meta.fields if isinstance(field, LocalizedText) and not field.blank
]


class Unreadable(ValueError):
    """The file does not say an identity; the message says where and what is wrong."""


def read(path: Path) -> dict[str, Any]:
    """Return {field: value} of the TOML file at `path`, checked as on the desk; raise Unreadable.

    Under LANGUAGES it may have a list of codes of languages.
    """
    try:
        facts = tomllib.loads(path.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise Unreadable(f"{path} cannot be read: {fault}") from None
    known = [*FIELDS, LANGUAGES]
    for name in facts.keys() - set(known):
        near = difflib.get_close_matches(name, known, 1)
        hint = f"; did you mean “{near[0]}”?" if near else f". Known are: {', '.join(known)}."
        raise Unreadable(f"{path}: nothing is called “{name}”{hint}")
    for name, wanted in {"switched_off": parts.NAMES, LANGUAGES: ["en", "ru"]}.items():
        names = facts.get(name, [])
        if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
            raise Unreadable(f"{path}: {name} wants a list of names: {wanted}")
    _check_languages(path, facts)
    row = Identity(pk=1, **{name: value for name, value in facts.items() if name != LANGUAGES})
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as fault:
        said = "; ".join(f"{name}: {' '.join(sentences)}" for name, sentences in fault.message_dict.items())
        raise Unreadable(f"{path}: {said}") from None
    return facts


def _check_languages(path, facts):
    codes = facts.get(LANGUAGES)
    if codes is None:
        return
    unknown = [code for code in codes if code not in known_codes()]
    if unknown:
        raise Unreadable(f"{path}: “{unknown[0]}” is no language that is known here. Codes look like: en, hy, zh-hans.")
    if not codes or len(set(codes)) < len(codes):
        raise Unreadable(f"{path}: languages names at least one language, and each once.")
    for name in TEXTS_OF_EVERY_LANGUAGE:
        missing = [code for code in codes if not (facts.get(name) or {}).get(code)]
        if missing:
            raise Unreadable(f"{path}: {name} is missing in “{missing[0]}”, a language of the site.")
