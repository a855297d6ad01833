"""Which pages are one page to axe, and which are not."""

import pytest

from tests.accessibility.makes import make_of

PAGE = "<html><body><nav><a href='/'>Home</a></nav><main><h1>News</h1><ul>{}</ul><h2>Further</h2></main></body></html>"
KNOWN = PAGE.format("<li class='item'>One</li><li class='item'>Two</li>")


@pytest.mark.parametrize(
    "page",
    [
        KNOWN.replace("Further", "Дальше"),
        KNOWN.replace("<li class='item'>Two</li>", ""),
        KNOWN.replace("href='/'", "href='/en/' id='home-2'"),
    ],
    ids=["other words", "fewer lines", "another address"],
)
def test_a_page_that_brings_nothing_new_is_the_same_page(page):
    assert make_of(page) <= make_of(KNOWN)


@pytest.mark.parametrize(
    "page",
    [
        KNOWN.replace("<h1>News</h1>", ""),
        KNOWN.replace("h2>", "h3>"),
        KNOWN.replace("<nav>", "<nav aria-label='Site'>"),
        KNOWN.replace("Two", ""),
        KNOWN.replace("<ul>", "<ul class='pale'>"),
        PAGE.format("<li class='item'><a href='/'>Home</a></li>"),
        KNOWN.replace("<li class='item'>Two", "<li class='item' hidden>Two"),
        KNOWN.replace("</main>", "<input></main>"),
    ],
    ids=["no heading", "another level", "a name", "an empty line", "around it", "elsewhere", "hidden", "a field"],
)
def test_whatever_else_is_different_makes_it_another(page):
    assert not make_of(page) <= make_of(KNOWN)


def test_what_is_no_whole_page_is_made_of_nothing():
    assert make_of("<p>A part of a page.</p>") == set()
