"""Exact matches, shown above the results: the text with this number (“PR (2026) 62”), the thing with this number or
file name (“PC.DEC/1307”, “62”, “ZVF_2142”), the press contact with this telephone number, the meeting on this day,
people with a very short name.
"""

import re

from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language

from news import serial_numbers
from press.models import Contact
from publishing.localized import in_language
from search import days, telephones, terms, things
from search.finding import Hit
from search.queries import Query

MAX_RESULTS = 3  # if more things have the number, it is no exact match
MAX_QUERY_CHARACTERS = 40

_NUMBER = re.compile(r"\d+")
_SHORT_NAME = re.compile(r"[^\W\d_]{2,3}")
_WORDS = re.compile(r"[^\W\d_]+")
MAX_LABEL_CHARACTERS = 12  # of the words around a number: “decision 62”, “Решение № 5”


def exact_hits(query: Query) -> list[Hit]:
    """Return the Hits that `query` matches exactly, in the language of the page."""
    if asked := telephones.in_text(query.q):
        return _contacts(asked)
    if day := days.read(query.q):
        return _meetings(day, query.language)
    if article := serial_numbers.article_called(query.q):
        return _hits([("article", article)], query.language)
    if _SHORT_NAME.fullmatch(query.q):
        return _people(query.q, query.language)
    keys = _keys(query.q)
    if not keys:
        return []
    for key in keys:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT ON (kind, object_id) kind, object_id FROM search_found"
                " WHERE language = %s AND tags @> %s ORDER BY kind, object_id LIMIT %s",
                [query.language, [f"number:{key}"], MAX_RESULTS + 1],
            )
            rows = cursor.fetchall()
        if 0 < len(rows) <= MAX_RESULTS:
            return _hits(rows, query.language)
    return []


def _contacts(asked):
    """Return the press contacts in office today with one of the telephone numbers."""
    contacts = Contact.objects.in_office().prefetch_related("phones")
    return [
        Hit("contact", contact.pk, get_language(), _words_about(contact), reverse("press:centre"), contact)
        for contact in contacts
        if any(telephones.is_same(phone.number, number) for phone in contact.phones.all() for number in asked)
    ]


def _meetings(day, language):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, object_id FROM search_found WHERE kind = 'meeting' AND language = %s AND shown_on = %s"
            " ORDER BY object_id LIMIT %s",
            [language, day, MAX_RESULTS],
        )
        return _hits(cursor.fetchall(), language)


def _people(name, language):
    """Return the people of whose names this is a whole word: «Ли» is also a word that the index leaves out of texts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT kind, object_id FROM search_found"
            " WHERE kind = 'person' AND language = %s AND title_words @@ %s::tsquery LIMIT %s",
            [language, f"'{terms.folded(name)}'", MAX_RESULTS],
        )
        return _hits(cursor.fetchall(), language)


def _words_about(contact):
    return " ".join(filter(None, [in_language(contact.office), in_language(contact.name)]))


def _keys(text):
    """Return the keys to look up, the most exact first: all that was typed, then the number alone."""
    if len(text) > MAX_QUERY_CHARACTERS or not any(sign.isdigit() for sign in text):
        return []
    whole = re.sub(r"[\W_]+", "", terms.folded(text))
    numbers = _NUMBER.findall(text)
    words = _WORDS.findall(text)
    if len(numbers) == 1 and len(words) <= 1 and all(len(word) <= MAX_LABEL_CHARACTERS for word in words):
        return list(dict.fromkeys([whole, numbers[0]]))
    return [whole]


def _hits(rows, language):
    loaded = things.load([(kind, id, language) for kind, id in rows])
    return [
        Hit(kind, id, code, things.title(kind, thing, code), things.address(kind, thing, code), thing)
        for (kind, id, code), thing in loaded.items()
    ]
