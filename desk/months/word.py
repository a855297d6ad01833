"""The report of a month as a Word document: the same tables, to be edited before it is sent on.

Word knows no SVG that every version shows, so the plot is a picture made of the one in the PDF.
"""

import io

import docx
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from desk.months import charts, lines, paper
from identity.current import current as identity
from news.paper import typesetting

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDTH = Cm(16)
COLUMNS = (Cm(6.4), Cm(2.8), Cm(3.4), Cm(3.4))


def document(report):
    """Return the .docx of a lines.Report as bytes, in the active language."""
    made = docx.Document()
    made.core_properties.title = f"{_('Month in numbers')}. {report.title}"
    made.core_properties.author, made.core_properties.language = identity().office, get_language()
    made.core_properties.created = made.core_properties.modified = report.at.replace(tzinfo=None)
    made.add_paragraph(f"{identity().office}. {_('Month in numbers')}")
    made.add_heading(report.title, 1)
    made.add_paragraph(paper.as_counted(report))
    if report.is_empty:
        made.add_paragraph(paper.nothing(report))
    else:
        _add_plot(made, report)
        made.add_heading(_("Figures"), 2)
        _add_table(made, report)
        if report.cuttings:
            made.add_heading(_("Press cuttings"), 2)
            for cutting in report.cuttings:
                made.add_paragraph("\n".join(filter(None, cutting)))
        made.add_heading(_("How this is counted"), 2)
        for sentence in lines.explanations():
            made.add_paragraph(sentence)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _add_plot(made, report):
    made.add_heading(report.days.title, 2)
    drawing = typesetting.picture(charts.days(report.days, identity().row.colour))
    picture = made.add_picture(io.BytesIO(drawing), width=WIDTH)
    picture._inline.docPr.set("descr", charts.in_words(report.days))


def _add_table(made, report):
    """Add one table with all lines; its first row is repeated on every page that it runs over."""
    drawn = made.add_table(rows=0, cols=len(COLUMNS), style="Table Grid")
    drawn.autofit = False
    _add_row(drawn, ["", *report.columns], is_bold=True)
    for table in report.tables:
        cells = _add_row(drawn, [table.title, "", "", ""], is_bold=True)
        cells[0].merge(cells[-1])
        for line in table.lines:
            _add_row(drawn, [line.name, *map(paper.in_words, line.cells)])
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(head)


def _add_row(drawn, words, *, is_bold=False):
    """Add a row with a text for each column, numbers at the right; return its cells."""
    cells = drawn.add_row().cells
    for place, (cell, width, text) in enumerate(zip(cells, COLUMNS, words)):
        cell.width = width
        paragraph = cell.paragraphs[0]
        if text:
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(10), is_bold
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if place else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.space_after = Pt(0)
    return cells
