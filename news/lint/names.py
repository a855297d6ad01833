"""Official names: wordings that the glossary forbids."""

import functools
import re

from django.utils.translation import gettext as _

from news.lint import russian
from news.lint.finding import propose, with_case_of
from news.models import GlossaryEntry

NAME = "official-name"


def find(texts):
    entries = tuple(
        (tuple(entry.wrong_forms), tuple(entry.right_forms), entry.note)
        for entry in GlossaryEntry.objects.filter(language=texts.language)
    )
    for wrong, right, note, pattern, shield in _patterns(entries, texts.language):
        for passage in texts.passages:
            shielded = [match.span() for match in shield.finditer(passage.text)] if shield else []
            for match in pattern.finditer(passage.text):
                start, end = match.span()
                is_right = any(first <= start and end <= last for first, last in shielded)
                if not is_right and _has_its_capital(wrong, match[0]):
                    yield _finding(passage, match, wrong, right, note)


def _has_its_capital(wrong, written):
    return not wrong[0].isupper() or written[0].isupper()


def _finding(passage, match, wrong, right, note):
    """Return the Finding, with a proposal for the nominative only; inflected forms are up to the writer."""
    words = {"written": match[0], "right": " / ".join(right), "note": note}
    sentence = _("The official name is “%(right)s”, not “%(written)s”.") % words
    new = with_case_of(match[0], right[0]) if right and match[0].lower() == wrong.lower() else None
    return propose(NAME, passage, *match.span(), f"{sentence} {note}".strip(), new)


@functools.lru_cache(maxsize=16)
def _patterns(entries, language):
    """Return (wrong form, right forms, note, pattern of the wrong form, pattern of right forms that contain it)."""
    return [
        (wrong, right, note, _pattern(wrong, right, language), _shield(wrong, right, language))
        for wrong_forms, right, note in entries
        for wrong in wrong_forms
    ]


def _pattern(wrong, right, language):
    # Case matters only if the right form differs in nothing but its capitals.
    is_about_capitals = wrong.lower() in [form.lower() for form in right]
    return re.compile(russian.phrase(wrong, language), 0 if is_about_capitals else re.IGNORECASE)


def _shield(wrong, right, language):
    holding = [form for form in right if wrong.lower() in form.lower() and wrong.lower() != form.lower()]
    return re.compile("|".join(russian.phrase(form, language) for form in holding), re.IGNORECASE) if holding else None
