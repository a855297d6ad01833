"""A record that says outright what is its title, date and text: of a WordPress export, a feed, a table, a Word file.

The facts of an Entry may be: title, date ("2018-11-27", "2018-11" or as printed), language, section (a slug of ours or
a name), html or text, standfirst, signature, genre, photos and attachments (addresses), twins (addresses).
"""

import datetime
import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import override

from moving import addressing, blocks, markup, printed_dates
from moving.profiles import Profile
from moving.reading import LIKELY, MAX_TITLE, MISSING, SURE, UNSURE, Field, Reading
from publishing import html
from publishing.languages import language_names

_ISO = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?(?=$|[T ])")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_LATIN = re.compile("[A-Za-z]")


def read(entry: Any, profile: Profile, *, today: datetime.date) -> Reading:
    """Return the Reading of a record."""
    facts = entry.facts()
    reading = Reading(left_out=facts.get("left_out", ""))
    if facts.get("waits"):
        reading.waits.append(facts["waits"])
    title = " ".join(strip_tags(facts.get("title") or "").split())
    reading.fields["title"] = Field(title or None, "record", SURE if title else MISSING)
    reading.fields["date"] = _date(str(facts.get("date") or ""), profile, today)
    _read_text(facts, entry.address, reading)
    reading.fields["language"] = _language(facts, entry.address, reading, profile)
    reading.fields["section"] = _section(facts, entry.address, profile)
    for name in ("standfirst", "signature", "genre"):
        text = " ".join(strip_tags(facts.get(name) or "").split())
        reading.fields[name] = Field(text or None, "record", SURE if text else MISSING)
    reading.twins = [addressing.identity(address, profile.noise) for address in facts.get("twins", [])]
    _judge(reading)
    return reading


def _date(text, profile, today):
    if match := _ISO.match(text.strip()):
        year, month, day = match.groups()
        precision = "day" if day else "month" if month else "year"
        try:
            found = datetime.date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            return Field(None, "", MISSING)
    else:
        printed = printed_dates.of_format(text, profile.date_formats) or next(iter(printed_dates.find(text)), None)
        if printed is None:
            return Field(None, "", MISSING)
        found, precision = printed.date, printed.precision
    value = {"date": found.isoformat(), "precision": precision}
    return Field(value, "record", SURE if found <= today else UNSURE)


def _read_text(facts, address, reading):
    source = facts.get("html") or "".join(
        f"<p>{escape(line)}</p>" for line in (facts.get("text") or "").splitlines() if line.strip()
    )
    with override(facts.get("language") or settings.LANGUAGE_CODE):
        writer = markup.Writer(address, _("Video on the former site"))
    root = blocks.parse(f"<html><body>{source}</body></html>")
    blocks.strip(root)
    body = root.find("body")
    written = writer.write([body], set()) if body is not None else writer.written
    cleaned = html.clean(written.html)
    photos = written.pictures
    for picture in facts.get("photos", []):
        if picture not in [known.address for known in photos]:
            photos.append(markup.Picture(picture, markup.file_name_of(picture)))
    documents = written.documents + [
        markup.Document(address, markup.file_name_of(address), "") for address in facts.get("attachments", [])
    ]
    reading.fields["body"] = Field(cleaned, "record", SURE if cleaned else MISSING)
    reading.fields["photos"] = Field([vars(picture) for picture in photos], "record", SURE if photos else MISSING)
    reading.fields["links"] = Field(list(dict.fromkeys(written.links)), "record", SURE)
    if documents:
        reading.fields["attachments"] = Field([vars(document) for document in documents], "record", SURE)
    reading.words = len(re.findall(r"\w+", blocks.words_of(body))) if body is not None else 0


def _language(facts, address, reading, profile):
    stated = (facts.get("language") or "")[:2].lower()
    known = language_names()
    if stated in known:
        return Field(stated, "record", SURE)
    by_host = profile.hosts.get(urlsplit(address).netloc.lower())
    if by_host in known:
        return Field(by_host, "address", SURE)
    text = f"{reading.value('title') or ''} {strip_tags(reading.value('body') or '')}"
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if cyrillic + latin < 20:
        return Field(None, "", MISSING)
    share = cyrillic / (cyrillic + latin)
    language = "ru" if share > 0.6 else "en" if share < 0.2 else None
    return Field(language, "letters", LIKELY if language else UNSURE)


def _section(facts, address, profile):
    stated = facts.get("section") or ""
    if stated:
        return Field(profile.sections.get(stated, stated), "record", SURE)
    path = urlsplit(address).path
    prefixes = [prefix for prefix in profile.sections if prefix.startswith("/") and path.startswith(prefix)]
    if prefixes:
        return Field(profile.sections[max(prefixes, key=len)], "address", SURE)
    return Field(profile.section or None, "for all others", LIKELY if profile.section else MISSING)


def _judge(reading):
    waits = reading.waits
    if not reading.value("title"):
        waits.append("no title")
    elif len(reading.value("title")) > MAX_TITLE:
        waits.append("title long")
    date = reading.fields["date"]
    if date.sure in (MISSING, UNSURE):
        waits.append("no date" if date.sure == MISSING else "date ahead")
    if not strip_tags(reading.value("body") or "").strip():
        waits.append("no text")
    if reading.fields["language"].sure in (MISSING, UNSURE):
        waits.append("language")
    if not reading.value("section"):
        waits.append("no section")
