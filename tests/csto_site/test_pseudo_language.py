"""A language of the test's own: every word of the program a third longer, with accents and in brackets.

What stands on a public page without brackets is data, or a word that nobody can translate. And a page of such long
words is no wider than a telephone.
"""

import re

import lxml.html
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import override, trans_real

from csto_site.context import SHORT_LABELS
from news.models import Article
from publishing import dates
from publishing.languages import language_codes, language_name
from tests import factories
from tests.browser import TOO_WIDE
from tests.csto_site.test_query_budgets import BUDGETS, _addresses, newsroom  # noqa: F401
from tests.written import switch_on

CODE = "eo"  # one that no other test asks for: what pages keep for a language is of this one alone
ACCENTS = str.maketrans("aceinorsuyACEINORSUY", "áčéíñóřšúýÁČÉÍÑÓŘŠÚÝ")
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|<[^>]+>|&\w+;|%%")
BRACKETED = re.compile("⟦[^⟦⟧]*(?:⟧|$)|^[^⟦⟧]*⟧")  # the sentence may go on in an element within
WORD = re.compile(r"[^\W\d_]{2,}")
SHOWN = ("alt", "aria-label", "title", "placeholder")
SILENT = {"script", "style", "template", "code", "svg"}
# Names of formats and units, and examples of what is typed.
NOBODY_TRANSLATES = {
    "pdf", "jpeg", "atom", "rss", "json", "ninjs", "ics", "zip", "docx", "kb", "mb", "utc", "sha", "px", "avif", "webp",
    "openapi", "popolo", "csv", "sitemap", "oembed", "api", "url", "http", "https", "html", "iptc", "get",
    "since", "limit",
}  # fmt: skip


