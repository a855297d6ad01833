"""One text, every door: what a reader sees on the page stands in the same places wherever else the text goes.

The same fixtures go through all of them: PDF, plain text, the press kit, the wires, Word out and Word in.
"""

import io
import zipfile

import docx
import pytest
from django.utils.translation import override

from desk.word import writing_out
from news import comparison
from news.kits import stories
from news.lint.texts import in_html, replaced
from news.paper import pieces
from news.word import document
from publishing import prose
from publishing.html import clean
from search.models import Entry
from syndication import entries, ninjs
from tests import factories
from tests.news.test_paper import address_of, pdf, text, words
from tests.search.asking import articles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("put_together_in_public")]

TABLES = {
    "a cell over two columns": (
        "<table><tr><th>State</th><th colspan='2'>Share</th><th>Note</th></tr>"
        "<tr><td>KG</td><td>1</td><td>2</td><td>paid</td></tr></table>",
        [["State", "Share", "", "Note"], ["KG", "1", "2", "paid"]],
    ),
    "a cell over two rows": (
        "<table><tr><td rowspan='2'>KG</td><td>2017</td><td>1</td></tr><tr><td>2018</td><td>2</td></tr></table>",
        [["KG", "2017", "1"], ["", "2018", "2"]],
    ),
    "two header rows, both ways": (
        "<table><tr><th rowspan='2'>State</th><th colspan='2'>Share</th></tr><tr><th>2017</th><th>2018</th></tr>"
        "<tr><th>KG</th><td>1</td><td>2</td></tr><tr><td colspan='2' rowspan='2'>none</td><td>3</td></tr>"
        "<tr><td>4</td></tr></table>",
        [["State", "Share", ""], ["", "2017", "2018"], ["KG", "1", "2"], ["none", "", "3"], ["", "", "4"]],
    ),
    "a row across the whole": (
        "<table><tr><td>1</td><td>2</td><td>3</td></tr><tr><td colspan='9'>in all 6</td></tr></table>",
        [["1", "2", "3"], ["in all 6", "", ""]],
    ),
    "rows of different length": (
        "<table><tr><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>",
        [["1", ""], ["2", "3"]],
    ),
}
WHOLE = (
    "<h2>Head</h2><p>It took 1540<sup>2</sup> and 10<sup>6</sup> of H<sub>2</sub>O on the 4<sup>th</sup>.</p>"
    "<h3>Below</h3><h4>Lower</h4>"
    "<ul><li><p>one</p><p>and more of it</p>"
    "<ol type='a' start='3'><li>within<ul><li>deep</li></ul></li><li>next</li></ol></li>"
    "<li>two</li></ul><p>Between.</p><ol><li>first</li></ol><p>Then</p><ol start='2'><li>second</li></ol>"
    "<blockquote><p>Said.</p><p>And said.</p></blockquote><hr>"
    '<p><strong>Bold</strong> <em>italic</em> <a href="tel:+74957952710">+7 495 795-27-10</a></p>'
)


@pytest.fixture(params=list(TABLES), ids=list(TABLES))
def table(request):
    """A published edition with a table, and its words as they stand in columns."""
    html, rows = TABLES[request.param]
    return factories.published("en", body=html), rows


def as_lines(rows):
    return "\n".join(" | ".join(row).strip() for row in rows)


def lines_of(told):
    return "\n".join(line.strip() for line in told.splitlines())


def kit_member(client, edition, ending):
    with override(edition.language):
        response = client.get(f"{edition.get_absolute_url()}press-kit.zip")
    kit = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    return kit.read(f"texts/{edition.language}/{edition.address_part}.{ending}")


def rows_in_word(content):
    """Return the rows as python-docx reads them, a merged cell once."""
    rows, seen = [], set()
    for row in docx.Document(io.BytesIO(content)).tables[0].rows:
        rows.append([])
        for cell in row.cells:
            rows[-1].append("" if cell._tc in seen else cell.text)
            seen.add(cell._tc)
        rows[-1] += [""] * row.grid_cols_after
    return rows


# --- Tables ----------------------------------------------------------------------------------------------------------


def test_every_figure_stands_in_its_column_in_the_plain_text(client, table):
    edition, rows = table
    assert as_lines(rows) in lines_of(text(client, address_of(edition, "article.txt")))


def test_every_figure_stands_in_its_column_in_the_kits_text_and_word_document(client, table):
    edition, rows = table
    assert as_lines(rows) in lines_of(kit_member(client, edition, "txt").decode())
    assert rows_in_word(kit_member(client, edition, "docx")) == rows


def test_every_figure_stands_in_its_column_in_the_wires_text(table):
    edition, rows = table
    (entry,) = entries.of([edition])
    assert as_lines(rows) in lines_of(ninjs.words_of(entry))


def test_every_figure_stands_in_its_column_in_the_copy_for_signing(table):
    edition, rows = table
    assert rows_in_word(writing_out.document(edition)) == rows


