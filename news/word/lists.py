"""Lists of a Word document: Word has no lists, only paragraphs of a numbering, each at a level.

Before Mammoth reads a document, `mark_items` puts what a paragraph's numbering says into a style and a mark of its own;
afterwards `build` makes real lists of these paragraphs: within each other, of their kind, beginning where they began.
"""

import dataclasses
import re

import lxml.etree
import lxml.html

from publishing import numbers

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ITEM = "NewsroomListItem"  # the style by which Mammoth recognizes a marked paragraph
CONTINUED = re.compile(r"continued([123]?)")  # the class of a paragraph that continues an item, with its level
# Where Word has a style for each level, all of them are at level 0 of their own numbering.
LEVEL_IN_NAME = re.compile(r"List (?:Bullet|Number) ([2-9])", re.IGNORECASE)
STYLE_MAP = f"""
p.{ITEM} => p.item:fresh
p[style-name='List Continue'] => p.continued1:fresh
p[style-name='List Continue 2'] => p.continued2:fresh
p[style-name='List Continue 3'] => p.continued3:fresh
p[style-name='List Paragraph'] => p.continued:fresh
"""

KINDS = {
    "decimal": "1", "decimalZero": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
}  # fmt: skip
# HTML has no Cyrillic list letters: the letter stays in the text, so that references to it remain right.
CYRILLIC = {"russianLower": "абвгдежзиклмнопрстуфхцчшщэюя", "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"}
MARK = re.compile("\ue000([0-9]+) (\\w+) ([0-9]+) ([0-9]+)\ue001")
MAX_DEPTH = 9
MAX_STYLES_UP = 20  # steps from a style to the one it is based on


@dataclasses.dataclass(frozen=True)
class Item:
    """The mark of a paragraph: its level from 0, the kind of its list, its number, and its numbering."""

    level: int
    kind: str
    number: int
    numbering: int


