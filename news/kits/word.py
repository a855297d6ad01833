"""A story as a Word document. The same story makes the same bytes.

Lines that are not part of the text (date, signature, address) have the style OURS, notes on changes CHANGE, and places
of photographs PHOTO, so that news/word/document.py recognises them when the document comes back.
"""

import datetime
import io
import zipfile

import docx
from django.utils.translation import override
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor, Twips
from docx.table import _Cell

from news.kits import stories
from publishing import clock, direction, prose

OURS = "Newsroom note"
CHANGE = "Newsroom note on a change"
STANDFIRST = "Standfirst"
PHOTO = "Newsroom photograph"
TABLE_HEADING = "Newsroom table heading"
PHOTO_BOOKMARK = "newsroom_photo_{}"

MAX_LEVEL = 8  # of a list, from 0: Word knows nine
LEVEL_TWIPS = 360  # twentieths of a point by which a level of a list is indented
TABLE_TWIPS = 9000  # between the margins
COUNTED_AS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def document(story):
    """Return the bytes of a .docx with all of `story`, the notes on changes on top."""
    made = io.BytesIO()
    paper(story).save(made)
    return _with_fixed_times(made)


def paper(story):
    """Return the python-docx document of `story`."""
    paper = docx.Document()
    _add_styles(paper.styles)
    with override(story.language):
        _describe(paper, story)
        _write(paper, story)
    return paper


def _add_styles(styles):
    for name in (OURS, CHANGE, STANDFIRST, PHOTO, TABLE_HEADING):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    styles[OURS].paragraph_format.space_after = Pt(0)
    styles[CHANGE].base_style = styles["Intense Quote"]
    styles[STANDFIRST].font.bold = True
    styles[PHOTO].font.italic = True
    styles[TABLE_HEADING].font.bold = True


def _describe(paper, story):
    """Set title, author and language of the document; Word checks the spelling in that language."""
    facts = paper.core_properties
    facts.title, facts.author, facts.last_modified_by = story.title[:255], story.office, ""
    facts.comments, facts.keywords, facts.language, facts.revision = "", "", story.language, 1
    moment = story.published_at or clock.now()
    facts.created = facts.modified = moment.astimezone(datetime.UTC).replace(microsecond=0)
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), story.language)


def _write(paper, story):
    for note in story.notes:
        paragraph = paper.add_paragraph(style=CHANGE)
        paragraph.add_run(", ".join(filter(None, [note["label"], note["moment"]])) + ". ").bold = True
        paragraph.add_run(note["text"])
    paper.add_heading(story.title, level=0)
    paper.add_paragraph(story.date, style=OURS)
    if story.standfirst:
        paper.add_paragraph(story.standfirst, style=STANDFIRST)
    writer = _Writer(paper, story.figures)
    writer.add(paper, story.blocks())
    for line in story.signature:
        paper.add_paragraph(line, style=OURS)
    if story.published_at:
        paper.add_paragraph(style=OURS)
        _link(paper.add_paragraph(style=OURS), prose.Run(story.address, address=story.address))


