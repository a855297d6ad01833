"""The handbook says what the screens say, in both languages alike, and leads to what is there."""

import io
import re

import polib
import pypdf
import pytest
from django.urls import reverse

from csto_site.places import BASE
from desk.articles import actions as article_actions
from desk.handbook import pages, screens
from identity import actions as identity_actions
from identity import parts
from tests import factories
from tests.desk.screens import NEW, Page, send, signed_in
from tests.desk.test_addresses import of_the_desk

QUOTED = re.compile(r"\*\*([^*]+)\*\*")
ITEM = re.compile(r"^(?:\d+\.|-) .*", re.MULTILINE)
LINK = re.compile(r"\]\((?:\w+/)?([\w-]+)\.md\)")
NAMES = sorted({path.stem for path in pages.FOLDER.glob("*/*.md")} - {pages.CONTENTS})


def text_of(name, language):
    return (pages.FOLDER / language / f"{name}.md").read_text()


def capitalized(words):
    return words[:1].upper() + words[1:]


@pytest.fixture(scope="module")
def catalogue():
    """{words of the interface in English: all that they become in Russian}, labels with a capital as on the screen."""
    found = {}
    for entry in polib.pofile(str(BASE / "locale" / "ru" / "LC_MESSAGES" / "django.po")):
        if not entry.obsolete:
            found.setdefault(capitalized(entry.msgid), set()).add(capitalized(entry.msgstr))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_what_a_page_quotes_stands_on_the_screens_in_both_languages(name, catalogue):
    english, russian = (ITEM.findall(text_of(name, language)) for language in ("en", "ru"))
    assert len(english) == len(russian)
    quoted = {words for item in english for words in QUOTED.findall(item)}
    assert {words for words in quoted if capitalized(words) not in catalogue} == set()
    for ours, theirs in zip(english, russian, strict=True):
        wanted = [catalogue[capitalized(words)] for words in QUOTED.findall(ours)]
        said = [capitalized(words) for words in QUOTED.findall(theirs)]
        assert len(said) == len(wanted), theirs
        assert all(any(words in one for words in said) for one in wanted), (wanted, theirs)


def test_both_languages_have_the_same_pages_in_the_same_order_with_as_many_steps():
    english, russian = (pages.handbook(language) for language in ("en", "ru"))
    shapes = [
        [[(page.name, page.number_of_steps, len(page.pictures)) for page in group.pages] for group in book.groups]
        for book in (english, russian)
    ]
    assert shapes[0] == shapes[1]
    assert sorted(english.pages) == NAMES == sorted(screens.SCREENS)
    for page in [*english.pages.values(), *russian.pages.values()]:
        assert page.number_of_steps > 1
        assert page.lead.startswith("<p>")
        assert page.wrong.count("<li>") > 1
        assert all(picture.alt and picture.file.exists() for picture in page.pictures)


def test_every_screen_that_a_page_belongs_to_is_there():
    known = {name.removeprefix("desk:") for name in of_the_desk()}
    for name, belonging in screens.SCREENS.items():
        for screen in belonging:
            screen, _colon, action = screen.partition(":")
            beginning = screen.rstrip("*")
            assert not action or action.rstrip("*") in article_actions.BY_NAME
            assert any(one == screen or (beginning != screen and one.startswith(beginning)) for one in known), (
                name, screen,
            )  # fmt: skip


# What is no screen of its own: files, what scripts ask for, ways in and out, and the first run of an empty site.
NO_SCREENS = set(
    """
    find-answers set_language login logout password_change autocomplete jsi18n app_list photo-file photo-rendition
    welcome welcome_colours welcome_empty welcome_preview welcome_step
""".split()
)


def test_every_screen_of_the_desk_has_its_page():
    known = {name.removeprefix("desk:") for name in of_the_desk()}
    assert {name for name in known if not screens.page_of(name)} == NO_SCREENS
    assert screens.page_of("news_article_act", "withdraw") == "withdraw-a-text"
    assert screens.page_of("news_article_act", "schedule") == "set-the-hour"
    assert screens.page_of("council_state_change") == "a-new-representative"
    assert screens.page_of("council_body_change") == "a-meeting"


@pytest.mark.django_db
def test_a_press_secretary_reads_it_on_the_desk_finds_it_by_a_word_and_prints_it():
    client = signed_in(factories.press_secretary())
    contents = Page(client.get("/desk/help/"))
    assert {reverse("admin:help-page", args=[name]) for name in NAMES} <= set(contents.links)
    assert "/desk/help/" in Page(client.get("/desk/")).links
    for name in NAMES:
        page = Page(client.get(f"/desk/help/{name}/"))
        assert "What can go wrong" in page.text
        assert not [link for link in page.links if ".md" in link]
    assert reverse("admin:news_article_add") in Page(client.get("/desk/help/publish-a-report/")).links
    asked = Page(client.get("/desk/help/", {"q": "telefon"}))
    assert "Try fewer" in asked.text
    asked = Page(client.get("/desk/help/", {"q": "embargo"}))
    assert "/desk/help/set-the-hour/" in asked.links
    assert "/desk/help/log-in/" not in asked.links
    assert "/desk/help/vanish-now/" in Page(client.get("/desk/find/", {"q": "must vanish"})).links
    assert client.get("/desk/help/no-such-page/").status_code == 404
    beside = Page(client.get("/desk/press/enquiry/"))
    assert "/desk/help/answer-an-enquiry/" in beside.links
    part = client.get("/desk/help/answer-an-enquiry/beside/").content.decode()
    assert "<html" not in part
    assert "Take this enquiry" in part
    assert "What can go wrong" in part
    refused = send(client, NEW)
    assert "Nothing was saved." in refused.content.decode()
    assert 'href="/desk/help/publish-a-report/" data-help>What can go wrong here' in refused.content.decode()
    answer = client.get("/desk/help/handbook.pdf")
    paper = pypdf.PdfReader(io.BytesIO(answer.content))
    printed = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert all(page.title in printed for page in pages.handbook("en").pages.values())
    assert "Publish without review" in printed
    assert "no-store" in answer.headers["Cache-Control"]
    in_russian = client.get("/desk/help/vanish-now/", headers={"accept-language": "ru"})
    assert "Экстренное снятие…" in in_russian.content.decode()


@pytest.mark.django_db
def test_what_an_office_or_a_role_does_not_have_is_not_offered():
    writer = signed_in(factories.writer())
    page = Page(writer.get("/desk/help/a-new-colleague/"))
    assert "Reset two-step verification" in page.text
    assert "/desk/auth/user/add/" not in page.links
    assert "/desk/help/a-meeting/" in Page(writer.get("/desk/help/")).links
    identity_actions.change({"switched_off": ["council"]}, by=factories.administrator())
    contents = Page(writer.get("/desk/help/"))
    assert "/desk/help/log-in/" in contents.links
    for gone in ("a-meeting", "a-new-representative"):
        assert f"/desk/help/{gone}/" not in contents.links
        assert writer.get(f"/desk/help/{gone}/").status_code == 404


def test_pages_lead_to_pages_that_are_there_whenever_they_are():
    def parts_of(name):
        return {parts.of_address(f"desk:{screen}") for screen in screens.SCREENS[name]}

    linked = [(name, other) for name in NAMES for other in LINK.findall(text_of(name, "en"))]
    assert linked
    for name, other in linked:
        assert None in parts_of(other) or parts_of(other) == parts_of(name), (name, other)