def test_every_figure_stands_in_its_column_on_paper(client, table):
    edition, rows = table
    (piece,) = pieces.of_html(edition.body, "", lambda number: None)
    shown = [[""] * piece["width"] for _row in piece["rows"]]
    for cell in (cell for row in piece["rows"] for cell in row):
        shown[cell["y"]][cell["x"]] = "".join(run["t"] for part in cell["blocks"] for run in part["runs"])
    assert shown == rows
    said = words(pdf(client, address_of(edition, "article.pdf")))
    assert all(word in said for row in rows for word in row)


def test_a_table_of_a_hostile_size_is_read_in_no_time():
    wide = "<table><tr>" + "<td rowspan='9999'>1</td>" * 5000 + "</tr>" + "<tr><td>2</td></tr>" * 5000 + "</table>"
    (block,) = prose.read(wide)
    assert block.rows[1][0].column == 0


# --- Word, there and back --------------------------------------------------------------------------------------------


def back(edition):
    """Return the text of an edition after a trip through our Word document."""
    return document.read(io.BytesIO(writing_out.document(edition)), "back.docx")


@pytest.mark.parametrize("html", [*(html for html, _rows in TABLES.values()), WHOLE], ids=[*TABLES, "all the rest"])
def test_what_goes_out_as_word_comes_back_the_same(html):
    edition = factories.published("en", body=html)
    assert prose.read(back(edition).body) == prose.read(edition.body)


def test_neither_our_address_nor_our_pictures_come_back_as_text_of_the_article():
    draft = factories.edition("en", standfirst="Who met, where, and what came of it all.", body="<p>The text.</p>")
    factories.show(factories.photo(), draft)
    story = back(factories.publish(draft))
    assert (story.standfirst, story.body, story.pictures) == (draft.standfirst, "<p>The text.</p>", [])


def test_the_kits_word_document_names_its_standfirst(client):
    edition = factories.published("en", standfirst="Who met, where, and what came of it all.", body="<p>The text.</p>")
    story = document.read(io.BytesIO(kit_member(client, edition, "docx")), "kit.docx")
    assert (story.title, story.standfirst) == (edition.title, edition.standfirst)
    assert story.body == "<p>The text.</p>"


# --- Figures that are raised or lowered ------------------------------------------------------------------------------


def test_a_raised_figure_is_no_part_of_the_number_before_it(client):
    edition = factories.published("en", body="<p>1540<sup>2</sup>, 10<sup>6</sup>, H<sub>2</sub>O, 4<sup>th</sup></p>")
    assert "<p>1540<sup>2</sup>, 10<sup>6</sup>, H<sub>2</sub>O, 4<sup>th</sup></p>" in edition.body
    (entry,) = entries.of([edition])
    for told in (
        text(client, address_of(edition, "article.txt")),
        kit_member(client, edition, "txt").decode(),
        ninjs.words_of(entry),
    ):
        assert "1540², 10⁶, H₂O, 4^(th)" in told
    assert "1540², 10⁶, H₂O" in words(pdf(client, address_of(edition, "article.pdf")))


def test_a_link_whose_words_look_different_names_its_address_once():
    blocks = prose.read('<p><a href="https://example.org/">10<sup>6</sup> <strong>times</strong></a></p>')
    assert stories.plain(blocks) == "10⁶ times (https://example.org/)"


def test_a_quotation_that_html_marks_by_a_tag_gets_marks():
    assert clean("<p><q>Yes</q>, he said.</p>") == '<p>"Yes", he said.</p>'


def test_a_note_on_a_year_does_not_hide_the_year_from_the_rules():
    (passage,) = in_html("body", "<p>In 2018<sup>2</sup> it was.</p>")
    assert passage.text == "In 2018² it was."
    assert replaced(passage, "<p>In 2018<sup>2</sup> it was.</p>", [(3, 7, "2019")]) == (
        "<p>In 2019<sup>2</sup> it was.</p>"
    )


def test_a_comparison_shows_a_raised_figure_apart():
    old, new = (comparison.html_blocks(f"<p>It took {took}.</p>") for took in ("15402", "1540<sup>2</sup>"))
    (change,) = comparison.blocks(old, new)
    assert [(piece.change, piece.text) for piece in change.pieces if piece.change != "same"] == [
        ("removed", "15402"),
        ("added", "1540²"),
    ]


def test_a_number_with_a_note_is_found_and_its_excerpt_shows_it_apart():
    edition = factories.published("en", body="<p>It took 1540<sup>2</sup> kg of H<sub>2</sub>O, 90<sup>6</sup> l.</p>")
    for asked in ("1540", "1540²", "H2O", "H₂O", "90", "90⁶"):
        assert articles(asked) == {edition.article_id}, asked
    for asked in ("15402", "906"):
        assert articles(asked) == set(), asked
    assert "1540² kg" in Entry.objects.get(kind="article", object_id=edition.article_id).body