class _Writer:
    """Writes blocks into a document or into a cell of its tables."""

    def __init__(self, paper, figures):
        self.paper, self.figures = paper, figures
        self.numbering, self.photos = _Numbering(paper.part.numbering_part.element), 0

    def add(self, place, blocks, style=None):
        for block in blocks:
            match block:
                case prose.List():
                    self._add_list(place, block, 0)
                case prose.Table():
                    self._add_table(place, block)
                case prose.Quote():
                    self.add(place, block.blocks, "Quote")
                case prose.Photo():
                    self._add_photo(place, block.number)
                case prose.Rule():
                    place.add_paragraph("* * *")
                case prose.Heading():
                    _fill(place.add_paragraph(style=f"Heading {block.level - 1}"), block.runs)
                case stories.InterviewQuestion():
                    _fill(place.add_paragraph(), block.runs, bold=True)
                case _:
                    _fill(place.add_paragraph(style=style), block.runs)

    def _add_photo(self, place, number):
        words = stories.photo_in_words(number, self.figures)
        if words:
            paragraph = place.add_paragraph(style=PHOTO)
            self.photos += 1
            _mark(paragraph, self.photos, PHOTO_BOOKMARK.format(number))
            paragraph.add_run(words)

    def _add_list(self, place, block, level):
        numbering = self.numbering.of(block, level)
        deep = f" {min(level + 1, 3)}" if level else ""
        kind = "Number" if block.is_ordered else "Bullet"
        for item in block.items:
            first, *others = item or (prose.Paragraph(()),)
            paragraph = place.add_paragraph(style=f"List {kind}{deep}")
            _count(paragraph, numbering, level)
            if type(first) is prose.Paragraph:
                _fill(paragraph, first.runs)
            else:
                others = item
            for part in others:
                self._add_to_item(place, part, level, f"List Continue{deep}")

    def _add_to_item(self, place, part, level, style):
        if isinstance(part, prose.List):
            self._add_list(place, part, min(level + 1, MAX_LEVEL))
        elif type(part) is prose.Paragraph:
            paragraph = _fill(place.add_paragraph(style=style), part.runs)
            paragraph.paragraph_format.left_indent = Twips(LEVEL_TWIPS * (level + 1))
        else:
            self.add(place, [part])

    def _add_table(self, place, block):
        """Add a table with its merged cells and its header rows."""
        table = self.paper.add_table(rows=0, cols=0, style="Table Grid")
        for _column in range(block.width):
            _append(table._tbl.tblGrid, "w:gridCol", w=TABLE_TWIPS // block.width)
        for number, cells in enumerate(_rows_of_cells(block)):
            row = _append(table._tbl, "w:tr")
            properties = _append(row, "w:trPr")
            if missing := next((place for place, (cell, _above) in enumerate(reversed(cells)) if cell), len(cells)):
                cells = cells[:-missing]
                _append(properties, "w:gridAfter", val=missing)
            if number < block.header_rows:
                _append(properties, "w:tblHeader")
            for cell, is_continued in cells:
                self._add_cell(table, row, cell, is_continued, TABLE_TWIPS // block.width)
        if place is not self.paper:
            place._element.append(table._tbl)
        place.add_paragraph()  # Word joins two tables that touch, and a cell has to end in a paragraph

    def _add_cell(self, table, row, cell, is_continued, column_width):
        element = _append(row, "w:tc")
        properties = _append(element, "w:tcPr")
        columns = cell.columns if cell else 1
        _append(properties, "w:tcW", w=column_width * columns, type="dxa")
        if columns > 1:
            _append(properties, "w:gridSpan", val=columns)
        if cell and cell.rows > 1:
            _append(properties, "w:vMerge", val="continue" if is_continued else "restart")
        place = _Cell(element, table)
        if cell and not is_continued:
            self.add(place, cell.blocks, TABLE_HEADING if cell.is_header else None)
        if len(element) == 1:
            place.add_paragraph()


def _rows_of_cells(table):
    """Yield each row as pairs: the cell or None where there is none, and whether it continues one from above."""
    open_cells = {}  # column: the cell that reaches down into the next rows
    for number, row in enumerate(table.rows):
        begun = {cell.column: cell for cell in row}
        cells, column = [], 0
        while column < table.width:
            above = open_cells.get(column)
            is_continued = above is not None and above.row + above.rows > number
            cell = above if is_continued else begun.get(column)
            if cell and not is_continued:
                open_cells[column] = cell
            cells.append((cell, is_continued))
            column += cell.columns if cell else 1
        yield cells


def _fill(paragraph, runs, *, bold=False):
    for words in runs:
        run = _link(paragraph, words) if words.address else paragraph.add_run(words.text)
        run.bold, run.italic = words.bold or bold or None, words.italic or None
        if words.position == "sup":
            run.font.superscript = True
        elif words.position == "sub":
            run.font.subscript = True
    if direction.of_words(paragraph.text) == direction.RTL:
        _append(paragraph._p.get_or_add_pPr(), "w:bidi")
        for run in paragraph._p.iter(qn("w:r")):
            _append(run.get_or_add_rPr(), "w:rtl")
    return paragraph


# --- What python-docx cannot do --------------------------------------------------------------------------------------


def _append(parent, tag, **attributes):
    """Append an element with attributes in Word's namespace."""
    element = OxmlElement(tag)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    parent.append(element)
    return element


def _link(paragraph, words):
    """Add a link to `paragraph` and return its run."""
    run = paragraph.add_run(words.text)
    run.font.underline, run.font.color.rgb = True, RGBColor(0x1F, 0x4E, 0x79)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(words.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)
    return run


def _mark(paragraph, number, name):
    _append(paragraph._p, "w:bookmarkStart", id=number, name=name)
    _append(paragraph._p, "w:bookmarkEnd", id=number)


class _Numbering:
    """Gives every list its own numbering; otherwise Word continues to count from the list before."""

    def __init__(self, element):
        self.element = element
        self.patterns = element.findall(qn("w:abstractNum"))
        keys = [int(pattern.get(qn("w:abstractNumId"))) for pattern in self.patterns]
        numbers = [int(match.get(qn("w:numId"))) for match in element.findall(qn("w:num"))]
        self.last = max(keys + numbers, default=0)

    def of(self, block, level):
        """Return the number of a numbering made for this list alone."""
        self.last += 1
        pattern = OxmlElement("w:abstractNum")
        pattern.set(qn("w:abstractNumId"), str(self.last))
        _append(pattern, "w:multiLevelType", val="multilevel")
        for deep in range(MAX_LEVEL + 1):
            _describe_level(pattern, block, deep, start=block.start if deep == level else 1)
        if self.patterns:
            self.patterns[-1].addnext(pattern)
        else:
            self.element.insert(0, pattern)
        self.patterns = [pattern]
        _append(_append(self.element, "w:num", numId=self.last), "w:abstractNumId", val=self.last)
        return self.last


def _describe_level(pattern, block, level, *, start):
    described = _append(pattern, "w:lvl", ilvl=level)
    _append(described, "w:start", val=start)
    _append(described, "w:numFmt", val=COUNTED_AS.get(block.kind, "bullet"))
    _append(described, "w:lvlText", val=f"%{level + 1}." if block.is_ordered else "•")
    indent = {"left": LEVEL_TWIPS * (level + 1), "hanging": LEVEL_TWIPS}
    _append(_append(described, "w:pPr"), "w:ind", **indent)


def _count(paragraph, numbering, level):
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = numbering


def _with_fixed_times(made):
    """Return the document packed again with fixed times: python-docx stamps every part with the present time."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w") as target:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename)
            entry.create_system = 3
            target.writestr(entry, source.read(part), zipfile.ZIP_DEFLATED, compresslevel=6)
    return fixed.getvalue()
