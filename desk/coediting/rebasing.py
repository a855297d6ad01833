"""Rewrite the data of a sent article form as if its writer had started from what is saved now."""

import re

from desk.base.attachments import note
from desk.coediting import three_way
from desk.coediting.three_way import FACTS, SHARED, WORDS

OF_PHOTOS = re.compile(r"(\w+-)?photos-\d+-.*")


def rebased(form, fresh, parts):
    """Return the data of `form` with the merged `parts` of three_way, based on `fresh`, a new form.

    A language that the writer did not touch gets what is saved.
    """
    data = form.data.copy()
    merged = {part.prefix: part.merged() for part in parts}
    languages = {}
    for block, saved in zip(form.blocks, fresh.blocks):
        if block.language in merged:
            languages[block.language] = _of_part(merged[block.language], three_way.of_form(form, block), block)
        elif block.is_bound and block.is_touched:
            languages[block.language] = three_way.of_form(form, block)
        elif block.is_bound:
            languages[block.language] = three_way.of_edition(block)
        if block.is_bound and (block.language in merged or not block.is_touched):
            data[f"{block.language}-seen"] = saved.seen
        if block.is_bound:
            _write_texts(data, block, languages[block.language])
    _write_photos(data, form, fresh, merged[SHARED]["photos"], languages)
    for name in FACTS & data.keys():
        data[name] = _sent(merged[SHARED][name])
    data.setlist("subjects", list(dict.fromkeys(merged[SHARED]["subjects"])))
    data["shared-seen"] = fresh.shared_seen
    return data


def _of_part(merged, mine, block):
    """Return the Version of a merged block."""
    words = {photo: dict(of_one) for photo, of_one in mine.words.items()}
    for photo in words:
        for name in WORDS:
            if items := merged.get(f"{name}-{photo}"):
                words[photo][name] = items[0]
    return three_way.Version(
        texts={name: _sent(merged[name]) for name in mine.texts},
        body=merged["body"],
        turns=merged["turns"],
        attachments=merged["attachments"],
        words={**three_way.of_edition(block).words, **words},
    )


def _sent(items):
    """Return the one value of a field as a form sends it."""
    return "" if not items or items[0] is None else str(items[0])


def _write_texts(data, block, version):
    prefix = block.language
    for name, value in version.texts.items():
        data[f"{prefix}-{name}"] = value
    data[f"{prefix}-body"] = "".join(version.body)
    turns = [{"question": question, "answer": answer} for question, answer in version.turns]
    _write_rows(data, f"{prefix}-turns", turns)
    notes = _notes(block)
    files = [{"label": label, "stored": notes[key]} for label, key in version.attachments if key in notes]
    _write_rows(data, f"{prefix}-attachments", files)


def _notes(block):
    """Return {key: signed note} of the files of both sides."""
    theirs = block.edition.attachments.all() if block.edition else []
    mine = [form.kept for form in block.attachments.forms if form.kept]
    return {their.key: note(their) for their in [*theirs, *mine]}


def _write_rows(data, prefix, rows):
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        del data[name]
    # All rows count as initial forms, so that none is taken for an empty extra one.
    data[f"{prefix}-TOTAL_FORMS"] = data[f"{prefix}-INITIAL_FORMS"] = str(len(rows))
    for number, row in enumerate(rows):
        for name, value in row.items():
            data[f"{prefix}-{number}-{name}"] = value


def _write_photos(data, form, fresh, photos, languages):
    rows = {row.photo.pk: row for row in [*fresh.tray.rows, *form.tray.rows]}
    for name in [name for name in data if OF_PHOTOS.fullmatch(name)]:
        del data[name]
    data.setlist("library", [])
    for number, photo in enumerate(photo for photo in photos if photo in rows):
        data[f"photos-{number}-photo"] = str(photo)
        data[f"photos-{number}-order"] = str(number + 1)
        row = rows[photo]
        for code, words in row.words.items():
            if code in languages:
                words = languages[code].words.get(photo, words)
            sent = {**words, **row.rights.get(code, {})}
            sent["decorative"] = "on" if words["decorative"] else ""
            for name, value in sent.items():
                if value or name == "caption":
                    data[f"{code}-photos-{number}-{name}"] = value
