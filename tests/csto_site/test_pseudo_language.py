"""A language of the test's own: every word of the program a third longer, with accents and in brackets.

A page of such long words is no wider than a telephone.
"""

import re

import pytest
from django.contrib.staticfiles import finders
from django.utils.translation import trans_real

from news.models import Article
from tests import factories
from tests.browser import TOO_WIDE
from tests.csto_site.test_query_budgets import _addresses, newsroom  # noqa: F401
from tests.written import switch_on

CODE = "eo"  # one that no other test asks for: what pages keep for a language is of this one alone
ACCENTS = str.maketrans("aceinorsuyACEINORSUY", "áčéíñóřšúýÁČÉÍÑÓŘŠÚÝ")
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|<[^>]+>|&\w+;|%%")


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
