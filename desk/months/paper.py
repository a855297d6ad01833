"""The report of a month as PDF, set like every sheet of the press office (news/paper/)."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from desk.months import charts, lines
from identity.current import current as identity
from news.paper import sheets, typesetting
from publishing import moments
from publishing.addresses import absolute_url

WEIGHTS = (5, 2, 3, 3)  # of the columns of a table: names of figures are longer than figures


def pdf(report):
    """Return the PDF of a lines.Report as bytes, in the active language."""
    return typesetting.pdf(sheet(report))


def sheet(report):
    """Return the sheets.Sheet of a lines.Report."""
    address = absolute_url(reverse("admin:month", args=[report.month.year, report.month.number]))
    data = {
        **sheets.frame(address, get_language()),
        "kicker": _("Month in numbers"),
        "title": report.title,
        "dateline": as_counted(report),
        "edition": "",
        "notes": [],
        "standfirst": "",
        "facts": [],
        "signature": [],
        "contact": [],
        "blocks": list(_blocks(report)),
    }
    return sheets.Sheet(name=str(report.month), at=report.at, data=data)


def as_counted(report):
    """Return the sentence that says when the figures were counted."""
    return _("Counted on %(moment)s %(clock)s") % moments.told(report.at)


def nothing(report):
    """Return the sentence of a month without anything."""
    return _("%(month)s: nothing was published, and nothing came in.") % {"month": report.title}


def _blocks(report):
    if report.is_empty:
        yield _paragraph(nothing(report))
        return
    yield _heading(report.days.title)
    svg = charts.days(report.days, identity().row.colour)
    yield {"kind": "chart", "svg": svg, "alt": charts.in_words(report.days)}
    yield _heading(_("Figures"))
    yield _table(report)
    if report.cuttings:
        yield _heading(_("Press cuttings"))
        for said, line, address in report.cuttings:
            yield {"kind": "paragraph", "runs": _of_cutting(said, line, address)}
    yield _heading(_("How this is counted"))
    for sentence in lines.explanations():
        yield _paragraph(sentence)


def _of_cutting(said, line, address):
    runs = [{"t": said, "b": True}]
    runs += [{"t": f"\n{line}"}] if line else []
    runs += [{"t": "\n"}, {"t": address, "a": address}] if address else []
    return runs


def _heading(words):
    return {"kind": "heading", "level": 2, "runs": [{"t": words}]}


def _paragraph(words):
    return {"kind": "paragraph", "runs": [{"t": words}]}


def _table(report):
    """Return one table with all lines, each group of them below its title."""
    rows = [[("", True), *((column, True) for column in report.columns)]]
    for table in report.tables:
        rows.append([(table.title, True)])
        rows += [[(line.name, False), *((in_words(cell), False) for cell in line.cells)] for line in table.lines]
    width = len(report.columns) + 1
    cells = [
        [_cell(x, y, *it, width if len(row) == 1 else 1) for x, it in enumerate(row)] for y, row in enumerate(rows)
    ]
    return {"kind": "table", "width": width, "weights": WEIGHTS, "head": 1, "rows": cells}


def in_words(cell):
    """Return “9 (+3)”."""
    return f"{cell.text} ({cell.change})" if cell.change else cell.text


def _cell(x, y, words, is_head, across):
    return {"x": x, "y": y, "across": across, "down": 1, "th": is_head, "blocks": [_paragraph(words)]}