class Numberings:
    """The styles and numberings of a document, and the counters of its lists."""

    def __init__(self, styles, numbering):
        self.styles = (
            {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")} if styles is not None else {}
        )
        self.patterns, self.numberings = {}, {}
        if numbering is not None:
            self.patterns = {
                definition.get(f"{W}abstractNumId"): definition for definition in numbering.iter(f"{W}abstractNum")
            }
            self.numberings = {instance.get(f"{W}numId"): instance for instance in numbering.iter(f"{W}num")}
        self.counts, self.begun = {}, set()

    def style_name(self, paragraph):
        style = self.styles.get(_value(paragraph, "pPr/pStyle"))
        return (_value(style, "name") or "") if style is not None else ""

    def place_of(self, paragraph):
        """Return (key of the numbering, level) of a paragraph; None if it is not in a list."""
        key, level = _value(paragraph, "pPr/numPr/numId"), _value(paragraph, "pPr/numPr/ilvl")
        style = self.styles.get(_value(paragraph, "pPr/pStyle"))
        for _step in range(MAX_STYLES_UP):
            if style is None or (key and level):
                break
            key = key or _value(style, "pPr/numPr/numId")
            level = level or _value(style, "pPr/numPr/ilvl")
            style = self.styles.get(_value(style, "basedOn"))
        if key not in self.numberings:
            return None
        level = numbers.parse(level, 0)
        named = LEVEL_IN_NAME.fullmatch(self.style_name(paragraph))
        return key, level, int(named[1]) - 1 if named and not level else level

    def count(self, key, level):
        """Advance the counter; return (format, number) of the next paragraph of a numbering at a level."""
        pattern = _value(self.numberings[key], "abstractNumId")
        described = self._level(key, pattern, level)
        start = _value(described, "start") if described is not None else ""
        own_start = self._own_start(key, level)
        place = (pattern, level)
        if own_start and (key, level) not in self.begun:
            self.counts.pop(place, None)
            start = own_start
        self.begun.add((key, level))
        first = numbers.parse(start, 1)
        self.counts[place] = self.counts[place] + 1 if place in self.counts else first
        for other in [count for count in self.counts if count[0] == pattern and count[1] > level]:
            del self.counts[other]
        return (_value(described, "numFmt") if described is not None else "") or "decimal", self.counts[place]

    def _level(self, key, pattern, level):
        for parent in (self.numberings[key], self.patterns.get(pattern)):
            for described in parent.iter(f"{W}lvl") if parent is not None else ():
                if described.get(f"{W}ilvl") == str(level):
                    return described
        return None

    def _own_start(self, key, level):
        for override in self.numberings[key].iterchildren(f"{W}lvlOverride"):
            if override.get(f"{W}ilvl") == str(level):
                return _value(override, "startOverride")
        return None


def _value(element, path):
    """Return the value of the element at a path of tags below `element`, None if there is none."""
    if element is None:
        return None
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return None if found is None else found.get(f"{W}val")


def mark_items(root, styles, numbering, is_read_by_style):
    """Mark the paragraphs of lists below `root`; return how many keep a letter in their text.

    `is_read_by_style` returns whether the style of this name means something else, a heading or a quotation.
    """
    numberings, lettered = Numberings(styles, numbering), 0
    known = {key: place for place, key in enumerate(numberings.numberings)}
    for paragraph in root.iter(f"{W}p"):
        place = numberings.place_of(paragraph)
        if place is None or is_read_by_style(numberings.style_name(paragraph)) or not _has_words(paragraph):
            continue
        key, own_level, level = place
        written, number = numberings.count(key, own_level)
        if written in CYRILLIC:
            letters = CYRILLIC[written]
            _begin_with(paragraph, f"{letters[(number - 1) % len(letters)]}) ")
            lettered += 1
        elif written != "none":
            kind = "bullet" if written == "bullet" else KINDS.get(written, "1")
            _set_style(paragraph, ITEM)
            _begin_with(paragraph, f"\ue000{level} {kind} {number} {known[key]}\ue001")
        _remove_numbering(paragraph)
    return lettered


def _has_words(paragraph):
    return bool("".join(paragraph.itertext(f"{W}t")).strip())


def _set_style(paragraph, style):
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = lxml.etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    named = properties.find(f"{W}pStyle")
    if named is None:
        named = lxml.etree.Element(f"{W}pStyle")
        properties.insert(0, named)
    named.set(f"{W}val", style)


def _remove_numbering(paragraph):
    """Remove a paragraph from its numbering, and from that of its style."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return
    for numbered in properties.findall(f"{W}numPr"):
        properties.remove(numbered)
    named = properties.find(f"{W}pStyle")
    if named is not None and named.get(f"{W}val") != ITEM:
        properties.remove(named)


def _begin_with(paragraph, words):
    run = lxml.etree.Element(f"{W}r")
    text = lxml.etree.SubElement(run, f"{W}t")
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        paragraph.insert(0, run)
    else:
        properties.addnext(run)


# --- Afterwards ------------------------------------------------------------------------------------------------------


def build(root):
    """Turn the marked paragraphs in the HTML `root` into lists, with continuations inside their items."""
    for place in {paragraph.getparent() for paragraph in root.xpath(".//p[@class='item']")}:
        _make(place)
    for item in root.xpath(".//li[count(*) = count(p[1])]"):
        item[0].drop_tag()  # a single paragraph needs no tag of its own


def _make(place):
    open_lists = []  # from the outermost: (level, numbering, the list)
    for paragraph in list(place):
        item = _read_mark(paragraph) if paragraph.get("class") == "item" else None
        if item:
            _add(paragraph, item, open_lists)
        elif open_lists and (continued := CONTINUED.fullmatch(paragraph.get("class") or "")):
            _continue(paragraph, int(continued[1] or MAX_DEPTH) - 1, open_lists)
        else:
            open_lists = []


def _read_mark(paragraph):
    for holder in paragraph.iter():
        mark = MARK.match(holder.text or "")
        if mark:
            holder.text = holder.text[mark.end() :]
            return Item(min(int(mark[1]), MAX_DEPTH), mark[2], int(mark[3]), int(mark[4]))
        if holder.text:
            break
    return None


def _add(paragraph, item, open_lists):
    while open_lists and open_lists[-1][0] > item.level:
        open_lists.pop()
    if open_lists and open_lists[-1][0] == item.level and open_lists[-1][1:3] != (item.numbering, item.kind):
        open_lists.pop()
    if not open_lists or open_lists[-1][0] < item.level:
        _open(paragraph, item, open_lists)
    entry = lxml.html.Element("li")
    open_lists[-1][3].append(entry)
    paragraph.attrib.pop("class")
    entry.append(paragraph)


def _open(paragraph, item, open_lists):
    new = lxml.html.Element("ul" if item.kind == "bullet" else "ol")
    if item.kind not in ("bullet", "1"):
        new.set("type", item.kind)
    if item.kind != "bullet" and item.number != 1:
        new.set("start", str(item.number))
    if open_lists:
        open_lists[-1][3][-1].append(new)
    else:
        paragraph.addprevious(new)
    open_lists.append((item.level, item.numbering, item.kind, new))


def _continue(paragraph, level, open_lists):
    """Add a further paragraph to the last item of the list at its level."""
    while len(open_lists) > 1 and open_lists[-1][0] > level:
        open_lists.pop()
    open_lists[-1][3][-1].append(paragraph)
