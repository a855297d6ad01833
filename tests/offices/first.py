"""The words of the first organization, none of which another office's newsroom may say."""

import re

from tests.leaks.canaries import unpacked

WORDS = re.compile(
    "|".join([
        r"csto", r"одкб", r"odkb", r"հապկ", r"адкб", r"ұқшұ", r"жкку", r"садҷ",
        r"collective.security", r"коллективной.безопасности", r"permanent.council",
        r"постоянн\w+.совет", r"plenipotentiary", r"member.states?", r"gov\.ru", r"795-27-10",
        # its members
        r"\bArmenia\b", r"\bBelarus\b", r"\bKazakhstan\b", r"\bKyrgyz(?:stan| Rep)", r"\bRussia\b", r"Russian Fed",
        r"\bTajikistan\b", r"Армени", r"Беларус", r"Казахстан", r"Кыргыз", r"Росси", r"Таджикистан", r"Հայաստան",
        # its colours, by day and by night
        r"12365c", r"0b2543", r"9fc8ee", r"c4dff7",
    ]),
    re.IGNORECASE,
)  # fmt: skip
CYRILLIC = re.compile(r"[А-яЁё][А-яЁё -]+")
OURS = re.compile("csto_site|csto-old")  # a package and a profile of this project, no words for readers


def words_in(text, *patterns):
    """Return what of `patterns`, the first organization's words by default, stands in `text`, with its surroundings."""
    found = []
    for pattern in patterns or [WORDS]:
        found += [text[max(0, at.start() - 40) : at.end() + 20] for at in pattern.finditer(OURS.sub("", text))]
    return list(dict.fromkeys(found))


def words_of(answer, *patterns):
    """Return the same of a page, or of an answer with its headers, however it is packed."""
    if isinstance(answer, str):
        return words_in(answer, *patterns)
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    pieces = [piece for piece in unpacked(data, answer.headers.get("Content-Encoding", "")) if not _is_binary(piece)]
    return words_in("\n".join([headers, *(piece.decode(errors="replace") for piece in pieces)]), *patterns)


def _is_binary(piece):
    """Tell whether bytes are a picture, a PDF or an archive; the text of these is a piece of its own."""
    return b"\0" in piece[:2000] or piece.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8"))
