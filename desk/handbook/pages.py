"""The pages of the handbook, read from docs/handbook/: a folder for each language, in it README.md and a file a task.

The runbooks in docs/runbooks/ are of the same form: a file for each alarm of monitoring, for whoever runs the server.

README.md gives the order: headings, and under each a list of links. A page is a title, a paragraph that says what it
is for, numbered steps, perhaps pictures, and a heading with a list of what can go wrong. **Bold** quotes what stands on
a button, a link or a field; tests/desk/handbook/test_pages.py holds those words to the catalogue.
"""

import dataclasses
import functools
import re
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from PIL import Image

from search import terms

FOLDER = settings.HANDBOOK
RUNBOOKS = settings.RUNBOOKS
ADDRESSES = {FOLDER: "admin:help-page", RUNBOOKS: "admin:help-alarm"}
CONTENTS = "README"  # its name without the ending
FALLBACK = "en"  # for an interface in a language that the handbook does not have
ALONE = re.compile(r"<p>(<img [^>]*>)</p>\n?")  # a picture in a paragraph of its own


@dataclasses.dataclass(frozen=True)
class Picture:
    file: Path
    alt: str


@dataclasses.dataclass(frozen=True)
class Page:
    """One task: its parts as HTML, and what is needed to find and to print it."""

    folder: Path  # FOLDER or RUNBOOKS
    name: str  # of the file without its ending, and in the address
    title: str
    lead: SafeString  # what it is for
    steps: SafeString  # an ordered list
    number_of_steps: int
    shown: SafeString  # the pictures, empty if there are none
    wrong_title: str
    wrong: SafeString  # what can go wrong
    pictures: tuple[Picture, ...]
    words: tuple[str, ...]  # all of it without marks, for searching

    @property
    def address(self):
        return reverse(ADDRESSES[self.folder], args=[self.name])


@dataclasses.dataclass(frozen=True)
class Group:
    title: str
    pages: tuple[Page, ...]


@dataclasses.dataclass(frozen=True)
class Handbook:
    """All pages in one language, in order."""

    language: str
    title: str
    lead: str
    groups: tuple[Group, ...]

    @property
    def pages(self):
        return {page.name: page for group in self.groups for page in group.pages}


def handbook(language=None):
    """Return the Handbook in `language`, by default that of the interface; in English where there is none in it."""
    language = language or get_language()
    return _read(FOLDER, language if language in languages() else FALLBACK)


def runbooks(language=None):
    """Return the runbooks as a Handbook in `language`, as handbook() does. A page is named as its alarm is."""
    language = language or get_language()
    return _read(RUNBOOKS, language if language in languages() else FALLBACK)


def runbook_name(alarm):
    """Return the name of the runbook's page for an alarm of monitoring: “no-worker” for “no worker”."""
    return alarm.replace(" ", "-")


@functools.cache
def languages():
    """Return the codes of the languages that the handbook has."""
    return sorted(folder.name for folder in FOLDER.iterdir() if (folder / f"{CONTENTS}.md").exists())


def found(groups, text):
    """Return the Groups with those of their pages that have each word of `text` somewhere, in any language."""
    asked = terms.folded_text(text).lower().split()
    kept = [
        dataclasses.replace(group, pages=tuple(page for page in group.pages if _has(page.name, asked)))
        for group in groups
    ]
    return [group for group in kept if group.pages]


def has_title(name, text):
    """Tell whether each word of `text` begins a word of the page's title, in any language."""
    asked = terms.folded_text(text).lower().split()
    titles = {word for code in languages() for word in _folded(_read(FOLDER, code).pages[name].title)}
    return all(any(word.startswith(one) for word in titles) for one in asked)


def _has(name, asked):
    return all(any(word.startswith(one) for word in _words(name)) for one in asked)


@functools.cache
def _words(name):
    return frozenset(
        word for code in languages() for words in _read(FOLDER, code).pages[name].words for word in _folded(words)
    )