def pseudo(words):
    """Return words as the language has them: “⟦Šéářčh···⟧”."""
    parts = KEPT.split(words)
    kept = [*KEPT.findall(words), ""]
    longer = "·" * (sum(map(len, parts)) // 3 + 1)
    said = "".join(part.translate(ACCENTS) + mark for part, mark in zip(parts, kept))
    end = len(said.rstrip())
    begin = len(said) - len(said.lstrip())
    return f"{said[:begin]}⟦{said[begin:end]}{longer}⟧{said[end:]}" if said.strip() else said


@pytest.fixture
def in_brackets(monkeypatch):
    """Have every word that is asked for in the language be one of its own."""
    whole, plural = trans_real.DjangoTranslation.gettext, trans_real.DjangoTranslation.ngettext

    def gettext(self, message):
        return pseudo(message.rpartition("\x04")[2]) if self.language() == CODE else whole(self, message)

    def ngettext(self, one, many, number):
        if self.language() != CODE:
            return plural(self, one, many, number)
        return pseudo((one if number == 1 else many).rpartition("\x04")[2])

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", gettext)
    monkeypatch.setattr(trans_real.DjangoTranslation, "ngettext", ngettext)


def words_of_data():
    """Return every word that stands in a row of the database, and the names that each language has of itself."""
    found = set()
    for model in apps.get_models():
        if model._meta.managed and model._meta.app_label in settings.NEWSROOM_APPS:
            for row in model.objects.all().values() if hasattr(model, "objects") else ():
                found |= set(WORD.findall(str(row).lower()))
    found |= {label.lower() for label in SHORT_LABELS.values()}
    for code in language_codes():
        found |= set(WORD.findall(f"{language_name(code)} {code}".lower()))
    with override(CODE):
        for number in range(7):
            found.add(dates.weekday_name(number).lower())
        for number in range(1, 13):
            found |= {name.lower() for name in dates.month_names(number)}
    return found


def words_without_brackets(page):
    """Return {word: the text in which it stands} of what a page shows or says in CODE without brackets."""
    found = {}
    for element in lxml.html.fromstring(page).iter():
        if isinstance(element.tag, str) and not _is_of_others(element):
            for text in (element.text, *(child.tail for child in element), *map(element.get, SHOWN)):
                bare = text or ""
                while BRACKETED.search(bare):
                    bare = BRACKETED.sub(" ", bare)
                bare = re.sub(r"\S*[/@]\S*|\S+\.\w\S*", " ", bare)  # addresses and names of files
                found |= {word.lower(): " ".join((text or "").split())[:80] for word in WORD.findall(bare)}
    return found


def _is_of_others(element):
    """Tell whether it says nothing, is in another language, or is cited in the form of somebody else."""
    around = [element, *element.iterancestors()]
    language = next((outer.get("lang") for outer in around if outer.get("lang")), CODE)
    return language != CODE or any(outer.tag in SILENT or outer.get("id") == "cite" for outer in around)


def is_of_a_page(name):
    """Tell whether an address of the budgets answers with a page for people."""
    return not re.search(r"calendar|json|atom|feeds:(?!index)|text|openapi|api:|wires:|robots:|suggest", name)


@pytest.mark.django_db
@pytest.mark.usefixtures("put_together_in_public", "in_brackets")
def test_every_word_that_is_not_data_can_be_translated(client, newsroom):  # noqa: F811
    switch_on(CODE)
    names, add = newsroom
    add(12)
    names["slug"] = factories.published(CODE, article=Article.objects.get(pk=names["article"])).address_part
    data, untranslated = words_of_data() | NOBODY_TRANSLATES, {}
    pages = {name: address for name, address in _addresses(names, CODE).items() if is_of_a_page(name)}
    assert len(pages) > len(BUDGETS) // 2
    for name, address in [*pages.items(), ("404", f"/{CODE}/nowhere/")]:
        page = client.get(address, follow=True).text
        assert "⟦" in page, name
        for word, text in words_without_brackets(page).items():
            if word not in data:
                untranslated.setdefault(word, f"{name}: {text}")
    assert not untranslated, "\n".join(f"{word}: {place}" for word, place in sorted(untranslated.items()))


ON_A_TELEPHONE = [
    "home", "news:list", "news:section", "news:detail", "news:corrections", "council:meetings", "council:meeting",
    "council:representatives", "council:state", "photos:list", "photos:detail", "press:centre", "press:enquiry",
    "search:results", "follow:follow", "feeds:index", "alerts:subscribe",
]  # fmt: skip

# Visible elements that reach beyond the window, or whose words reach beyond their own box, but for what scrolls.
TOO_SHORT = """() => {
  const wide = document.documentElement.clientWidth;
  const scrolls = it => it && (getComputedStyle(it).overflowX !== "visible" || scrolls(it.parentElement));
  const spills = it => it.clientWidth && it.scrollWidth > it.clientWidth + 1
    && [...it.childNodes].some(child => child.nodeType === 3 && child.data.trim());
  return [...document.body.querySelectorAll("*")]
    .filter(it => it.checkVisibility() && !it.closest(".vh, svg") && !scrolls(it))
    .filter(it => it.getBoundingClientRect().right > wide + 1 || spills(it))
    .map(it => it.outerHTML.slice(0, 120));
}"""


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.usefixtures("put_together_in_public", "in_brackets")
def test_no_box_is_too_short_for_long_words_on_a_telephone(new_page, client, newsroom):  # noqa: F811
    switch_on(CODE)
    names, add = newsroom
    add(12)
    names["slug"] = factories.published(CODE, article=Article.objects.get(pk=names["article"])).address_part
    addresses = {name: address for name, address in _addresses(names, CODE).items() if name in ON_A_TELEPHONE}
    assert set(addresses) == set(ON_A_TELEPHONE)
    answers = {address: client.get(address).content for address in addresses.values()}

    def answer(route):
        address = route.request.url.partition("//")[2].partition("/")[2]
        static = finders.find(address.partition("?")[0].removeprefix("static/"))
        if static:
            route.fulfill(path=static)
        elif f"/{address}" in answers:
            route.fulfill(body=answers[f"/{address}"], content_type="text/html")
        else:
            route.abort()

    page = new_page(width=390, height=844)
    page.route("**/*", answer)
    found = {}
    for name, address in addresses.items():
        page.goto(f"http://newsroom.test{address}")
        wider = page.evaluate(TOO_WIDE)
        found[name] = [*([f"the page, by {wider} px"] if wider else []), *page.evaluate(TOO_SHORT)]
    assert {name: boxes for name, boxes in found.items() if boxes} == {}
