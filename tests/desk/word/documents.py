"""Word documents for tests, made as Word makes them: with styles, pictures, and what must not come along."""

import io
import zipfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm

from tests import factories

TITLE = "Совет рассмотрел бюджет"
STANDFIRST = "Постоянный совет ОДКБ 27 ноября 2018 года в Москве рассмотрел проект бюджета на следующий год."


def report(pictures=(), language="ru"):
    """Return a python-docx document: a report with a heading, a list, a quotation, a table and pictures."""
    paper = docx.Document()
    title, standfirst = (TITLE, STANDFIRST) if language == "ru" else ("The budget", "The Council met " * 5)
    paper.add_heading(title, level=0)
    paper.add_paragraph(standfirst.strip())
    paper.add_heading("О проекте", level=1)
    words = paper.add_paragraph("Заседание вёл ")
    words.add_run("представитель Кыргызстана").bold = True
    words.add_run(", как и ")
    words.add_run("в прошлый раз").italic = True
    for item in ("первый вопрос", "второй вопрос"):
        paper.add_paragraph(item, style="List Bullet")
    paper.add_heading("Подробности", level=2)
    paper.add_paragraph("Мы работаем дальше.", style="Quote")
    table = paper.add_table(rows=2, cols=2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ["Год", "Сумма", "2018", "100"]):
        cell.text = text
    for number, content in enumerate(pictures, 1):
        add_picture(paper, content, caption=f"Рис. {number}. Участники заседания {number}")
    paper.add_paragraph("Конец сообщения.")
    return paper


def add_picture(paper, content, caption="", alt=""):
    run = paper.add_paragraph().add_run()
    shape = run.add_picture(io.BytesIO(content), width=Cm(8))
    if alt:
        shape._inline.docPr.set("descr", alt)
    if caption:
        paper.add_paragraph(caption, style="Caption")


def saved(paper):
    """Return the bytes of a python-docx document."""
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def with_parts(content, parts, without=()):
    """Return a .docx with `parts` ({name: bytes}) replaced or added, and some left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename not in parts and entry.filename not in without:
                target.writestr(entry.filename, source.read(entry))
        for name, data in parts.items():
            target.writestr(name, data)
    return made.getvalue()


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return source.read(name)


def insert(paper, xml):
    """Add a paragraph of raw WordprocessingML before the last one."""
    paragraph = parse_xml(f"<w:p {nsdecls('w', 'r', 'a', 'pic', 'wp')}>{xml}</w:p>")
    paper.paragraphs[-1]._p.addprevious(paragraph)
    return paragraph


def jpegs(number):
    return [factories.jpeg(400, 300) for _ in range(number)]
