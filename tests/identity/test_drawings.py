"""An organization's mark: shapes are taken, and whatever could run, load or hide something is refused in a sentence."""

import pytest
from django.core.exceptions import ValidationError
from lxml import etree

from identity import drawings

SHAPE = '<path d="M1 2h3" fill="#12365c"/>'


def svg(inside=SHAPE, attributes='viewBox="0 0 10 10"'):
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'


def test_shapes_stay_as_they_were_drawn():
    made = drawings.cleaned(svg('<g transform="translate(1 2)" fill="currentColor"><circle cx="1" cy="2" r=".5"/></g>'))
    assert '<g transform="translate(1 2)" fill="currentColor"><circle cx="1" cy="2" r=".5"/></g>' in made


def test_cleaned_twice_is_cleaned_once():
    made = drawings.cleaned(svg(attributes='width="20" height="10mm"'))
    assert 'viewBox="0 0 20 10"' in made
    assert drawings.cleaned(made) == made


def test_what_drawing_programs_write_beside_the_shapes_is_left_out():
    noise = (
        '<metadata><rdf:RDF xmlns:rdf="urn:r"/></metadata><s:namedview xmlns:s="urn:s" s:zoom="2"/><defs/>'
        '<!-- made by a program --><path id="p" class="a" data-name="x" d="M0 0h1"/>'
    )
    assert drawings.cleaned(svg(noise)) == drawings.cleaned(svg('<path d="M0 0h1"/>'))


@pytest.mark.parametrize(("drawing", "sentence"), [
    (svg(f"{SHAPE}<script>alert(1)</script>"), "<script> is not taken"),
    (svg('<path d="M0 0" onload="alert(1)"/>'), "“onload”, by which it could run"),
    (svg(SHAPE, 'viewBox="0 0 1 1" onclick="x()"'), "“onclick”"),
    (svg("<foreignObject><div xmlns='http://www.w3.org/1999/xhtml'>x</div></foreignObject>"), "<foreignObject>"),
    (svg('<image href="https://example.org/x.png"/>'), "<image>"),
    (svg('<use href="#a"/>'), "<use>"),
    (svg(f'<g xmlns:x="http://www.w3.org/1999/xlink" x:href="https://example.org/">{SHAPE}</g>'), "“href”"),
    (svg('<a href="javascript:alert(1)"><path d="M0 0"/></a>'), "<a> is not taken"),
    (svg('<path d="M0 0" fill="url(https://example.org/x#y)"/>'), "“fill” refers to something else: url("),
    (svg('<path d="M0 0" fill="u\\72l(x)"/>'), "“fill” refers to something else"),
    (svg('<path d="M0 0" style="fill:red"/>'), "The drawing has styles"),
    (svg("<style>path{fill:url(x)}</style>" + SHAPE), "<style> is not taken"),
    (svg("<animate attributeName='d'/>" + SHAPE), "<animate>"),
    (svg("<text>CC</text>"), "<text> is not taken in a mark: only shapes are"),
    (svg(""), "There is no shape"),
    (svg(SHAPE, ""), "does not say how large it is"),
    (svg(SHAPE, 'width="100%" height="100%"'), "does not say how large it is"),
    ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("<title>&x;</title>" + SHAPE), "entities"),
    ('<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + svg("&c;" + SHAPE), "entities"),
    ("<svg", "cannot be read at line 1"),
    ("", "This is no SVG"),
    ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "This is no SVG"),
    (svg(f"<!-- {'x' * 70_000} -->{SHAPE}"), "larger than 60 KB"),
    (svg("<path/>" * 2_100), "more than 2000 parts"),
])  # fmt: skip
def test_a_drawing_that_is_more_than_shapes_is_refused_with_the_reason(drawing, sentence):
    with pytest.raises(ValidationError) as refusal:
        drawings.cleaned(drawing)
    assert sentence in refusal.value.messages[0]


def test_deep_nesting_is_refused_and_ends_nothing():
    with pytest.raises(ValidationError):
        drawings.cleaned(svg("<g>" * 1500 + SHAPE + "</g>" * 1500))


def test_nothing_but_known_names_is_left():
    made = drawings.cleaned(svg('<path d="M0 0" fill="red" unknown="x" xml:space="preserve"/>'))
    (path,) = etree.fromstring(made)
    assert dict(path.attrib) == {"d": "M0 0", "fill": "red"}
