"""An edition outside its page: as blocks, as plain text, and as a self-contained HTML file."""

import dataclasses
import datetime
import re

import lxml.html
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from identity.current import current as identity
from news.models import Edition
from news.pages import address_of
from publishing import dates, direction, numbers, prose
from publishing.addresses import absolute_url

# Characters that neither XML nor a text file may hold.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class InterviewQuestion(prose.Paragraph):
    """The question of an interview."""


@dataclasses.dataclass(frozen=True)
class Story:
    """Everything a reader sees of an edition except its photographs. Notes are dicts with label, moment and text."""

    language: str
    title: str
    date: str
    notes: tuple
    standfirst: str
    body: str
    turns: tuple  # (question, HTML of the answer)
    signature: tuple
    address: str
    office: str  # whose text it is
    published_at: object
    figures: dict  # {photo's id: (name of its file, caption)} of the photos that the text may mention

    @property
    def side(self):
        return direction.of_language(self.language)

    def blocks(self):
        """Return the text and the interview as blocks of publishing.prose and InterviewQuestions."""
        blocks = [*prose.read(self.body, self.address)]
        for question, answer in self.turns:
            blocks += [as_question(question), *prose.read(answer, self.address)]
        return blocks

    def as_text(self):
        with override(self.language):
            text = plain(self.blocks(), self.figures)
        return _rendered("article.txt", self, text=text).strip() + "\n"

    def as_html(self):
        with override(self.language):
            body = self._html(self.body)
            turns = [(question, self._html(answer)) for question, answer in self.turns]
        return _rendered("article.html", self, body=body, turns=turns)

    def _html(self, text):
        return self_contained(text, self.address, self.figures)


def of(edition, figures):
    """Return the Story of `edition`; `figures` is {photo's id: (name of its file, caption)}, for photos in the text."""
    with override(edition.language):
        return Story(
            language=edition.language,
            title=printable(edition.title),
            date=dates.in_words(edition.shown_on, edition.shown_precision),
            notes=(*_of_translation(edition), *(_note(note) for note in edition.notes)),
            standfirst=printable(edition.standfirst),
            body=printable(edition.body),
            turns=tuple((printable(turn.question), printable(turn.answer)) for turn in edition.turns.all()),
            signature=tuple(line.strip() for line in printable(edition.signature).splitlines() if line.strip()),
            address=absolute_url(address_of(edition)),
            office=printable(identity().office),
            published_at=edition.live_from,
            figures=figures,
        )


def as_question(question):
    return InterviewQuestion((prose.Run(question),))


def self_contained(html, address, figures):
    """Return `html` with absolute addresses in its links, and with words in place of its photographs."""
    root = lxml.html.fragment_fromstring(printable(html), create_parent="div")
    root.make_links_absolute(address)
    for figure in list(root.iter("figure")):
        _put_into_words(figure, figures)
    inner = [root.text or "", *(lxml.html.tostring(child, encoding="unicode") for child in root)]
    return "".join(inner)


def plain(blocks, figures=None):
    """Return blocks as plain text: a blank line between paragraphs, none between the items of a list."""
    return "\n\n".join(filter(None, (_plain(block, figures or {}) for block in blocks)))


def printable(text):
    """Return `text` without UNPRINTABLE characters."""
    return UNPRINTABLE.sub("", text)


def _note(note):
    moment = dates.moment_in_words(datetime.datetime.fromisoformat(note["at"])) if note["at"] else ""
    return {"label": str(Edition.Change(note["kind"]).label), "moment": moment, "text": printable(note["text"])}


def _of_translation(edition):
    """Yield the note that the text is an unofficial translation, if it is one."""
    if edition.unofficial_from:
        note = edition.unofficial_note
        yield {"label": str(note["label"]), "moment": "", "text": note["text"]}


def _put_into_words(figure, figures):
    """Turn a photograph in the text into a paragraph of words; an empty one if the photo is not in the kit."""
    number = figure.get("data-photo", "")
    text = photo_in_words(numbers.parse(number), figures)
    tail = figure.tail
    figure.clear()
    figure.tag, figure.tail = "p", tail
    if text:
        words = lxml.html.Element("em")
        words.text = text
        figure.append(words)


def photo_in_words(number, figures):
    """Return the words for a photo in formats without pictures: its file name and caption, '' if unknown."""
    name, caption = figures.get(number, ("", ""))
    return f"[{_('Photograph')}: {name}] {caption}".strip() if name else ""


def _rendered(template, story, **more):
    with override(story.language):
        return render_to_string(f"news/kit/{template}", {"story": story, **more})


# --- Plain text ------------------------------------------------------------------------------------------------------


def _plain(block, figures):
    match block:
        case prose.List():
            return _list(block, figures)
        case prose.Quote():
            return "\n\n".join(f"> {words}" for part in block.blocks if (words := _plain(part, figures)))
        case prose.Table():
            return "\n".join(" | ".join(cell.replace("\n", " ") for cell in row) for row in block.grid())
        case prose.Photo():
            return photo_in_words(block.number, figures)
        case prose.Rule():
            return "* * *"
        case InterviewQuestion():
            return "— " + prose.with_addresses(block.runs)
        case _:
            return prose.with_addresses(block.runs)


def _list(block, figures):
    marks = block.marks() if block.is_ordered else ["•"] * len(block.items)
    lines = []
    for mark, item in zip(marks, block.items):
        inner = "\n".join(filter(None, (_plain(part, figures) for part in item)))
        lines.append(f"{mark} " + inner.replace("\n", "\n  "))
    return "\n".join(lines)
