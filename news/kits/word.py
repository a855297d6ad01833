"""A story as a Word document. The same story makes the same bytes."""

import datetime
import io
import zipfile

import docx
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from publishing import clock

DEEPEST = 3  # level of a list for which the document has a style


def document(story):
    """Return the bytes of a .docx with everything of `story`, the notes on changes on top."""
    made = io.BytesIO()
    paper(story).save(made)
    return _with_fixed_times(made)


def paper(story, aside=None):
    """Return the document, not saved yet.

    `aside` names a style, made here, for what stands beside the text: notes on changes, the date, the signature.
    """
    paper = docx.Document()
    if aside:
        paper.styles.add_style(aside, WD_STYLE_TYPE.PARAGRAPH)
    with override(story.language):
        _describe(paper, story)
        _write(paper, story, aside)
    return paper


def _describe(paper, story):
    """Say whose document this is and in which language, so that spelling is checked in it."""
    facts = paper.core_properties
    facts.title, facts.author, facts.last_modified_by = story.title[:255], _("CSTO Press Office"), ""
    facts.comments, facts.keywords, facts.language, facts.revision = "", "", story.language, 1
    moment = story.published_at or clock.now()
    facts.created = facts.modified = moment.astimezone(datetime.timezone.utc).replace(microsecond=0)
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), story.language)


def _write(paper, story, aside):
    for note in story.notes:
        paragraph = paper.add_paragraph(style=aside or "Intense Quote")
        paragraph.add_run(", ".join(filter(None, [note["label"], note["moment"]])) + ". ").bold = True
        paragraph.add_run(note["text"])
    paper.add_heading(story.title, level=0)
    paper.add_paragraph(story.date, style=aside)
    paper.add_paragraph().add_run(story.standfirst).bold = True
    lists = {}  # style of numbered items: the list that was opened last in it
    for block in story.blocks():
        _add(paper, block, lists)
    for line in story.signature:
        paper.add_paragraph(line, style=aside).paragraph_format.space_after = Pt(0)
    if story.published_at:
        paper.add_paragraph()
        _link(paper.add_paragraph(), story.address, story.address)


def _add(paper, block, lists):
    if block.kind == "table":
        _add_table(paper, block.rows)
    elif block.kind == "heading":
        _fill(paper.add_heading(level=block.level), block)
    elif block.kind == "rule":
        paper.add_paragraph("* * *")
    else:
        paragraph = _fill(paper.add_paragraph(style=_style(block)), block)
        if block.kind == "number":
            _count(paper, paragraph, block, lists)


def _style(block):
    deep = f" {min(block.level, DEEPEST)}" if block.level > 1 else ""
    return {"bullet": f"List Bullet{deep}", "number": f"List Number{deep}", "quote": "Quote"}.get(block.kind)


def _fill(paragraph, block):
    for words in block.runs:
        run = _link(paragraph, words.text, words.address) if words.address else paragraph.add_run(words.text)
        run.bold, run.italic = words.bold or block.kind == "question" or None, words.italic or None
    return paragraph


def _add_table(paper, rows):
    width = max((len(row) for row in rows), default=0)
    if not width:
        return
    table = paper.add_table(rows=0, cols=width, style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row):
            cell.text = text
    paper.add_paragraph()


# --- What the library has no words for -------------------------------------------------------------------------------


def _link(paragraph, text, address):
    """Add a link to `paragraph` and return its run."""
    run = paragraph.add_run(text)
    run.font.underline, run.font.color.rgb = True, RGBColor(0x1F, 0x4E, 0x79)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)
    return run


def _count(paper, paragraph, block, lists):
    """Number an item in its own list: without this Word counts on from whatever list came before."""
    style = paragraph.style
    if block.opens or style.name not in lists:
        numbering = paper.part.numbering_part.element
        pattern = numbering.num_having_numId(style.element.pPr.numPr.numId.val).abstractNumId.val
        opened = numbering.add_num(pattern)
        opened.add_lvlOverride(ilvl=0).add_startOverride(block.number)
        lists[style.name] = opened.numId
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = lists[style.name]


def _with_fixed_times(made):
    """Return the document packed anew: the library stamps every part with the time of writing."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w") as target:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename)
            entry.create_system = 3
            target.writestr(entry, source.read(part), zipfile.ZIP_DEFLATED, compresslevel=6)
    return fixed.getvalue()
