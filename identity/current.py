"""The identity as pages, feeds and letters print it: `current().office` is the text in the active language.

It is read once for a request, and once for a generation of pages in memory, so a change of it shows at once and
without a restart. `last_read()` asks nobody: the pages of an outage print what this process has read last.
"""

import functools
import hashlib
import json
from typing import Any

from django.conf import settings
from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from identity import colours, labels
from identity.models import Identity
from identity.parts import Has
from page_cache import gate
from publishing import request_memory
from publishing.addresses import dialling
from publishing.languages import all_languages, last_known_codes, last_known_order_for
from publishing.prepared import PreparedQuery, PreparedSQL

# What an empty newsroom prints, until somebody has said whose it is.
NEUTRAL = {
    "abbreviation": {"ru": "Пресса", "en": "Press"},
    "abbreviation_of": {"ru": "пресс-службы", "en": "the press office"},
    "name": {"ru": "Пресс-служба", "en": "Press Office"},
    "name_of": {"ru": "пресс-службы", "en": "the press office"},
    "office": {"ru": "Пресс-служба", "en": "Press Office"},
    "office_of": {"ru": "пресс-службы", "en": "the press office"},
    "office_name": {"ru": "Пресс-служба", "en": "Press Office"},
}
# What static/css/tokens.css and layout.css say without a word of ours.
STANDARD = {"--brand": "#12365c", "--brand-hover": "#0b2543"}
STANDARD_BY_NIGHT = {"--brand": "#9fc8ee", "--brand-hover": "#c4dff7"}
STANDARD_PARTS = 6

# {name: SQL of one JSON value} of what applications have read together with the identity, in the same question.
_along: dict[str, str] = {}
_ALONG = "along_{}"
_ROW = PreparedQuery(
    lambda: Identity.objects.filter(pk=1).annotate(
        **{_ALONG.format(name): RawSQL(sql, [], JSONField()) for name, sql in _along.items()}  # noqa: S611 ours
    )
)
# In a newsroom without an identity.
_ALONE = PreparedSQL(lambda: f"SELECT {', '.join(_along.values())}")


def read_along(name: str, sql: str) -> None:
    """Have `current().along(name)` give the JSON value of this SQL; called when an application is ready."""
    _along[name] = sql


