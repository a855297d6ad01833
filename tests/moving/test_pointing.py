"""What somebody points at on three pages becomes selectors that find it on all, or a word about where they do not."""

import pytest

from moving import decoding, pointing
from moving.furniture import Furniture
from moving.pointing import Sheet
from moving.profiles import Profile
from moving.reading import Page
from tests.moving import odd_site


def sheet(html, number=1):
    return Sheet(Page(decoding.decode(html.encode(), ""), f"http://old.example/{number}", Profile()))


def sheets(*late):
    return [sheet(odd_site.page(number, number in late), number) for number in (1, 2, 3)]


def path(found, words):
    return next(pointing.path_of(block.element) for block in found.page.blocks if words in block.text)


def find(field, pages, *points, kept_free=None):
    pressed = [(number, path(pages[number], words)) for number, words in points]
    return pointing.find(field, pages, pressed, kept_free or [frozenset()] * len(pages))


@pytest.mark.parametrize(("field", "words", "selector"), [
    ("title", odd_site.title(1), "div.b-name"), ("date", "02/02/2017", "div.when"),
    ("standfirst", "In short", "div.b-lead"),
])  # fmt: skip
def test_one_press_is_enough_where_the_pages_are_alike(field, words, selector):
    found = find(field, sheets(), (0, words))
    assert found.selectors == [selector]
    assert found.is_sure


def test_the_text_is_all_of_it_from_its_first_paragraph_and_more_or_less_around_it():
    pages, common = sheets(), Furniture()
    for number in range(1, 9):
        page = sheet(odd_site.page(number)).page
        common.add(page.blocks, page.heading(), page.window_title)
    first = pointing.element_at(pages[0], path(pages[0], odd_site.paragraphs(1)[0]))
    container = pointing.text_container(pages[0], first, common)
    assert container.get("class") == "b-text"
    found = pointing.find("body", pages, [(0, pointing.path_of(container))], [frozenset()] * 3)
    assert (found.selectors, found.is_sure) == (["div.b-text"], True)
    around = pointing.wider(pages[0], container)
    assert around.get("class") == "c"
    assert pointing.find("body", pages, [(0, pointing.path_of(around))], []).selectors == ["td.c"], "not #p1"
    assert pointing.narrower(pages[0], container).tag == "p"


def test_a_page_with_other_markup_is_said_and_pointed_at_as_well():
    rest = "<p>Words of the text</p>"
    pages = [sheet(f"<body><h1>Site</h1><div class=old>Title {n}</div>{rest}") for n in range(2)]
    pages.append(sheet(f"<body><h1>Site</h1><div class=ad>Buy</div><div class=new>Title 2</div>{rest}"))
    found = find("title", pages, (0, "Title"))
    assert (found.selectors, found.pages) == (["div.old"], ["found", "found", "missing"])
    found = find("title", pages, (0, "Title"), (2, "Title"))
    assert (found.selectors, found.pages) == (["div.old", "div.new"], ["found"] * 3)


def test_what_is_there_twice_is_told_apart_by_its_place_or_said():
    pages = [sheet(f"<body><div class=a><p class=x>One {n}</p></div><div class=b><p class=x>Two {n}</p></div>")
             for n in range(3)]  # fmt: skip
    assert find("title", pages, (0, "Two")).selectors == ["div.b"]
    alike = [sheet(f"<body><p class=x>One {n}</p><p class=x>Two {n}</p>") for n in range(3)]
    assert find("title", alike, (0, "Two")).selectors == ["body > p:nth-of-type(2)"]
    differing = [alike[0], sheet("<body><p class=x>One</p><p class=x>Two</p><p class=x>Three</p>"), alike[2]]
    found = find("title", differing, (0, "Two"), (1, "Three"))
    assert found.pages == ["missing", "found", "missing"]


def test_the_name_of_the_site_is_no_title():
    pages = [sheet(f"<body><h1>The site</h1><p>Title {n}</p>") for n in range(3)]
    assert find("title", pages, (0, "The site")).pages == ["senseless"] * 3


def test_what_is_cut_is_exactly_what_was_pressed_and_nothing_that_is_kept():
    pages = sheets()
    found = find("cut", pages, (0, "Share"))
    assert (found.selectors, found.pages) == (["div.b-share"], ["found"] * 3)
    everything = [frozenset(range(len(page.page.blocks))) for page in pages]
    found = find("cut", pages, (0, "Share"), kept_free=everything)
    assert (found.selectors, found.pages[0]) == ([], "wrong")


@pytest.mark.parametrize(("texts", "formats"), [
    (["02/03/2017"], ["%d/%m/%Y", "%m/%d/%Y"]), (["02/03/2017", "25/03/2017"], ["%d/%m/%Y"]),
    (["02.03.17 14:05"], ["%d.%m.%y %H:%M"]), (["yesterday"], []), ([], []),
])  # fmt: skip
def test_dates_that_can_be_read_in_two_ways_are_left_to_a_person(texts, formats):
    assert pointing.date_formats(texts) == formats


@pytest.mark.parametrize("html", [
    "", "<p>", "<body onload=x>" + "<div>" * 500 + "deep", "<svg><script>x</script></svg><p id='\"]'>A</p>",
    "<p class='a:b 1x \u00e9 a.b'>Words</p>", "<table><tr><td>a<table><tr><td>b</table>", "<frameset><frame src=x>",
])  # fmt: skip
def test_whatever_a_page_is_made_of_a_press_breaks_nothing(html):
    one = sheet(html)
    for block in one.page.blocks:
        here = pointing.path_of(block.element)
        assert pointing.element_at(one, here) is block.element
        for field in pointing.FIELDS:
            pointing.find(field, [one], [(0, here)], [frozenset()])
    for bad in ["9.9.9", "x", "0.-1", ".", "0" * 500]:
        assert pointing.element_at(one, bad) is None
