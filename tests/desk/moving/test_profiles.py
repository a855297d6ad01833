"""A profile made at the desk: by pointing at three pages, with a mouse, a keyboard or neither scripts nor a mouse."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import expect

from moving import profiles
from moving.models import SavedProfile
from tests import factories
from tests.browser import faults_of_every_look
from tests.moving import odd_site

LIST = "/desk/moving/savedprofile/"


@pytest.fixture
def place(tmp_path, settings, db):
    settings.OLD_SITES = tmp_path
    odd_site.write(tmp_path / "odd", late=range(18, 21))
    return "odd"


def signed_in(person):
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


@pytest.fixture
def client(db):
    return signed_in(factories.administrator())


@pytest.fixture
def address(client, place):
    return client.post(LIST, {"do": "begin", "name": "odd", "source": place, "base": ""})["Location"]


def path_of(client, address, words):
    """Return the value of the button with these words, as the page shows it."""
    shown = client.get(address).content.decode()
    before, _words, _rest = shown.partition(words)
    assert _words, shown
    return before.rpartition('name="press" value="')[2].partition('"')[0]


def press(client, address, field, words, page=0):
    here = f"{address}?field={field}&page={page}"
    return client.post(address, {"field": field, "page": page, "press": path_of(client, here, words)})["Location"]


def numbers(address):
    """Return the numbers of the three pages that are pointed at."""
    names = SavedProfile.objects.get().sample.values_list("name", flat=True)[:3]
    return [int(name.split("/")[2]) for name in names]


@pytest.mark.django_db
def test_a_profile_is_made_by_pressing_and_says_what_it_reads(client, address):
    first = numbers(address)[0]
    assert press(client, address, "title", odd_site.title(first)) == f"{address}?field=date&page=0"
    assert press(client, address, "date", f"{odd_site.date(first):%d/%m/%Y}") == f"{address}?field=body&page=0"
    press(client, address, "body", odd_site.paragraphs(first)[0])
    press(client, address, "cut", f"Share {first} times")
    client.post(address, {"do": "format", "field": "date", "page": 0, "format": "%d/%m/%Y"})
    saved = SavedProfile.objects.get()
    assert saved.by == factories.administrator()
    assert {name: saved.values[name] for name in ["title", "date", "body", "cut", "date_formats"]} == {
        "title": ["div.b-name"], "date": ["div.when"], "body": ["div.b-text"], "cut": ["div.b-share"],
        "date_formats": ["%d/%m/%Y"],
    }  # fmt: skip
    shown = client.get(f"{address}?field=title&page=0").content.decode()
    assert "Found on all three pages." in shown
    others = [int(page.name.split("/")[2]) for page in saved.sample.all()[3:13]]
    preview = shown[shown.index("What is read on other pages") :]
    assert all(odd_site.title(number) in preview for number in others)
    assert preview.count("nothing") >= len(others)


@pytest.mark.django_db
def test_what_is_not_found_on_a_page_is_said_and_that_page_comes_next(client, address):
    saved = SavedProfile.objects.get()
    page = saved.sample.all()[1]
    other = bytes(page.data).replace(b'<div class="b-name"', b'<div>Buy two of them</div><div class="other"')
    page.data = other.replace(b"<font>", b"<i>").replace(b"</font>", b"</i>")
    page.save()
    first, second = numbers(address)[:2]
    there = press(client, address, "title", odd_site.title(first))
    assert there == f"{address}?field=title&page=1"
    assert "Page 2: nothing is found there." in client.get(there).content.decode()
    press(client, address, "title", odd_site.title(second), page=1)
    saved.refresh_from_db()
    assert saved.values["title"] == ["div.b-name", "div.other"]
    client.post(address, {"do": "forget", "field": "title", "page": 0})
    saved.refresh_from_db()
    assert "title" not in saved.values


@pytest.mark.django_db
def test_wider_and_narrower_choose_more_and_less(client, address):
    first = numbers(address)[0]
    press(client, address, "body", odd_site.paragraphs(first)[0])
    for how, selectors in [("wider", ["td.c"]), ("narrower", ["div.b-text"])]:
        client.post(address, {"do": how, "field": "body", "page": 0})
        assert SavedProfile.objects.get().values["body"] == selectors


@pytest.mark.django_db
def test_toml_goes_out_is_edited_and_comes_in(client, address):
    press(client, address, "title", odd_site.title(numbers(address)[0]))
    toml = client.get(f"{LIST}toml/odd/").content.decode()
    assert 'title = [\n    "div.b-name",\n]' in toml
    client.post(
        address, {"do": "toml", "toml": toml.replace("div.b-name", "font") + '\n[sections]\n"/news/" = "news"\n'}
    )
    saved = SavedProfile.objects.get()
    assert (saved.values["title"], saved.values["sections"], saved.points) == (["font"], {"/news/": "news"}, {})
    for typed, sentence in [("title = 3", "has to be a list"), ("title = [", "cannot be read"), ("x = 1", "has no “x”"),
                            ('name = "\\u0000"', "number 0"),
                            ('title = ["a["]', "cannot be used")]:  # fmt: skip
        shown = client.post(address, {"do": "toml", "toml": typed}).content.decode()
        assert sentence in shown
        assert typed.replace('"', "&quot;") in shown
    file = SimpleUploadedFile("a.toml", client.get(f"{LIST}toml/csto-old/").content)
    client.post(LIST, {"do": "toml", "toml-name": "mine", "toml-file": file})
    assert profiles.load("mine") == profiles.load("csto-old")
    client.post(address, {"do": "delete"})
    assert [one.name for one in SavedProfile.objects.all()] == ["mine"]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "sentence"), [
    ({"name": "csto-old"}, "already"), ({"name": "a b"}, "Latin letters"), ({"name": ""}, "Give it a name"),
    ({"source": "../x"}, "There is no"), ({"base": "../x"}, "There is no profile"),
])  # fmt: skip
def test_what_cannot_be_begun_is_refused_and_nothing_is_left(client, place, typed, sentence):
    answer = client.post(LIST, {"do": "begin", "name": "odd", "source": place, "base": "", **typed})
    assert sentence in answer.content.decode()
    assert not SavedProfile.objects.exists()


@pytest.mark.django_db
def test_nothing_of_the_old_page_runs_is_fetched_or_leads_away(client, address):
    page = SavedProfile.objects.get().sample.first()
    page.data = (
        b"<body onload=evil()><script>evil()</script><p onclick=evil() id='\"><script>evil()</script>'>"
        b'&lt;script&gt;evil()&lt;/script&gt; words</p><img src="http://old.example/a.jpg?\'&quot;><script>evil()">'
        b"<a href='javascript:evil()'>Link</a><form action=http://old.example><input name=evil></form>"
    )
    page.save()
    shown = client.get(address).content.decode()
    shown = shown[shown.index("data-blocks") : shown.index("What is read on other pages")]
    for bad in ["<script", "onload", "onclick", "javascript:", "<img", "src=", "href=", "name=evil"]:
        assert bad not in shown
    assert "&lt;script&gt;evil()&lt;/script&gt; words" in shown


@pytest.mark.django_db
@pytest.mark.parametrize("person", [factories.press_secretary, factories.writer])
def test_only_administrators_make_profiles(client, address, person):
    other = signed_in(person())
    answers = [
        other.get(LIST), other.get(address), other.post(address, {"do": "delete"}), other.get(f"{LIST}toml/odd/"),
        other.post(LIST, {"do": "begin", "name": "two", "source": "odd"}),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [403] * 5
    assert SavedProfile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_profile_is_made_with_the_mouse(address, desk):
    first = numbers(address)[0]
    screen = desk(address, person=factories.administrator())
    old = screen.locator("[data-blocks]")
    assert faults_of_every_look(screen) == {}
    old.get_by_role("button", name=odd_site.title(first)).first.click()
    expect(screen.get_by_text("Press the date on which it was published.")).to_be_visible()
    old.get_by_role("button", name=f"{odd_site.date(first):%d/%m/%Y}").click()
    expect(screen.get_by_text("Press the first paragraph of the text.")).to_be_visible()
    old.get_by_role("button", name=odd_site.paragraphs(first)[0][:60]).click()
    expect(screen.locator(".founds code").get_by_text("div.b-text")).to_be_visible()
    assert faults_of_every_look(screen) == {}
    assert screen.said == []


@pytest.mark.django_db(transaction=True)
def test_a_profile_is_made_with_the_keyboard(address, desk):
    first = numbers(address)[0]
    screen = desk(address, "ru", person=factories.administrator(), width=390, color_scheme="dark")
    focused = screen.locator(":focus")

    def go_to(words):
        for _press in range(30):
            screen.keyboard.press("ArrowDown")
            if words in focused.inner_text():
                return
        raise AssertionError(words)

    go_to(odd_site.title(first))
    screen.keyboard.press("Enter")
    expect(screen.get_by_text("Нажмите на дату публикации.")).to_be_visible()
    expect(focused).to_contain_text(odd_site.title(first))
    screen.keyboard.press("ArrowUp")
    screen.keyboard.press("Enter")
    expect(screen.get_by_text("Нажмите на первый абзац текста.")).to_be_visible()
    screen.keyboard.press("5")
    expect(screen.get_by_text("Нажмите на то, что стоит в тексте")).to_be_visible()
    go_to(f"Share {first} times")
    screen.keyboard.press("Enter")
    expect(screen.locator(".founds code").get_by_text("div.b-share")).to_be_visible()
    values = SavedProfile.objects.get().values
    assert (values["title"], values["date"], values["cut"]) == (["div.b-name"], ["div.when"], ["div.b-share"])
    assert screen.said == []
