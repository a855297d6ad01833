"""Which names stand in a text, in any grammatical case that the search knows."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from search.languages import CONFIGURATIONS, configuration

MAX_CHARACTERS = 200_000  # of a text that are read

# A name is several words one after another; the query for it is made by the stemmer of the text's language.
NAMED = """
WITH text AS MATERIALIZED (SELECT to_tsvector(%(config)s::regconfig, search_folded(%(text)s)) AS words)
SELECT DISTINCT key FROM unnest(%(keys)s::text[], %(names)s::text[]) AS known(key, name), text
WHERE text.words @@ {query}
"""


def named_in(text: str, language: str, names: Iterable[tuple[str, str]]) -> set[str]:
    """Return the keys of those of the (key, name) pairs whose name stands in a plain text in `language`."""
    pairs = [(key, name) for key, name in names if len(name) > 1]
    if not text.strip() or not pairs:
        return set()
    config = configuration(language)
    is_russian_or_english = config == CONFIGURATIONS["ru"]
    query = "search_name_query(name)" if is_russian_or_english else "phraseto_tsquery(%(config)s::regconfig, name)"
    keys, forms = zip(*pairs)
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {
            "config": config,
            "text": text[:MAX_CHARACTERS],
            "keys": list(keys),
            "names": list(forms),
        }
        cursor.execute(NAMED.format(query=query), asked)
        return {key for (key,) in cursor.fetchall()}