class Current:
    """One state of the identity; texts are in the language that is active when they are asked for."""

    def __init__(self, row: Identity) -> None:
        self.row = row
        self.kept: dict[str, Any] = {}  # what is worked out from along(), by whoever asks for it

    def along(self, name: str) -> Any:
        """Return what an application has registered with read_along()."""
        if not hasattr(self.row, _ALONG.format(name)):
            for known, text in zip(_along, _ALONE.fetch()[0]):
                setattr(self.row, _ALONG.format(known), json.loads(text) if isinstance(text, str) else text)
        return getattr(self.row, _ALONG.format(name))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "row":  # asked of a copy that is not made yet
            raise AttributeError(name)
        value = getattr(self.row, name)
        if not isinstance(value, dict):
            return value
        return _in_words(value) or str(labels.DEFAULTS.get(name, ""))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Current) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @functools.cached_property
    def digest(self) -> str:
        """Twelve figures that differ for every other state."""
        facts = {field.name: getattr(self.row, field.name) for field in Identity._meta.fields}
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:12]

    @functools.cached_property
    def has(self) -> Has:
        """Which parts of the newsroom are not switched off."""
        return Has.without(self.row.switched_off)

    @property
    def authority(self) -> str:
        """The beginning of the identifiers in feeds, a tagging entity of RFC 4151."""
        return self.row.feed_authority or settings.FEED_AUTHORITY

    @property
    def abbreviations(self) -> str:
        """The abbreviation in every language, for pages that are the same in all: “ООН / UN”."""
        return " / ".join(dict.fromkeys(_in_words(self.row.abbreviation, code) for code in last_known_codes()))

    @property
    def is_reachable(self) -> bool:
        """Whether the pages of an outage can say whom to call or write to."""
        return bool(self.row.phone or self.row.phone_fax or self.row.email)

    @property
    def phone_address(self) -> str:
        return dialling(self.row.phone)

    @property
    def phone_fax_address(self) -> str:
        return dialling(self.row.phone_fax)

    @functools.cached_property
    def colour_by_night(self) -> str:
        return self.row.colour_by_night or colours.nearest_by_night(colours.shifted(self.row.colour, 0.5))

    @functools.cached_property
    def style(self) -> str:
        """The style sheet that sets what differs from static/css; empty if nothing does."""
        row = self.row
        day = {"--brand": row.colour, "--brand-hover": colours.shifted(row.colour, -0.3)}
        night = {"--brand": self.colour_by_night, "--brand-hover": colours.shifted(self.colour_by_night, 0.4)}
        rules = []
        if row.parts != STANDARD_PARTS:
            rules.append(f":root{{--parts:{row.parts}}}")
        if row.colour != STANDARD["--brand"]:
            rules.append(f":root{{{_declarations(day)}}}")
        # Only what was said by day alone would stay in the dark as well.
        if self.colour_by_night != STANDARD_BY_NIGHT["--brand"]:
            rules.append(f"@media (prefers-color-scheme:dark){{:root{{{_declarations(night)}}}}}")
        elif row.colour != STANDARD["--brand"]:
            rules.append(f"@media (prefers-color-scheme:dark){{:root{{{_declarations(STANDARD_BY_NIGHT)}}}}}")
        return "\n".join(rules)

    @property
    def style_link(self) -> SafeString | str:
        """The <link> to the style sheet."""
        return format_html('<link rel="stylesheet" href="{}">', self.address("style.css")) if self.style else ""

    def address(self, name: str) -> str:
        """Return the address of one of the files of identity.views; it never has other content."""
        return reverse("identity:file", args=[self.digest, name])

    @property
    def icon(self) -> str:
        return self.address("icon.svg")

    @property
    def card(self) -> str:
        return self.address("card.png")

    @property
    def logo(self) -> str:
        return self.address("logo.png")

    @property
    def mark_by_day(self) -> str:
        return self.address("mark.svg")

    @property
    def mark_in_the_dark(self) -> str:
        return self.address("mark-dark.svg")

    @property
    def mark_on_night(self) -> str:
        return self.address("mark-night.svg")

    @functools.cached_property
    def ticks(self) -> SafeString:
        """The ticks of the wordmark, one for each part of the rule; none for a rule of one part."""
        if self.row.parts == 1:
            return mark_safe("")
        lines = "".join(f"M{1.5 + 6 * number:g} 2v32" for number in range(self.row.parts))
        width = 6 * self.row.parts - 3
        return format_html(
            '<svg class="wordmark__ticks" width="{0}" height="36" viewBox="0 0 {0} 36" aria-hidden="true"'
            ' focusable="false">\n  <path d="{1}" stroke="currentColor" stroke-width="2"/>\n</svg>',
            width,
            lines,
        )


def _text(name):
    return getattr(current(), name)


label = lazy(_text, str)  # label("chair") is the text of the identity at the moment at which it is printed


def _in_words(texts, code=None):
    """Return the text as in_language() does, but ask nobody: the pages of an outage print it, too."""
    return next((texts[each] for each in last_known_order_for(code) if texts.get(each)), "")


def _declarations(colours_by_name):
    return ";".join(f"{name}:{colour}" for name, colour in colours_by_name.items())


def neutral() -> Current:
    return Current(Identity(pk=1, **NEUTRAL))


_last = neutral()


def current() -> Current:
    """Return the identity, read once for the request that is answered."""
    return request_memory.kept("identity", _read)


def last_read() -> Current:
    """Return the identity as this process has read it last, or neutral words; for pages that may ask nobody."""
    return _last


def forget() -> None:
    """Have the request that changes the identity read it again."""
    request_memory.forget("identity")


def _read():
    global _last
    all_languages()  # so that the last that are known are those of now
    rows = _ROW.fetch()
    found = Current(rows[0]) if rows else neutral()
    if found != _last:
        _last = found
        gate.forget_page()  # it prints the identity, too
    return found
