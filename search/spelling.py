"""“Did you mean”: if a search finds nothing, the most similar words of the site's public texts."""

import itertools

from django.db import connection
from rapidfuzz.distance import OSA

from search import terms
from search.finding import Search, TooLong, with_timeout
from search.queries import Query

MAX_CANDIDATES = 60  # similar words from the database for each word
MAX_SPELLINGS_PER_WORD = 3  # of which combinations are tried
MAX_WORDS = 8  # longer searches are not corrected
MAX_SEARCHES = 6  # combinations that are searched for
MAX_EDIT_DISTANCE = 3  # letters

# The same keys in the other keyboard layout, for people who forgot to switch.
_LATIN, _CYRILLIC = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюё"
LAYOUTS = (str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN))


def suggest_query(query: Query) -> Query | None:
    """Return the Query that was probably meant by one that finds nothing; None if no correction finds anything.

    Only words that something public contains are suggested, and only queries that find something.
    """
    if not query.terms.wanted:
        return None
    try:
        for meant in itertools.islice(_candidates(query), MAX_SEARCHES):
            if Search(meant).page(0, 0).number:
                return meant
    except TooLong:
        pass
    return None


def _candidates(query):
    seen = {query.q}
    for text in [_switched(query.q, layout) for layout in LAYOUTS]:
        meant = query.but(q=terms.cleaned(text))
        if text not in seen and meant.terms.wanted:
            seen.add(text)
            yield meant
    words = list(dict.fromkeys(query.terms.words))
    if len(words) > MAX_WORDS:
        return
    choices = []
    with with_timeout():
        for word in words:
            near = _near(word)
            # Three spellings for each of eight words would be thousands of combinations.
            near = near if len(choices) < MAX_SPELLINGS_PER_WORD else near[:1]
            choices.append([(word, spelling) for spelling in near] or [(word, word)])
    for choice in sorted(itertools.product(*choices), key=_distance)[: MAX_SEARCHES * 2]:
        text = str(query.terms.replaced({word: _like(word, meant) for word, meant in choice}))
        if text not in seen:
            seen.add(text)
            yield query.but(q=text)


def _switched(text, layout):
    return text.lower().translate(layout)


def _near(word):
    """Return the word itself if something public contains it, else the most similar words."""
    asked = terms.folded(word)
    if len(asked) < 3 or any(sign.isdigit() for sign in asked):
        return [word]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM search_found WHERE words @@ to_tsquery('search_stemmed', %s))", [f"'{asked}'"]
        )
        if cursor.fetchone()[0]:
            return [word]
        cursor.execute("SELECT search_similar(%s, %s)", [asked[:40], MAX_CANDIDATES])
        found = [spelling for (spelling,) in cursor.fetchall()]
    farthest = 1 if len(asked) < 5 else 2 if len(asked) < 9 else MAX_EDIT_DISTANCE
    near = sorted((OSA.distance(asked, spelling), spelling) for spelling in found)
    return [spelling for distance, spelling in near if distance <= farthest][:MAX_SPELLINGS_PER_WORD]


def _like(word, meant):
    return meant.capitalize() if word[:1].isupper() else meant


def _distance(choice):
    return sum(OSA.distance(word.lower(), meant) for word, meant in choice)
