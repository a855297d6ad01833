"""The word “embargo” left in a text: an instruction for newsrooms, not for readers. Trade embargoes are news."""

import re

from django.utils.translation import gettext as _

from news.lint.finding import Finding

NAME = "embargo"
WORD = re.compile(r"\bembargo(?:ed|es)?\b|\bэмбарго\b", re.IGNORECASE)
OF_TRADE_BEFORE = re.compile(
    r"(?:arms|weapons?|oil|gas|trade|food|economic|grain|export|import)\s+$"
    r"|(?:торгов|оружейн|нефтян|продовольственн|экономическ|зернов|экспортн|импортн|энергетическ)[а-яё]+\s+$",
    re.IGNORECASE,
)
OF_TRADE_AFTER = re.compile(
    r"\s+(?:on|against|imposed)\b"
    r"|\s+(?:на\s+(?:поставк|ввоз|вывоз|экспорт|импорт|торговл|продаж|оруж|нефт)|против\b|в отношении\b)",
    re.IGNORECASE,
)


# An article that has the word in its title without these is about embargoes.
INSTRUCTION = re.compile(r"EMBARGO|ЭМБАРГО|\bembargoed\b|\bembargo (?:until|till|ends|:)|эмбарго (?:до|снимается)\b")


def find(texts):
    title = texts.edition.title
    if WORD.search(title) and not INSTRUCTION.search(title):
        return
    for passage in texts.passages:
        for match in WORD.finditer(passage.text):
            start, end = match.span()
            if OF_TRADE_BEFORE.search(passage.text[:start]) or OF_TRADE_AFTER.match(passage.text, end):
                continue
            yield Finding(NAME, passage, start, end, _("Readers will see this word. Was it a note for the media?"))
