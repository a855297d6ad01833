"""Passages of HTML: every character knows where it came from, and a replacement changes nothing else."""

import html

import pytest

from news.lint.texts import in_html, replaced
from publishing.html import clean

SOURCES = [
    "<p>One</p><p>Two <strong>bold <em>both</em></strong> end</p>",
    "<ul><li><p>First</p><ul><li>Inner</li></ul>tail</li></ul>",
    "<p>Fish &amp; chips&nbsp;&lt;5 €&gt;</p>",
    "<p>Line<br>break</p>\n<h2>A heading</h2>\n\n<p>After\nit</p>",
    '<p>A <a href="https://www.un.org/?a=1&amp;b=2">link</a>, <a href="#"></a>.</p>',
    '<p>Before</p><figure data-photo="7"></figure><p>Behind</p>',
    "<table><tbody><tr><th>Day</th><td>Tuesday</td></tr></tbody></table><blockquote><p>Said</p></blockquote>",
    "Text without a paragraph",
    "",
]


@pytest.mark.parametrize("source", SOURCES)
def test_every_character_knows_its_place_in_the_source(source):
    for passage in in_html("body", source):
        for character, (start, end) in zip(passage.text, passage.sources, strict=True):
            assert html.unescape(source[start:end]) == (character if end > start else "")


@pytest.mark.parametrize("source", SOURCES)
def test_the_passages_are_all_the_text_there_is(source):
    text = "".join(passage.text for passage in in_html("body", source))
    assert [word for word in ("One", "both", "tail", "5 €>", "break", "Behind", "Said") if word in text] == [
        word for word in ("One", "both", "tail", "5 €>", "break", "Behind", "Said") if word in html.unescape(source)
    ]


def test_a_paragraph_ends_where_a_block_begins():
    assert [passage.text for passage in in_html("body", SOURCES[1])] == ["First", "Inner", "tail"]


def test_a_link_knows_its_address_and_its_words():
    [passage] = in_html("body", SOURCES[4])
    assert [(link.address, passage.text[link.start : link.end]) for link in passage.links] == [
        ("https://www.un.org/?a=1&b=2", "link"),
        ("#", ""),
    ]


def test_a_replacement_may_span_tags_and_references_and_leaves_them_where_they_are():
    source = clean("<p>Fish &amp; <strong>ch</strong>ips</p>")
    [passage] = in_html("body", source)
    assert passage.text == "Fish & chips"
    assert replaced(passage, source, [(5, 12, "<rice>")]) == "<p>Fish &lt;rice&gt;<strong></strong></p>"
    assert replaced(passage, source, [(0, 0, "A "), (12, 12, "!")]) == "<p>A Fish &amp; <strong>ch</strong>ips!</p>"