def _folded(words):
    return re.findall(r"\w+", terms.folded_text(words).lower())


# --- Reading ---------------------------------------------------------------------------------------------------------


@functools.cache
def _read(folder, language):
    contents = _blocks(folder / language / f"{CONTENTS}.md")
    groups, title = [], ""
    for block in contents[2:]:
        if block[0].type == "heading_open":
            title = _text(block)
        elif block[0].type == "bullet_list_open":
            links = [child.attrGet("href") for child in _inline(block) if child.type == "link_open"]
            groups.append(Group(title, tuple(_page(folder, language, link.removesuffix(".md")) for link in links)))
    return Handbook(language, _text(contents[0]), _text(contents[1]), tuple(groups))


def _page(folder, language, name):
    """Return a Page; ValueError says what its file lacks."""
    file = folder / language / f"{name}.md"
    blocks = _blocks(file)
    kinds = [block[0].type for block in blocks]
    try:
        steps, wrong = kinds.index("ordered_list_open"), kinds.index("heading_open", 1)
    except ValueError:
        raise ValueError(f"{file} has no numbered steps, or no heading after them.") from None
    shown = [block for block in blocks[2:wrong] if block[0].type == "paragraph_open"]
    images = [child for block in shown for child in _inline(block) if child.type == "image"]
    pictures = tuple(Picture(file.parent / image.attrGet("src"), image.content) for image in images)
    return Page(
        folder=folder,
        name=name,
        title=_text(blocks[0]),
        lead=_html(file, blocks[1:2]),
        steps=_html(file, blocks[steps : steps + 1]),
        number_of_steps=sum(token.type == "list_item_open" and token.level == 1 for token in blocks[steps]),
        shown=mark_safe(ALONE.sub(r"<figure>\1</figure>", _html(file, shown))),  # noqa: S308 made by _html
        wrong_title=_text(blocks[wrong]),
        wrong=_html(file, blocks[wrong + 1 :]),
        pictures=pictures,
        words=tuple(_text(block) for block in blocks),
    )


def _blocks(file):
    """Return the tokens of the file, a list for each of its outermost blocks."""
    blocks = []
    for token in _markdown().parse(file.read_text()):
        if token.level == 0 and token.nesting >= 0:
            blocks.append([])
        blocks[-1].append(token)
    return blocks


def _inline(block):
    return [child for token in block for child in token.children or ()]


def _text(block):
    """Return the words of a block, without those that describe a picture."""
    paragraphs = [token.children or () for token in block]
    lines = [
        "".join(child.content if child.type == "text" else " " * (child.type == "softbreak") for child in one)
        for one in paragraphs
    ]
    return " ".join(filter(None, lines))


def _html(file, blocks):
    """Return HTML in which links lead to the pages of the desk, and pictures are those that it serves.

    The desk does not serve the other documents: of a link to one of them its words stay.
    """
    tokens = [token for block in blocks for token in block]
    leads_nowhere = False
    for child in _inline(tokens):
        if child.type in ("link_open", "link_close"):
            href = child.attrGet("href") or ""
            leads_nowhere = href.startswith("../") if child.type == "link_open" else leads_nowhere
            if leads_nowhere:
                child.tag, child.attrs = "span", {}
            elif href.endswith(".md"):
                child.attrSet("href", reverse(ADDRESSES[file.parents[1]], args=[href.removesuffix(".md")]))
        elif child.type == "image":
            picture = file.parent / child.attrGet("src")
            with Image.open(picture) as image:
                child.attrs |= {"width": image.width, "height": image.height, "loading": "lazy"}
            child.attrSet("src", static(f"handbook/{picture.name}"))
    # Markdown is rendered without HTML of its own, from files that come with the newsroom.
    return mark_safe(_markdown().renderer.render(tokens, _markdown().options, {}))  # noqa: S308


@functools.cache
def _markdown():
    return MarkdownIt("commonmark", {"html": False})
