"""Every page of the desk and every kind of public page, in every look: `script/screens --all FOLDER [WORD …]`.

Pages of the desk are found as its walk finds them, by the resolver; articles are looked at once for each button that
their screen can have. Public pages are found by following links from the home page. What the console says, and whatever
is asked for in vain, is printed: there should be nothing.
"""

import contextlib
import dataclasses
import itertools
import re
import urllib.parse

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from lxml import html

from desk.articles import actions as article_actions
from news.models import Article
from tests.desk import walking

SECRETARY, ADMINISTRATOR = "secretary", "admin"  # of the demo's staff
OF_EACH_STATE = ("news_article_change", "news_article_review", "news_article_act")
WIDTHS, SCHEMES, LANGUAGES = (1280, 390), ("light", "dark"), ("ru", "en")
TALLEST = 2600  # pixels of a page that are taken
# The page that a session ends on, parts of pages, and what only the password of a letter opens.
UNWANTED = re.compile("/(logout|jsi18n|end|workbar)/|/password/reset/.")
MOST_PUBLIC_PAGES = 400  # that are opened to find the kinds


@dataclasses.dataclass(frozen=True)
class Look:
    width: int
    scheme: str
    language: str

    def __str__(self):
        return f"{self.width}-{self.scheme}-{self.language}"


LOOKS = [Look(*look) for look in itertools.product(WIDTHS, SCHEMES, LANGUAGES)]


def screens():
    """Return {address: name of who looks at it, empty for a visitor} of all pages of the newsroom."""
    return {**_of_the_desk(), **dict.fromkeys(_public(), "")}


def _of_the_desk():
    clients = {name: _client(name) for name in (SECRETARY, ADMINISTRATOR)}
    others = [address for address, route in walking.addresses().items() if not route.endswith(OF_EACH_STATE)]
    found = {}
    for address in [*others, *_articles(clients[SECRETARY])]:
        for name, client in clients.items():
            if address not in found and not UNWANTED.search(address) and _page(client, address) is not None:
                found[address] = name
    return found


def _articles(client):
    """Return the addresses of one article for each button and menu that the screen can have."""
    found = {}
    for pk in Article.objects.values_list("pk", flat=True).order_by("pk"):
        page = _page(client, reverse("admin:news_article_change", args=[pk]))
        if page is not None:
            found.setdefault(tuple(page.xpath("(//*[@data-go='saved'])[1]//@data-item")), pk)
    return [address for pk in found.values() for address in _addresses_of(pk)]


def _addresses_of(article_id):
    """Yield where an article is written and reviewed, and where each action asks before it is done."""
    yield reverse("admin:news_article_change", args=[article_id])
    yield reverse("admin:news_article_review", args=[article_id])
    for name in article_actions.BY_NAME:
        yield reverse("admin:news_article_act", args=[article_id, name])


def _public():
    """Return one public address of each kind, in Russian."""
    client, waiting, seen, found = _client(), ["/ru/"], set(), {}
    while waiting and len(seen) < MOST_PUBLIC_PAGES:
        address = waiting.pop(0)
        kind = _kind(address)
        if address in seen or kind is None or kind in found:
            continue
        seen.add(address)
        page = _page(client, address)
        if page is not None:
            found[kind] = address
            links = (urllib.parse.urljoin(address, link).partition("#")[0] for link in page.xpath("//a/@href"))
            waiting += [link for link in links if link.startswith("/ru/")]
    return found.values()


def _kind(address):
    """Return the name of the view of an address, None where there is none."""
    with contextlib.suppress(Resolver404):
        return resolve(address.partition("?")[0]).view_name


def _client(name=""):
    client = Client(SERVER_NAME="localhost", headers={"accept-language": "ru"}, raise_request_exception=False)
    if name:
        client.force_login(get_user_model().objects.get(username=name))
    return client


def _page(client, address):
    """Return the tree of a whole page, None if there is none at the address."""
    answer = client.get(address)
    if answer.status_code != 200 or answer.streaming or not answer.headers["Content-Type"].startswith("text/html"):
        return None
    tree = html.document_fromstring(answer.content) if answer.content.strip() else None
    return tree if tree is not None and tree.xpath("//body//h1") else None


def take(browser, address, sessions, found, looks, folder):
    """Take the pages `found`, {address: user}, in all `looks`; return the sentences of what went wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    said = []
    for look, user in itertools.product(looks, sorted(set(found.values()))):
        context = _context(browser, address, look, sessions.get(user))
        page = context.new_page()
        _listen(page, said, look)
        for screen in (screen for screen, who in found.items() if who == user):
            page.set_viewport_size({"width": look.width, "height": 800 if look.width > 800 else 844})
            page.goto(address + _in_language(screen, look), wait_until="networkidle")
            if "/login/" in page.url:
                said.append(f"{look} {screen}: {user} is not logged in")
            wide, tall = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
            if wide > look.width:
                said.append(f"{look} {screen}: {wide - look.width} px wider than the window")
            height = min(tall, TALLEST)
            clip = {"x": 0, "y": 0, "width": look.width, "height": max(height, 600)}
            file = folder / f"{_file_name(screen)}-{look}.png"
            page.screenshot(path=file, full_page=True, clip=clip, animations="disabled", caret="hide")
        context.close()
    return said


def _context(browser, address, look, session):
    context = browser.new_context(
        locale=look.language, timezone_id=settings.TIME_ZONE, color_scheme=look.scheme, reduced_motion="reduce"
    )
    cookies = {settings.LANGUAGE_COOKIE_NAME: look.language}
    if session:
        cookies[settings.SESSION_COOKIE_NAME] = session
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return context


def _listen(page, said, look):
    def note(words):
        said.append(f"{look} {urllib.parse.urlsplit(page.url).path}: {words}")

    page.on("console", lambda message: note(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: note(str(error)))
    page.on("requestfailed", lambda request: note(f"{request.failure} {request.url}"))
    page.on("response", lambda answer: note(f"{answer.status} {answer.url}") if answer.status >= 400 else None)


def _in_language(screen, look):
    return re.sub("^/ru/", f"/{look.language}/", screen)


def _file_name(screen):
    return re.sub(r"\W+", "-", urllib.parse.unquote(screen)).strip("-")[:120]
